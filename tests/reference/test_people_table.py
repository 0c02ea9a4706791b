"""The table of office-holders: every term of a known side and office, with its record, in order."""

import re
from collections import defaultdict
from datetime import date, timedelta
from itertools import combinations

from readouts import reference
from readouts.reference.names.people import (
    BESIDE,
    SINGLE,
    all_terms,
    side_of,
)
from readouts.reference.tables import HERE, items, read_table

KINDS = {row["kind"] for row in read_table("offices", "en")} - {"group"}
COUNTRIES = {country.iso3 for country in reference.countries()}
ORGANISATIONS = {organisation.short for organisation in reference.organisations()}
DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
LAST = date(2026, 11, 26)

HANDED_OVER_SLOWLY = {
    ("EGY", "pm", "Ibrahim Mahlab", "Sherif Ismail"),  # named on one day, sworn in a week later
}
"""Two in one office at once for more than a few days, as the records have it."""

HEADS = {
    "state": {"president", "royal", "leader"},
    "government": {"president", "royal", "leader", "pm"},
    "foreign": {"fm"},
}


def country(name, day, kinds=None, **how):
    side = side_of(name, day, kinds, **how)
    return (side.country or side.organisation) if side else None


# The table.


def test_every_term_is_of_a_known_side_and_kind():
    for term in all_terms():
        known = ORGANISATIONS if term.side.organisation else COUNTRIES
        assert (term.side.organisation or term.side.country) in known, term
        assert term.kind in KINDS, term


def test_days_are_real_and_in_order():
    for term in all_terms():
        written = (term.since, term.until, term.seen_first, term.seen_last)
        assert any(written), term
        for day in filter(None, written):
            assert DAY.fullmatch(day), term
            assert date.fromisoformat((day + "-01-01")[:10]) <= LAST, term
        first, last = term.possible
        assert first <= last, term
        assert last >= date(2015, 1, 1), term
        if term.certain:
            assert first <= term.certain[0] <= term.certain[1] <= last, term


def test_days_seen_are_whole_days_and_say_what_the_term_does_not():
    for term in all_terms():
        for day in filter(None, (term.seen_first, term.seen_last)):
            assert len(day) == 10, term
        if term.since and term.seen_first:
            assert len(term.since) < 10, term
        if term.until and term.seen_last:
            assert len(term.until) < 10, term


def test_every_term_has_a_record_that_is_known():
    known = {row["key"] for row in read_table("people_sources")}
    used = set()
    for term in all_terms():
        assert term.records, term
        assert len(set(term.records)) == len(term.records), term
        used.update(term.records)
    assert used == known


def test_no_row_stands_twice_and_no_spelling_stands_for_itself():
    seen = set()
    for term in all_terms():
        row = (term.name, term.side, term.kind, term.office, term.since, term.seen_first)
        assert row not in seen, term
        seen.add(row)
        assert term.name not in term.other_names, term
        assert len(set(term.other_names)) == len(term.other_names), term


def test_other_names_are_the_same_in_all_rows_of_a_person():
    names = defaultdict(set)
    for term in all_terms():
        names[term.side, term.name].add(term.other_names)
    assert not {person: found for person, found in names.items() if len(found) > 1}


def test_rows_are_in_order():
    rows = read_table("people")
    keys = [
        (row["side"].startswith("~"), row["side"], row["kind"], row["since"] or row["seen_first"])
        for row in rows
    ]
    assert keys == sorted(keys)


def test_one_person_at_a_time_holds_an_office_that_one_person_holds():
    held = defaultdict(list)
    for term in all_terms():
        if term.kind in SINGLE and term.certain:
            seat = term.office if term.office in BESIDE else ""
            held[term.side, term.kind, seat].append(term)
    for (side, kind, _), terms_held in held.items():
        for one, other in combinations(terms_held, 2):
            if one.name == other.name:
                continue
            first = max(one.certain[0], other.certain[0])
            last = min(one.certain[1], other.certain[1])
            pair = (side.country, kind, *sorted((one.name, other.name)))
            assert last - first <= timedelta(days=5) or pair in HANDED_OVER_SLOWLY, (one, other)


def test_the_coverage_that_the_table_claims_is_there():
    notes = (HERE / "people.tsv").read_text(encoding="utf-8").splitlines()
    claims = [line for line in notes if re.match(r"# (state|government|foreign): ", line)]
    assert len(claims) == len(HEADS)
    for line in claims:
        what, _, figures = line.removeprefix("# ").partition(": ")
        for figure in figures.split(", "):
            year, count = (int(part) for part in figure.split())
            covered = {
                term.side.country
                for term in all_terms()
                if term.kind in HEADS[what]
                and term.certain
                and term.side.country
                and term.certain[0].year <= year <= term.certain[1].year
            }
            assert len(covered) >= count, (what, year)


def test_a_spelling_stands_for_one_name_and_a_nickname_for_few():
    spellings = [
        spelling
        for row in read_table("name_spellings")
        for spelling in (row["name"], *items(row["spellings"]))
    ]
    assert len(spellings) == len(set(spellings))
    names = [row["name"] for row in read_table("nicknames", "en")]
    assert len(names) == len(set(names))


def test_each_kind_of_office_is_described_once():
    described = [row["kind"] for row in read_table("office_traits")]
    assert len(set(described)) == len(described)
    assert KINDS | {row["kind"] for row in read_table("office_kinds")} <= set(described)
    assert {kind for row in read_table("office_traits") for kind in items(row["fits"])} <= set(
        described
    )
