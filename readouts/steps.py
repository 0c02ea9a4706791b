"""The steps of an edition, as plain functions: collect, extract, parse, build a model, publish.

What belongs here: what each step reads and what it hands to the gate. What does not: how pages are fetched
(``harvest``), how text is read (``parse``), how rows enter tables (``warehouse``), and when a step runs (Dagster).

Each step opens the build file only while it reads or writes it, and can be run again with the same result.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from readouts.corrections import read_corrections
from readouts.harvest import (
    HarvestBusyError,
    HarvestReport,
    archived_editions,
    archived_pages,
    extract_articles,
    harvest,
    load_sources,
    mark_duplicates,
)
from readouts.home import Home, copies_to_keep, corrections_file
from readouts.parse import parse
from readouts.versions import extractor_version, parser_version, readouts_version
from readouts.warehouse.copies import Shelf
from readouts.warehouse.database import open_build
from readouts.warehouse.errors import WarehouseError
from readouts.warehouse.gate import GateShut, pass_gate
from readouts.warehouse.lineage import record_lineage
from readouts.warehouse.models import Model, build_model, load_models
from readouts.warehouse.parts import readers_of, touch_edition
from readouts.warehouse.publish import Publication, Versions, publish
from readouts.warehouse.query import answer
from readouts.warehouse.rows import content_id, merge_rows, rows_of
from readouts.warehouse.staging import Staged, TableOutcome
from readouts.warehouse.tables import Catalogue, ensure_tables, load_catalogue
from readouts.warehouse.views import View, load_views

Say = Callable[[str], None]
Rows = list[dict[str, Any]]

PARSED_TABLES = ("core.call_reports", "core.parties", "core.reactions", "core.unparsed")
"""What parsing fills, parents before children."""


@dataclass(frozen=True)
class Project:
    """An instance at work: its home, the definitions it follows, and the file that lists its sources."""

    home: Home
    catalogue: Catalogue
    models: list[Model]
    sources: Path
    views: list[View] = field(default_factory=list)

    @classmethod
    def load(cls, home: Home, root: Path, sources: Path) -> Project:
        """Read the definitions under ``root`` (``expectations/`` and ``sql/``).

        Raises:
            DefinitionError: one of them cannot be meant.
        """
        models = load_models(root / "sql")
        catalogue = replace(load_catalogue(root / "expectations"), readers=readers_of(models))
        views = load_views(root / "sql")
        return cls(home=home, catalogue=catalogue, models=models, sources=sources, views=views)

    def model(self, table: str) -> Model:
        """The model that makes ``table``."""
        return next(model for model in self.models if model.table == table)


@dataclass(frozen=True)
class Collected:
    """What collecting brought: the gate's outcome, and the crawl's report (None from the archive alone)."""

    outcomes: list[TableOutcome]
    report: HarvestReport | None


def _fetch_dicts(
    connection: duckdb.DuckDBPyConnection, query: str, parameters: list[Any] | dict[str, Any]
) -> Rows:
    cursor = connection.execute(query, parameters)
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


@contextmanager
def _opened(project: Project, say: Say | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """The build file with its tables in place."""
    with open_build(project.home.build, say=say) as connection:
        ensure_tables(connection, project.catalogue)
        yield connection


def published_editions(project: Project) -> set[date]:
    """The editions that are finished, as the build file has them; none where there is no such file."""
    if not project.home.build.exists():
        return set()
    with _opened(project) as connection:
        rows = connection.execute(
            "SELECT edition FROM meta.editions WHERE status = 'published'"
        ).fetchall()
    return {edition for (edition,) in rows}


def unfinished_editions(project: Project) -> dict[date, str]:
    """Editions that are not published, each with why: begun and not finished, refused, or only archived so far.

    Pages of a day wait in the archive until its edition is run; a night without a run leaves them there.
    """
    if not project.home.build.exists():
        return {}
    with _opened(project) as connection:
        rows = connection.execute(
            "SELECT edition, status || coalesce(': ' || reason, ''), status = 'published' FROM meta.editions"
        ).fetchall()
    known = {edition: state for edition, state, _ in rows}
    published = {edition for edition, _, is_published in rows if is_published}
    last = max(known, default=date.min)
    waiting = {
        edition: "archived, not run"
        for edition in archived_editions(project.home.path)
        if edition < last and edition not in known
    }
    begun = {edition: state for edition, state in known.items() if edition not in published}
    return dict(sorted((begun | waiting).items()))


def collect_pages(project: Project, edition: date, *, offline: bool, say: Say) -> Collected:
    """Crawl the sources for an edition into the archive, then load its pages into ``raw.pages``.

    ``offline`` leaves the network alone and loads what the archive has.

    Raises:
        SourcesError: the file of sources has mistakes.
        GateShut: the pages are not as expected.
    """
    complete_half_done(project, except_for=edition, say=say)
    report = None
    if not offline:
        report = harvest(
            load_sources(project.sources),
            edition,
            project.home.path,
            published_editions=published_editions(project),
            progress=say,
        )
    return Collected(_load_pages(project, edition, say), report)


def _load_pages(project: Project, edition: date, say: Say) -> list[TableOutcome]:
    """Load what the archive has of an edition into ``raw.pages``."""
    pages = archived_pages(project.home.path, edition)
    with _opened(project, say) as connection:
        connection.execute(
            "INSERT INTO meta.editions (edition, status) SELECT ?, 'open'"
            " WHERE NOT EXISTS (FROM meta.editions WHERE edition = ?)",
            [edition, edition],
        )
        _mark_half_done(connection, edition)
        outcomes = pass_gate(connection, project.catalogue, edition, [Staged("raw.pages", pages)])
        # The same pages, rules and definitions: what it was made into still stands.
        connection.execute(
            "UPDATE meta.editions SET is_half_done = NULL WHERE edition = ? AND input = ?",
            [edition, _input(project, connection, edition)],
        )
        return outcomes


def _mark_half_done(connection: duckdb.DuckDBPyConnection, edition: date) -> None:
    """Note that a published edition is being made anew: until that ends, its tables do not fit one another."""
    connection.execute(
        "UPDATE meta.editions SET is_half_done = true WHERE edition = ? AND status = 'published'",
        [edition],
    )


def _half_done(connection: duckdb.DuckDBPyConnection, except_for: date | None) -> list[date]:
    rows = connection.execute(
        "SELECT edition FROM meta.editions WHERE status = 'published' AND is_half_done"
        " AND edition IS DISTINCT FROM ? ORDER BY edition",
        [except_for],
    ).fetchall()
    return [edition for (edition,) in rows]


def complete_half_done(project: Project, *, except_for: date | None = None, say: Say) -> None:
    """Complete published editions that were killed while they were run again, from the archive.

    One whose gate shuts is refused by that, and the figures go on without it. ``except_for`` is the edition about to
    be run, which is completed by that.
    """
    if not project.home.build.exists():
        return
    with _opened(project, say) as connection:
        editions = _half_done(connection, except_for)
    for edition in editions:
        say(f"edition {edition} was killed while it was run again; completing it from the archive")
        try:
            _load_pages(project, edition, say)
            extract_edition(project, edition, say=say)
            parse_edition(project, edition, say=say)
        except GateShut as shut:
            say(str(shut))
            continue
        with _opened(project, say) as connection:
            connection.execute(
                "UPDATE meta.editions SET is_half_done = NULL, parser = ?, extractor = ?, input = ?"
                " WHERE edition = ?",
                [
                    parser_version(),
                    extractor_version(),
                    _input(project, connection, edition),
                    edition,
                ],
            )


SECONDS_FOR_ANOTHER_HARVEST = 60.0
"""How long the look between editions waits for a crawl that is on; the next look comes soon anyway."""


def collect_due(project: Project, today: date, *, say: Say) -> HarvestReport | None:
    """Between editions: archive the new pages of sources that are to be looked at more often (``every``).

    Each page is filed under its own day; the run that closes the edition reads it from the archive. None while
    another crawl of this instance is on.
    """
    try:
        return harvest(
            load_sources(project.sources),
            today,
            project.home.path,
            published_editions=published_editions(project),
            progress=say,
            only_due=True,
            wait=SECONDS_FOR_ANOTHER_HARVEST,
        )
    except HarvestBusyError:
        say("another crawl is on; the next look comes in half an hour")
        return None


def extract_edition(project: Project, edition: date, *, say: Say) -> list[TableOutcome]:
    """Read the articles out of an edition's archived pages, and mark the copies among them.

    Raises:
        GateShut: too many articles are not as expected.
    """
    with _opened(project, say) as connection:
        pages = _fetch_dicts(
            connection,
            "FROM raw.pages WHERE edition = ? AND kind = 'article' AND error IS NULL"
            " ORDER BY fetched_at, page_id",
            [edition],
        )
    articles = extract_articles(project.home.path, pages, progress=say)
    with _opened(project, say) as connection:
        _mark_half_done(connection, edition)
        articles = mark_duplicates(articles, _possible_originals(connection, edition, articles))
        return pass_gate(
            connection, project.catalogue, edition, [Staged("core.articles", articles)]
        )


DAYS_BETWEEN_COPIES = 7
"""How far apart in days of publication a copy and its original are looked for."""


def _possible_originals(
    connection: duckdb.DuckDBPyConnection, edition: date, articles: Rows
) -> Rows:
    """Articles of other editions that one of these may be a copy of, or may share its address with.

    Only those published near the same days are compared, so that a run costs the same in the tenth year.
    """
    days = [article["published_date"] for article in articles if article["published_date"]]
    return _fetch_dicts(
        connection,
        "SELECT a.article_id, a.text_sha256, a.fingerprint, a.language, a.published_date, a.duplicate_of,"
        " p.fetched_at FROM core.articles AS a JOIN raw.pages AS p USING (page_id)"
        " WHERE a.edition <> $edition AND (a.article_id IN (SELECT unnest($ids::VARCHAR[]))"
        " OR a.published_date BETWEEN $first::DATE - $span::INTEGER AND $last::DATE + $span::INTEGER)",
        {
            "edition": edition,
            "ids": [article["article_id"] for article in articles],
            "first": min(days, default=None),
            "last": max(days, default=None),
            "span": DAYS_BETWEEN_COPIES,
        },
    )


def parse_edition(project: Project, edition: date, *, say: Say) -> list[TableOutcome]:
    """Parse an edition's articles into call reports, parties, reactions, and what could not be read.

    Raises:
        GateShut: what was parsed is not as expected.
    """
    with _opened(project, say) as connection:
        articles = _fetch_dicts(
            connection, "FROM core.articles WHERE edition = ? ORDER BY article_id", [edition]
        )
    version = parser_version()
    rows = merge_rows(rows_of(article, _parse(article), edition, version) for article in articles)
    with _opened(project, say) as connection:
        _mark_half_done(connection, edition)
        step = [Staged(table, rows.get(table, [])) for table in PARSED_TABLES]
        return pass_gate(connection, project.catalogue, edition, step)


def _parse(article: dict[str, Any]) -> Any:
    return parse(
        article["text"],
        title=article["title"],
        published=article["published_date"],
        publisher=article["publisher"],
        source_country=article["publisher_country"],
        language=article["language"],
    )


def build_table(
    project: Project, table: str, edition: date | None, *, say: Say
) -> list[TableOutcome]:
    """Build one SQL model over all finished editions and the running one: its parts that were touched.

    ``edition`` None rebuilds it outside the run of an edition, as a whole; the result is then recorded with the latest.

    Raises:
        GateShut: its result is not as expected.
    """
    with _opened(project, say) as connection:
        if edition is not None:
            _begin_building(connection, project.catalogue, edition)
        running = edition or _latest_edition(connection)
        model = project.model(table)
        return [build_model(connection, project.catalogue, model, running, whole=edition is None)]


def load_corrections(project: Project, edition: date | None, *, say: Say) -> list[TableOutcome]:
    """Load what analysts corrected into ``raw.corrections``, in the place of what was there.

    Lines that are no correction go to quarantine, each with its problem.

    Raises:
        GateShut: the gate shut.
    """
    rows = read_corrections(corrections_file(project.sources))
    with _opened(project, say) as connection:
        running = edition or _latest_edition(connection)
        return pass_gate(connection, project.catalogue, running, [Staged("raw.corrections", rows)])


def has_new_corrections(project: Project) -> bool:
    """Whether the file of corrections says other than what is published.

    Raises:
        WarehouseError: the published file is an earlier release's, without corrections.
    """
    rows = read_corrections(corrections_file(project.sources))
    published = answer(
        project.home.warehouse,
        "SELECT correction_id FROM core.applied_corrections"
        " UNION SELECT correction_id FROM quarantine.corrections",
    )
    return {row["correction_id"] for row in rows} != {key for (key,) in published.rows}


def _latest_edition(connection: duckdb.DuckDBPyConnection) -> date:
    row = connection.execute("SELECT max(edition) FROM meta.editions").fetchone()
    if row is None or row[0] is None:
        raise WarehouseError("there is no edition yet; 'readouts run' makes one")
    latest: date = row[0]
    return latest


def _begin_building(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, edition: date
) -> None:
    """Let the models see the running edition beside the finished ones, and no other that was left half done."""
    changes = connection.execute(
        "SELECT edition, CASE WHEN edition = $running THEN 'building' ELSE 'open' END FROM meta.editions"
        " WHERE (status = 'building' AND edition <> $running)"
        " OR (status NOT IN ('building', 'published') AND edition = $running)",
        {"running": edition},
    ).fetchall()
    if not changes:
        return
    connection.execute("BEGIN")
    for changed, status in changes:
        touch_edition(connection, catalogue, changed)
        connection.execute(
            "UPDATE meta.editions SET status = ?, reason = NULL WHERE edition = ?",
            [status, changed],
        )
    connection.execute("COMMIT")


def publish_edition(
    project: Project, edition: date | None, *, keep: int | None = None
) -> Publication:
    """Finish an edition and publish the warehouse with it; None publishes what was finished before.

    Of the publications, ``keep`` (else what ``READOUTS_KEEP`` says) are kept as dated copies.

    Raises:
        HomeError: ``READOUTS_KEEP`` is no such number.
        WarehouseError: the published file cannot be written; the old one stays.
    """
    home = project.home
    copies = keep or copies_to_keep()
    made_from = None
    with _opened(project) as connection:
        half_done = _half_done(connection, edition)
        if half_done:
            raise WarehouseError(
                f"edition {half_done[0]} is half done: 'readouts run {half_done[0]}' completes it"
            )
        record_lineage(connection, project.catalogue, project.models)
        if edition is not None:
            made_from = _input(project, connection, edition)
    models = content_id(*(model.digest for model in project.models))
    versions = Versions(
        readouts_version(), parser_version(), extractor_version(), made_from, models
    )
    return publish(
        home.build,
        home.warehouse,
        project.catalogue,
        edition,
        versions,
        views=project.views,
        shelf=Shelf(home.copies, copies) if copies else None,
    )


def is_current(project: Project, edition: date) -> bool:
    """Whether an edition is published from just the pages, rules and definitions that there are now.

    The published file is asked, not the build file: an edition may have passed every gate, and then not have been
    published for want of room.
    """
    if not project.home.warehouse.is_file() or not project.home.build.is_file():
        return False
    try:
        found = answer(
            project.home.warehouse,
            "SELECT input FROM meta.editions WHERE edition = ? AND status = 'published'",
            [edition],
        )
        if has_new_corrections(project):
            return False
    except WarehouseError:  # a broken file, or an earlier release's without that table or column
        return False
    with _opened(project) as connection:
        return found.rows == [(_input(project, connection, edition),)]


def _input(project: Project, connection: duckdb.DuckDBPyConnection, edition: date) -> str:
    """A digest of all that an edition is made from; the same input makes the same edition."""
    pages = connection.execute(
        "SELECT page_id FROM raw.pages WHERE edition = ? AND kind = 'article' AND error IS NULL"
        " ORDER BY page_id",
        [edition],
    ).fetchall()
    return content_id(
        *(page_id for (page_id,) in pages),
        parser_version(),
        extractor_version(),
        project.catalogue.digest,
        *(model.select for model in project.models),
    )
