"""The stance tables: whole, consistent, and the page made of them current."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from readouts.asking.questions.question import READING
from readouts.base.instance.home import ROOT
from readouts.domain.records import Stance
from readouts.reference.stances.lexicon import lexicon
from readouts.reference.stances.patterns import Inflection, compile_pattern, match
from readouts.reference.stances.stances_doc import page
from readouts.reference.stances.taxonomy import stances_of, taxonomy
from readouts.reference.tables import read_table
from readouts.warehouse.tables.definitions import load_catalogue

DOCS = Path(__file__).parents[2] / "docs" / "stances.md"
POSITIONS = {"supportive", "de-escalatory", "critical"}
NAMED_BY_THE_PARSER = {"country", "whom"}


def test_page_is_current() -> None:
    assert DOCS.read_text(encoding="utf-8") == page(), (
        "run python -m readouts.reference.stances.stances_doc"
    )


def test_taxonomy_is_the_model_s() -> None:
    assert tuple(taxonomy()) == get_args(Stance)
    assert {s.position for s in taxonomy().values()} == POSITIONS
    assert all(s.cameo and s.plover and s.definition for s in taxonomy().values())


def test_gate_and_model_know_every_stance() -> None:
    table = load_catalogue(ROOT / "expectations")["core.reactions"]
    (known,) = (one for one in table.expectations if one.name == "stance_is_known")
    assert tuple(known.kwargs["value_set"]) == get_args(Stance)
    rows = re.findall(r"^\| ([a-z_]+) \|", READING.prompt, flags=re.MULTILINE)
    assert tuple(rows[1:]) == get_args(Stance), "the first row is the head"


def test_a_trait_that_no_stance_has_is_a_slip() -> None:
    assert stances_of("blame") == {"condemnation", "criticism"}
    with pytest.raises(LookupError, match="'blames'"):
        stances_of("blames")


@pytest.mark.parametrize("mart", ["positions", "to_review"])
def test_courtesies_are_those_of_the_table(mart: str) -> None:
    said = re.findall(
        r"stance NOT IN \(([^)]*)\)", (ROOT / "sql/marts" / f"{mart}.sql").read_text()
    )
    assert said
    assert all(set(re.findall(r"\w+", one)) == stances_of("courtesy") for one in said)


def test_rules_have_unlike_ids_and_examples() -> None:
    rows = read_table("stances", "en")
    assert len({r["rule"] for r in rows}) == len(rows)
    assert all(r["example"] for r in rows)


def test_every_set_named_exists() -> None:
    known = lexicon("en").sets | NAMED_BY_THE_PARSER
    for table, columns in (("stances", ("words", "unless")), ("stance_sets", ("phrases",))):
        for row in read_table(table, "en"):
            for column in columns:
                for part in row[column].replace(";", " ").split():
                    if part.lstrip("?").startswith("{"):
                        assert part.lstrip("?")[1:-1] in known, (row, part)


def test_every_governor_class_named_exists() -> None:
    known = {c for r in read_table("stance_governors", "en") for c in r["classes"].split(",")}
    for row in read_table("stances", "en"):
        assert set(row["governor"].split(",")) <= known | {"self", "free"}, row["rule"]


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("condemn", {"condemn", "condemns", "condemned", "condemning"}),
        ("urge", {"urge", "urges", "urged", "urging"}),
        ("deny", {"deny", "denies", "denied", "denying"}),
        ("agree", {"agree", "agrees", "agreed", "agreeing"}),
        ("stress", {"stress", "stresses", "stressed", "stressing"}),
        ("plan", {"plan", "plans", "planned", "planning"}),
    ],
)
def test_inflection(verb: str, forms: set[str]) -> None:
    table = {"plan": ("planned", "planning"), "deny": ("denied", "denying")}
    assert Inflection(table).verb(verb) == forms


@pytest.mark.parametrize(
    ("pattern", "text", "end"),
    [
        ("need for calm", "need for calm", 3),
        ("need for calm", "need for peace", -1),
        ("need ~ calm", "need for the utmost calm", 5),
        ("need ~ calm", "need for one two three four calm", -1),
        ("need ~ calm", "need for this ; calm", -1),
        ("v:urge ?both sides", "urged sides", 2),
        ("v:urge ?both sides", "urged both sides", 3),
        ("deep concern", 'deep " concern', 3),
        ("n:call|appeal for", "appeals for", 2),
    ],
)
def test_match(pattern: str, text: str, end: int) -> None:
    words = text.split()
    compiled = compile_pattern(pattern, Inflection({}))
    assert match(compiled, words, [{} for _ in words], 0, len(words)) == end


@pytest.mark.parametrize("pattern", ["~ calm", "need ~", "?need calm", "{", "x:need", ""])
def test_a_malformed_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match=r"pattern|set|kind"):
        compile_pattern(pattern, Inflection({}))
