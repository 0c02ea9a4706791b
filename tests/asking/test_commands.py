"""``readouts model``, ``model check`` and ``model try``, against servers on the loopback."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from pipelines.cli import app
from readouts.asking.check import FIRST as FIRST_CALL
from readouts.asking.check import LAST, Finding, check_server
from readouts.asking.questions.parts import Part
from readouts.asking.questions.question import message
from readouts.asking.settings import Settings
from readouts.evaluation.annotation import report_of
from readouts.joining import read_counts
from readouts.trial.run import documents, large_answers, trial
from tests.asking.server import (
    NO_CALLS,
    Asked,
    Handler,
    completion,
    fails,
    fits,
    has_a_window,
    lists,
    says,
    serving,
)
from tests.pipelines.instance import Instance


def party(letter: str, name: str) -> dict[str, Any]:
    return {"letter": letter, "name": name, "as_written": name, "office": None, "country": None}


def told(text: str) -> str:
    """What a model that reads well says of the check's documents."""
    calls = [
        {
            "told": words,
            "date": None,
            "date_words": None,
            "medium": "phone",
            "initiator": None,
            "parties": [party("A", one), party("B", other)],
            "reactions": [],
        }
        for words, one, other in (
            (FIRST_CALL, "Ilvar Quen", "Osk Tarrandel"),
            (LAST, "Mira Vosk", "Tolan Brix"),
        )
        if words in text
    ]
    return json.dumps({"calls": calls})


def reads_well(handler: Handler, asked: Asked) -> None:
    handler.send(completion(told(asked.document), sent=fits(asked)))


def check(behaviour: Any, names: tuple[str, ...] = ("tiny",), **settings: Any) -> list[Finding]:
    with serving(behaviour) as server:
        server.listing = lists(*names)
        return check_server(Settings(model="tiny", address=server.address, **settings), None)


def bad(findings: list[Finding]) -> str:
    return "\n".join(finding.text for finding in findings if not finding.is_good)


def test_a_server_that_reads_well_is_told_so() -> None:
    found = check(reads_well, price={"input": 1.0, "output": 2.0})
    text = "\n".join(finding.text for finding in found)
    assert bad(found) == ""
    for words in (
        "keeps to the schema",
        "found the call",
        "tokens a second",
        "USD",
        "is read whole",
    ):
        assert words in text


@pytest.mark.parametrize(
    ("names", "advice"),
    [(("qwen3:8b",), "OLLAMA_CONTEXT_LENGTH=16384"), (("tiny",), "vLLM: --max-model-len")],
)
def test_a_server_that_cuts_prompts_is_found_out(names: tuple[str, ...], advice: str) -> None:
    found = bad(check(has_a_window(4096, told), names))
    assert "a long document is not read whole (4,096 of some" in found
    assert advice in found


def test_a_cut_that_is_counted_as_if_it_were_none_is_found_by_the_call_that_is_missing() -> None:
    def cuts_in_silence(handler: Handler, asked: Asked) -> None:
        handler.send(completion(told(asked.document[-8_000:]), sent=fits(asked)))

    assert "of a long document it did not find the first call, though it counted" in bad(
        check(cuts_in_silence)
    )


def test_a_window_that_fits_is_enough() -> None:
    found = check(has_a_window(8192, told), window=8_192, answer_tokens=1_024)
    assert bad(found) == ""


def test_a_model_that_misses_the_one_call_is_told() -> None:
    assert "did not find the one call" in bad(check(says(NO_CALLS)))


def test_what_is_wrong_with_a_server_is_one_line() -> None:
    found = check(fails(404, "model 'tiny' not found"), ("small", "large"))
    assert [finding.text for finding in found if not finding.is_good] == [bad(found)]
    assert "has no model 'tiny'" in bad(found)
    assert "it has small, large" in bad(found)


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Instance:
    made = Instance(tmp_path)
    monkeypatch.setenv("READOUTS_HOME", str(made.home.path))
    monkeypatch.setenv("READOUTS_SOURCES", str(made.sources))
    return made


def command(*arguments: str) -> Any:
    return CliRunner().invoke(app, ["model", *arguments])


def test_whose_texts_go_where_is_said(instance: Instance, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "no text leaves this machine" in command().output.replace("\n", " ")
    path = instance.sources.with_name("model.yaml")
    path.write_text("model: tiny\naddress: http://127.0.0.1:9/v1\nkey_variable: A_KEY\n")
    monkeypatch.setenv("A_KEY", "sk-SECRET")
    text = command().output
    assert "the key is in A_KEY, which is set" in text
    assert "SECRET" not in text
    assert "Invented Ministry" in text
    path.write_text("model: tiny\naddress: http://127.0.0.1:9/v1\nlanguages: [fr]\n")
    assert "nowhere" in command().output


def test_without_a_model_the_commands_say_what_to_do(instance: Instance) -> None:
    for arguments in (["check"], ["try"], ["requests", "-o", "x.jsonl"]):
        result = command(*arguments)
        assert result.exit_code == 1
        assert "no model is configured" in str(result.exception)


def test_a_large_models_answers_score_as_recorded() -> None:
    found = trial(large_answers())
    assert found.of_large == 20
    assert (found.large.calls.f1 or 0) > 0.98
    assert (found.large.reactions.f1 or 0) > 0.93
    assert (found.rules_beside_large.reactions.f1 or 0) < 0.7
    assert found.large.counts[("call", "english", "both")].of > 5


def test_the_annotations_of_the_trial_stand_in_their_texts() -> None:
    assert len(documents()) >= 60
    assert len({document.get("lang") or "en" for document in documents()}) >= 9
    for document in documents():
        names = {p["name"] for call in document["calls"] for p in call["parties"]}
        for call in document["calls"]:
            assert call["initiator"] in names | {None}
            for reaction in call["reactions"]:
                text = document["text"][reaction["start"] : reaction["end"]]
                assert text == reaction["evidence"], document["id"]


def test_a_model_is_tried_and_its_counts_are_written(instance: Instance) -> None:
    """A model that answers as the large one did where that answered, and else that there is no call."""
    large = {
        message(report_of(document), Part(0, len(document["text"]))): large_answers().get(
            document["id"]
        )
        for document in documents()
    }

    def answers(handler: Handler, asked: Asked) -> None:
        answer = large[asked.document] or {"calls": []}
        handler.send(completion(json.dumps(answer), sent=fits(asked)))

    with serving(answers) as server:
        path = instance.sources.with_name("model.yaml")
        path.write_text(f"model: org/tiny:7b\naddress: {server.address}\n")
        result = command("try")
        assert result.exit_code == 0, result.output
        asked = len(server.questions)
        assert asked >= len(documents())
        command("try")
        assert len(server.questions) == asked, "what was answered is not asked again"
    assert "The 20 of them that a large model has read" in result.output
    counts = read_counts(instance.sources.parent / "counts" / "org_tiny_7b.tsv")
    assert counts.confidence("call", "both", "en") is not None
    assert "org/tiny:7b" in (instance.sources.parent / "counts" / "org_tiny_7b.tsv").read_text()
