"""Publishing a build file of a test, and where what is published lies."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from readouts.warehouse.publishing.publish import Publication, Versions, publish
from readouts.warehouse.tables.definitions import Catalogue
from tests.warehouse.conftest import EDITION

VERSIONS = Versions(readouts="1.2.3", parser="rules 4", extractor="trafilatura 5", input="digest")


def target(build: Path) -> Path:
    return build.with_name("warehouse.duckdb")


def published(
    build: Path, catalogue: Catalogue, edition: date | None = EDITION, versions: Versions = VERSIONS
) -> Publication:
    return publish(build, target(build), catalogue, edition, versions)
