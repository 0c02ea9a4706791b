"""The step of asking in runs: what is asked, what waits, what stands, and what a rebuild makes of it.

Runs are whole where it is about what is published; where it is about asking alone they end with what is read.
"""

from __future__ import annotations

import json
import multiprocessing
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from readouts.asking.asker import ask_documents
from readouts.asking.model_file import ModelFileError
from readouts.edition.kept.states import is_current
from readouts.edition.making.making import make_edition
from tests.asking.server import NO_CALLS, ModelServer, completion, fails, in_turn, says, serving
from tests.pipelines.instance import (
    FIRST,
    SECOND,
    Instance,
    Lean,
    in_child,
    kill_oneself,
    silent,
    what_is_there,
)
from tests.pipelines.pages import write_page


@pytest.fixture
def instance(tmp_path: Path) -> Instance:
    made = Lean(tmp_path)
    for number in range(3):
        write_page(
            made.pages, number, FIRST, more=f"A paragraph of its own, the {number + 1}th of a few."
        )
    return made


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with serving(says(NO_CALLS)) as found:
        yield found


def configure(instance: Instance, server: ModelServer, model: str = "tiny", more: str = "") -> None:
    text = f"model: {model}\naddress: {server.address}\n{more}"
    instance.sources.with_name("model.yaml").write_text(text, "utf-8")


def rows(instance: Instance, query: str) -> list[tuple[Any, ...]]:
    return what_is_there(instance.home, query)


STATES = "SELECT model, way, status, counts, tokens_sent > 0 FROM raw.answers ORDER BY ALL"
WAITING = "SELECT count(*) FROM core.unparsed WHERE reason = 'waiting_for_model'"


def test_each_article_is_asked_about_once_with_its_own_day_and_publisher(
    instance: Instance, server: ModelServer
) -> None:
    configure(instance, server)
    instance.run(FIRST)
    assert len(server.questions) == 3
    for asked in server.questions:
        assert asked.document.startswith(
            f"Date: {FIRST}\nPublisher: Invented Ministry (NOR)\n\nCall with"
        )
    assert len({json.dumps(asked.body["messages"][0]) for asked in server.questions}) == 1
    assert rows(instance, STATES) == [("tiny", "json_schema", "answered", True, True)] * 3
    instance.run(FIRST)
    assert len(server.questions) == 3
    assert is_current(instance.project, FIRST)


def test_without_a_model_nothing_is_asked_or_stored(instance: Instance) -> None:
    instance.read(FIRST)
    assert rows(instance, STATES) == []
    assert not instance.home.answers.exists()
    assert rows(instance, WAITING) == [(0,)]


def test_an_edition_that_no_model_was_asked_about_does_not_stand_when_one_is_configured(
    instance: Instance, server: ModelServer
) -> None:
    instance.run(FIRST)
    assert is_current(instance.project, FIRST)
    configure(instance, server)
    assert not is_current(instance.project, FIRST)


def test_a_server_that_is_down_shuts_nothing_and_the_next_run_of_any_edition_asks(
    instance: Instance,
) -> None:
    with serving(says(NO_CALLS)) as gone:
        configure(instance, gone)
    instance.run(FIRST)
    assert len(instance.calls()) == 3, "the rules' reading is published"
    assert rows(instance, WAITING) == [(3,)]
    assert not is_current(instance.project, FIRST)
    with serving(says(NO_CALLS)) as server:
        configure(instance, server)
        write_page(instance.pages, 5, SECOND)
        said: list[str] = []
        instance.run(SECOND, say=said.append)
        assert len(server.questions) == 4
    assert f"edition {FIRST} is made anew: 3 of 3 articles wait no longer" in said
    assert rows(instance, WAITING) == [(0,)]
    assert len(rows(instance, STATES)) == 4
    assert is_current(instance.project, FIRST)
    assert is_current(instance.project, SECOND)


def test_a_rebuild_reads_the_archive_alone_and_makes_the_same(
    instance: Instance, server: ModelServer
) -> None:
    configure(instance, server)
    instance.run(FIRST)
    before, answers = instance.published(), rows(instance, "FROM raw.answers ORDER BY ALL")
    instance.home.build.unlink()
    instance.home.warehouse.unlink()
    instance.sources.with_name("model.yaml").unlink()
    instance.run(FIRST, offline=True)
    assert instance.published() == before
    assert rows(instance, "FROM raw.answers ORDER BY ALL") == answers
    assert len(server.questions) == 3


def test_what_a_maker_asked_is_asked_by_nobody_again(
    instance: Instance, server: ModelServer
) -> None:
    configure(instance, server)
    made = make_edition(instance.project, FIRST, say=silent)
    assert len(server.questions) == 3
    assert not made.is_purse_used, "without limits the closer may ask for what others wait for"
    again = make_edition(instance.project, FIRST, say=silent)
    assert (again.extracted, again.read, again.asked) == (0, 0, None)
    instance.read(FIRST)
    assert len(server.questions) == 3
    assert rows(instance, STATES) == [("tiny", "json_schema", "answered", True, True)] * 3
    assert rows(instance, WAITING) == [(0,)]


def test_what_is_staged_without_an_answer_is_read_anew_with_one(
    instance: Instance, server: ModelServer
) -> None:
    before = make_edition(instance.project, FIRST, say=silent)
    assert (before.extracted, before.read, before.asked) == (3, 3, None)
    configure(instance, server)
    again = make_edition(instance.project, FIRST, say=silent)
    assert (again.extracted, again.read) == (0, 3)
    instance.read(FIRST, offline=True)
    assert rows(instance, WAITING) == [(0,)]


def test_a_maker_that_asked_up_to_a_limit_leaves_nothing_to_spend(
    instance: Instance, server: ModelServer
) -> None:
    configure(instance, server, more="limits: {articles: 1}\n")
    assert make_edition(instance.project, FIRST, say=silent).is_purse_used
    assert len(server.questions) == 1


def test_another_model_is_another_reading_and_is_chosen(
    instance: Instance, server: ModelServer
) -> None:
    configure(instance, server)
    instance.read(FIRST)
    configure(instance, server, "large")
    instance.read(FIRST)
    assert len(server.questions) == 3, "the old reading stands"
    counting = "SELECT DISTINCT model FROM raw.answers WHERE counts"
    instance.read(FIRST, read_again=True)
    assert len(server.questions) == 6
    assert rows(instance, counting) == [("large",)]
    assert rows(instance, "SELECT count(*) FROM raw.answers") == [(6,)]
    configure(instance, server, "tiny")
    instance.read(FIRST, read_again=True)
    assert rows(instance, counting) == [("tiny",)]
    assert len(server.questions) == 6, "its answers are stored"


def test_a_limit_stops_the_asking_and_says_what_waits(
    instance: Instance, server: ModelServer
) -> None:
    configure(instance, server, more="limits: {articles: 2}\n")
    said: list[str] = []
    instance.read(FIRST, say=said.append)
    assert len(server.questions) == 2
    assert rows(instance, WAITING) == [(1,)]
    assert any(line == "1 articles wait: the limit of 2 articles a run is reached" for line in said)
    instance.read(FIRST)
    assert len(server.questions) == 3
    assert rows(instance, WAITING) == [(0,)]


def test_what_tells_of_no_call_and_what_is_in_other_languages_is_not_sent(
    instance: Instance, server: ModelServer
) -> None:
    page = instance.pages / "call-0.html"
    text = page.read_text("utf-8").replace("called", "admires").replace("Call with", "Notes on")
    page.write_text(text.replace("contact", "touch").replace("call", "plea"), "utf-8")
    configure(instance, server)
    instance.read(FIRST)
    assert len(server.questions) == 2
    configure(instance, server, more="languages: [fr]\n")
    write_page(instance.pages, 5, SECOND)
    instance.read(SECOND)
    assert len(server.questions) == 2
    assert rows(instance, WAITING) == [(0,)]


def test_articles_in_a_language_without_a_list_of_words_are_all_asked_about_and_it_is_said(
    instance: Instance, server: ModelServer
) -> None:
    for page in instance.pages.iterdir():
        text = page.read_text("utf-8").replace('lang="en"', 'lang="mi"').replace("call", "waea")
        page.write_text(re.sub("contact|voiced|call", "", text), "utf-8")
    sources = instance.sources.read_text("utf-8").replace("language: en", "language: mi")
    instance.sources.write_text(sources, "utf-8")
    configure(instance, server)
    said: list[str] = []
    instance.read(FIRST, say=said.append)
    languages = {language for (language,) in rows(instance, "SELECT language FROM core.articles")}
    if languages == {"mi"}:
        assert len(server.questions) == 3
        assert any("there are no words to look for in 'mi'" in line for line in said)
    else:  # the language was told from the words after all
        assert languages <= {"en", "und"}


def test_whose_texts_go_where_is_said(instance: Instance, server: ModelServer) -> None:
    configure(instance, server)
    said: list[str] = []
    instance.read(FIRST, say=said.append)
    assert f"texts of Invented Ministry (3) go to tiny at {server.address}" in said


def test_a_mistake_in_the_file_stops_the_run_and_a_missing_key_only_the_asking(
    instance: Instance, server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("READOUTS_TEST_KEY", raising=False)
    configure(instance, server, more="window: small\n")
    with pytest.raises(ModelFileError, match=r"model\.yaml:3: window: expected how many tokens"):
        instance.read(FIRST)
    configure(instance, server, more="key_variable: READOUTS_TEST_KEY\n")
    said: list[str] = []
    instance.read(FIRST, say=said.append)
    assert any(line.startswith("3 articles wait: READOUTS_TEST_KEY is not set") for line in said)
    assert server.questions == []
    assert rows(instance, WAITING) == [(3,)]


def test_nothing_that_was_stored_is_asked_twice_after_a_kill(
    instance: Instance, server: ModelServer
) -> None:
    def dies_at_the_third(handler: Any, asked: Any) -> None:
        if len(server.questions) == 3:
            handler.close_connection = True
            handler.connection.close()
        else:
            handler.send(completion(NO_CALLS, sent=1500))

    def run_and_die() -> None:
        from readouts.edition.run import edition_steps

        for step in edition_steps(instance.project, FIRST, say=lambda line: None):
            step.run()
            if step.name == "raw_answers":
                kill_oneself()

    server.behaviour = dies_at_the_third
    configure(instance, server, more="concurrency: 1\nlimits: {articles: 2}\n")
    assert in_child(run_and_die) == -9
    server.behaviour = says(NO_CALLS)
    configure(instance, server)
    instance.read(FIRST)
    documents = [asked.document for asked in server.questions]
    assert len(documents) == len(set(documents)) == 3


def test_a_damaged_line_is_named_and_its_article_asked_about_again(
    instance: Instance, server: ModelServer
) -> None:
    configure(instance, server)
    instance.read(FIRST)
    path = sorted(instance.home.answers.glob("*/*.jsonl"))[0]
    path.write_bytes(path.read_bytes().replace(b"calls", b"Calls", 1))
    said: list[str] = []
    instance.read(FIRST, say=said.append)
    name = path.relative_to(instance.home.path).as_posix()
    assert f"{name}:1 cannot be read: it is damaged, and what it held is asked for again" in said
    assert len(server.questions) == 4


def test_two_runs_at_once_ask_nothing_twice(instance: Instance, server: ModelServer) -> None:
    from readouts.asking.questions.question import document_digest
    from readouts.edition.kept.answers import Model
    from readouts.edition.project import opened
    from readouts.warehouse.reading.query import answer_from
    from readouts.warehouse.tables.rows import report_of

    instance.read(FIRST)
    configure(instance, server)
    model = Model(instance.project)
    with opened(instance.project) as connection:
        articles = answer_from(connection, "FROM core.articles", []).dicts
    reports = {document_digest(r): r for r in (report_of(article) for article in articles)}

    def ask() -> None:
        assert model.settings is not None
        ask_documents(
            model.settings,
            None,
            instance.home,
            reports,
            faults=lambda report, answer: [],
            say=lambda line: None,
        )

    two = [multiprocessing.get_context("fork").Process(target=ask) for _ in range(2)]
    for process in two:
        process.start()
    for process in two:
        process.join(60)
    assert [process.exitcode for process in two] == [0, 0]
    documents = [asked.document for asked in server.questions]
    assert len(documents) == len(set(documents)) == 3


def test_refusals_pass_and_are_counted(instance: Instance, server: ModelServer) -> None:
    server.behaviour = in_turn(fails(422, "response_format is unknown"), says(NO_CALLS))
    configure(instance, server)
    instance.read(FIRST)
    assert len(server.questions) == 4
    assert rows(instance, "SELECT DISTINCT way FROM raw.answers") == [("json_object",)]
