"""A model built in part is the model built as a whole, whatever came, went or changed before."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from readouts.warehouse.errors import DefinitionError
from readouts.warehouse.gate.gate import pass_gate
from readouts.warehouse.gate.staging import Staged
from readouts.warehouse.models.build import Model, build_model, load_models
from readouts.warehouse.tables.definitions import Catalogue, load_catalogue
from readouts.warehouse.tables.layout import create_tables
from readouts.warehouse.tables.parts import (
    Input,
    Parts,
    narrow,
    parts_of,
    readers_of,
    touch_edition,
)
from tests.asking_less import asking_of
from tests.warehouse.conftest import GOOD_ROWS, ROOT, Row
from tests.warehouse.telling import keyed, rows_given

MODELS = load_models(ROOT / "sql")
FIRST = date(2031, 3, 1)
EDITION_TABLES = (
    ["raw.pages"],
    ["core.articles"],
    ["core.call_reports", "core.parties", "core.reactions", "core.translations", "core.unparsed"],
)
MERGING = ["core.counted_parties", "core.counted_reports", "core.calls"]
"""What calls are merged by, in order."""
PEOPLE = {
    "NOR": ["Ilvar Quen", "Quen", "Quen Ilvar", "", "Tove Marsk"],
    "CHL": ["Osk Tarrandel", "Tarrandel", ""],
    "JPN": ["Mako Serune", "Serune Mako"],
}
ZONES = ["Asia/Tokyo", "Europe/Oslo", "America/Santiago", ""]
STANCES = {"concern": "de-escalatory", "support": "supportive", "criticism": "critical"}


@pytest.fixture(scope="module")
def lenient() -> Catalogue:
    """The tables with what they read, and without expectations: here it is about what is built, not what is refused."""
    asking_nothing = asking_of(load_catalogue(ROOT / "expectations"))
    return replace(
        asking_nothing,
        violations=[],
        readers=readers_of((model.table, model.parts) for model in MODELS),
    )


@pytest.fixture(scope="module")
def guarded(lenient: Catalogue) -> Catalogue:
    """The same with the rules across the tables that models make: they hold for parts as they do for the whole."""
    made = {model.table for model in MODELS} - {"core.applied_corrections"}
    rules = [v for v in load_catalogue(ROOT / "expectations").violations if v.table in made]
    return replace(lenient, violations=rules)


class World:
    """A build file in which editions come, change, are refused and come back, at random."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, seed: int
    ) -> None:
        self.connection, self.catalogue = connection, catalogue
        self.chance = random.Random(seed)
        self.articles: list[str] = []
        create_tables(connection, catalogue)

    def change(self) -> date:
        """Let one edition be run anew, with other reports than before, or be refused."""
        edition = FIRST + timedelta(days=self.chance.randrange(9))
        known = self.connection.execute(
            "SELECT 1 FROM meta.editions WHERE edition = ?", [edition]
        ).fetchone()
        self.connection.execute("DELETE FROM meta.editions WHERE edition = ?", [edition])
        status = "refused" if known and self.chance.random() < 0.2 else "building"
        self.connection.execute(
            "INSERT INTO meta.editions (edition, status) VALUES (?, ?)", [edition, status]
        )
        if status == "refused":
            touch_edition(self.connection, self.catalogue, edition)
            return edition
        rows = self.rows(edition)
        for tables in EDITION_TABLES:
            step = [Staged(table, rows.get(table, [])) for table in tables]
            pass_gate(self.connection, self.catalogue, edition, step)
        return edition

    def rows(self, edition: date) -> dict[str, list[Row]]:
        numbers = self.chance.sample(range(6), self.chance.randrange(1, 6))
        reports = [self.report(f"{edition:%d}-{n}", edition) for n in numbers]
        rows = rows_given({"reports": reports})
        filled = {
            table: [{**GOOD_ROWS[table], **keyed(row)} for row in given]
            for table, given in rows.items()
        }
        filled["core.reactions"] = [r for p in filled["core.parties"] for r in self.reactions(p)]
        self.articles += [row["article_id"] for row in filled["core.articles"]]
        return filled

    def report(self, name: str, edition: date) -> Row:
        sides = self.chance.sample(sorted(PEOPLE), self.chance.choice([2, 2, 2, 3]))
        published = edition - timedelta(days=self.chance.choice([0, 0, 0, 1]))
        basis = self.chance.choice(["stated", "relative", "relative", "open", "open"])
        day = None if basis == "open" else published - timedelta(days=self.chance.randrange(2))
        earlier = [a for a in self.articles if a != name]
        return {
            "report": name,
            "edition": edition,
            "published": published,
            "source": f"source-{self.chance.randrange(9)}",
            "by": self.chance.choice(
                ["The Example Paper", "The Example Wire", "Foreign Ministry of Norway"]
            ),
            "copy_of": self.chance.choice(earlier)
            if earlier and self.chance.random() < 0.2
            else None,
            "call_date": day,
            "date_basis": basis,
            "zone": self.chance.choice(ZONES),
            "parties": [self.party(side) for side in sides],
        }

    def party(self, side: str) -> str:
        """A party of a side, which its report may not know."""
        name = self.chance.choice(PEOPLE[side])
        placed = "?" if self.chance.random() < 0.25 else side
        return f"{placed}: {name}" if name else placed

    def reactions(self, party: Row) -> Iterator[Row]:
        for stance in self.chance.sample(sorted(STANCES), self.chance.randrange(3)):
            shared = {
                k: party[k]
                for k in ("edition", "report_id", "article_id", "party_id", "side", "country")
            }
            others = sorted(PEOPLE.keys() - {party["side"]})
            yield (
                GOOD_ROWS["core.reactions"]
                | shared
                | {
                    "reaction_id": f"{party['party_id']}/{stance}",
                    "speaker": party["name"],
                    "counterparts": self.chance.sample(others, 1),
                    "stance": stance,
                    "position": STANCES[stance],
                }
            )

    def build(self, edition: date, models: list[Model]) -> None:
        for model in models:
            outcome = build_model(self.connection, self.catalogue, model, edition)
            failed = [r.name for r in outcome.results if not r.success and r.severity == "critical"]
            assert failed == []

    def differences(self, model: Model) -> list[Any]:
        """Rows that are in the table and not in the model's whole result, or the other way about."""
        names = ", ".join(self.catalogue[model.table].columns)
        whole = f"SELECT {names} FROM ({model.select.rstrip().rstrip(';')}\n)"
        table = f"SELECT {names} FROM {model.table}"
        # What is whole is planned once, which takes longer than all the rest.
        return self.connection.execute(
            f"WITH whole AS MATERIALIZED ({whole}), made AS ({table})"
            " (SELECT 'stale', * FROM (FROM made EXCEPT ALL FROM whole)"
            " UNION ALL SELECT 'missing', * FROM (FROM whole EXCEPT ALL FROM made)) ORDER BY ALL"
        ).fetchall()


@pytest.mark.parametrize(("seed", "changes"), [(6, 6), (8, 8), (11, 8)])
def test_calls_merged_in_part_are_those_merged_as_a_whole(
    lenient: Catalogue, seed: int, changes: int
) -> None:
    calls = [model for model in MODELS if model.table in MERGING]
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        world = World(connection, lenient, seed)
        for _ in range(changes):
            world.build(world.change(), calls)
            assert {m.table: found for m in calls if (found := world.differences(m))} == {}


@pytest.mark.parametrize(("seed", "changes"), [(100, 4), (101, 12)])
def test_every_model_built_in_part_is_the_whole(
    guarded: Catalogue, seed: int, changes: int
) -> None:
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        world = World(connection, guarded, seed)
        for _ in range(changes):
            world.build(world.change(), MODELS)
            assert {m.table: found for m in MODELS if (found := world.differences(m))} == {}
        assert connection.execute("SELECT count(*) FROM meta.touched").fetchone() == (0,)
        assert connection.execute("SELECT count(*) FROM marts.evidence").fetchone() != (0,)


def test_only_what_an_edition_touched_is_made_anew(lenient: Catalogue) -> None:
    def told(report: str, day: int, other: str) -> Row:
        edition = FIRST + timedelta(days=day)
        sides = ["NOR: Ilvar Quen", f"{other}: Osk Tarrandel"]
        return {"report": report, "published": edition, "call_date": edition, "parties": sides}

    *before, calls = [model for model in MODELS if model.table in MERGING]
    with duckdb.connect() as connection:
        create_tables(connection, lenient)
        made = []
        for day, other in [(0, "CHL"), (1, "JPN"), (1, "CHL"), (20, "CHL")]:
            edition = FIRST + timedelta(days=day)
            rows = rows_given({"reports": [told(f"r{day}{other}", day, other)]})
            connection.execute("DELETE FROM meta.editions WHERE edition = ?", [edition])
            connection.execute(
                "INSERT INTO meta.editions (edition, status) VALUES (?, 'published')", [edition]
            )
            for tables in EDITION_TABLES:
                step = [
                    Staged(t, [{**GOOD_ROWS[t], **keyed(row)} for row in rows.get(t, [])])
                    for t in tables
                ]
                pass_gate(connection, lenient, edition, step)
            for model in before:
                build_model(connection, lenient, model, edition)
            outcome = build_model(connection, lenient, calls, edition)
            made.append((outcome.committed, outcome.total))
    # The third replaces an edition; the call of the day before, which is looked at again, stands as it was.
    assert made == [(1, 1), (1, 2), (1, 2), (1, 3)]


def test_correction_moves_just_the_call_that_it_is_of(lenient: Catalogue) -> None:
    """A report a week off is put to its day; a later one of that day then finds it there; the correction goes again."""
    affected = {"core.applied_corrections", *MERGING}
    models = [model for model in MODELS if model.table in affected]
    correction = GOOD_ROWS["raw.corrections"] | {"target": "late", "kind": "report"}
    correction |= {"field": "call_date", "value": "2031-03-01"}
    sides = ["NOR: Ilvar Quen", "CHL: Osk Tarrandel"]
    steps: list[tuple[int, str | None, list[Row]]] = [
        (9, "late", []),
        (9, None, [correction]),
        (0, "soon", [correction]),
        (0, None, []),
    ]
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        world = World(connection, lenient, 0)
        told = []
        for day, report, corrections in steps:
            edition = FIRST + timedelta(days=day)
            if report:
                connection.execute(
                    "INSERT INTO meta.editions (edition, status) VALUES (?, 'published')", [edition]
                )
                given = {"report": report, "published": edition, "call_date": edition}
                rows = rows_given({"reports": [given | {"parties": sides}]})
                for tables in EDITION_TABLES:
                    step = [
                        Staged(t, [{**GOOD_ROWS[t], **keyed(row)} for row in rows.get(t, [])])
                        for t in tables
                    ]
                    pass_gate(connection, lenient, edition, step)
            pass_gate(connection, lenient, edition, [Staged("raw.corrections", corrections)])
            world.build(edition, models)
            assert {m.table: found for m in models if (found := world.differences(m))} == {}
            told.append(
                connection.execute(
                    "SELECT call_date, report_ids, is_corrected FROM core.calls ORDER BY call_date"
                ).fetchall()
            )
    first, ninth = FIRST, FIRST + timedelta(days=9)
    assert told == [
        [(ninth, ["late"], False)],
        [(first, ["late"], True)],
        [(first, ["soon", "late"], True)],
        [(first, ["soon"], False), (ninth, ["late"], False)],
    ]


def test_new_sql_is_built_as_a_whole(lenient: Catalogue) -> None:
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        world = World(connection, lenient, 7)
        edition = world.change()
        world.build(edition, MODELS)
        model = next(m for m in MODELS if m.table == "marts.reactions_by_stance")
        other = replace(model, select=model.select.replace("min(e.call_date)", "max(e.call_date)"))
        world.build(edition, [other])
        assert world.differences(other) == []


@pytest.mark.parametrize(
    ("select", "narrowed"),
    [
        ("SELECT a.x FROM core.a AS a", "SELECT a.x FROM (SELECT * FROM core.a WHERE x = 1) AS a"),
        (
            "SELECT 'core.a' FROM core.ab AS b, core.a -- FROM core.a",
            "SELECT 'core.a' FROM core.ab AS b, (SELECT * FROM core.a WHERE x = 1) -- FROM core.a",
        ),
        ("SELECT 1, core.a.x FROM core.b AS a", "SELECT 1, core.a.x FROM core.b AS a"),
        ("SELECT core.a.x FROM (FROM core.b)", "SELECT core.a.x FROM (FROM core.b)"),
    ],
)
def test_tables_are_narrowed_where_they_are_read(select: str, narrowed: str) -> None:
    assert narrow(select, {"core.a": "x = 1"}) == narrowed


@pytest.mark.parametrize(
    "header",
    ["-- Rebuilt by: side", "-- Rebuilt by: side (marts.evidence)", "-- Rebuilt by: a (b of c)"],
)
def test_header_that_cannot_be_read_is_refused(tmp_path: Path, header: str) -> None:
    path = tmp_path / "marts" / "a.sql"
    path.parent.mkdir()
    path.write_text(f"-- One row: one.\n{header}\nSELECT 1 AS side\n", encoding="utf-8")
    with pytest.raises(DefinitionError, match=r"a\.sql"):
        load_models(tmp_path)


def test_part_may_be_an_expression_and_a_list_of_them() -> None:
    parts = parts_of(
        "-- Rebuilt by: a || '/' || b (each f([x, 'y)']) of core.c, d of marts.e)\n", None
    )
    assert parts == Parts(
        "a || '/' || b", (Input("core.c", "f([x, 'y)'])", True), Input("marts.e", "d")), None
    )
