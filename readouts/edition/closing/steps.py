"""The steps of an edition, as plain functions: load pages, extract, parse, build a model, publish.

What belongs here: what each step reads and what it hands to the gate. What does not: how pages come into the archive
(``collecting``), how a model is asked (``answers``), how text is read (``parse``), how rows enter tables
(``warehouse``), and when a step runs (Dagster).

Each step opens the build file only while it reads or writes it, and can be run again with the same result.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from readouts.base.instance.home import copies_to_keep, corrections_file
from readouts.base.versions import extractor_version, parser_version, readouts_version
from readouts.corrections.file import read_corrections
from readouts.domain.records import ParsedArticle
from readouts.edition.closing.losses import pages_of, require_records
from readouts.edition.closing.originals import (
    article_ids,
    copies_at_stake,
    hold_overtaken,
    missing_originals,
    possible_originals,
    rejudge_copies,
)
from readouts.edition.kept.answers import (
    Model,
    model_of,
    rows_of_answers,
    rows_of_translations,
)
from readouts.edition.kept.staged import remove, sweep
from readouts.edition.kept.states import (
    begin_building,
    days_after,
    half_done,
    input_digest,
    is_made_from,
    latest_edition,
    mark_half_done,
    unmark_half_done,
    why_nothing_is_published,
)
from readouts.edition.making.making import articles_of, readings_of
from readouts.edition.project import Project, Rows, Say, opened
from readouts.harvest.extraction.duplicates import mark_duplicates
from readouts.warehouse.errors import WarehouseError
from readouts.warehouse.files.states import begin
from readouts.warehouse.gate.gate import pass_gate
from readouts.warehouse.gate.record import standing
from readouts.warehouse.gate.staging import Staged, TableOutcome
from readouts.warehouse.models.build import build_model
from readouts.warehouse.models.lineage import record_lineage
from readouts.warehouse.publishing.copies import Shelf
from readouts.warehouse.publishing.publish import Publication, Versions, finish, publish
from readouts.warehouse.reading.query import answer_from
from readouts.warehouse.tables.rows import content_id, merge_rows, rows_of

PARSED_TABLES = (
    "core.call_reports",
    "core.parties",
    "core.reactions",
    "core.translations",
    "core.unparsed",
)
"""What parsing fills, parents before children."""


def load_pages(project: Project, edition: date, say: Say) -> list[TableOutcome]:
    """Load what the archive has of an edition into ``raw.pages``.

    Raises:
        ArchiveDamaged: the archive cannot give all that the edition has; nothing is changed.
        GateShut: the pages are not as expected.
    """
    pages = Staged("raw.pages", pages_of(project, edition, say))
    with opened(project, say) as connection:
        if is_made_from(connection, edition, input_digest(project, connection, edition)):
            stands = standing(connection, project.catalogue, edition, pages)
            if stands is not None:
                return [stands]
        begin(connection, edition)
        mark_half_done(connection, edition)
        outcomes = pass_gate(connection, project.catalogue, edition, [pages])
        # The same pages, rules and definitions: what it was made into still stands.
        connection.execute(
            "UPDATE meta.editions SET is_half_done = NULL WHERE edition = ? AND input = ?",
            [edition, input_digest(project, connection, edition)],
        )
        return outcomes


def extract_edition(project: Project, edition: date, *, say: Say) -> list[TableOutcome]:
    """Read the articles out of an edition's archived pages, and mark the copies among them.

    Copies in other editions whose original is gone by that are judged anew, and those in later ones that have theirs
    here now.

    Raises:
        ArchiveDamaged: a page cannot be read from the archive; no article is changed.
        GateShut: too many articles are not as expected.
    """
    with opened(project, say) as connection:
        pages = answer_from(
            connection,
            "FROM raw.pages WHERE edition = ? AND kind = 'article' AND error IS NULL"
            " ORDER BY source_id, url, page_id",
            [edition],
        ).dicts
    articles = articles_of(project, edition, pages, say=say)
    require_records(edition, pages, articles)
    with opened(project, say) as connection:
        mark_half_done(connection, edition)
        before = article_ids(connection, edition)
        with copies_at_stake(connection, edition) as at_stake:
            others = possible_originals(connection, edition, articles)
            articles = mark_duplicates(articles, others)
            later = hold_overtaken(connection, articles, others, at_stake)
            outcomes = pass_gate(
                connection, project.catalogue, edition, [Staged("core.articles", articles)]
            )
        gone = before - article_ids(connection, edition) | missing_originals(connection, edition)
    for other in rejudge_copies(project, edition, gone, at_stake, later=later, say=say):
        parse_edition(project, other, say=say)
    with opened(project, say) as connection:
        unmark_half_done(connection, at_stake)
    return outcomes


def load_answers(project: Project, edition: date, *, say: Say) -> list[TableOutcome]:
    """Load what is stored about an edition's articles into ``raw.answers``, asking for nothing.

    Raises:
        GateShut: the answers are not as expected.
    """
    model = model_of(project)
    if model is None:
        return load_rows(project, edition, [], say)
    articles = articles_where(project, "edition = ?", [edition], say)
    return load_rows(project, edition, rows_of_answers(model, articles, say), say)


def load_rows(project: Project, edition: date, rows: Rows, say: Say) -> list[TableOutcome]:
    """Put an edition's rows of ``raw.answers`` through its gate."""
    with opened(project, say) as connection:
        mark_half_done(connection, edition)
        return pass_gate(connection, project.catalogue, edition, [Staged("raw.answers", rows)])


def articles_where(project: Project, where: str, parameters: list[Any], say: Say) -> Rows:
    """The articles that a condition holds for, in the order of their ids."""
    with opened(project, say) as connection:
        return answer_from(
            connection, f"FROM core.articles WHERE {where} ORDER BY article_id", parameters
        ).dicts


def parse_edition(project: Project, edition: date, *, say: Say) -> list[TableOutcome]:
    """Parse an edition's articles into call reports, parties, reactions, and what could not be read.

    Raises:
        GateShut: what was parsed is not as expected.
    """
    articles = articles_where(project, "edition = ?", [edition], say)
    version = parser_version()
    model = model_of(project)
    readings = readings_of(project, edition, articles, model, say=say)
    rows = merge_rows(
        _rows_of(article, parsed, model, edition, version)
        for article, parsed in zip(articles, readings, strict=True)
    )
    with opened(project, say) as connection:
        mark_half_done(connection, edition)
        step = [Staged(table, rows.get(table, [])) for table in PARSED_TABLES]
        return pass_gate(connection, project.catalogue, edition, step)


def _rows_of(
    article: dict[str, Any], parsed: ParsedArticle, model: Model | None, edition: date, version: str
) -> dict[str, Rows]:
    """The rows that an article yields, with the stored translations of what is quoted from it."""
    rows = rows_of(article, parsed, edition, version)
    translations = [] if model is None else rows_of_translations(model, article, parsed)
    return rows | {"core.translations": translations}


def build_table(
    project: Project, edition: date | None, table: str, *, say: Say
) -> list[TableOutcome]:
    """Build one SQL model over all finished editions and the running one: its parts that were touched.

    ``edition`` None rebuilds it outside the run of an edition, as a whole; the result is then recorded with the latest.

    Raises:
        GateShut: its result is not as expected.
    """
    with opened(project, say) as connection:
        if edition is not None:
            begin_building(connection, project.catalogue, edition)
        running = edition or latest_edition(connection)
        model = project.model(table)
        return [build_model(connection, project.catalogue, model, running, whole=edition is None)]


def load_corrections(project: Project, edition: date | None, *, say: Say) -> list[TableOutcome]:
    """Load what analysts corrected into ``raw.corrections``, in the place of what was there.

    Lines that are no correction go to quarantine, each with its problem.

    Raises:
        GateShut: the gate shut.
    """
    rows = read_corrections(corrections_file(project.sources))
    with opened(project, say) as connection:
        running = edition or latest_edition(connection)
        return pass_gate(connection, project.catalogue, running, [Staged("raw.corrections", rows)])


def publish_edition(
    project: Project,
    edition: date | None,
    *,
    keep: int | None = None,
    until: date | None = None,
    hold: bool = False,
    say: Say = lambda line: None,
) -> Publication | None:
    """Finish an edition and publish the warehouse with it; None publishes what was finished before.

    Of the publications, ``keep`` (else what ``READOUTS_KEEP`` says) are kept as dated copies. In a range of editions up
    to ``until`` nothing is published (None) while readers have editions that are still to be made anew by it, nor where
    it is to ``hold``: a later one of the range publishes it, or, if that is killed, whatever command comes next.

    Raises:
        HomeError: ``READOUTS_KEEP`` is no such number.
        WarehouseError: the published file cannot be written, or readers would have fewer editions; the old one stays.
    """
    home = project.home
    copies = keep or copies_to_keep()
    made_from = None
    with opened(project) as connection:
        waiting = half_done(connection, () if edition is None else (edition,))
        coming = edition is not None and set(waiting) <= set(days_after(edition, until))
        if waiting and not coming:
            raise WarehouseError(why_nothing_is_published(waiting))
        record_lineage(connection, project.catalogue, project.models)
        if edition is not None:
            made_from = input_digest(project, connection, edition)
    models = content_id(*(model.digest for model in project.models))
    versions = Versions(
        readouts_version(), parser_version(), extractor_version(), made_from, models
    )
    if edition is not None and (waiting or hold):
        home.unpublished.touch()
        finish(home.build, edition, versions)
        project.working.keep()
        remove(home, edition)
        if waiting:
            say(f"readers keep what they have; still to be made anew: {len(waiting)} of the range")
        return None
    publication = publish(
        home.build,
        home.warehouse,
        project.catalogue,
        edition,
        versions,
        views=project.views,
        shelf=Shelf(home.copies, copies) if copies else None,
        keep=project.working.keep,
        say=say,
    )
    home.unpublished.unlink(missing_ok=True)
    if edition is not None:
        remove(home, edition)
    sweep(home)
    return publication
