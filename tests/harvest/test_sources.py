"""``sources.yaml``: what it may say, and how each mistake is answered."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from readouts.harvest import load_sources
from tests import mistakes

HERE = Path(__file__).parent
SHIPPED = HERE.parents[1] / "sources.yaml"
CASES = mistakes.cases(HERE / "cases" / "sources.yaml")


@pytest.mark.parametrize("name", CASES)
def test_a_mistake_is_answered_with_its_line_and_what_was_expected(
    name: str, tmp_path: Path
) -> None:
    mistakes.require(tmp_path / "sources.yaml", CASES[name], load_sources)


GOOD = """
defaults:
  delay: 0
  allow_private: true
sources:
  - id: a
    name: A
    kind: feed
    type: ministry
    language: en
    url: ${SITE}/feed
    every: 2h
  - id: b
    name: ${NAME:-Agency B}
    kind: urls
    type: wire
    language: fr
    urls: ["${SITE}/1", "${SITE}/2"]
    delay: 1.5
  - id: c
    name: C
    kind: folder
    type: newspaper
    language: de
    path: saved/pages
"""


def test_defaults_and_variables_are_filled_in(tmp_path: Path) -> None:
    path = tmp_path / "sources.yaml"
    path.write_text(GOOD)
    a, b, c = load_sources(path, {"SITE": "http://localhost:8000"})
    assert (a.kind, b.kind, c.kind) == ("feed", "urls", "folder")
    assert a.url == "http://localhost:8000/feed"
    assert (a.delay, a.every, a.allow_private) == (0.0, timedelta(hours=2), True)
    assert (b.name, b.delay) == ("Agency B", 1.5)
    assert b.urls == ("http://localhost:8000/1", "http://localhost:8000/2")
    assert c.path == str(tmp_path / "saved/pages")


@pytest.mark.parametrize(
    ("kind", "side"),
    [("ministry", "NOR"), ("leader", "NOR"), ("organisation", "NATO"), ("wire", None), ("newspaper", None)],
)  # fmt: skip
def test_ministries_leaders_and_organisations_give_their_own_account(
    tmp_path: Path, kind: str, side: str | None
) -> None:
    path = tmp_path / "sources.yaml"
    path.write_text(
        "sources:\n  - {id: a, name: A, kind: feed, url: 'https://example.org/', language: en,"
        f" country: NOR, organisation: NATO, type: {kind}}}\n"
    )
    (source,) = load_sources(path, {})
    assert source.speaks_for == side


def test_the_shipped_file_is_fit_for_use() -> None:
    sources = load_sources(SHIPPED, {})
    assert len(sources) >= 60
    assert len({each.country for each in sources if each.country}) >= 40
    assert {each.kind for each in sources} >= {"feed", "sitemap", "listing", "json"}
    assert {each.type for each in sources} == {
        "ministry", "leader", "wire", "newspaper", "organisation",
    }  # fmt: skip
    assert {each.speaks_for for each in sources if each.type == "organisation"} == {
        "UN",
        "EU",
        "NATO",
    }
    assert not any(each.allow_private for each in sources)
    assert all(each.delay >= 1 for each in sources)


def test_the_shipped_file_says_what_each_address_rests_on() -> None:
    sources = load_sources(SHIPPED, {})
    assert [each.id for each in sources if not each.enabled and not each.why_off] == []
    assert [each.id for each in sources if each.enabled and each.why_off] == []
    dated = [each for each in sources if each.enabled and each.attestation == "dated"]
    assert len(dated) >= 70
    assert len({each.country for each in dated if each.country}) >= 60
    assert sum(each.attestation == "none" for each in sources) <= 1
    named = [getattr(each, "url", None) for each in sources]
    addresses = [url for url in named if url and "gdelt" not in url]
    assert len(set(addresses)) == len(addresses), "no list is asked for twice"


@pytest.mark.parametrize(
    ("attested", "kind"),
    [
        ("none", "none"),
        ("host", "host"),
        ("undated", "undated"),
        ("undated, by two lists", "undated"),
        ("2026-05-09, 200", "dated"),
        ("2026-05, a feed", "dated"),
    ],
)
def test_evidence_is_a_day_or_says_that_it_has_none(
    attested: str, kind: str, tmp_path: Path
) -> None:
    path = tmp_path / "sources.yaml"
    path.write_text(
        "sources:\n  - {id: a, name: A, kind: feed, url: 'https://example.org/', language: en, type: wire,"
        f" attested: '{attested}'}}\n"
    )
    (source,) = load_sources(path, {})
    assert source.attestation == kind
