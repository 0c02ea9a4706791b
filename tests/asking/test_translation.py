"""Translations of what is quoted: asked for once, kept beside the original, and of no weight."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from pipelines.cli import app
from readouts.asking.answers.answer import NoAnswerError, read_answer
from readouts.asking.questions.translation import TRANSLATING, texts_of
from readouts.base.instance.home import ROOT, Home
from readouts.brief.write import write_brief
from readouts.edition.project import Project
from readouts.edition.run import run_edition
from tests.asking.server import ModelServer, completion, serving
from tests.brief.tongues import (
    DAY,
    TONGUES,
    Tongue,
    is_translation,
    joined,
    reads_and_translates,
    write_tongues,
)
from tests.pipelines.instance import lean, read_edition, what_is_there

TRANSLATE = "translate: en\n"
STORED = (
    "SELECT replace(evidence, chr(8204), ''), language, translated_into, translation, translated_by"
    " FROM core.translations ORDER BY ALL"
)


@pytest.fixture
def whole(tmp_path: Path) -> Project:
    """An instance of which all is made: for briefs and the command."""
    write_tongues(tmp_path / "pages", tmp_path / "sources.yaml")
    return Project.load(Home(tmp_path / "home"), ROOT, tmp_path / "sources.yaml")


@pytest.fixture
def project(whole: Project) -> Project:
    return lean(whole)


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with serving(reads_and_translates()) as found:
        yield found


def configure(project: Project, server: ModelServer, more: str = TRANSLATE) -> None:
    text = f"model: tiny\naddress: {server.address}\n{more}"
    project.sources.with_name("model.yaml").write_text(text, "utf-8")


def run(project: Project, **options: Any) -> list[str]:
    said: list[str] = []
    run_edition(project, DAY, say=said.append, **options)
    return said


def rows(project: Project, query: str) -> list[tuple[Any, ...]]:
    return what_is_there(project.home, query)


def expected(*tongues: Tongue) -> list[tuple[str, ...]]:
    return sorted((joined(t.said), t.language, "en", t.translation, "tiny") for t in tongues)


IDS = "SELECT reaction_id, evidence, stance, side FROM marts.evidence ORDER BY ALL"


def page_of_evidence(project: Project) -> str:
    brief = write_brief(project.home.warehouse, project.home.brief, DAY).path
    return (brief.with_name("evidence") / f"{DAY}.html").read_text("utf-8")


def test_each_quotation_is_translated_once_beside_the_original_and_changes_nothing(
    whole: Project, server: ModelServer
) -> None:
    configure(whole, server, more="")
    run(whole)
    before = rows(whole, IDS)
    assert len(before) == 2 * len(TONGUES)
    assert rows(whole, STORED) == []
    assert not any(map(is_translation, server.questions))
    shown = page_of_evidence(whole)
    assert not any(tongue.translation in shown for tongue in TONGUES)
    configure(whole, server)
    run(whole)
    shown = page_of_evidence(whole)
    assert all(tongue.translation in shown for tongue in TONGUES), "it is written anew"
    assert rows(whole, STORED) == expected(*TONGUES)
    assert rows(whole, IDS) == before
    asked = [question for question in server.questions if is_translation(question)]
    assert len(asked) == len(TONGUES), "one request an article"
    assert len(server.questions) == 2 * len(TONGUES), "no article is read twice"
    form = asked[0].body["response_format"]["json_schema"]
    assert form["name"] == "translations"
    run(whole)
    assert len(server.questions) == 2 * len(TONGUES)
    purposes = "SELECT asked_for, counts, count(*) FROM raw.answers GROUP BY ALL ORDER BY ALL"
    assert rows(whole, purposes) == [("reading", True, 6), ("translation", False, 6)]


def test_a_rebuild_has_the_translations_without_the_network_and_without_the_file(
    project: Project, server: ModelServer
) -> None:
    configure(project, server)
    read_edition(project, DAY)
    before = rows(project, STORED)
    assert before == expected(*TONGUES)
    asked = len(server.questions)
    project.home.build.unlink()
    project.sources.with_name("model.yaml").unlink()
    read_edition(project, DAY, offline=True)
    assert rows(project, STORED) == before
    assert len(server.questions) == asked


def test_what_is_not_translated_stays_empty_and_is_not_asked_for_again(project: Project) -> None:
    with serving(reads_and_translates(untranslated=frozenset({"fa", "ko"}))) as server:
        configure(project, server)
        read_edition(project, DAY)
        assert rows(project, STORED) == expected(
            *(t for t in TONGUES if t.language not in {"fa", "ko"})
        )
        asked = len(server.questions)
        read_edition(project, DAY)
        assert len(server.questions) == asked


def test_a_server_that_fails_at_translating_costs_no_reading_and_is_asked_again(
    project: Project,
) -> None:
    reads = reads_and_translates()
    is_broken = True

    def behave(handler: Any, asked: Any) -> None:
        if is_broken and is_translation(asked):
            handler.send({"error": {"message": "no"}}, 400)
        else:
            reads(handler, asked)

    with serving(behave) as server:
        configure(project, server)
        read_edition(project, DAY)
        assert rows(project, "SELECT count(*) FROM core.reactions WHERE model = 'tiny'") == [
            (2 * len(TONGUES),)
        ]
        assert rows(project, STORED) == []
        is_broken = False
        read_edition(project, DAY)
        assert rows(project, STORED) == expected(*TONGUES)


def test_what_is_in_the_wanted_language_is_not_sent(project: Project, server: ModelServer) -> None:
    configure(project, server, more="translate: ru\n")
    read_edition(project, DAY)
    asked = [question.document for question in server.questions if is_translation(question)]
    assert len(asked) == len(TONGUES) - 1
    assert all(document.startswith("Translate into: Russian (ru)\n\n1. ") for document in asked)
    assert not any("Вымыслов" in document for document in asked)


def test_quotations_in_languages_that_are_not_sent_are_not_sent_to_be_translated_either(
    project: Project, server: ModelServer
) -> None:
    configure(project, server, more="")
    read_edition(project, DAY)
    configure(project, server, more="translate: en\nlanguages: [ja, ru]\n")
    read_edition(project, DAY)
    asked = [question.document for question in server.questions if is_translation(question)]
    assert len(asked) == 2
    assert rows(project, STORED) == expected(*(t for t in TONGUES if t.language in {"ja", "ru"}))


def test_a_batch_asks_first_for_the_reading_then_for_the_translations(
    whole: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("READOUTS_HOME", str(whole.home.path))
    monkeypatch.setenv("READOUTS_SOURCES", str(whole.sources))
    whole.sources.with_name("model.yaml").write_text("model: tiny\ntranslate: en\n")

    def round_trip(name: str) -> list[dict[str, Any]]:
        requests, output = tmp_path / f"{name}.jsonl", tmp_path / f"{name}-out.jsonl"
        result = CliRunner().invoke(app, ["model", "requests", "-o", str(requests)])
        assert result.exit_code == 0, result.output
        if not requests.is_file():
            return []
        written = [json.loads(line) for line in requests.read_text("utf-8").splitlines()]
        answered = [
            {
                "custom_id": line["custom_id"],
                "response": {"status_code": 200, "body": replied(line)},
            }
            for line in written
        ]
        output.write_text("\n".join(json.dumps(line) for line in answered), "utf-8")
        assert CliRunner().invoke(app, ["model", "answers", str(output)]).exit_code == 0
        read_edition(whole, DAY)
        return written

    read_edition(whole, DAY)
    assert len(round_trip("first")) == len(TONGUES)
    assert rows(whole, STORED) == []
    second = round_trip("second")
    assert len(second) == len(TONGUES)
    assert all("Translate into" in line["body"]["messages"][1]["content"] for line in second)
    assert rows(whole, STORED) == expected(*TONGUES)
    assert round_trip("third") == []


def replied(line: dict[str, Any]) -> dict[str, Any]:
    """What the invented model makes of a request in a batch file."""
    from tests.asking.server import Asked

    sent: list[dict[str, Any]] = []

    class Kept:
        def send(self, body: dict[str, Any]) -> None:
            sent.append(body)

    reads_and_translates()(Kept(), Asked("", {}, line["body"], 0.0))  # type: ignore[arg-type]
    return sent[0]


@pytest.mark.parametrize(
    ("words", "texts", "is_exact"),
    [
        ('{"translations": [{"number": 1, "text": "Yes"}]}', {1: "Yes"}, True),
        ('Here:\n```json\n{"translations": [{"number": 2, "text": null}]}\n```', {2: None}, False),
        ('{"translations": [{"number": "1", "text": "Yes"}, 7]}', {}, False),
        (
            '{"translations": [{"number": 1, "text": "A"}, {"number": 1, "text": "B"}]}',
            {1: None},
            True,
        ),
        ('{"translations": [{"number": 1, "text": "  "}]}', {1: None}, True),
    ],
)
def test_an_answer_is_read_by_number(words: str, texts: dict[int, Any], is_exact: bool) -> None:
    found = read_answer(words, TRANSLATING.name)
    assert texts_of(found.answer) == texts
    assert TRANSLATING.is_kept_to(found) is is_exact


def test_words_without_translations_are_no_answer() -> None:
    with pytest.raises(NoAnswerError, match="no JSON object with a list of translations is in it"):
        read_answer('{"calls": []}', TRANSLATING.name)


@pytest.mark.parametrize("text", ["y" * 5_000, TONGUES[0].said], ids=["a flood", "the original"])
def test_what_is_no_translation_is_left_out(project: Project, text: str) -> None:
    reads = reads_and_translates()
    words = json.dumps({"translations": [{"number": 1, "text": text}, {"number": 2, "text": text}]})

    def behave(handler: Any, asked: Any) -> None:
        if is_translation(asked) and TONGUES[0].said in asked.document:
            handler.send(completion(words, sent=500))
        else:
            reads(handler, asked)

    with serving(behave) as server:
        configure(project, server)
        read_edition(project, DAY)
        kept = rows(project, STORED)
    assert [row for row in kept if row[0] == TONGUES[0].said] == []
    assert len(kept) >= len(TONGUES) - 1
