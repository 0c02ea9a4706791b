"""In Dagster: the light job archives what is due between editions; an edition's pages tell of each source."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import dagster as dg
import pytest

from assets.editions import edition_assets
from assets.resources import Instance
from pipelines.orchestration.jobs import build_collecting_schedule, collect_between_editions
from readouts.harvest.archive.reading import archived_pages
from tests.harvest.pages import article, rss
from tests.harvest.server import Answer, Site

SOURCES = """
defaults: {{allow_private: true, delay: 0, type: wire, language: en}}
sources:
  - {{id: often, name: Often, kind: feed, url: "{site}/often", every: 2h}}
  - {{id: daily, name: Daily, kind: feed, url: "{site}/daily"}}
"""


@pytest.fixture
def instance(site: Site, home: Path, tmp_path: Path) -> Instance:
    now = f"{datetime.now(UTC):%a, %d %b %Y %H:%M:%S} GMT"
    for name in ("often", "daily"):
        site.routes[f"/{name}"] = Answer(rss([(f"/{name}-1", now)]), type="application/rss+xml")
        site.routes[f"/{name}-1"] = Answer(article(1))
    path = tmp_path / "sources.yaml"
    path.write_text(SOURCES.format(site=site.url))
    return Instance(home=str(home), sources=str(path))


def run(instance: Instance) -> dg.ExecuteInProcessResult:
    return collect_between_editions.execute_in_process(resources={"instance": instance})


def test_only_sources_that_say_every_are_looked_at_and_only_when_due(
    site: Site, home: Path, instance: Instance
) -> None:
    before = datetime.now(UTC).date()
    assert run(instance).success
    assert site.paths() == ["/often", "/often-1"]
    pages = [row for row in archived_pages(home, before) if row["kind"] == "article"]
    assert [row["requested_url"] for row in pages] in ([f"{site.url}/often-1"], [])
    assert run(instance).success
    assert site.paths() == ["/often", "/often-1"]


def test_its_schedule_is_as_the_instance_wants_it(monkeypatch: pytest.MonkeyPatch) -> None:
    assert build_collecting_schedule().default_status == dg.DefaultScheduleStatus.RUNNING
    monkeypatch.setenv("READOUTS_SCHEDULE", "off")
    assert build_collecting_schedule().default_status == dg.DefaultScheduleStatus.STOPPED


def test_pages_and_errors_of_each_source_are_on_the_asset(
    site: Site, home: Path, instance: Instance
) -> None:
    site.routes["/daily"] = Answer("no", 404)
    today = datetime.now(UTC).date().isoformat()
    (pages, *_) = edition_assets(instance.project)
    result = dg.materialize([pages], partition_key=today, resources={"instance": instance})
    assert result.success
    (event,) = [
        each
        for each in result.get_asset_materialization_events()
        if each.asset_key == dg.AssetKey(["raw", "pages"])
    ]
    metadata = event.materialization.metadata
    assert metadata["new_pages"].value == 1
    assert metadata["failed_fetches"].value == 1
    lines = metadata["pages_by_source"].value.splitlines()
    assert lines[2:] == ["| daily | 0 | 0 | 0 | 1 | http 1 |", "| often | 1 | 0 | 0 | 0 |  |"]
    assert "dagster/row_count" in metadata
