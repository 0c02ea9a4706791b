"""The published file explains itself, and its views and macros answer, attached or opened."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from readouts.warehouse.errors import DefinitionError
from readouts.warehouse.files.database import STORAGE_VERSION, open_build
from readouts.warehouse.publishing.publish import Versions, publish
from readouts.warehouse.publishing.views import load_views
from readouts.warehouse.tables.definitions import Catalogue
from readouts.warehouse.tables.layout import create_tables
from tests.warehouse.conftest import EDITION, ROOT, Row, good_rows
from tests.warehouse.telling import insert

VIEWS = load_views(ROOT / "sql")


def rows() -> dict[str, list[Row]]:
    """The good rows, three more reactions, the last beside the call, a copy that reports it, and calls of strangers."""
    good = good_rows()
    [reaction], [told] = good["core.reactions"], good["marts.evidence"]
    for number, (side, toward, stance, copied) in enumerate(
        [
            ("NOR", "CHL", "restraint", True),
            ("CHL", "PER", "criticism", False),
            ("CHL", None, "support", False),
        ],
        start=2,
    ):
        own = {
            "reaction_id": f"reaction-{number}",
            "side": side,
            "toward": toward,
            "stance": stance,
        }
        own["article_id"] = "article-2" if number == 4 else "article-1"
        own["counterparts"] = ["NOR" if side == "CHL" else "CHL"]
        own["party_id"] = None
        good["core.reactions"].append(reaction | own)
        good["marts.evidence"].append(
            told | own | {"is_copy": copied, "in_call": number != 4, "is_date_stated": number != 4}
        )
    [article], [report], [call] = (
        good[f"core.{name}"] for name in ("articles", "call_reports", "calls")
    )
    good["core.articles"].append(
        article
        | {"article_id": "article-2", "duplicate_of": "article-1"}
        | {"publisher_country": None, "speaks_for": "CHL"}
    )
    good["core.call_reports"].append(report | {"report_id": "report-2", "article_id": "article-2"})
    call["report_ids"] = ["report-1", "report-2"]
    stranger = {"initiator": "Haldor Brevik", "initiator_side": None, "report_ids": []}
    for name, sides, unplaced in [
        ("rung by a stranger", ["KEN"], ["Haldor Brevik"]),
        ("of strangers", ["LVA"], ["Haldor Brevik", "Tesse Karlov"]),
        ("a stranger beside two", ["MEX", "PER"], ["Haldor Brevik"]),
    ]:
        own = {"call_id": name, "sides": sides, "unplaced": unplaced}
        good["core.calls"].append(call | stranger | own)
    [passage] = good["core.unparsed"]
    for number, reasons in enumerate(
        [
            ["other_language"],
            ["language_without_pack", "waiting_for_model"],
            ["refused_call_not_held"],
        ],
        start=1,
    ):
        foreign = {"article_id": f"foreign-{number}", "language": "ar"}
        good["core.articles"].append(article | foreign)
        for reason in reasons:
            own = {"unparsed_id": f"{reason}-{number}", "reason": reason}
            good["core.unparsed"].append(passage | own | {"article_id": foreign["article_id"]})
    return good


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> Path:
    """A published file with one call."""
    folder = tmp_path_factory.mktemp("views")
    with open_build(folder / "build.duckdb") as connection:
        create_tables(connection, catalogue)
        insert(connection, catalogue, rows())
    target = folder / "warehouse.duckdb"
    versions = Versions("1", "2", "3")
    publish(folder / "build.duckdb", target, catalogue, EDITION, versions, views=VIEWS)
    return target


@pytest.fixture
def attached(published: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A session of one's own with the file attached, as an analyst has it."""
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH '{published}' AS w (READ_ONLY)")
        yield connection


def ask(connection: duckdb.DuckDBPyConnection, query: str) -> list[tuple[Any, ...]]:
    return connection.execute(query).fetchall()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param(
            "SELECT reaction_id, office, publisher_country, is_own_account, call_sources"
            " FROM w.reactions_with_sources ORDER BY 1 LIMIT 2",
            [
                ("reaction-1", "Foreign Minister", "NOR", False, 1),
                ("reaction-2", None, "NOR", False, 1),
            ],
            id="a reaction has its speaker's office, and its source: a newspaper speaks for no country",
        ),
        pytest.param(
            "SELECT publisher_country, is_own_account FROM w.reactions_with_sources WHERE side = 'CHL'"
            " ORDER BY reaction_id",
            [("NOR", False), (None, True)],
            id="told by another side's press, and by whoever speaks for the side",
        ),
        pytest.param(
            "SELECT call_id, report_id, told_medium, is_copy, publisher_country FROM w.calls_with_sources ORDER BY 2",
            [
                ("report-1", "report-1", "phone", False, "NOR"),
                ("report-1", "report-2", "phone", True, None),
            ],
            id="a call has each article that reports it",
        ),
        pytest.param(
            "SELECT side, counterparts, rang FROM w.calls_by_side ORDER BY 1",
            [
                ("CHL", ["NOR"], False),
                ("KEN", [], False),
                ("LVA", [], None),
                ("MEX", ["PER"], None),
                ("NOR", ["CHL"], True),
                ("PER", ["MEX"], None),
            ],
            id="a call has each of its sides, and whom the one other rang did not ring",
        ),
        pytest.param(
            "SELECT addressee, basis, in_call, reaction_id FROM w.reactions_by_addressee ORDER BY 1, 4",
            [
                ("CHL", "counterpart", True, "reaction-1"),
                ("CHL", "toward", True, "reaction-2"),
                ("NOR", "toward_another", True, "reaction-3"),
                ("NOR", "counterpart", False, "reaction-4"),
                ("PER", "toward", True, "reaction-3"),
            ],
            id="a reaction has each side it is addressed to, and why, in the call or beside it",
        ),
        pytest.param(
            "SELECT language, articles, with_calls, unread, unread_with_words, waiting, refused"
            " FROM w.articles_by_language ORDER BY 1",
            [("ar", 3, 0, 2, 1, 1, 1), ("en", 2, 2, 0, 0, 0, 0)],
            id="a language has what was read of it, and what nobody read",
        ),
    ],
)
def test_views_answer_when_the_file_is_attached(
    attached: duckdb.DuckDBPyConnection, query: str, expected: list[tuple[Any, ...]]
) -> None:
    assert ask(attached, query) == expected


def test_citation_leads_back_to_the_article_and_the_publication(
    attached: duckdb.DuckDBPyConnection,
) -> None:
    [(publication,)] = ask(attached, "SELECT publication_id FROM w.meta.publication")
    [(citation,)] = ask(
        attached, "SELECT citation FROM w.citations WHERE reaction_id = 'reaction-1'"
    )
    assert citation == (
        "“Quen voiced concern” (Ilvar Quen, NOR). The Example Paper, “A call”, 2031-03-04,"
        f" https://paper.example/a. Readouts, publication {publication}, reaction reaction-1."
    )


def test_citation_of_what_was_said_beside_the_call_says_so(
    attached: duckdb.DuckDBPyConnection,
) -> None:
    rows = ask(
        attached,
        "SELECT citation, in_call, is_date_stated FROM w.citations WHERE reaction_id = 'reaction-4'",
    )
    [(citation, *stated)] = rows
    assert "(Ilvar Quen, CHL, beside the call). The Example Paper" in citation
    assert stated == [False, False]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT basis, side, stance FROM reactions_to('per')", [("toward", "CHL", "criticism")]),
        (
            "SELECT basis, stance FROM reactions_to('CHL')",
            [("counterpart", "concern"), ("toward", "restraint")],
        ),
        ("SELECT rang FROM calls_with('CHL')", [(False,)]),
        ("SELECT call_id FROM calls_with('FJI')", []),
        ("SELECT rang FROM calls_between('nor', 'CHL')", [(True,)]),
        ("SELECT rang FROM calls_between('NOR', 'PER')", []),
        ("SELECT stance FROM quotations('NOR')", [("concern",), ("restraint",)]),
        (
            "SELECT stance, in_call, is_date_stated FROM quotations('CHL')",
            [("criticism", True, True), ("support", False, False)],
        ),
        (
            "SELECT speaker, stance FROM quotations('nor', 'Restraint')",
            [("Ilvar Quen", "restraint")],
        ),
    ],
)
def test_macros_answer_in_the_file_that_is_used(
    attached: duckdb.DuckDBPyConnection, query: str, expected: list[tuple[Any, ...]]
) -> None:
    attached.execute("USE w")
    assert ask(attached, query) == expected


def test_nothing_in_the_file_is_without_a_comment(attached: duckdb.DuckDBPyConnection) -> None:
    of_ours = "database_name = 'w' AND NOT internal"
    silent = ask(
        attached,
        f"SELECT schema_name || '.' || table_name FROM duckdb_tables() WHERE {of_ours} AND comment IS NULL"
        f" UNION ALL SELECT view_name FROM duckdb_views() WHERE {of_ours} AND comment IS NULL"
        f" UNION ALL SELECT function_name FROM duckdb_functions() WHERE {of_ours} AND comment IS NULL"
        f" UNION ALL SELECT table_name || '.' || column_name FROM duckdb_columns() WHERE {of_ours} AND comment IS NULL",
    )
    assert silent == []
    counted = ask(
        attached,
        f"SELECT (SELECT count(*) FROM duckdb_views() WHERE {of_ours}),"
        f" (SELECT count(*) FROM duckdb_functions() WHERE {of_ours})",
    )
    macros = sum(view.is_macro for view in VIEWS)
    assert counted == [(len(VIEWS) - macros, macros)]


def test_file_has_the_format_that_older_clients_read(attached: duckdb.DuckDBPyConnection) -> None:
    [(tags,)] = ask(attached, "SELECT tags FROM duckdb_databases() WHERE database_name = 'w'")
    assert tags["storage_version"].rstrip("+") == STORAGE_VERSION


@pytest.mark.parametrize(
    ("kind", "text", "message"),
    [
        ("views", "SELECT 1 AS one", "its first line must be '-- One row: …'"),
        ("views", "-- One row: nothing.\nDELETE FROM core.calls", "it must hold one SELECT"),
        ("macros", "-- One row: it.\nCREATE MACRO another() AS TABLE SELECT 1", "CREATE MACRO"),
    ],
)
def test_file_that_cannot_be_meant_is_named(
    tmp_path: Path, kind: str, text: str, message: str
) -> None:
    (tmp_path / kind).mkdir()
    (tmp_path / kind / "some.sql").write_text(text)
    with pytest.raises(DefinitionError, match=r"some\.sql") as error:
        load_views(tmp_path)
    assert message in str(error.value)


def test_column_that_nothing_explains_stops_the_publication(
    tmp_path: Path, states: dict[str, Path], catalogue: Catalogue
) -> None:
    (tmp_path / "views").mkdir()
    path = tmp_path / "views" / "oddity.sql"
    path.write_text("-- One row: one call.\nSELECT call_id, 1 AS riddle FROM core.calls")
    shutil.copyfile(states["marts.evidence"], tmp_path / "build.duckdb")
    target = tmp_path / "warehouse.duckdb"
    with pytest.raises(DefinitionError, match="view oddity: nothing explains riddle"):
        publish(
            tmp_path / "build.duckdb",
            target,
            catalogue,
            EDITION,
            Versions("1", "2", "3"),
            views=load_views(tmp_path),
        )
    assert sorted(p.name for p in tmp_path.iterdir()) == ["build.duckdb", "views"]
