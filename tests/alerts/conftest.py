"""A published warehouse of a few calls, a watchlist, and a webhook that receives what is sent."""

from __future__ import annotations

import copy
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from readouts.base.instance.home import ROOT, Home
from readouts.edition.project import Project
from readouts.warehouse.tables.definitions import Catalogue, load_catalogue
from readouts.warehouse.tables.layout import create_tables
from tests.alerts.receiver import Receiver, receiving
from tests.warehouse.telling import Rows, insert

FIRST, SECOND, THIRD = date(2031, 3, 4), date(2031, 3, 5), date(2031, 3, 6)

SOURCES = """
sources:
  - {id: paper, name: The Example Paper, kind: feed, type: newspaper, language: en, url: "https://paper.example/feed"}
  - {id: off, name: Off, kind: feed, type: wire, language: en, url: "https://off.example/feed", enabled: false}
"""


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue(ROOT / "expectations")


@pytest.fixture(scope="session")
def empty_warehouse(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> Path:
    path = tmp_path_factory.mktemp("alerts") / "empty.duckdb"
    with duckdb.connect(str(path)) as connection:
        create_tables(connection, catalogue)
        connection.execute(
            "INSERT INTO meta.publication VALUES ('publication-1', now()::TIMESTAMP, NULL, '1', '1', '1', '1', NULL)"
        )
    return path


class World:
    """A home whose published file a test writes, edition by edition."""

    def __init__(self, path: Path, empty: Path, catalogue: Catalogue) -> None:
        self.home = Home(path)
        self.home.path.mkdir(parents=True)
        self.catalogue = catalogue
        shutil.copyfile(empty, self.home.warehouse)
        sources = path / "sources.yaml"
        sources.write_text(SOURCES, encoding="utf-8")
        self.project = Project(self.home, catalogue, [], sources)

    def publish(self, edition: date, *told: Rows) -> None:
        """Add rows to the published file, and the edition to those that are finished."""
        together: Rows = {}
        for rows in told:
            for table, given in rows.items():
                together.setdefault(table, []).extend(given)
        with duckdb.connect(str(self.home.warehouse)) as connection:
            insert(connection, self.catalogue, together)
            connection.execute("DELETE FROM meta.editions WHERE edition = ?", [edition])
            connection.execute(
                "INSERT INTO meta.editions (edition, status) VALUES (?, 'published')", [edition]
            )

    def change(self, statement: str) -> None:
        with duckdb.connect(str(self.home.warehouse)) as connection:
            connection.execute(statement)


@pytest.fixture
def world(tmp_path: Path, empty_warehouse: Path, catalogue: Catalogue) -> World:
    return World(tmp_path / "home", empty_warehouse, catalogue)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as server:
        yield server


def call(name: str, edition: date, **facts: Any) -> Rows:
    """The rows of a call that one article tells of; ``stance``, ``side`` and more are of its one reaction.

    ``people`` are names by side, ``?`` for one that is not known; ``words`` the quotation, ``url`` and
    ``publisher`` of the article.
    """
    people: dict[str, str] = facts.pop("people", {"CHL": "Osk Tarrandel", "NOR": "Ilvar Quen"})
    sides = sorted(people.keys() - {"?"})
    words = facts.pop("words", f"Words of {name}")
    article = {
        "article_id": f"article {name}",
        "page_id": f"page {name}",
        "edition": edition,
        "canonical_url": facts.pop("url", f"https://paper.example/{name}"),
        "publisher": facts.pop("publisher", "The Example Paper"),
        "published_date": edition,
    }
    report = {"report_id": name, "article_id": article["article_id"], "edition": edition}
    parties = [
        report
        | {"party_id": f"{name} {n}", "ordinal": n, "name": person}
        | {"side": None if side == "?" else side}
        for n, (side, person) in enumerate(people.items(), start=1)
    ]
    given = {
        "call_id": name,
        "call_date": edition,
        "sides": sides,
        "participants": list(people.values()),
        "unplaced": [people["?"]] if "?" in people else [],
        "report_ids": [name],
        "first_edition": edition,
        "last_edition": edition,
    }
    side = facts.get("side", sides[-1])
    reaction = report | {
        "reaction_id": f"reaction {name}",
        "call_id": name,
        "call_date": edition,
        "side": side,
        "speaker": people.get(side),
        "counterparts": [other for other in sides if other != side],
        "evidence": words,
        **{key: article[key] for key in ("publisher", "published_date", "canonical_url")},
        "warc_file": f"{edition}/paper.warc.gz",
        "warc_offset": 304,
    }
    return {
        "raw.pages": [{"page_id": article["page_id"], "edition": edition, "warc_offset": 304}],
        "core.articles": [article],
        "core.call_reports": [report | {"evidence": words}],
        "core.parties": parties,
        "core.counted_parties": parties,
        "core.calls": [given],
        "marts.evidence": [reaction | facts],
    }


def person(side: str, *forms: str) -> Rows:
    """A person as reports have written them."""
    key = f"{side}/{forms[0]}"
    row = {"row_id": key, "person_id": key, "name": forms[0], "name_forms": list(forms)}
    parties = [
        {"party_id": f"{side}/{form}", "report_id": "another", "name": form, "side": side}
        for form in forms
    ]
    return {"core.people": [row | {"side": side}], "core.counted_parties": parties}


def without(rows: Rows, *tables: str) -> Rows:
    return {table: copy.deepcopy(given) for table, given in rows.items() if table not in tables}
