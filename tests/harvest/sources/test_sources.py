"""``sources.yaml``: what it may say, and how each mistake is answered."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest

from readouts.harvest.kinds import KINDS
from readouts.harvest.links import address
from readouts.harvest.sources.source import Source
from readouts.harvest.sources_doc import page
from readouts.harvest.sources_file import load_sources
from tests import mistakes

HERE = Path(__file__).parents[1]
SHIPPED = HERE.parents[1] / "sources.yaml"
CASES = mistakes.cases(HERE / "cases" / "sources.yaml")


@cache
def shipped() -> tuple[Source, ...]:
    """The shipped file, read once: it takes most of a second."""
    return tuple(load_sources(SHIPPED, {}))


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
    sources = shipped()
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
    sources = shipped()
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
    "language",
    ["ar", "ru", "zh", "es", "fr", "tr", "de", "ja", "uk", "pt", "fa", "ko", "it", "id"],
)
def test_the_shipped_file_hears_governments_and_agencies_in_their_own_language(
    language: str,
) -> None:
    heard = [each for each in shipped() if each.language == language and each.enabled]
    assert len(heard) >= 2
    assert {"ministry", "leader", "wire"} & {each.type for each in heard}


PAIRS = [
    ("EGY", "TUR"), ("SAU", "IRN"), ("JPN", "KOR"), ("JPN", "CHN"), ("RUS", "UKR"), ("FRA", "DZA"),
    ("FRA", "MAR"), ("DEU", "AUT"), ("DEU", "CHE"), ("ESP", "MEX"), ("COL", "VEN"), ("ARG", "CHL"),
    ("CHL", "PER"), ("BRA", "PRT"), ("ITA", "IDN"), ("SYR", "LBN"), ("BLR", "KAZ"), ("TWN", "CHN"),
]  # fmt: skip


@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
def test_a_crisis_is_seen_from_both_capitals_each_in_its_own_language(
    pair: tuple[str, str],
) -> None:
    heard = {
        each.country
        for each in shipped()
        if each.enabled and each.language != "en" and each.attestation in {"dated", "undated"}
    }
    assert set(pair) <= heard


def test_a_publisher_in_two_languages_is_one() -> None:
    """Independent sources are told apart by their names: a ministry that says it twice has said it once."""
    sources = {each.id: each for each in shipped()}
    twice = [
        (each, sources[each.id.removesuffix(f"-{each.language}")])
        for each in sources.values()
        if each.id.removesuffix(f"-{each.language}") in sources
    ]
    apart = [
        (one.id, other.id) for one, other in twice if one is not other and one.name != other.name
    ]
    assert len(twice) >= len(sources)
    assert apart == []
    assert len({other.id for one, other in twice if one is not other}) >= 30


# Addresses of articles as public records have them, and of pages beside them that are none.
ARTICLES = [
    ("aps-dz", "https://www.aps.dz/fr/presidence-news/mj65b5vk-le-president", True),
    ("aps-dz", "https://www.aps.dz/fr/algerie/actualite-nationale/mjlog36b-loi-a", True),
    ("aps-dz", "https://www.aps.dz/fr/algerie/actualite-nationale", False),
    ("cn-mfa-zh", "https://www.mfa.gov.cn/web/wjdt_674879/wjbxw_674885/202610/t20261003_1.shtml", True),
    ("ru-mid", "https://mid.ru/ru/foreign_policy/news/2052345/", True),
    ("ru-mid", "https://mid.ru/ru/foreign_policy/news/?PAGEN_1=2", False),
    ("ru-gov-ru", "http://government.ru/news/60081/", True),
    ("ru-gov-ru", "http://government.ru/en/news/60081/", False),
    ("by-president", "https://president.gov.by/ru/events/a-b-1759399999", True),
    ("by-president", "https://president.gov.by/en/events/a-b-1759399999", False),
    ("kz-president", "https://www.akorda.kz/ru/glava-gosudarstva-prinyal-ministra-483750", True),
    ("kz-president", "https://www.akorda.kz/ru/events", False),
    ("tr-president-tr", "https://www.tccb.gov.tr/haberler/410/91807/a-b-c", True),
    ("tr-president-tr", "https://www.tccb.gov.tr/haberler/?&page=2", False),
    ("ir-president", "https://president.ir/fa/165432", True),
    ("ir-president", "https://president.ir/fa/Archive", False),
    ("sa-mofa-ar", "https://www.mofa.gov.sa/ar/ministry/news/Pages/default.aspx", False),
    ("sa-mofa-ar", "https://www.mofa.gov.sa/ar/ministry/news/Pages/a-1.aspx", True),
    ("ae-mofa-ar", "https://www.mofa.gov.ae/ar-ae/mediahub/news/2026/3/18/18-3-2026-uae-a", True),
    ("eg-sis-ar", "https://sis.gov.eg/ar/المركز-الإعلامي/الأخبار/عنوان-الخبر/", True),
    ("eg-sis-ar", "https://sis.gov.eg/ar/المركز-الإعلامي/الأخبار/", False),
    ("sy-mofa", "https://mofaex.gov.sy/news/عنوان-الخبر", True),
    ("sy-mofa", "https://mofaex.gov.sy/news?page=2", False),
    ("kr-president", "https://www.president.go.kr/newsroom/briefing/yqqm7nR3", True),
    ("kr-president", "https://www.president.go.kr/newsroom/briefing/", False),
    ("tw-mofa-zh", "https://www.mofa.gov.tw/News_Content.aspx?n=96&sms=74&s=120001", True),
    ("tw-mofa-zh", "https://www.mofa.gov.tw/News.aspx?n=96&sms=74&page=2", False),
    ("xinhua-zh", f"https://www.news.cn/world/20260929/{'0a' * 16}/c.html", True),
    ("id-setneg", "https://www.setneg.go.id/baca/index/presiden_terima_tamu_negara", True),
    ("br-mre-pt", "https://www.gov.br/mre/pt-br/canais_atendimento/imprensa/notas-a-imprensa/"
     "atos-adotados-por-ocasiao-da-visita-de-estado", True),
    ("br-mre-pt", "https://www.gov.br/mre/pt-br/canais_atendimento/imprensa/notas-a-imprensa?b_start:int=30", False),
    ("br-president", "https://www.gov.br/planalto/pt-br/acompanhe-o-planalto/noticias/2026/03/a-b", True),
    ("co-cancilleria", "https://www.cancilleria.gov.co/newsroom/news/cancilleria-informa-a", True),
    ("co-cancilleria", "https://www.cancilleria.gov.co/newsroom/news?page=1", False),
    ("pe-rree", "https://www.gob.pe/institucion/rree/noticias/1347576-canciller-a", True),
    ("ve-mppre", "https://mppre.gob.ve/publicacion/8415-a", True),
    ("anadolu-tr", "https://www.aa.com.tr/tr/dunya/a-b/3712345", True),
    ("anadolu-tr", "https://www.aa.com.tr/tr/spor/a-b/3712345", False),
]  # fmt: skip


@pytest.mark.parametrize(("source_id", "url", "is_article"), ARTICLES)
def test_what_an_article_is_follows_addresses_that_are_known(
    source_id: str, url: str, is_article: bool
) -> None:
    (source,) = [each for each in shipped() if each.id == source_id]
    pattern = getattr(source, "links", None) or source.include
    assert bool(re.search(pattern, address(url))) is is_article


def test_every_kind_has_its_options_and_is_told_of() -> None:
    document = (HERE.parents[1] / "docs" / "sources.md").read_text(encoding="utf-8")
    rows = set(re.findall(r"^\| `(\w+)` \| .* \| .* \|$", document, flags=re.MULTILINE))
    assert set(KINDS) <= rows
    assert page(document) == document, "make docs"


def test_the_documents_say_how_much_there_is() -> None:
    sources = shipped()
    on = [each for each in sources if each.enabled]
    dated = [each for each in on if each.attestation == "dated"]
    told = " ".join((HERE.parents[1] / "docs" / "sources.md").read_text(encoding="utf-8").split())
    assert (
        f"{len(sources)} entries, {len(on)} of them on, {len(dated)} of these with a day, in"
        f" {len({each.country for each in dated if each.country})} countries."
        f" {sum(each.language != 'en' for each in sources)} are in {len({each.language for each in sources}) - 1}"
        " languages other than English"
    ) in told


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
