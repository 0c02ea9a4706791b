"""One call told in the manners of many publishers: datelines, headlines, and how a party is introduced."""

import datetime
from pathlib import Path

import pytest
import yaml

from readouts import parse

FRIDAY = datetime.date(2026, 3, 6)
MANNERS = yaml.safe_load((Path(__file__).parent / "cases/manners.yaml").read_text(encoding="utf-8"))
REPORT = (
    "Norwegian Foreign Minister Ilvar Quen held a phone call with his Turkish counterpart, Tamsel Orhu, on Wednesday. "
    "Quen thanked Türkiye for its help. Orhu condemned the attack."
)
TWO = {("Ilvar Quen", "NOR"), ("Tamsel Orhu", "TUR")}


def read(text, **more):
    """Each call's parties and day."""
    calls = parse(text, published=FRIDAY, **more).calls
    return [
        ({(p.name, p.country) for p in c.parties}, c.date and c.date.isoformat()) for c in calls
    ]


@pytest.mark.parametrize("lead", MANNERS["leads"])
@pytest.mark.parametrize("dateline", MANNERS["datelines"])
def test_a_dateline_changes_nothing(dateline, lead):
    assert read(dateline + lead) == [(TWO, "2026-03-04")]


@pytest.mark.parametrize("country", [None, "NOR"])
@pytest.mark.parametrize("headline", MANNERS["headlines"])
def test_a_headline_adds_nobody_and_takes_nobody_away(headline, country):
    text = f"{headline}\n\n{REPORT}"
    assert read(text, source_country=country, is_official=bool(country)) == [(TWO, "2026-03-04")]


@pytest.mark.parametrize("text", MANNERS["friends"])
def test_brothers_and_friends_are_officials(text):
    ((parties, day),) = read(text)
    assert all(name for name, _ in parties)
    assert (len({country for _, country in parties}), day) == (2, "2026-03-01")


@pytest.mark.parametrize(
    "verb", ["telephoned", "spoke by phone with", "received a phone call from"]
)
@pytest.mark.parametrize("party", MANNERS["introductions"])
def test_whoever_is_introduced_is_read_with_name_and_country(party, verb):
    text = f"Norwegian Foreign Minister Talvi Orro {verb} {party} on Wednesday."
    assert read(text) == [({("Talvi Orro", "NOR"), ("Luz Ampara", "PER")}, "2026-03-04")]


@pytest.mark.parametrize("text", MANNERS["rounds"])
def test_a_round_is_a_call_with_each(text):
    guests = [("Luz Ampara", "PER"), ("Luis Oti", "KEN"), ("Ona Birt", "CHL")]
    calls = [({("Ilvar Quen", "NOR"), guest}, "2026-03-04") for guest in guests]
    found = read(text)
    assert len(found) == len(calls)
    assert all(call in found for call in calls)


CALLS = [
    "Norwegian Foreign Minister Ilvar Quen telephoned Peruvian Foreign Minister Luz Ampara on Wednesday{}.",
    "On Wednesday, the Norwegian foreign minister, Ilvar Quen, spoke by phone with her Peruvian counterpart, "
    "Luz Ampara{}.",
]
PAIR = {("Ilvar Quen", "NOR"), ("Luz Ampara", "PER")}


@pytest.mark.parametrize("ending", MANNERS["endings"])
def test_what_stands_behind_a_call_changes_nothing(ending):
    assert [read(call.format(ending)) for call in CALLS] == [[(PAIR, "2026-03-04")]] * len(CALLS)


@pytest.mark.parametrize("opening", MANNERS["openings"])
def test_what_stands_before_a_call_changes_nothing(opening):
    call = "the Norwegian foreign minister, Ilvar Quen, telephoned Luz Ampara of Peru on Wednesday."
    for text in (opening + CALLS[0].format(""), opening + call):
        assert read(text) == [(PAIR, "2026-03-04")]


@pytest.mark.parametrize("announcement", MANNERS["announcements"])
@pytest.mark.parametrize("member", MANNERS["members"])
def test_a_round_is_told_as_a_whole_and_then_one_by_one(member, announcement):
    assert [parties for parties, _ in read(f"{announcement}\n\n{member}")] == [PAIR]


@pytest.mark.parametrize("announcement", MANNERS["announcements"])
@pytest.mark.parametrize("stranger", MANNERS["strangers"])
def test_whoever_rings_somebody_else_is_none_of_a_round(stranger, announcement):
    assert read(f"{announcement}\n\n{stranger}") == []


@pytest.mark.parametrize("besides", MANNERS["besides"])
def test_what_is_told_besides_is_not_said_in_the_call(besides):
    told = "Quen thanked Peru for its help. Ampara condemned the attack on the embassy."
    call = CALLS[0].format("")
    for text in (
        f"{call} {told} {besides}",
        f"{call} {told}\n\n{besides}",
        f"{besides}\n\n{call} {told}",
        f"{call} {besides}\n\n{told}",
    ):
        (only,) = parse(text, published=FRIDAY).calls
        found = {(r.country, r.stance, r.toward) for r in only.reactions}
        assert found == {("NOR", "commendation", "PER"), ("PER", "condemnation", None)}
