"""Which article is a copy of which: by edition, source and address, never by the clock; a template makes no copies."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readouts.harvest.extraction.duplicates import fingerprint, likeness, mark_duplicates, overtaken

BODY = """Foreign Minister Ilvar Quen of Norway spoke by telephone on Friday with his counterpart Tamsin Aldor.
The ministers discussed the state of bilateral relations, the situation at the border and the talks that are to be
held in Geneva next week. Minister Quen expressed deep concern at the loss of civilian lives, and offered condolences to
the families of the victims. Minister Aldor thanked him for the solidarity that his country had shown since the
first day. Both ministers called on all parties to exercise restraint, to refrain from steps that could lead to
further escalation, and to return to the negotiating table. They agreed to remain in close touch over the coming days
and to meet on the margins of the General Assembly in New York in September, where a joint event is planned."""

TEMPLATE = """Foreign Minister Ilvar Quen spoke today with {who} of {where}. The ministers welcomed the friendly
relations between the two countries and reaffirmed their wish to deepen cooperation in trade, energy and education.
They exchanged views on regional and international matters of mutual interest, and stressed the importance of
dialogue. The ministers agreed to continue consultations at all levels and to exchange visits in the near future."""

VARIANTS = {
    "the same": (BODY, BODY, True),
    "an agency's frame": (
        BODY,
        f"OSLO, May 9 (Agency) - {BODY}\nThis report was not edited. Reporting by the Desk.",
        True,
    ),
    "other white space and quotes": (BODY, BODY.replace("\n", "  ").replace(".", ". "), True),
    "without its last sentence": (BODY, BODY.rsplit("They agreed", 1)[0], True),
    "a template with other people": (
        TEMPLATE.format(who="Tamsin Aldor", where="Freedonia and its islands"),
        TEMPLATE.format(who="Bero Corvin", where="Sylvania in the mountains"),
        False,
    ),
    "another story": (BODY, TEMPLATE.format(who="Tamsin Aldor", where="Freedonia"), False),
    "too short to tell": ("The minister spoke.", "The minister spoke.", False),
}


@pytest.mark.parametrize("case", VARIANTS)
def test_copies_are_told_from_templates(case: str) -> None:
    one, other, expected = VARIANTS[case]
    assert bool(likeness(fingerprint(one), fingerprint(other))) is expected
    assert bool(likeness(fingerprint(other), fingerprint(one))) is expected


def test_scripts_without_spaces_and_capitals_are_compared() -> None:
    text = "外務大臣は金曜日に電話会談を行い、国境情勢について深い懸念を表明した。" * 2
    more = "両大臣は犠牲者に哀悼の意を表し、すべての当事者に自制を求めることで一致した。"
    assert likeness(fingerprint(text + more), fingerprint("【共同】" + text + more))
    assert not likeness(
        fingerprint(text + more),
        fingerprint("首相は記者団に対し、来週の訪問について説明した。" * 4),
    )


DAY = date(2026, 5, 9)
BEFORE, AFTER = {"edition": date(2026, 5, 8)}, {"edition": date(2026, 5, 10)}


def row(name: str, text: str = BODY, source: str = "paper", **values: Any) -> dict[str, Any]:
    return {
        "article_id": name,
        "edition": DAY,
        "source_id": source,
        "publisher": f"Publisher of {name}",
        "page_id": f"page-{name}",
        "url": f"https://example.org/{name}",
        "canonical_url": f"https://example.org/{name}",
        "text_sha256": hashlib.sha256(text.encode()).hexdigest() if text else None,
        "fingerprint": fingerprint(text) if text else None,
        "published_date": DAY,
        "language": "en",
        **values,
    }


def originals(rows: list[dict[str, Any]], others: list[dict[str, Any]] | None = None) -> list[Any]:
    return [marked["duplicate_of"] for marked in mark_duplicates(rows, others or [])]


def test_of_one_edition_the_first_source_has_the_original_then_the_first_address() -> None:
    late, early = row("a", source="wire"), row("b", source="ministry")
    assert originals([late, early]) == ["b", None]
    assert originals([early, late]) == [None, "b"]
    assert originals([row("b"), row("a")]) == ["a", None]


def test_when_a_page_was_fetched_has_no_say() -> None:
    rows = [row("a", fetched_at=f"2026-05-09 {hour}") for hour in ("08:00", "20:00")]
    others = [row("b", fetched_at="2026-05-09 12:00")]
    assert originals([rows[0], *others]) == originals([rows[1], *others]) == [None, "a"]


def test_a_copy_of_a_copy_is_a_copy_of_the_first() -> None:
    framed = f"OSLO (Agency) - {BODY} This report was not edited."
    rows = [row("a"), row("b", framed), row("c", framed + " Again.")]
    assert originals(rows) == [None, "a", "a"]
    assert originals(rows[2:], [row("b", framed, duplicate_of="a", **BEFORE)]) == ["a"]


STANDARD = """Deputy Premier and Foreign Minister Ilvar Quen of Norway spoke by telephone with {who} on 9 May 2026.
During the call, Quen expressed concern over the situation in Freedonia and reaffirmed the support of Norway for a just
and lasting peace in the Northern Isles based on the Geneva Accord of 1999, with the Line of 1967 as the border and Al
Marn as the capital of Freedonia. The leaders reviewed the entire spectrum of bilateral relations. They agreed to
coordinate closely at multilateral forums, including the United Nations, the Council of Europe and the OSCE."""


def test_a_publishers_standard_wording_makes_no_copies_and_whoever_carries_it_has_the_right_one() -> (
    None
):
    ministry = {"source": "ministry", "publisher": "Foreign Ministry of Norway"}
    told = [
        row(f"call {n}", STANDARD.format(who=who), **ministry)
        for n, who in enumerate(["Tamsin Aldor", "Bero Corvin", "Sul Tarrandel"])
    ]
    assert likeness(told[0]["fingerprint"], told[1]["fingerprint"]), "the sketches cannot tell"
    framed = "OSLO, May 9 (Agency) - " + STANDARD.format(who="Bero Corvin")
    assert originals([*told, row("carried", framed, "wire")]) == [None, None, None, "call 1"]
    again = row("one more", STANDARD.format(who="Tamsin Aldor"), **ministry)
    assert originals([*told, again]) == [None, None, None, "call 0"]


def test_originals_are_of_earlier_editions() -> None:
    assert originals([row("b")], [row("z", **BEFORE)]) == ["z"]
    assert originals([row("b")], [row("a", **AFTER)]) == [None]


def test_what_a_later_edition_has_as_an_original_is_overtaken_by_the_same_of_an_earlier_one() -> (
    None
):
    later = [
        row("copy", **AFTER),
        row("marked", **AFTER, duplicate_of="b"),
        row("other", TEMPLATE.format(who="Tamsin Aldor", where="Freedonia"), **AFTER),
        row("earlier", **BEFORE),
        row("silent", "", **AFTER),
    ]
    marked = mark_duplicates([row("b")], later[:3])
    assert [found["article_id"] for found in overtaken(marked, later)] == ["copy"]
    assert overtaken(marked, later[1:]) == []


def test_the_same_words_days_later_are_no_copy_unless_exact() -> None:
    later = {"published_date": date(2026, 6, 1)}
    assert originals([row("a"), row("b", BODY + " Also.", **later)]) == [None, None]
    assert originals([row("a"), row("b", BODY, **later)]) == [None, "a"]


def test_an_article_without_text_is_no_copy() -> None:
    assert originals([row("a", ""), row("b", "")]) == [None, None]


def test_two_pages_that_claim_one_address_keep_apart() -> None:
    rows = [row("a", page_id="p1"), row("a", "Quite another text.", page_id="p2")]
    one, two = mark_duplicates(rows)
    assert (one["article_id"], one["duplicate_of"]) == ("a", None)
    assert two["article_id"] != "a"
    assert two["duplicate_of"] == "a"


@pytest.mark.parametrize("edition", [BEFORE, AFTER], ids=["before", "after"])
def test_whoever_has_an_id_keeps_it(edition: dict[str, date]) -> None:
    there = row("a", **edition)
    (taken,) = mark_duplicates([row("a", page_id="p3")], [there])
    assert taken["article_id"] != "a"
    assert taken["duplicate_of"] == "a"
    # and the one that keeps it does not become a copy of its own copy
    assert overtaken([taken], [there]) == []
    assert originals([there], [taken]) == [None]


@given(st.permutations(range(6)))
def test_marking_does_not_depend_on_the_order_of_rows(order: list[int]) -> None:
    texts = [BODY, BODY + " More.", TEMPLATE.format(who="A", where="B"), BODY, "Short.", "Short."]
    rows = [row(f"r{n}", text) for n, text in enumerate(texts)]
    expected = {marked["article_id"]: marked["duplicate_of"] for marked in mark_duplicates(rows)}
    shuffled = mark_duplicates([rows[n] for n in order])
    assert {marked["article_id"]: marked["duplicate_of"] for marked in shuffled} == expected
    assert [marked["article_id"] for marked in shuffled] == [f"r{n}" for n in order]
