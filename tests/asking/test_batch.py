"""Batch files: what waits is written, what comes back is taken in, in whatever order and however often.

Runs are whole once; elsewhere they end with what is read.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from pipelines.cli import app
from readouts.asking import batch
from tests.asking.server import NO_CALLS, completion
from tests.asking.test_step import STATES, WAITING, rows
from tests.pipelines.instance import FIRST, Instance
from tests.pipelines.pages import write_page

Run = Callable[..., Any]


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Instance:
    made = Instance(tmp_path)
    for number in range(3):
        write_page(
            made.pages, number, FIRST, more=f"The {number + 1}th of a few paragraphs of its own."
        )
    made.sources.with_name("model.yaml").write_text("model: big\n")
    monkeypatch.setenv("READOUTS_HOME", str(made.home.path))
    monkeypatch.setenv("READOUTS_SOURCES", str(made.sources))
    return made


def command(*arguments: str) -> Any:
    return CliRunner().invoke(app, ["model", *arguments], catch_exceptions=False)


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def output(requests: list[dict[str, Any]], words: str = NO_CALLS) -> str:
    return "\n".join(
        json.dumps(
            {
                "id": f"b{n}",
                "custom_id": request["custom_id"],
                "response": {"status_code": 200, "body": completion(words, sent=1500)},
                "error": None,
            }
        )
        for n, request in enumerate(requests)
    )


def test_what_waits_is_written_and_its_answers_read_by_the_next_run(
    instance: Instance, tmp_path: Path
) -> None:
    instance.run(FIRST)
    assert rows(instance, WAITING) == [(3,)]
    file = tmp_path / "requests.jsonl"
    assert command("requests", "-o", str(file)).exit_code == 0
    written = lines(file)
    assert len(written) == 3
    for request in written:
        assert set(request) == {"custom_id", "method", "url", "body"}
        assert (request["method"], request["url"]) == ("POST", "/v1/chat/completions")
        assert request["custom_id"] == batch.request_digest(request["body"])
        assert request["body"]["response_format"]["type"] == "json_schema"
    came = tmp_path / "output.jsonl"
    came.write_text(output(list(reversed(written))), "utf-8")
    result = command("answers", str(came))
    assert result.exit_code == 0
    assert "3 answers stored" in result.output
    instance.run(FIRST)
    assert rows(instance, STATES) == [("big", "json_schema", "answered", True, True)] * 3
    assert rows(instance, "SELECT DISTINCT obtained FROM raw.answers") == [("batch",)]
    assert rows(instance, WAITING) == [(0,)]
    assert "nothing is to be asked" in command("requests", "-o", str(file)).output


def test_part_of_it_twice_packed_and_with_errors_in_it(instance: Instance, tmp_path: Path) -> None:
    instance.read(FIRST)
    file = tmp_path / "requests.jsonl"
    command("requests", "-o", str(file))
    one, two, three = lines(file)
    came = tmp_path / "output.jsonl.gz"
    error = {"custom_id": two["custom_id"], "response": None, "error": {"message": "expired"}}
    failed = {
        "custom_id": three["custom_id"],
        "response": {"status_code": 500, "body": {"error": {"message": "oops"}}},
    }
    unknown = {
        "custom_id": "0" * 64,
        "response": {"status_code": 200, "body": completion(NO_CALLS)},
    }
    text = "\n".join([output([one]), *map(json.dumps, (error, failed, unknown)), "{cut", "[1]", ""])
    came.write_bytes(gzip.compress(text.encode()))
    result = command("answers", str(came))
    assert result.exit_code == 1
    assert (
        "1 answers stored, 0 were there, 1 nobody asked for here, 2 failed, 2 lines damaged"
        in result.output
    )
    assert f"{came}:5: it is no JSON" in result.output
    assert "expired" in result.output
    again = command("answers", str(came), str(came))
    assert "0 answers stored, 2 were there" in again.output
    command("requests", "-o", str(file))
    assert [request["custom_id"] for request in lines(file)] == [
        two["custom_id"],
        three["custom_id"],
    ]


def batched(tmp_path: Path, *more: str, words: str = NO_CALLS) -> Any:
    """What the command says of answers to all that is to be asked."""
    file, came = tmp_path / "requests.jsonl", tmp_path / "output.jsonl"
    command("requests", "-o", str(file), *more)
    came.write_text(output(lines(file), words), "utf-8")
    return command("answers", str(came))


def test_another_models_answers_count_when_the_edition_is_read_again(
    instance: Instance, tmp_path: Path
) -> None:
    counting = "SELECT DISTINCT model FROM raw.answers WHERE counts"
    instance.read(FIRST)
    batched(tmp_path)
    instance.read(FIRST)
    instance.sources.with_name("model.yaml").write_text("model: bigger\n")
    result = batched(tmp_path, str(FIRST), "--read-again")
    assert "3 answers stored" in result.output
    assert "3 are about articles that another reading counts for" in " ".join(result.output.split())
    instance.read(FIRST)
    assert rows(instance, counting) == [("big",)], "what has been read stays"
    said: list[str] = []
    instance.read(FIRST, read_again=True, say=said.append)
    assert rows(instance, counting) == [("bigger",)]
    assert "what bigger read of 3 articles counts from now on" in said
    instance.read(FIRST)
    assert rows(instance, counting) == [("bigger",)]


def test_an_answer_that_comes_again_with_other_words_is_told_and_the_first_stays(
    instance: Instance, tmp_path: Path
) -> None:
    instance.read(FIRST)
    assert "say otherwise" not in batched(tmp_path).output
    stored = {path: path.read_bytes() for path in instance.home.answers.rglob("*.jsonl")}
    came = tmp_path / "output.jsonl"
    assert "say otherwise" not in command("answers", str(came)).output
    first, *others = came.read_text("utf-8").splitlines()
    changed = first.replace("calls", "rings")
    assert changed != first
    came.write_text("\n".join([changed, *others]), "utf-8")
    result = command("answers", str(came))
    assert "0 answers stored, 3 were there" in result.output
    assert (
        "1 of those that were there say otherwise than what is stored, which stays" in result.output
    )
    assert stored == {path: path.read_bytes() for path in instance.home.answers.rglob("*.jsonl")}


def test_an_edited_text_never_takes_an_old_answer(instance: Instance, tmp_path: Path) -> None:
    instance.read(FIRST)
    file, came = tmp_path / "requests.jsonl", tmp_path / "output.jsonl"
    command("requests", "-o", str(file))
    came.write_text(output(lines(file)), "utf-8")
    page = instance.pages / "call-0.html"
    page.write_text(page.read_text("utf-8").replace("deep concern", "grave concern"), "utf-8")
    page.rename(page.with_name("edited.html"))
    instance.read(FIRST)
    command("answers", str(came))
    instance.read(FIRST)
    found = "SELECT a.text LIKE '%grave%' FROM core.unparsed AS u JOIN core.articles AS a USING (article_id)"
    assert (True,) in rows(instance, f"{found} WHERE u.reason = 'waiting_for_model'")


def test_files_are_split_by_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "MOST_REQUESTS", 2)
    writer = batch.Writer(tmp_path / "r.jsonl")
    for number in range(5):
        writer.write(b"%d\n" % number)
    writer.close()
    assert [path.name for path in writer.paths] == ["r.jsonl", "r-2.jsonl", "r-3.jsonl"]
    assert b"".join(path.read_bytes() for path in writer.paths) == b"0\n1\n2\n3\n4\n"


TEXT = (
    "Minister Ada Brisk of Norway telephoned Tor Vell of Chile on Friday and voiced deep concern."
)
ANSWER = {
    "calls": [
        {
            "told": "Minister Ada Brisk of Norway telephoned Tor Vell of Chile on Friday",
            "date": "2025-03-14",
            "date_words": "on Friday",
            "medium": "phone",
            "initiator": "A",
            "parties": [
                {
                    "letter": "A",
                    "name": "Ada Brisk",
                    "as_written": "Ada Brisk",
                    "office": "Minister",
                    "country": "NOR",
                },
                {
                    "letter": "B",
                    "name": "Tor Vell",
                    "as_written": "Tor Vell",
                    "office": None,
                    "country": "CHL",
                },
            ],
            "reactions": [
                {"by": "A", "stance": "concern", "toward": None, "evidence": "voiced deep concern"}
            ],
        }
    ]
}


def test_documents_of_ones_own_go_out_and_come_back_under_their_ids(
    instance: Instance, tmp_path: Path
) -> None:
    documents = tmp_path / "documents.jsonl"
    long = "\n".join([TEXT, *(f"Paragraph {n} of harbours and mills. " * 40 for n in range(160))])
    with documents.open("w", encoding="utf-8") as out:
        for name, text in (("one", TEXT), ("long#1", long), ("one", "again"), ("none", None)):
            out.write(json.dumps({"id": name, "text": text, "published": "2025-03-16"}) + "\n")
        out.write('{"text": "no id"}\nnonsense\n')
    file, came = tmp_path / "requests.jsonl", tmp_path / "output.jsonl"
    result = command("requests", "--jsonl", str(documents), "-o", str(file))
    assert result.exit_code == 0
    assert "4 lines are no documents" in result.output
    written = lines(file)
    names = [request["custom_id"] for request in written]
    assert names[0] == "one"
    assert names[1:] == [f"long#1#{n}/{len(names) - 1}" for n in range(1, len(names))]
    came.write_text(output(written, json.dumps(ANSWER)), "utf-8")
    parsed = CliRunner().invoke(
        app, ["parse", "--jsonl", "--answers", str(came), str(documents)], catch_exceptions=False
    )
    by_id = [json.loads(line) for line in parsed.stdout.splitlines()]
    one, long_one = by_id[0], by_id[1]
    assert len(one["calls"]) == len(long_one["calls"]) == 1
    assert one["calls"][0]["read_by"] == "both"
    assert one["calls"][0]["reactions"][0]["evidence"] == "voiced deep concern"


PLAIN = json.dumps({"id": "one", "answer": ANSWER})


def parse(tmp_path: Path, text: str, answers: str, *options: str) -> Any:
    file = tmp_path / "answers.jsonl"
    file.write_text(answers, "utf-8")
    document = json.dumps({"id": "one", "text": text, "published": "2025-03-16"})
    result = CliRunner().invoke(
        app,
        ["parse", "--jsonl", "--answers", str(file), *options],
        input=document + "\n",
        catch_exceptions=False,
    )
    return json.loads(result.stdout)


def test_what_is_doubtful_is_left_out_unless_asked_for(tmp_path: Path) -> None:
    more = f"{TEXT} Prime Minister Mira Vosk of Austria phoned President Tolan Brix of Ghana on Thursday."
    sure = parse(tmp_path, more, PLAIN)
    all_of_it = parse(tmp_path, more, PLAIN, "--doubtful")
    assert [call["read_by"] for call in sure["calls"]] == ["both"]
    assert [call["read_by"] for call in all_of_it["calls"]] == ["both", "rules"]
    assert all_of_it["calls"][1]["doubts"] == ["rules-alone"]


def test_what_the_text_does_not_say_does_not_enter(tmp_path: Path) -> None:
    parsed = parse(tmp_path, "Nothing of the kind was said by anybody on that day.", PLAIN)
    assert parsed["calls"] == []
    assert parsed["faults"]


@pytest.mark.parametrize("answer", ["null", '"text"', '{"calls": 1}', '{"calls": [{"told": 1}]}'])
def test_an_answer_that_is_none_leaves_what_the_rules_read_in_doubt(
    tmp_path: Path, answer: str
) -> None:
    line = f'{{"id": "one", "answer": {answer}}}'
    assert parse(tmp_path, TEXT, line)["calls"] == []
    assert len(parse(tmp_path, TEXT, line, "--doubtful")["calls"]) == 1


def test_both_readings_are_shown_with_what_does_not_stand(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(TEXT, "utf-8")
    wrong = json.loads(PLAIN)
    wrong["answer"]["calls"][0]["reactions"].append(
        {"by": "B", "stance": "support", "toward": None, "evidence": "stood by everybody"}
    )
    (tmp_path / "answers.jsonl").write_text(json.dumps(wrong), "utf-8")
    result = CliRunner().invoke(
        app,
        [
            "parse",
            str(tmp_path / "one.txt"),
            "--explain",
            "--answers",
            str(tmp_path / "answers.jsonl"),
        ],
        catch_exceptions=False,
    )
    assert "Both readings, joined" in result.stdout
    assert "What does not stand" in result.stdout
    assert "stood by everybody" in result.stdout
