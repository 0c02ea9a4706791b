"""``marts.source_health``: what the fetches of a source tell, from rows of ``raw.pages``."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import duckdb
import pytest

from readouts.base.instance.home import ROOT
from readouts.warehouse.models.build import load_models

LAST = date(2026, 5, 31)
(MODEL,) = (m for m in load_models(ROOT / "sql") if m.table == "marts.source_health")


@pytest.fixture
def build(tables: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    tables.execute(
        "INSERT INTO meta.editions (edition, status) SELECT ?::DATE - d::INTEGER, 'published'"
        " FROM range(60) AS t(d)",
        [LAST],
    )
    return tables


def fetched(
    connection: duckdb.DuckDBPyConnection, source: str, *fetches: tuple[int, str, str | None]
) -> None:
    """Rows of a source: how many days before the last edition, the kind, the error."""
    for number, (days, kind, error) in enumerate(fetches):
        connection.execute(
            "INSERT INTO raw.pages (page_id, edition, source_id, kind, requested_url, error, fetched_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                f"{source}-{number}",
                LAST - timedelta(days=days),
                source,
                kind,
                "https://example.org/",
                error,
                LAST,
            ],
        )
        if kind == "article" and error is None:
            connection.execute(
                "INSERT INTO core.articles BY NAME SELECT ? AS article_id, ?::DATE AS edition, ? AS source_id,"
                " ? AS page_id, '' AS url, '' AS canonical_url, '' AS publisher, ?::DATE AS published_date,"
                " '' AS date_basis, 'en' AS language, '' AS text, '' AS text_sha256, '' AS extractor",
                [
                    f"{source}-{number}",
                    LAST - timedelta(days=days),
                    source,
                    f"{source}-{number}",
                    LAST,
                ],
            )


def health(connection: duckdb.DuckDBPyConnection) -> dict[str, dict[str, Any]]:
    rows = connection.execute(MODEL.select)
    names = [column[0] for column in rows.description]
    return {row[0]: dict(zip(names, row, strict=True)) for row in rows.fetchall()}


def test_each_source_tells_how_it_fares(build: duckdb.DuckDBPyConnection) -> None:
    fetched(build, "well", (2, "feed", None), (0, "feed", None), (0, "article", None))
    fetched(build, "silent", (20, "article", None), (0, "listing", None))
    fetched(build, "failing", (9, "feed", "http: 500"), (0, "feed", "http: 500"))
    fetched(build, "old trouble", (40, "article", "timeout: x"), (5, "article", None))
    found = health(build)
    assert list(found) == ["failing", "old trouble", "silent", "well"]
    assert found["well"] == {
        "source_id": "well",
        "first_edition": LAST - timedelta(days=2),
        "last_success": LAST,
        "last_new_article": LAST,
        "articles": 1,
        "calls": 0,
        "fetches_30_days": 3,
        "errors_30_days": 0,
        "error_rate": 0.0,
        "days_silent": 0,
        "trouble": None,
    }
    assert (found["silent"]["days_silent"], found["silent"]["last_success"]) == (20, LAST)
    failing = found["failing"]
    assert (failing["last_success"], failing["last_new_article"]) == (None, None)
    assert (failing["error_rate"], failing["days_silent"]) == (1.0, 9)
    assert (found["old trouble"]["errors_30_days"], found["old trouble"]["error_rate"]) == (0, 0.0)


TROUBLES: dict[str, tuple[tuple[tuple[int, str, str | None], ...], str | None]] = {
    "the last answer counts": (((1, "feed", "stale: x"), (0, "feed", None)), None),
    "a trouble of today": (((1, "feed", None), (0, "feed", "stale: x")), "stale: x"),
    "an entry that could not be read": (((0, "feed", "entry: entry 3: it is not whole"),), None),
    "an article that failed": (((0, "article", "http: 404"), (0, "article", None)), None),
    "no page is an article": (
        ((2, "article", "no_article: a"), (1, "article", "no_article: a"), (0, "article", "http: 404")),
        "no_article: a",
    ),
    "pages of long ago": (((40, "article", "http: 404"), (0, "feed", None)), None),
    "the list before its pages": (((0, "article", "http: 404"), (0, "listing", "script: x")), "script: x"),
}  # fmt: skip


@pytest.mark.parametrize("case", TROUBLES)
def test_the_last_trouble_is_told(case: str, build: duckdb.DuckDBPyConnection) -> None:
    fetches, expected = TROUBLES[case]
    fetched(build, "a", *fetches)
    build.execute("UPDATE raw.pages SET fetched_at = edition")
    assert health(build)["a"]["trouble"] == expected


def test_editions_that_a_gate_refused_do_not_count(build: duckdb.DuckDBPyConnection) -> None:
    fetched(build, "a", (3, "article", None), (0, "article", None))
    build.execute("UPDATE meta.editions SET status = 'refused' WHERE edition = ?", [LAST])
    assert health(build)["a"]["last_success"] == LAST - timedelta(days=3)
