"""Copies and their originals across editions: who may be whose original, and who is when one is gone.

What belongs here: which articles are compared, and judging them anew. What does not: comparing two texts
(``harvest.duplicates``), and reading articles (``steps``).

``duplicate_of`` points to the article that was fetched first. When that goes (a page is lost, a gate refuses it), its
copies would count for no source at all: the first of them takes its place.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import duckdb

from readouts.edition.project import Project, Rows, Say, fetch_dicts, opened
from readouts.edition.states import mark_half_done, unmark_half_done
from readouts.harvest import mark_duplicates
from readouts.harvest.articles import article_id
from readouts.warehouse.gate.gate import pass_gate
from readouts.warehouse.gate.staging import Staged

DAYS_BETWEEN_COPIES = 7
"""How far apart in days of publication a copy and its original are looked for."""

MOST_ROUNDS = 10
"""How often an id that is gone may take others with it: a chain of copies is a few links long."""


def possible_originals(
    connection: duckdb.DuckDBPyConnection, edition: date, articles: Rows
) -> Rows:
    """Articles of other editions that one of these may be a copy of, or may share its address with.

    Only those published near the same days are compared, so that a run costs the same in the tenth year.
    """
    days = [article["published_date"] for article in articles if article["published_date"]]
    return fetch_dicts(
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


def article_ids(connection: duckdb.DuckDBPyConnection, edition: date) -> set[str]:
    """The articles of an edition."""
    rows = connection.execute(
        "SELECT article_id FROM core.articles WHERE edition = ?", [edition]
    ).fetchall()
    return {article for (article,) in rows}


def missing_originals(connection: duckdb.DuckDBPyConnection, edition: date) -> set[str]:
    """What an edition's copies are said to be copies of, and is not there: the gate refused it."""
    rows = connection.execute(
        "SELECT DISTINCT a.duplicate_of FROM core.articles AS a"
        " ANTI JOIN core.articles AS o ON o.article_id = a.duplicate_of"
        " WHERE a.edition = ? AND a.duplicate_of IS NOT NULL",
        [edition],
    ).fetchall()
    return {original for (original,) in rows}


@contextmanager
def copies_at_stake(connection: duckdb.DuckDBPyConnection, edition: date) -> Iterator[set[date]]:
    """While an edition's articles are replaced, hold the published editions with copies of them for half done.

    So a run that is killed before they are judged anew leaves that to the next. Yields those that were not half done
    before; they stay so after the block, unless it fails.
    """
    at_stake: set[date] = set()
    _hold(connection, edition, at_stake)
    try:
        yield at_stake
    except BaseException:
        unmark_half_done(connection, at_stake)
        raise


def _hold(connection: duckdb.DuckDBPyConnection, edition: date, at_stake: set[date]) -> None:
    found = connection.execute(
        "SELECT DISTINCT c.edition FROM core.articles AS c"
        " JOIN core.articles AS o ON o.article_id = c.duplicate_of"
        " JOIN meta.editions AS e ON e.edition = c.edition"
        " WHERE o.edition = $edition AND c.edition <> $edition"
        " AND e.status = 'published' AND e.is_half_done IS NOT true",
        {"edition": edition},
    ).fetchall()
    for (other,) in found:
        mark_half_done(connection, other)
        at_stake.add(other)


def rejudge_copies(
    project: Project, running: date, gone: set[str], at_stake: set[date], *, say: Say
) -> Iterator[date]:
    """Judge anew the copies, in whatever edition, of articles that are gone.

    Yields each other edition than the running one in which an article has got another id by that; its articles are to
    be parsed again before the next is asked for. ``at_stake`` gains the editions that are held for half done.

    Raises:
        GateShut: the articles are not as expected.
    """
    for _ in range(MOST_ROUNDS):
        if not gone:
            return
        with opened(project, say) as connection:
            found = connection.execute(
                "SELECT DISTINCT edition FROM core.articles"
                " WHERE duplicate_of IN (SELECT unnest(?::VARCHAR[])) ORDER BY edition",
                [sorted(gone)],
            ).fetchall()
        gone = set()
        for (edition,) in found:
            if edition != running:
                with opened(project, say) as connection:
                    _hold(connection, edition, at_stake)
            changed = _rejudge(project, edition, say)
            gone |= changed
            if changed and edition != running:
                yield edition


def _rejudge(project: Project, edition: date, say: Say) -> set[str]:
    """Mark the copies of an edition as its run would now; the ids that its articles no longer have."""
    with opened(project, say) as connection:
        rows = _articles(connection, "core.articles", "edition", edition)
        refused = _articles(connection, "quarantine.articles", "quarantined_in", edition)
        before = {row["article_id"] for row in rows}
        own = [row | {"article_id": article_id(row["canonical_url"])} for row in rows]
        marked = mark_duplicates(own, possible_originals(connection, edition, own))
        pass_gate(
            connection, project.catalogue, edition, [Staged("core.articles", [*marked, *refused])]
        )
        after = article_ids(connection, edition)
    say(f"edition {edition}: the copies of an article that is gone were judged anew")
    return before - after


def _articles(
    connection: duckdb.DuckDBPyConnection, table: str, column: str, edition: date
) -> Rows:
    return fetch_dicts(
        connection,
        f"SELECT a.*, p.fetched_at FROM {table} AS a LEFT JOIN raw.pages AS p USING (page_id)"
        f" WHERE a.{column} = ? ORDER BY p.fetched_at, a.page_id",
        [edition],
    )
