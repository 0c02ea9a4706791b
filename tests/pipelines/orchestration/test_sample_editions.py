"""The main job, end to end: the sample site crawled over HTTP, through Dagster, to the published warehouse."""

from __future__ import annotations

from datetime import date
from typing import Any

import dagster as dg
import pytest

from pipelines.orchestration.records import dagster_records
from readouts.base.instance.home import ROOT, Home
from readouts.edition.project import Project
from readouts.edition.run import run_edition
from readouts.warehouse.reading.query import answer
from tests.pipelines.instance import published_tables
from tests.sampling import EDITIONS, SAMPLE, SampleRun, run_sample

MAY_9 = date(2025, 5, 9)


def rows(home: Home, query: str, *parameters: Any) -> list[tuple[Any, ...]]:
    return answer(home.warehouse, query, list(parameters)).rows


def test_every_edition_is_published(sample_run: SampleRun) -> None:
    assert [(run.edition, run.success) for run in sample_run.runs] == [(d, True) for d in EDITIONS]
    assert rows(
        sample_run.home, "SELECT edition FROM meta.editions WHERE status = 'published' ORDER BY 1"
    ) == [(edition,) for edition in EDITIONS]


def test_the_five_calls_are_there_with_who_rang(sample_run: SampleRun) -> None:
    found = rows(
        sample_run.home,
        "SELECT sides, initiator_side FROM core.calls WHERE call_date = ? AND list_contains(sides, 'PAK')"
        " ORDER BY sides",
        MAY_9,
    )
    assert found == [
        (["AZE", "PAK"], "AZE"),
        (["GBR", "PAK"], "GBR"),
        (["JPN", "PAK"], None),
        (["NOR", "PAK"], None),
        (["PAK", "TUR"], None),
    ]


@pytest.mark.parametrize(
    ("side", "stances"),
    [
        ("TUR", {"condolence", "solidarity"}),
        ("JPN", {"concern", "condolence", "restraint"}),
        ("AZE", {"support", "solidarity", "condemnation", "condolence", "cooperation"}),
        ("GBR", {"concern", "condolence", "restraint"}),
        ("NOR", {"concern", "condolence", "commendation", "restraint", "cooperation"}),
    ],
)
def test_each_side_has_its_stances(sample_run: SampleRun, side: str, stances: set[str]) -> None:
    found = rows(
        sample_run.home,
        "SELECT DISTINCT stance FROM marts.evidence WHERE side = ? AND call_date = ?",
        side,
        MAY_9,
    )
    assert {stance for (stance,) in found} == stances


def test_calls_are_counted_once_however_often_reported(sample_run: SampleRun) -> None:
    [(reports, sources, copies)] = rows(
        sample_run.home,
        "SELECT c.report_count, c.source_count, count(*) FILTER (a.duplicate_of IS NOT NULL)"
        " FROM core.calls AS c, unnest(c.report_ids) AS u (report_id)"
        " JOIN core.call_reports AS r USING (report_id) JOIN core.articles AS a USING (article_id)"
        " WHERE c.call_date = ? AND list_contains(c.sides, 'TUR') GROUP BY ALL",
        MAY_9,
    )
    assert copies >= 1, "the wire's story has a copy"
    assert sources <= reports - copies


def test_every_figure_leads_to_a_sentence_and_an_archived_page(sample_run: SampleRun) -> None:
    home = sample_run.home
    orphans = rows(
        home,
        "WITH counted AS (SELECT unnest(reaction_ids) AS id FROM marts.reactions_by_country_and_stance)"
        " SELECT c.id FROM counted AS c ANTI JOIN marts.evidence AS e ON e.reaction_id = c.id",
    )
    assert orphans == []
    for text, start, end, evidence, warc_file in rows(
        home,
        "SELECT a.text, r.evidence_start, r.evidence_end, e.evidence, e.warc_file FROM marts.evidence AS e"
        " JOIN core.reactions AS r USING (reaction_id) JOIN core.articles AS a ON a.article_id = r.article_id",
    ):
        assert text[start:end] == evidence
        assert (home.archive / warc_file).is_file()


def test_broken_date_ends_in_quarantine_with_its_reason(sample_run: SampleRun) -> None:
    [(url, reasons)] = rows(sample_run.home, "SELECT url, reasons FROM quarantine.articles")
    assert url.endswith("/wire/eide-undated.html")
    assert reasons == [
        "required_values_are_there: published_date is required, date_basis is required"
    ]


@pytest.mark.parametrize(
    ("page", "errors"),
    [
        pytest.param("/wire/withdrawn.html", {"http: 404 Not Found"}, id="not there"),
        pytest.param("/wire/drafts/lammy-draft.html", {"robots"}, id="closed by robots.txt"),
        pytest.param(
            "/pk/2025/05/09/dar-bayramov.html", {"http: 500", None}, id="first 500, then 200"
        ),
    ],
)
def test_failed_fetches_are_rows_with_their_reason(
    sample_run: SampleRun, page: str, errors: set[str | None]
) -> None:
    found = rows(
        sample_run.home,
        "SELECT DISTINCT error FROM raw.pages WHERE requested_url LIKE '%' || ?",
        page,
    )
    for expected in errors:
        assert any(
            error is None if expected is None else (error or "").startswith(expected)
            for (error,) in found
        )


def test_page_closed_by_robots_is_never_asked_for(sample_run: SampleRun) -> None:
    asked = {hit.path for hit in sample_run.hits}
    assert "/robots.txt" in asked
    assert not any(path.startswith("/wire/drafts/") for path in asked)


def test_language_without_a_pack_is_kept_and_marked(sample_run: SampleRun) -> None:
    found = rows(
        sample_run.home,
        "SELECT a.language, u.reason FROM core.unparsed AS u JOIN core.articles AS a USING (article_id)"
        " WHERE a.language <> 'en' ORDER BY a.language",
    )
    languages = ["ar", "es", "fr", "pt", "ru", "tr", "zh"]
    assert found == [(language, "language_without_pack") for language in languages]


def test_second_run_fetches_no_article_again_and_changes_nothing(sample_copy: Home) -> None:
    before = published_tables(sample_copy)
    [publication] = rows(sample_copy, "SELECT publication_id FROM meta.publication")
    again = run_sample(sample_copy)
    assert all(run.success for run in again.runs)
    known = {
        url
        for (url,) in rows(
            sample_copy,
            "SELECT requested_url FROM raw.pages WHERE kind = 'article' AND error IS NULL",
        )
    }
    assert not [hit for hit in again.hits if any(url.endswith(hit.path) for url in known)]
    assert published_tables(sample_copy) == before
    assert rows(sample_copy, "SELECT publication_id FROM meta.publication") == [publication]


def test_editions_are_made_anew_from_the_archive_alone(sample_copy: Home) -> None:
    before = published_tables(sample_copy)
    publication = rows(sample_copy, "SELECT publication_id FROM meta.publication")
    sample_copy.build.unlink()
    sample_copy.warehouse.unlink()
    project = Project.load(sample_copy, ROOT, SAMPLE / "sources.yaml")
    for edition in EDITIONS:
        run_edition(project, edition, offline=True, say=lambda line: None)
    assert published_tables(sample_copy) == before
    assert rows(sample_copy, "SELECT publication_id FROM meta.publication") == publication


def test_dagster_keeps_checks_counts_and_previews(sample_copy: Home) -> None:
    key = dg.AssetKey(["core", "reactions"])
    with dagster_records(sample_copy) as records:
        instance = records.instance
        record = instance.fetch_materializations(key, limit=1).records[0]
        metadata = record.asset_materialization.metadata
        checks = instance.event_log_storage.get_latest_asset_check_execution_by_key(
            [dg.AssetCheckKey(key, "evidence_is_not_verbatim")]
        )
    assert metadata["dagster/row_count"].value > 0
    assert "| reaction\\_id |" in metadata["preview"].value
    assert len(checks) == 1


def test_run_says_what_it_does_without_dagsters_log(sample_run: SampleRun) -> None:
    assert any("core.reactions:" in line for line in sample_run.said)
    assert not any("STEP_START" in line for line in sample_run.said)
