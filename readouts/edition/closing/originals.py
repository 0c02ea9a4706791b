"""Copies and their originals across editions: who may be whose original, and who is when one is gone.

What belongs here: which articles are compared, and judging them anew. What does not: comparing two texts
(``harvest.duplicates``), and reading articles (``steps``).

``duplicate_of`` points to the article that comes first, by edition, source and address (``mark_duplicates``). When that
goes (a page is lost, a gate refuses it), its copies would count for no source at all: the first of them takes its
place. When an edition is run after a later one, that one may have copies of it that stand for originals, and count
twice: they are marked then. A later edition changes nothing of an earlier one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date

from duckdb import DuckDBPyConnection as Connection

from readouts.edition.kept.states import unmark_half_done
from readouts.edition.project import Project, Rows, Say, opened
from readouts.harvest.articles import article_id
from readouts.harvest.extraction.duplicates import mark_duplicates, overtaken
from readouts.warehouse.gate.gate import pass_gate
from readouts.warehouse.gate.staging import Staged
from readouts.warehouse.reading.query import answer_from

DAYS_BETWEEN_COPIES = 7
"""How far apart in days of publication a copy and its original are looked for."""

MOST_ROUNDS = 10
"""How often an id that is gone may take others with it: a chain of copies is a few links long."""


def possible_originals(connection: Connection, edition: date, articles: Rows) -> Rows:
    """Articles of other editions that one of these may be a copy of, or may share its address with.

    Only those published near the same days are compared, so that a run costs the same in the tenth year.
    """
    days = [article["published_date"] for article in articles if article["published_date"]]
    return answer_from(
        connection,
        "SELECT a.article_id, a.edition, a.source_id, a.url, a.page_id, a.text_sha256, a.fingerprint, a.language,"
        " a.publisher, a.published_date, a.duplicate_of FROM core.articles AS a"
        " WHERE a.edition <> $edition AND (a.article_id IN (SELECT unnest($ids::VARCHAR[]))"
        " OR a.published_date BETWEEN $first::DATE - $span::INTEGER AND $last::DATE + $span::INTEGER)",
        {
            "edition": edition,
            "ids": [article["article_id"] for article in articles],
            "first": min(days, default=None),
            "last": max(days, default=None),
            "span": DAYS_BETWEEN_COPIES,
        },
    ).dicts


def article_ids(connection: Connection, edition: date) -> set[str]:
    """The articles of an edition."""
    rows = connection.execute(
        "SELECT article_id FROM core.articles WHERE edition = ?", [edition]
    ).fetchall()
    return {article for (article,) in rows}


def missing_originals(connection: Connection, edition: date) -> set[str]:
    """What an edition's copies are said to be copies of, and is not there: the gate refused it."""
    rows = connection.execute(
        "SELECT DISTINCT a.duplicate_of FROM core.articles AS a"
        " ANTI JOIN core.articles AS o ON o.article_id = a.duplicate_of"
        " WHERE a.edition = ? AND a.duplicate_of IS NOT NULL",
        [edition],
    ).fetchall()
    return {original for (original,) in rows}


@contextmanager
def copies_at_stake(connection: Connection, edition: date) -> Iterator[set[date]]:
    """While an edition's articles are replaced, hold the published editions with copies of them for half done.

    So a run that is killed before they are judged anew leaves that to the next. Yields those that were not half done
    before; they stay so after the block, unless it fails.
    """
    at_stake: set[date] = set()
    _hold(connection, WITH_COPIES, edition, at_stake)
    try:
        yield at_stake
    except BaseException:
        unmark_half_done(connection, at_stake)
        raise


WITH_COPIES = (
    "SELECT c.edition FROM core.articles AS c"
    " JOIN core.articles AS o ON o.article_id = c.duplicate_of AND o.edition <> c.edition WHERE o.edition = ?"
)
"""The other editions with copies of an edition's articles."""


def _hold(connection: Connection, which: str, asked: object, at_stake: set[date]) -> None:
    """Hold the published editions that a query of one parameter names for half done, as ``copies_at_stake``."""
    held = connection.execute(
        "UPDATE meta.editions SET is_half_done = true WHERE status = 'published' AND is_half_done IS NOT true"
        f" AND edition IN ({which}) RETURNING edition",
        [asked],
    ).fetchall()
    at_stake.update(edition for (edition,) in held)


def hold_overtaken(
    connection: Connection, articles: Rows, others: Rows, at_stake: set[date]
) -> set[date]:
    """The later editions in which originals turn out to be copies of an edition's articles, published ones held for
    half done as by ``copies_at_stake``, which ``at_stake`` gains.
    """
    later = {row["edition"] for row in overtaken(articles, others)}
    _hold(connection, "SELECT unnest(?::DATE[])", list(later), at_stake)
    return later


def rejudge_copies(
    project: Project,
    running: date,
    gone: set[str],
    at_stake: set[date],
    *,
    later: Collection[date] = (),
    say: Say,
) -> Iterator[date]:
    """Judge anew the copies, in whatever edition, of articles that are gone, and all of the ``later`` editions.

    Yields each other edition than the running one in which an article has got another id by that; its articles are to
    be parsed again before the next is asked for. ``at_stake`` gains the editions that are held for half done.

    Raises:
        GateShut: the articles are not as expected.
    """
    editions = set(later)
    for _ in range(MOST_ROUNDS):
        with opened(project, say) as connection:
            editions |= _with_copies(connection, gone)
        gone = set()
        for edition in sorted(editions):
            if edition != running:
                with opened(project, say) as connection:
                    _hold(connection, WITH_COPIES, edition, at_stake)
            lost, changed = _rejudge(project, edition, say)
            gone |= changed
            if lost and edition != running:
                yield edition
        if not gone:
            return
        editions = set()


def _with_copies(connection: Connection, originals: set[str]) -> set[date]:
    """The editions with copies of some articles."""
    if not originals:
        return set()
    found = connection.execute(
        "SELECT DISTINCT edition FROM core.articles WHERE duplicate_of IN (SELECT unnest(?::VARCHAR[]))",
        [sorted(originals)],
    ).fetchall()
    return {edition for (edition,) in found}


def _rejudge(project: Project, edition: date, say: Say) -> tuple[set[str], set[str]]:
    """Mark the copies of an edition as its run would now.

    Returns the ids that its articles no longer have, and all those that are originals no longer.
    """
    with opened(project, say) as connection:
        rows = _articles(connection, "core.articles", "edition", edition)
        refused = _articles(connection, "quarantine.articles", "quarantined_in", edition)
        before = {row["article_id"] for row in rows}
        originals = {row["article_id"] for row in rows if row["duplicate_of"] is None}
        own = [row | {"article_id": article_id(row["canonical_url"])} for row in rows]
        marked = mark_duplicates(own, possible_originals(connection, edition, own))
        pass_gate(
            connection, project.catalogue, edition, [Staged("core.articles", [*marked, *refused])]
        )
        lost = before - article_ids(connection, edition)
    copies = {row["article_id"] for row in marked if row["duplicate_of"] is not None}
    say(f"edition {edition}: its copies of other articles were judged anew")
    return lost, lost | originals & copies


def _articles(connection: Connection, table: str, column: str, edition: date) -> Rows:
    return answer_from(
        connection,
        f"FROM {table} WHERE {column} = ? ORDER BY source_id, url, page_id",
        [edition],
    ).dicts
