"""What a brief says, seen without a browser: its figures are the marts', and only what its edition knew."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import dagster as dg
import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from assets.published import brief as brief_asset
from assets.resources import Instance
from readouts.base.files import write_whole
from readouts.base.instance.home import ROOT, Home
from readouts.brief.charts import CHARTS, load_charts
from readouts.brief.evidence import marked
from readouts.brief.page import MOST_BYTES, brief_html, code
from readouts.brief.payload import payload
from readouts.brief.reading import BriefError, Material, read_material
from readouts.brief.text import packed, safe_link, visible
from readouts.brief.words import SYMBOLS, Count, paragraph, paragraph_markdown, table_markdown
from readouts.brief.write import write_brief
from readouts.warehouse.errors import NotPublishedError
from readouts.warehouse.reading.query import answer, reading
from readouts.warehouse.tables.definitions import load_catalogue
from tests.brief.carried import carried, unpacked
from tests.brief.pages import FIRST, SECOND


@pytest.fixture(scope="module")
def second(home: Home) -> Material:
    with reading(home.warehouse) as read:
        return read_material(read, SECOND)


def one(home: Home, query: str) -> Any:
    return answer(home.warehouse, query).rows[0][0]


def test_the_paragraph_counts_as_the_warehouse_does(home: Home, second: Material) -> None:
    counts = {piece.key: piece.number for piece in paragraph(second) if isinstance(piece, Count)}
    told = f"core.call_reports WHERE edition = '{SECOND}'"
    said = f"marts.evidence WHERE edition = '{SECOND}' AND side <> 'joint'"
    assert counts == {
        "calls": one(home, f"SELECT count(DISTINCT report_id) FROM {told}"),
        "sides": 4,
        "sources": 2,
        "new": 2,
        "speaking": one(home, f"SELECT count(DISTINCT side) FROM {said}"),
        "moved": one(home, "SELECT count(*) FROM marts.position_shifts"),
    } | {
        position: one(home, f"SELECT count(DISTINCT side) FROM {said} AND position = '{position}'")
        for position in ("supportive", "de-escalatory", "critical")
    }
    assert counts["moved"] > 0
    assert counts["critical"] > 0


def test_the_paragraph_names_who_moved(second: Material) -> None:
    text = paragraph_markdown(second)
    assert "Norway in calls with Chile: supportive on 5 March 2024, now critical" in text
    assert "**2** positions moved." in text


def test_a_position_moved_in_the_edition_that_made_it_lead(home: Home, tmp_path: Path) -> None:
    """The words that it is quoted by may be of an earlier edition, in which another position led."""
    path = tmp_path / "warehouse.duckdb"
    shutil.copyfile(home.warehouse, path)
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "UPDATE marts.evidence SET edition = ? WHERE edition = ?", [FIRST, SECOND]
        )
    with reading(path) as read:
        first, second = read_material(read, FIRST), read_material(read, SECOND)
    assert first.moved == first.shifts == []
    assert {(row["edition"], row["told_in"]) for row in second.moved} == {(FIRST, SECOND)}
    assert "**2** positions moved." in paragraph_markdown(second)


def test_the_table_of_the_day_is_markdown(second: Material) -> None:
    lines = table_markdown(second).splitlines()
    assert len(lines) == 2 + 4
    assert all(line.count("|") == lines[0].count("|") for line in lines)
    assert "| Austria | 1 | 1 | 1 | 0 | 1 | condemnation, cooperation |" in lines


def test_a_brief_carries_every_reaction_of_the_marts(home: Home, briefs: dict[Any, Any]) -> None:
    data = carried(briefs[SECOND].path)
    reactions, calls = data["reactions"], data["calls"]
    sides = [data["sides"][number][0] for number in reactions["side"]]
    stances = [data["stances"][number][0] for number in reactions["stance"]]
    found: dict[tuple[str, str], set[int]] = {}
    for side, stance, call in zip(sides, stances, reactions["call"], strict=True):
        found.setdefault((side, stance), set()).add(call)
    rows = answer(
        home.warehouse, "SELECT side, stance, calls FROM marts.reactions_by_country_and_stance"
    ).rows
    assert {key: len(some) for key, some in found.items()} == {(s, t): n for s, t, n in rows}
    assert len(calls["day"]) == one(home, "SELECT count(*) FROM core.calls")
    assert data["publication"] == one(home, "SELECT publication_id FROM meta.publication")


def test_an_older_brief_knows_nothing_younger(briefs: dict[Any, Any]) -> None:
    data = carried(briefs[FIRST].path)
    assert set(data["days"]) == {str(FIRST)}
    assert data["shifts"] == []
    assert len(data["differences"]) > 0
    assert carried(briefs[SECOND].path)["shifts"] != []


def test_latest_is_the_brief_of_the_latest_edition(home: Home, briefs: dict[Any, Any]) -> None:
    latest = (home.brief / "latest.html").read_bytes()
    assert latest == briefs[SECOND].path.read_bytes()
    again = write_brief(home.warehouse, home.brief, FIRST)
    assert (home.brief / "latest.html").read_bytes() == latest
    assert again.path.read_bytes() == briefs[FIRST].path.read_bytes()


def test_what_is_not_published_has_no_brief(home: Home, tmp_path: Path) -> None:
    with pytest.raises(BriefError, match=r"2024-03-01 is not published; the latest is 2024-03-06"):
        write_brief(home.warehouse, tmp_path, FIRST.replace(day=1))
    with pytest.raises(NotPublishedError):
        write_brief(tmp_path / "none.duckdb", tmp_path)


def test_few_reactions_that_may_be_carried_are_those_of_the_latest_days(home: Home) -> None:
    with reading(home.warehouse) as read:
        material = read_material(read, SECOND, reactions=1)
    assert {row["call_date"] for row in material.calls} == {SECOND}
    assert material.first_day == SECOND
    assert material.earliest == FIRST
    assert len(material.reactions) == one(
        home, f"SELECT count(*) FROM marts.evidence WHERE call_date = '{SECOND}'"
    )


def test_a_brief_that_would_be_too_large_carries_fewer_sentences(
    home: Home, second: Material, monkeypatch: pytest.MonkeyPatch
) -> None:
    charts = load_charts(home.brief)
    whole = brief_html(second, charts, [])
    assert len(whole.encode()) < MOST_BYTES
    monkeypatch.setattr("readouts.brief.page.MOST_BYTES", len(whole.encode()) - 100)
    smaller = brief_html(second, charts, [])
    assert len(smaller.encode()) < len(whole.encode()) - 100


def test_charts_have_a_colour_a_shape_and_a_line_for_each_position() -> None:
    charts = YAML(typ="safe").load(CHARTS)
    places = charts["map"]["layer"][-1]["encoding"]
    assert places["fill"]["scale"]["domain"] == [*SYMBOLS, "none"]
    assert places["shape"]["scale"]["domain"] == [*SYMBOLS]
    lines = charts["timeline"]["layer"][1]["encoding"]["y"]["axis"]["labelExpr"]
    assert re.findall(r"'(.+?)'", lines) == [f"{sign} {name}" for name, sign in SYMBOLS.items()]


def test_sentences_that_are_not_carried_leave_the_figures_whole(second: Material) -> None:
    whole, some = payload(second, len(second.sentences)), payload(second, 1)
    assert len(some["words"]) == 1
    assert some["reactions"] == whole["reactions"]
    assert some["calls"]["day"] == whole["calls"]["day"]


def test_rows_in_quarantine_are_counted_for_every_table(home: Home, tmp_path: Path) -> None:
    tables = list(load_catalogue(ROOT / "expectations").tables.values())
    copy = tmp_path / "warehouse.duckdb"
    shutil.copyfile(home.warehouse, copy)
    with duckdb.connect(str(copy)) as connection:
        for number, table in enumerate(tables, start=1):
            connection.execute(f"DELETE FROM {table.quarantine}")
            for edition, reasons in [(SECOND, ["odd", "odder"])] * number + [(FIRST, ["old"])]:
                connection.execute(
                    f"INSERT INTO {table.quarantine} BY NAME SELECT ?::DATE AS quarantined_in, ?::VARCHAR[] AS reasons",
                    [edition, reasons],
                )
    with reading(copy) as read:
        told = read_material(read, SECOND).quarantine
    assert [(row["refused"], row["name"], row["reason"]) for row in told] == [
        (number, tables[number - 1].name, reason)
        for number in range(len(tables), 0, -1)
        for reason in ("odd", "odder")
    ]


def test_every_query_says_what_a_row_is() -> None:
    for path in (ROOT / "sql" / "brief").glob("*.sql"):
        assert path.read_text(encoding="utf-8").startswith("-- One row: "), path


def test_dagster_shows_the_day_and_its_table(home: Home, briefs: dict[Any, Any]) -> None:
    resource = Instance(home=str(home.path), sources=str(ROOT / "sources.yaml"))
    result = dg.materialize([brief_asset], resources={"instance": resource})
    metadata = result.asset_materializations_for_node("brief")[0].metadata
    assert metadata["day"].value == briefs[SECOND].paragraph
    assert metadata["positions"].value == briefs[SECOND].table
    assert metadata["path"].value == str(home.brief / f"{SECOND}.html")


@pytest.mark.parametrize(
    ("address", "is_safe"),
    [
        ("https://ministry.example/a?b=c#d", True),
        ("http://ministry.example", True),
        ("HTTPS://ministry.example/", True),
        ("javascript:alert(1)", False),
        ("java\nscript:alert(1)", False),
        (" https://ministry.example/", False),
        ("data:text/html,x", False),
        ("vbscript:x", False),
        ("//ministry.example/", False),
        ("https:", False),
        ("https://[", False),
        ("https://ministry.example/\u202egnp.exe", False),
        ("", False),
        (None, False),
    ],
)
def test_only_addresses_of_the_web_become_links(address: str | None, is_safe: bool) -> None:
    assert safe_link(address) == (address if is_safe else None)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("Türkiye — «так»", "Türkiye — «так»"),
        ("a\u202eb", "a⟨U+202E⟩b"),
        ("a\u2066b\u2069", "a⟨U+2066⟩b⟨U+2069⟩"),
        ("a\u200fb", "a\u200fb"),
        ("a\u202bb", "a⟨U+202B⟩b"),
        ("a\x00b\x1b[31m", "a⟨U+0000⟩b⟨U+001B⟩[31m"),
        ("soft\u00adhyphen", "softhyphen"),
        ("line\u2028break\nkept", "line break\nkept"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("\ufeffmark", "⟨U+FEFF⟩mark"),
    ],
)
def test_characters_that_act_unseen_are_shown(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(st.text())
def test_what_is_packed_holds_nothing_that_html_could_read(text: str) -> None:
    plain = packed(text)
    assert plain.isascii()
    assert plain.isprintable()
    assert not set(plain) & set("<>&\"' ")
    assert unpacked(plain) == text


@pytest.mark.parametrize("text", ["a </script> b", "a </SCRIPT b", "<!-- b"])
def test_code_that_would_end_its_element_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="would end"):
        code(text)


SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 15)), max_size=6)


@given(SPANS)
def test_marking_sentences_leaves_the_text_as_it_is(spans: list[tuple[int, int]]) -> None:
    text = "".join(chr(ord("a") + number % 26) for number in range(60))
    said = [
        {"evidence_start": start, "evidence_end": start + length, "reaction_id": f"{number:010}"}
        for number, (start, length) in enumerate(spans)
    ]
    parts = marked(text, said, 0, len(text))
    assert "".join(part["text"] for part in parts) == text
    assert sorted(id for part in parts for id in part["ids"]) == [r["reaction_id"] for r in said]


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "brief.html"
    write_whole(path, "old")
    with pytest.raises(UnicodeEncodeError):
        write_whole(path, "half \udc80")
    assert path.read_text(encoding="utf-8") == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["brief.html"]
