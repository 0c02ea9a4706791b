"""From the parser's records to rows: ids that stay, and columns that are those of the tables."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readouts.domain.records import Call, ParsedArticle, Party, Passage, Reaction
from readouts.warehouse.tables.definitions import Catalogue
from readouts.warehouse.tables.rows import content_id, merge_rows, rows_of, side
from tests.warehouse.conftest import EDITION, GOOD_ROWS

QUEN = Party("Ilvar Quen", "Quen", "Foreign Minister", "NOR", None, "initiator")
TARRANDEL = Party("Osk Tarrandel", "Tarrandel", "Foreign Minister", "CHL", None, "recipient")
NAMELESS = Party(None, None, "Foreign Minister", "CHL", None, "recipient")
KARLOV = Party("Tesse Karlov", "Karlov", None, None, "EU")

CONCERN = Reaction("Ilvar Quen", "NOR", None, "concern", None, "voiced concern", 40, 54, "c1")
SUPPORT = Reaction("Osk Tarrandel", "CHL", None, "support", "KEN", "backs Kenya", 60, 71, "s1")


def call(*reactions: Reaction, parties: tuple[Party, ...] = (QUEN, TARRANDEL), **more: Any) -> Call:
    return Call(
        **{
            "date": date(2031, 3, 4),
            "date_basis": "weekday",
            "medium": "phone",
            "initiator": 0,
            "parties": parties,
            "reactions": reactions,
            "evidence": "Quen called Tarrandel",
            "start": 0,
            "end": 21,
        }
        | more
    )


def rows(*calls: Call, unparsed: tuple[Passage, ...] = (), article: str = "article-1") -> Any:
    parsed = ParsedArticle(calls, unparsed)
    given = GOOD_ROWS["core.articles"] | {"article_id": article}
    return rows_of(given, parsed, EDITION, "test 1")


def ids(made: Any) -> dict[str, list[str]]:
    keys = {
        "core.call_reports": "report_id",
        "core.parties": "party_id",
        "core.reactions": "reaction_id",
        "core.unparsed": "unparsed_id",
    }
    return {table: [row[key] for row in made[table]] for table, key in keys.items()}


def moved(one: Call, by: int) -> Call:
    return replace(
        one,
        start=one.start + by,
        end=one.end + by,
        reactions=tuple(replace(r, start=r.start + by, end=r.end + by) for r in one.reactions),
    )


def test_rows_have_the_columns_of_their_tables(catalogue: Catalogue) -> None:
    made = rows(call(CONCERN, SUPPORT), unparsed=(Passage(80, 90, "a phone call", "one_party"),))
    for table, found in made.items():
        assert found
        for row in found:
            assert row.keys() == catalogue[table].columns.keys()


def test_same_content_has_the_same_ids_and_every_id_is_one_row() -> None:
    made = ids(rows(call(CONCERN, SUPPORT), call(CONCERN, date=date(2031, 3, 3))))
    assert made == ids(rows(call(CONCERN, SUPPORT), call(CONCERN, date=date(2031, 3, 3))))
    for found in made.values():
        assert len(found) == len(set(found))
    other = ids(rows(call(CONCERN, SUPPORT), article="article-2"))
    assert not set(made["core.reactions"]) & set(other["core.reactions"])


@given(by=st.integers(min_value=-40, max_value=10_000))
def test_text_shifted_by_a_new_extractor_keeps_every_id(by: int) -> None:
    before = call(CONCERN, SUPPORT)
    passage = Passage(80, 92, "a phone call", "one_party")
    after = replace(passage, start=80 + by, end=92 + by)
    assert ids(rows(before, unparsed=(passage,))) == ids(rows(moved(before, by), unparsed=(after,)))


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"evidence": "voiced\n  concern"}, id="a line broken elsewhere"),
        pytest.param({"rule": "c2"}, id="another rule found it"),
        pytest.param({"toward": "KEN"}, id="its object is read better"),
        pytest.param({"in_call": False}, id="it was said beside the call"),
    ],
)
def test_reaction_read_better_keeps_its_id(change: dict[str, Any]) -> None:
    assert ids(rows(call(replace(CONCERN, **change)))) == ids(rows(call(CONCERN)))


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"stance": "restraint"}, id="another stance"),
        pytest.param({"speaker": None}, id="nobody named"),
        pytest.param({"speaker": "Orva Lind"}, id="another speaker"),
        pytest.param({"country": "CHL"}, id="another side"),
        pytest.param({"evidence": "voiced deep concern"}, id="other words"),
    ],
)
def test_another_reaction_has_another_id(change: dict[str, Any]) -> None:
    one, other = rows(call(CONCERN)), rows(call(replace(CONCERN, **change)))
    assert ids(one)["core.reactions"] != ids(other)["core.reactions"]


def test_same_words_said_twice_are_two_rows_wherever_they_stand() -> None:
    twice = call(CONCERN, replace(CONCERN, start=200, end=214))
    first, second = ids(rows(twice))["core.reactions"]
    assert first != second
    assert first == ids(rows(call(CONCERN)))["core.reactions"][0]
    assert ids(rows(moved(twice, 7)))["core.reactions"] == [first, second]


def test_call_found_before_another_changes_nothing_of_that() -> None:
    earlier = call(parties=(QUEN, KARLOV))
    alone, after = rows(call(CONCERN)), rows(earlier, call(CONCERN))
    assert ids(alone)["core.call_reports"] == ids(after)["core.call_reports"][1:]
    assert ids(alone)["core.reactions"] == ids(after)["core.reactions"]
    assert [r["ordinal"] for r in after["core.call_reports"]] == [1, 2]


@pytest.mark.parametrize(
    ("parts", "others"),
    [
        pytest.param((None,), ("",), id="None is not the empty text"),
        pytest.param((None, "a"), ("a", None), id="places count"),
        pytest.param(("a", "b"), ("ab",), id="parts are apart"),
        pytest.param(("a", ""), ("a",), id="an empty part is a part"),
    ],
)
def test_different_parts_have_different_ids(parts: Any, others: Any) -> None:
    assert content_id(*parts) != content_id(*others)


@given(st.lists(st.one_of(st.none(), st.text(), st.dates(), st.integers())))
def test_id_is_of_any_parts_and_of_one_form(parts: list[Any]) -> None:
    made = content_id(*parts)
    assert made == content_id(*parts)
    assert len(made) == 20
    assert set(made) <= set("0123456789abcdef")


def test_broken_text_has_an_id() -> None:
    assert content_id("a \ud800 b") != content_id("a b")


@pytest.mark.parametrize(
    ("reaction", "parties", "party", "counterparts"),
    [
        pytest.param(CONCERN, (QUEN, TARRANDEL), 0, ["CHL"], id="by name and side"),
        pytest.param(
            replace(CONCERN, speaker=None, country="CHL"),
            (QUEN, NAMELESS),
            1,
            ["NOR"],
            id="by side alone where there is no name",
        ),
        pytest.param(
            replace(CONCERN, speaker="joint", country=None),
            (QUEN, TARRANDEL, KARLOV),
            None,
            ["CHL", "EU", "NOR"],
            id="nobody where all speak as one",
        ),
        pytest.param(
            replace(CONCERN, speaker="Tesse Karlov", country=None, organisation="EU"),
            (QUEN, KARLOV),
            1,
            ["NOR"],
            id="an organisation",
        ),
        pytest.param(
            replace(CONCERN, speaker="Mako Serune", country="JPN"),
            (QUEN, TARRANDEL),
            None,
            ["CHL", "NOR"],
            id="who is no party",
        ),
    ],
)
def test_reaction_leads_to_its_party_and_its_counterparts(
    reaction: Reaction, parties: tuple[Party, ...], party: int | None, counterparts: list[str]
) -> None:
    made = rows(call(reaction, parties=parties))
    [row] = made["core.reactions"]
    expected = None if party is None else made["core.parties"][party]["party_id"]
    assert row["party_id"] == expected
    assert row["counterparts"] == counterparts
    assert row["side"] == side(reaction.country, reaction.organisation)


@pytest.mark.parametrize(
    ("parties", "initiator", "name", "of_side"),
    [
        pytest.param((QUEN, TARRANDEL), 0, "Ilvar Quen", "NOR", id="named"),
        pytest.param((QUEN, NAMELESS), 1, "CHL", "CHL", id="by country where nameless"),
        pytest.param((QUEN, KARLOV), 1, "Tesse Karlov", "EU", id="of an organisation"),
        pytest.param((QUEN, TARRANDEL), None, None, None, id="the text does not say"),
    ],
)
def test_who_rang(
    parties: tuple[Party, ...], initiator: int | None, name: str | None, of_side: str | None
) -> None:
    [report] = rows(call(parties=parties, initiator=initiator))["core.call_reports"]
    assert (report["initiator"], report["initiator_side"]) == (name, of_side)


def test_rows_of_articles_come_together_in_order() -> None:
    one, other = rows(call(CONCERN)), rows(call(SUPPORT), article="article-2")
    merged = merge_rows([one, other])
    assert merged["core.reactions"] == one["core.reactions"] + other["core.reactions"]
    assert merge_rows([]) == {}
