"""The sample's recorded answers: each page has one, it is found by the text alone, and the sample is read with them."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from pipelines.orchestration.runs import EditionRun, run_editions
from pipelines.sample.recorded import MODEL, text_digest
from pipelines.sample.site import Hit, SampleSite, serve
from pipelines.screens.sessions import use_recorded
from readouts.asking.check import Finding, check_server
from readouts.asking.questions.parts import Part
from readouts.asking.questions.question import Question
from readouts.asking.questions.request import Manner
from readouts.asking.settings import Settings
from readouts.base.instance.home import HOME_VARIABLE, MODEL_VARIABLE, Home
from readouts.domain.records import Report
from readouts.harvest.archive.reading import archived_pages
from readouts.harvest.archive.records import read_page
from readouts.harvest.collection.collect import harvest
from readouts.harvest.extraction.extract import extract_article
from readouts.harvest.sources_file import load_sources
from readouts.readers import faults_of_answer
from readouts.warehouse.reading.query import answer
from tests.sampling import EDITIONS, SAMPLE, SOON

RECORDED = json.loads((SAMPLE / "answers.json").read_text(encoding="utf-8"))
UNDATED = "/wire/eide-undated.html"
"""The page that ends in quarantine: nobody is asked about it."""


@pytest.fixture(scope="module")
def site() -> Iterator[SampleSite]:
    with serve(SAMPLE, port=0) as running:
        yield running


@pytest.fixture(scope="module")
def reports(site: SampleSite, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Report]:
    """The articles of the sample by their addresses, as a crawl brings them in."""
    home = tmp_path_factory.mktemp("crawled")
    sources = load_sources(SAMPLE / "sources.yaml", environment=site.environment)
    names = {source.id: source for source in sources}
    found: dict[str, Report] = {}
    for edition in EDITIONS:
        harvest(sources, edition, home, limits=SOON, published_editions=set())
        for row in archived_pages(home, edition):
            if row["kind"] != "article" or row["error"]:
                continue
            article = extract_article(row, read_page(home, row))
            source = names[row["source_id"]]
            found[urlsplit(article["canonical_url"]).path] = Report(
                article["text"],
                title=article["title"],
                published=article["published_date"],
                publisher=source.name,
                country=source.country,
                language=article["language"],
            )
    del found[UNDATED]
    return found


def ask(site: SampleSite, path: str, body: object) -> tuple[int, dict[str, Any]]:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    request = urllib.request.Request(site.base + path, data)
    try:
        with urllib.request.urlopen(request, timeout=5) as said:
            return said.status, json.loads(said.read())
    except urllib.error.HTTPError as refused:
        return refused.code, json.loads(refused.read())


def request_of(report: Report, model: str = MODEL) -> dict[str, Any]:
    question = Question(report, Part(0, len(report.text)))
    return question.body(Settings(model=model), Manner())


COMPLETIONS = "/v1/chat/completions"


# the file


def test_the_file_says_who_answered_and_when() -> None:
    assert "language model" in RECORDED["answered_by"]
    assert date.fromisoformat(RECORDED["date"])
    written = {line["page"] for line in RECORDED["answers"] if "answered_by" in line}
    assert written == {
        line["page"] for line in RECORDED["answers"] if line["page"].startswith("un/")
    }
    assert all(
        "no reading" in line["answered_by"]
        for line in RECORDED["answers"]
        if line["page"] in written
    )


def test_each_page_has_an_answer_and_each_answer_a_page(reports: dict[str, Report]) -> None:
    texts = {
        path.lstrip("/") + ("index.html" if path.endswith("/") else ""): text_digest(report.text)
        for path, report in reports.items()
    }
    assert {line["page"]: line["text"] for line in RECORDED["answers"]} == texts


def test_the_pages_bear_the_answers_out(site: SampleSite, reports: dict[str, Report]) -> None:
    faults = {}
    for path, report in reports.items():
        _, said = ask(site, COMPLETIONS, request_of(report))
        given = json.loads(said["choices"][0]["message"]["content"])
        faults[path] = list(faults_of_answer(report, given))
    assert faults == {path: [] for path in reports}


# the endpoint


def another_prompt(body: dict[str, Any]) -> None:
    body["messages"][0]["content"] = "Read this."


def another_day(body: dict[str, Any]) -> None:
    head, _, text = body["messages"][1]["content"].partition("\n\n")
    assert head.startswith("Date: ")
    body["messages"][1]["content"] = f"Date: unknown\n\n{text}"


def other_space(body: dict[str, Any]) -> None:
    head, _, text = body["messages"][1]["content"].partition("\n\n")
    body["messages"][1]["content"] = f"{head}\n\n" + text.replace("\n", "\n\n ")


def once_more(body: dict[str, Any]) -> None:
    body["messages"] += [
        {"role": "assistant", "content": "{}"},
        {"role": "user", "content": "Your answer has faults:\n\n- it is none"},
    ]


@pytest.mark.parametrize("edit", [another_prompt, another_day, other_space, once_more])
def test_an_answer_is_found_by_the_text_alone(
    site: SampleSite, reports: dict[str, Report], edit: Callable[[dict[str, Any]], None]
) -> None:
    report = reports["/tr/dar-telefon.html"]
    body = request_of(report)
    as_recorded = ask(site, COMPLETIONS, body)
    edit(body)
    assert ask(site, COMPLETIONS, body) == as_recorded
    assert "cuma günü" in as_recorded[1]["choices"][0]["message"]["content"]


UNKNOWN = Report("Minister Ada Brisk telephoned Tor Vell on Friday.")


@pytest.mark.parametrize(
    ("path", "body", "status", "words"),
    [
        (COMPLETIONS, request_of(UNKNOWN), 422, "no answer to this text is recorded"),
        (COMPLETIONS, request_of(UNKNOWN, "other"), 404, "'other' does not exist"),
        (COMPLETIONS, b"{", 400, "no request"),
        (COMPLETIONS, [], 400, "no request"),
        (COMPLETIONS, {"model": MODEL, "messages": [{"role": "user"}]}, 400, "no request"),
        (
            COMPLETIONS,
            {"model": MODEL, "messages": [{"role": "user", "content": 1}]},
            400,
            "no req",
        ),
        (COMPLETIONS, {"model": MODEL, "messages": []}, 422, "no answer"),
        ("/v1/embeddings", {}, 404, "nothing is taken here"),
        ("/robots.txt", {}, 404, "nothing is taken here"),
    ],
)
def test_what_it_does_not_know_is_an_error_in_its_own_words(
    site: SampleSite, path: str, body: object, status: int, words: str
) -> None:
    came, said = ask(site, path, body)
    assert came == status
    assert words in said["error"]["message"]


def test_a_check_says_that_it_answers_about_the_sample_only(site: SampleSite) -> None:
    settings = Settings(model=MODEL, address=site.model_address)
    assert check_server(settings, None) == [
        Finding(
            False,
            "refused: status 422: no answer to this text is recorded: there are those to the pages of the sample",
        )
    ]
    [finding] = check_server(settings.model_copy(update={"model": "other"}), None)
    assert not finding.is_good
    assert "it has recorded" in finding.text


# the sample read with them

LATER = [date(2025, 5, 9), date(2025, 5, 10)]


class Twice:
    """Two runs, one after another, and what each asked the server for."""

    def __init__(self, home: Path, site: SampleSite) -> None:
        self.home = Home(home)
        self.first, self.asked_first = self._run(site)
        self.second, self.asked_second = self._run(site)

    def _run(self, site: SampleSite) -> tuple[list[EditionRun], list[Hit]]:
        before = len(site.hits)
        sources = SAMPLE / "sources.yaml"
        runs = list(run_editions(self.home, sources, LATER, say=lambda line: None))
        return runs, [hit for hit in site.hits[before:] if hit.path == COMPLETIONS]

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        return answer(self.home.warehouse, query).rows


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Twice]:
    home = tmp_path_factory.mktemp("recorded")
    with serve(SAMPLE, port=0) as site, pytest.MonkeyPatch.context() as patch:
        for name, value in {**site.environment, HOME_VARIABLE: str(home)}.items():
            patch.setenv(name, value)
        patch.setenv(MODEL_VARIABLE, "")
        use_recorded(site.model_address)
        yield Twice(home, site)


def test_each_article_is_asked_about_once(read: Twice) -> None:
    assert [run.success for run in read.first] == [True, True]
    assert [hit.status for hit in read.asked_first] == [200] * 10
    assert [run.unchanged for run in read.second] == [True, True]
    assert read.asked_second == []


def test_rules_and_model_find_most_together(read: Twice) -> None:
    found = read.rows(
        "SELECT 'call', read_by, is_doubtful, count(*) FROM core.call_reports GROUP BY ALL"
        " UNION ALL SELECT 'reaction', read_by, is_doubtful, count(*) FROM core.reactions GROUP BY ALL ORDER BY ALL"
    )
    assert found == [
        ("call", "both", False, 21),
        ("call", "model", False, 1),
        ("reaction", "both", False, 87),
        ("reaction", "model", False, 15),
        ("reaction", "model", True, 2),
        ("reaction", "rules", True, 2),
    ]


def test_the_model_alone_reads_the_page_in_turkish(read: Twice) -> None:
    found = read.rows(
        "SELECT c.call_date::VARCHAR, r.side, r.stance, r.evidence FROM core.call_reports AS c"
        " JOIN core.reactions AS r USING (report_id) WHERE c.read_by = 'model' ORDER BY ALL"
    )
    assert found == [
        (
            "2025-05-09",
            "PAK",
            "criticism",
            "bu eylemleri uluslararası kuralların açık bir ihlali olarak niteledi",
        ),
        (
            "2025-05-09",
            "TUR",
            "condolence",
            "Fidan, hayatını kaybeden siviller için başsağlığı diledi",
        ),
        (
            "2025-05-09",
            "TUR",
            "solidarity",
            "Türkiye’nin Pakistan ile dayanışma içinde olduğunu yineledi",
        ),
    ]


def test_what_is_doubtful_stays_and_does_not_count(read: Twice) -> None:
    found = read.rows(
        "SELECT DISTINCT read_by, side, stance, evidence, doubts FROM core.reactions WHERE is_doubtful ORDER BY ALL"
    )
    by_model = "what India had done was a danger to the peace of South Asia"
    by_rules = "His country wanted peace"
    assert found == [
        ("model", "PAK", "criticism", by_model, ["other-stance"]),
        ("rules", "PAK", "restraint", by_rules, ["rules-alone"]),
    ]
    counted = {words for (words,) in read.rows("SELECT evidence FROM marts.evidence")}
    assert counted
    assert not counted & {by_model, by_rules}


def test_no_confidence_is_taken_from_another_model(read: Twice) -> None:
    found = read.rows(
        "SELECT DISTINCT read_by, model, confidence FROM core.call_reports"
        " UNION SELECT DISTINCT read_by, model, confidence FROM core.reactions ORDER BY ALL"
    )
    assert found == [("both", MODEL, None), ("model", MODEL, None), ("rules", None, None)]


def test_the_brief_marks_what_the_model_alone_read(read: Twice) -> None:
    [(number,)] = read.rows("SELECT count(*) FROM marts.evidence WHERE read_by = 'model'")
    marked = 'class="reader" title="read by the language model alone">M</abbr>'
    pages = [read.home.brief / "evidence" / f"{edition}.html" for edition in LATER]
    texts = [page.read_text(encoding="utf-8") for page in pages]
    assert number
    # once more in the legend of each page that has one
    assert sum(text.count(marked) - ("note readers" in text) for text in texts) == number
