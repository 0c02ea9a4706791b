"""At a terminal nothing from outside acts, by whichever way it comes; a pipe gets what is there."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest

from readouts.warehouse.reading.query import answer
from tests.command import readouts
from tests.pipelines.commands.terminal import at_terminal
from tests.pipelines.instance import FIRST, Instance
from tests.pipelines.pages import PAGE

ACTED_ON = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]|\r(?!\n)")
ATTACK = "\x1b]0;owned\x07\x1b[2J\x9b31mred\x90q\x9c\r\u202egnp"
IN_SQL = "chr(27) || ']0;owned' || chr(7) || chr(27) || '[2J' || chr(155) || '31mred' || chr(13) || chr(8238)"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Instance:
    """An instance whose source, page and publisher all try."""
    instance = Instance(tmp_path_factory.mktemp("hostile"))
    page = PAGE.format(
        title=f"Call with the Foreign Minister of Chile {ATTACK}",
        meta=f'<meta property="article:published_time" content="{FIRST}T09:00:00Z">',
        name="Osk Tarrandel",
        surname="Tarrandel",
        country="Chile",
        more=f"<p>Nothing else was said {ATTACK}.</p>",
    )
    (instance.pages / "call.html").write_text(page, encoding="utf-8")
    text = instance.sources.read_text()
    name = json.dumps(f"Ministry {ATTACK}")
    instance.sources.write_text(text.replace("name: Invented Ministry", f"name: {name}"))
    instance.run(FIRST)
    return instance


def test_attack_is_in_the_warehouse(hostile: Instance) -> None:
    """What is tried below is there to begin with."""
    rows = answer(hostile.home.warehouse, "SELECT title || text FROM core.articles").rows
    assert ACTED_ON.search(rows[0][0])


QUERIES = {
    "values": f"SELECT title, text, [{IN_SQL}] AS parts, {{'a': {IN_SQL}}} AS fields,"
    f" MAP {{{IN_SQL}: 1}} AS map FROM core.articles",
    "headers": f"PIVOT (SELECT {IN_SQL} AS name) ON name",
    "errors": f"SELECT error({IN_SQL})",
}


@pytest.mark.parametrize("form", ["table", "line", "csv", "json", None])
@pytest.mark.parametrize("what", QUERIES)
def test_sql(hostile: Instance, form: str | None, what: str) -> None:
    chosen = ("-f", form) if form else ()
    _, sent = at_terminal("sql", "-", *chosen, home=hostile.home.path, stdin=QUERIES[what])
    assert len(sent) > 20
    # a terminal's driver puts a carriage return before each end of line, and CSV has one already
    assert not ACTED_ON.search(sent.replace("\r\r\n", "\r\n"))


@pytest.mark.parametrize(
    "arguments",
    [
        ["sources"],
        ["sources", "--json"],
        ["sources", "check"],
        ["sources", "check", "--json"],
        ["sources", "check", ATTACK.replace("\x00", "")],
        ["run", ATTACK],
        ["run", str(FIRST)],
        ["run", "--verbose", str(FIRST)],
        ["gates"],
        ["gates", "-f", "json"],
        ["page", "ARTICLE"],
        ["page", ATTACK],
        ["brief", "--no-open"],
        ["parse", "PAGE"],
        ["parse", "PAGE", "--json"],
        ["parse", "PAGE", "--explain"],
        ["parse", ATTACK],
        ["corrections"],
        ["watch", "--dry-run"],
        ["publish"],
        ["archive", "check"],
    ],
    ids=lambda arguments: " ".join(arguments)[:24].encode("ascii", "replace").decode(),
)
def test_commands(hostile: Instance, arguments: list[str]) -> None:
    [[article]] = answer(hostile.home.warehouse, "SELECT article_id FROM core.articles").rows
    places = {"ARTICLE": article, "PAGE": str(hostile.pages / "call.html")}
    corrections, watchlist = hostile.path / "corrections.csv", hostile.path / "watchlist.yaml"
    corrections.write_text(
        f"target,field,value,who,given_on,why\nx,stance,{ATTACK[:-5]},T. Marn,2025-01-01,{ATTACK[:-5]}\n"
    )
    watchlist.write_text(
        "countries: [NOR, CHL]\nchannels: {desk: DESK_CHANNEL}\n", encoding="utf-8"
    )
    _, sent = at_terminal(
        *(places.get(word, word) for word in arguments),
        home=hostile.home.path,
        READOUTS_SOURCES=str(hostile.sources),
        READOUTS_CORRECTIONS=str(corrections),
        READOUTS_WATCHLIST=str(watchlist),
        DESK_CHANNEL="json://127.0.0.1:9/",
    )
    assert len(sent) > 10
    assert "Traceback" not in sent
    assert not ACTED_ON.search(sent)


def test_pipe_gets_what_is_there(hostile: Instance) -> None:
    home = hostile.home.path
    query = f"SELECT {IN_SQL} AS said"
    [[expected]] = answer(hostile.home.warehouse, query).rows
    assert ACTED_ON.search(expected)
    written = readouts("sql", "-", "-f", "csv", home=home, stdin=query, PYTHONIOENCODING="utf-8")
    told = readouts("sql", "-", "-f", "json", home=home, stdin=query)
    assert json.loads(told.stdout) == [{"said": expected}]
    rows = list(csv.reader(io.StringIO(written.stdout, newline="")))
    # the pipe of the test reads an end of line for a carriage return
    assert rows[1][0].replace("\n", "\r") == expected


def test_own_escapes_are_sent(hostile: Instance) -> None:
    """The guard takes nothing from a terminal that has colours."""
    _, sent = at_terminal("sql", "SELECT 1 AS one", home=hostile.home.path, TERM="xterm-256color")
    assert "\x1b[1m" in sent
