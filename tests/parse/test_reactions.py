"""Layer 4 by itself: who holds which stance toward whom, on sentences written for it."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import pytest

from readouts.domain.records import Reaction
from readouts.parse.reactions.reactions import find_reactions, reactions_of
from readouts.parse.reactions.sheets import Sheet
from readouts.reference.stances.lexicon import Lexicon, lexicon
from readouts.reference.stances.taxonomy import taxonomy
from tests.parse.marked import document

CASES = Path(__file__).parent / "cases" / "reactions.tsv"


def cases() -> list[tuple[str, tuple[str, ...]]]:
    with CASES.open(encoding="utf-8", newline="") as file:
        lines = (line for line in file if not line.startswith("#"))
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [(r["text"], expected(r["expected"])) for r in rows]


def expected(cell: str) -> tuple[str, ...]:
    return tuple(sorted(part.strip() for part in cell.split(";") if part.strip()))


def found(text: str, parties: tuple[int, ...] = (0, 1)) -> list[Reaction]:
    return list(_found(text, parties))


@cache
def _found(text: str, parties: tuple[int, ...]) -> tuple[Reaction, ...]:
    """Read once: each case is asked two things."""
    return tuple(find_reactions(*document(text, parties)))


def said(reactions: list[Reaction]) -> tuple[str, ...]:
    return tuple(
        sorted({f"{r.country or r.speaker} {r.stance} {r.toward or '-'}" for r in reactions})
    )


@pytest.mark.parametrize(("text", "want"), cases(), ids=lambda value: str(value)[:60])
def test_sentence_carries_the_reactions(text: str, want: tuple[str, ...]) -> None:
    """Each with words that stand in the text just so, and the rule of its stance."""
    assert said(found(text)) == want
    rules = {rule.id: rule for rule in lexicon("en").rules}
    for reaction in found(text):
        assert text[reaction.start : reaction.end] == reaction.evidence
        assert reaction.evidence.strip() == reaction.evidence != ""
        assert rules[reaction.rule].stance == reaction.stance


@cache
def fired() -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    """The cases in which each rule fires."""
    by_rule: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for text, want in cases():
        for rule in {reaction.rule for reaction in found(text)}:
            by_rule.setdefault(rule, []).append((text, want))
    return by_rule


@pytest.mark.parametrize("rule", [rule.id for rule in lexicon("en").rules])
def test_every_rule_is_needed_by_a_case(rule: str) -> None:
    texts = fired().get(rule, [])
    assert texts, f"no case fires {rule}"
    without = Lexicon("en", {rule})
    changed = [text for text, want in texts if said(read_with(without, text)) != want]
    assert changed, f"no case fails without {rule}: {texts}"


def read_with(lexicon: Lexicon, text: str) -> list[Reaction]:
    article, frame = document(text, (0, 1))
    return reactions_of(Sheet(article, lexicon), frame)


def test_no_party_no_reaction() -> None:
    text, frame = document("Quen condemned the strikes.", parties=())
    assert find_reactions(text, frame) == []


def test_one_reaction_for_party_stance_and_target() -> None:
    text = "Quen condemned the Peruvian raid. Later Quen again condemned the Peruvian raid."
    assert len(found(text)) == 1


def test_larger_call_speaks_jointly() -> None:
    reactions = found("They agreed to remain in close contact.", parties=(0, 1, 2))
    assert [(r.speaker, r.country, r.stance, r.toward) for r in reactions] == [
        ("joint", None, "cooperation", None)
    ]


def test_named_party_of_a_larger_call_speaks_for_herself() -> None:
    reactions = found("Orhu condemned the Peruvian raid on Bolivia.", parties=(0, 1, 2))
    assert [(r.speaker, r.country, r.toward) for r in reactions] == [("Tamsel Orhu", "TUR", "PER")]


def test_official_of_an_organisation_has_no_country() -> None:
    reactions = found("Tesk thanked Norway for its contribution.", parties=(0, 4))
    assert [(r.speaker, r.country, r.organisation, r.toward) for r in reactions] == [
        ("Boro Tesk", None, "UN", "NOR")
    ]


def test_stance_of_somebody_outside_the_call_is_none_of_its_parties() -> None:
    assert found("Velt condemned the Peruvian raid on Bolivia.") == []


def test_definite_deed_goes_back_to_its_doer() -> None:
    text = "Quen spoke with Orhu about Peru's strikes on Bolivia. Orhu condemned the strikes."
    assert said(found(text)) == ("TUR condemnation PER",)


def test_terror_has_no_state() -> None:
    text = "Peru's strikes went on. Orhu condemned the terrorist attack in Kenya."
    assert said(found(text)) == ("TUR condemnation -",)


def test_quotation_over_two_sentences_keeps_its_speaker() -> None:
    text = "“It was a good call,” Quen said. “We stand with Türkiye.”"
    assert said(found(text)) == ("NOR solidarity TUR",)


def test_taxonomy_covers_every_rule() -> None:
    assert {rule.stance for rule in lexicon("en").rules} == set(taxonomy())
