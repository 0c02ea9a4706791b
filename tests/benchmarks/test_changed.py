"""Changed documents: what each change makes of one, and that what the parser then states falsely is counted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.changed import main
from benchmarks.changes import BESIDE, CHANGES, Document, with_beside

DOCUMENT: Document = {
    "id": "a",
    "publisher": "Oslo daily",
    "published": "2026-03-06",
    "title": 'Quen rings Orhu over "strikes"',
    "text": 'Quen rings Orhu over "strikes"\n\nForeign Minister Ilvar Quen rang Tamsel Orhu of Türkiye on Friday,'
    " 6 March 2026 - a day after the strikes. He urged restraint.\n\nThey had met on Feb 28.",
    "calls": [
        {
            "date": "2026-03-06",
            "initiator": "Ilvar Quen",
            "parties": [
                {"name": "Ilvar Quen", "country": "NOR"},
                {"name": "Tamsel Orhu", "country": "TUR"},
            ],
            "reactions": [],
        }
    ],
}
OTHER: Document = {
    **DOCUMENT,
    "id": "b",
    "publisher": "Lima daily",
    "published": "2026-03-05",
    "title": "A second page",
    "text": "A second page\n\nDario Velt of Chile rang on Thursday.",
    "calls": [
        {
            "date": "2026-03-05",
            "parties": [{"name": "Dario Velt", "country": "CHL"}],
            "reactions": [],
        }
    ],
}
CASES = {
    "no_publisher": ("publisher", None),
    "other_ministry": ("publisher", "Ministry of Foreign Affairs of Bhutan"),
    "other_newsroom": ("country", "BTN"),
    "paragraphs": ("text", "the strikes.\n\nHe urged restraint.\n\nThey had"),
    "bullets": ("text", "\n\n• Foreign Minister"),
    "shouted": ("text", 'QUEN RINGS ORHU OVER "STRIKES"\n\nForeign'),
    "one_paragraph": ("text", '"strikes" Foreign Minister'),
    "no_headline": ("title", None),
    "dateline": ("text", "\n\nGENEVA, 6 March — Foreign Minister"),
    "topic": ("title", 'Bhutan: Quen rings Orhu over "strikes"'),
    "two_pages": ("text", "on Feb 28.\n\nA second page\n\nDario Velt of Chile rang on Friday."),
    "curly": ("text", "over “strikes”\n"),
    "hard_spaces": ("text", "6\u00a0March\u00a02026 - a day"),
    "long_dashes": ("text", "2026—a day"),
    "later": ("text", "on Thursday, 4 June 2026 - a day"),
    "boilerplate": ("text", "on Feb 28.\n\nFor further information"),
    "renamed": ("text", "Quennar rings Orhuvel over"),
}
SCORER = """
def same_name(one, other):
    return one == other

def side(reaction):
    return reaction["country"]

def match_calls(gold, calls):
    names = lambda call: {p["name"] for p in call["parties"]}
    return [(i, j) for i, g in enumerate(gold) for j, c in enumerate(calls) if names(g) == names(c)]
"""


def changed(name: str) -> Document:
    document = with_beside([DOCUMENT, OTHER])[0]
    return next(change.make(document) for change in CHANGES if change.name == name)


@pytest.mark.parametrize("name", CASES)
def test_a_change_does_what_it_says(name: str) -> None:
    field, expected = CASES[name]
    document = changed(name)
    assert document[field] == expected or expected in document[field]


def test_each_change_has_a_case() -> None:
    assert {change.name for change in CHANGES} - {"straight"} == set(CASES)
    assert changed("straight") == with_beside([DOCUMENT, OTHER])[0]


def test_what_is_annotated_goes_along() -> None:
    assert [call["date"] for call in changed("two_pages")["calls"]] == ["2026-03-06"] * 2
    assert changed("later")["calls"][0]["date"] == "2026-06-04"
    assert "They had met on May 29." in changed("later")["text"]
    renamed = changed("renamed")["calls"][0]
    assert renamed["initiator"] == renamed["parties"][0]["name"] == "Ilvar Quennar"


def test_nobody_stands_below_a_page_of_the_same_publisher() -> None:
    same = {**OTHER, "publisher": DOCUMENT["publisher"]}
    assert [d[BESIDE] for d in with_beside([DOCUMENT, same])] == [None, None]


def test_what_a_change_brings_is_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "one.jsonl").write_text(json.dumps(DOCUMENT), encoding="utf-8")
    (tmp_path / "score.py").write_text(SCORER, encoding="utf-8")
    assert main([str(tmp_path), "--change", "other_ministry", "--show", "1"]) == 0
    head, unchanged, row, shown = capsys.readouterr().out.splitlines()
    assert head.split("  ")[-13:][:1] == ["call right"]
    assert unchanged.split()[:4] == ["unchanged", "1", "1", "0"]
    assert row.split()[:4] == ["other_ministry", "1", ".", "."]
    assert shown == "    a: country wrong: Ilvar Quen, BTN"


def test_a_folder_without_documents_is_no_failure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path)]) == 0
    assert "nothing to change" in capsys.readouterr().out
