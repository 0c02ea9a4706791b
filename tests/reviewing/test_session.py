"""``readouts review``: what is shown, what an answer writes, and what the next run makes of it."""

from __future__ import annotations

import csv
import json
import os
import pty
import re
import subprocess
import sys
import termios
import time
from pathlib import Path

import duckdb
import pytest

from readouts.base.instance.home import ROOT
from readouts.corrections.fields import CorrectionError
from readouts.corrections.review import Doubtful, Said, meaning
from readouts.warehouse.reading.query import answer
from tests.brief.pages import FIRST, SECOND
from tests.command import readouts
from tests.pipelines.instance import Instance
from tests.two_readers import OTHER, RULES, environment

WHO = ("review", "--who", "Tilda Marn")

REACTION = Doubtful({"target": "x", "kind": "reaction", "report_id": "r", "doubts": []}, {})
REPORT = Doubtful(
    {"target": "r", "kind": "report", "report_id": "r", "doubts": []}, {2: {"party_id": "p2"}}
)


def review(instance: Instance, *lines: str) -> subprocess.CompletedProcess[str]:
    text = "".join(f"{line}\n" for line in lines)
    return readouts(*WHO, home=instance.home.path, stdin=text, **environment(instance))


def written(instance: Instance) -> list[dict[str, str]]:
    path = instance.sources.with_name("corrections.csv")
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("doubtful", "line", "said", "why"),
    [
        (REACTION, "r", [("x", "reaction", "confirmed", "true")], "read and found right"),
        (REACTION, "R -- the page has it", [("x", "reaction", "confirmed", "true")], "the page has it"),
        (REACTION, "w she only asked", [("x", "reaction", "retracted", "true")], "she only asked"),
        (REACTION, "o stance concern", [("x", "reaction", "stance", "concern")], "read"),
        (REACTION, "o speaker Osk Tarr -- it was he", [("x", "reaction", "speaker", "Osk Tarr")], "it was he"),
        (REACTION, "s", [], ""),
        (REPORT, "w", [("r", "report", "retracted", "true")], "read and found wrong"),
        (REPORT, "o call_date 2024-03-04", [("r", "report", "call_date", "2024-03-04")], "read"),
        (REPORT, "o 2 country NOR", [("p2", "party", "country", "NOR"), ("r", "report", "confirmed", "true")], "read"),
    ],
)  # fmt: skip
def test_answer_means_corrections(
    doubtful: Doubtful, line: str, said: list[tuple[str, ...]], why: str
) -> None:
    found = meaning(doubtful, line)
    assert (found.said, found.why) == ([Said(*one) for one in said], why)


@pytest.mark.parametrize(
    ("doubtful", "line", "says"),
    [
        (REACTION, "yes", "'yes' is no answer: r, w, o, s, t or q"),
        (REACTION, "\x1b[A", "is no answer"),
        (REACTION, "o", "say which field and what it is: stance, toward, side, speaker or in_call"),
        (REACTION, "o stance angry", "stance must be one of support,"),
        (REACTION, "o 2 country NOR", "a reaction has no field '2'"),
        (REPORT, "o 3 country NOR", "there is no party 3"),
        (REPORT, "o 2 country Norway", "'Norway' is written NOR"),
        (REPORT, "o stance concern", "a report has no field 'stance'"),
    ],
)
def test_answer_that_cannot_be_meant_says_what_could(
    doubtful: Doubtful, line: str, says: str
) -> None:
    with pytest.raises(CorrectionError) as error:
        meaning(doubtful, line)
    assert says in str(error.value)


def test_each_is_shown_with_its_sentence_both_readings_and_the_page(own: Instance) -> None:
    done = review(own, *["s"] * 20)
    assert (done.returncode, done.stderr) == (0, "")
    shown = done.stdout
    assert re.findall(r"^(\d of \d)  ", shown, re.MULTILINE) == [f"{n} of 8" for n in range(1, 9)]
    assert "1 of 8  report, changes source; 4 of its reactions with it (weight 3.25)" in shown
    assert "1. Osk Tarrandel (CHL), 2. Ilvar Quen (NOR): call of 2024-03-05" in shown
    assert (
        "doubtful: the rules alone have it so; what the model has in these words stands below"
        in shown
    )
    assert f"“{RULES.rstrip('.')}”" in shown
    assert "rules: Osk Tarrandel (CHL): restraint" in shown
    assert "model: nothing in these words" in shown
    assert "https://no.example/first.html" in shown
    assert "as it came: readouts page " in shown
    assert shown.splitlines()[-1] == "0 of 8 answered, 8 left"
    assert written(own) == []


def test_answers_are_written_at_once_and_what_is_answered_is_not_asked_again(own: Instance) -> None:
    first = review(
        own, "w the call is another one", "x", "r", "o stance concern -- it is concern", "q"
    )
    assert "retracted of report is true" in first.stdout
    assert "'x' is no answer" in first.stdout
    # A report that is no call takes its four reactions along.
    assert first.stdout.splitlines()[-1].startswith(
        "3 of 8 answered (1 right, 1 wrong, 1 other), 1 left; "
    )
    lines = written(own)
    assert [(line["kind"], line["field"], line["value"], line["why"]) for line in lines] == [
        ("report", "retracted", "true", "the call is another one"),
        ("reaction", "confirmed", "true", "read and found right"),
        ("reaction", "stance", "concern", "it is concern"),
    ]
    assert {line["who"] for line in lines} == {"Tilda Marn"}
    assert lines[1]["quotation"] == RULES.rstrip(".") or lines[2]["quotation"] == RULES.rstrip(".")
    again = review(own, "r")
    assert "1 of 1" in again.stdout
    assert review(own).stdout == "nothing waits to be looked at\n"


def test_what_is_confirmed_counts_with_the_next_run_and_serves_as_a_gold_document(
    own: Instance, tmp_path: Path
) -> None:
    def told(query: str) -> list[tuple[object, ...]]:
        return answer(own.home.warehouse, query).rows

    differences = "SELECT side, stance, told_by FROM marts.readout_differences ORDER BY ALL"
    words = f"SELECT side, stance FROM marts.evidence WHERE evidence = '{OTHER.rstrip('.')}'"
    assert told(differences) == []
    assert told(words) == []
    target = tmp_path / "documents.jsonl"
    review(own, *["r"] * 8)
    before = readouts(
        "corrections", "--export", str(target), home=own.home.path, **environment(own)
    )
    assert "0 documents; 8 corrections are not applied yet" in before.stdout
    own.run(FIRST, offline=True)
    assert told(words) == [("CHL", "condemnation")]
    assert ("CHL", "condemnation", "CHL") in told(differences)
    assert told("SELECT count(*) FROM marts.to_review") == [(0,)]
    done = readouts("corrections", "--export", str(target), home=own.home.path, **environment(own))
    assert done.stdout.strip() == f"{target}: 2 documents"
    documents = [json.loads(line) for line in target.read_text("utf-8").splitlines()]
    assert {document["country"] for document in documents} == {"NOR", "CHL"}
    for document in documents:
        [call] = document["calls"]
        assert (call["date"], call["medium"], call["initiator"]) == (
            "2024-03-05",
            "phone",
            "Ilvar Quen",
        )
        assert {party["country"] for party in call["parties"]} == {"NOR", "CHL"}
        for said in (call, *call["reactions"]):
            assert document["text"][said["start"] : said["end"]] == said["evidence"]
        assert any(reaction.get("looked_at") for reaction in call["reactions"])
    [chile] = [document for document in documents if document["country"] == "CHL"]
    assert chile["calls"][0]["looked_at"]
    stances = {(r["country"], *r["stance"]) for r in chile["calls"][0]["reactions"]}
    assert ("CHL", "condemnation") in stances


def test_document_in_which_something_waits_is_not_exported_and_one_without_a_call_is(
    own: Instance, tmp_path: Path
) -> None:
    target = tmp_path / "documents.jsonl"
    review(own, "w", "r", "q")
    own.run(FIRST, offline=True)
    done = readouts("corrections", "--export", str(target), home=own.home.path, **environment(own))
    assert "1 document; 1 left out, in which something waits for 'readouts review'" in done.stdout
    [document] = [json.loads(line) for line in target.read_text("utf-8").splitlines()]
    assert (document["country"], document["calls"]) == ("CHL", [])


def test_keys_at_a_terminal_where_nothing_of_a_page_acts(own: Instance) -> None:
    hostile = "\x1b]0;owned\x07\x1b[2J"
    with duckdb.connect(str(own.home.warehouse)) as connection:
        connection.execute("UPDATE marts.to_review SET title = ?", [f"Call{hostile}"])
        connection.execute("UPDATE core.articles SET text = text || ?", [hostile])
    ours, theirs = pty.openpty()
    variables = {"PATH": os.environ["PATH"], "HOME": str(own.home.path), "TERM": "dumb", "COLUMNS": "200",
                 "LANG": "C.UTF-8", "READOUTS_HOME": str(own.home.path), "PYTHONPATH": str(ROOT)}  # fmt: skip
    with subprocess.Popen(
        [sys.executable, "-m", "pipelines.cli", *WHO],
        stdin=theirs, stdout=theirs, stderr=theirs, cwd=ROOT, env=variables | environment(own),
    ) as program:  # fmt: skip
        os.close(theirs)
        sent = b""
        for keys in (b"t", b"o", b"call_date 2024-03-04\n", b"it says Monday\n", b"q"):
            sent += until_asked(ours)
            # A key that comes before the command listens for keys is thrown away.
            while len(keys) == 1 and program.poll() is None and is_by_lines(ours):
                time.sleep(0.01)
            os.write(ours, keys)
        while part := read(ours):
            sent += part
        os.close(ours)
        assert program.wait(60) == 0
    seen = sent.decode("utf-8", "replace")
    assert "\x1b" not in seen
    assert "\x07" not in seen
    assert "1 of 8 answered (1 other), 7 left" in seen
    assert [(line["field"], line["value"], line["why"]) for line in written(own)] == [
        ("call_date", "2024-03-04", "it says Monday")
    ]


def is_by_lines(terminal: int) -> bool:
    """Whether the terminal hands over lines, and no keys."""
    return bool(termios.tcgetattr(terminal)[3] & termios.ICANON)


def read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:
        return b""


def until_asked(terminal: int) -> bytes:
    """What is sent until the command asks for a key or a line."""
    sent = b""
    while part := read(terminal):
        sent += part
        if sent.rstrip().endswith((b"[q] quit", b"field and value:", b"(may be left open):")):
            break
    return sent


def test_nothing_doubtful_and_nobody_who_answers_are_one_line(first: Instance) -> None:
    none = readouts("review", "--who", " ", home=first.home.path, **environment(first))
    assert (none.returncode, none.stderr) == (1, "readouts: --who says nothing\n")


def test_second_day_is_read_by_the_rules_alone_and_counts(first: Instance) -> None:
    rows = answer(
        first.home.warehouse,
        f"SELECT DISTINCT read_by FROM marts.evidence WHERE edition = '{SECOND}'",
    ).rows
    assert rows == [("rules",)]
