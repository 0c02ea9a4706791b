"""The command: what it prints, and one clear line with an exit status when it cannot be done."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipelines.cli import COMMANDS, app, command
from readouts.base.instance.home import ROOT
from tests.command import readouts
from tests.pipelines.commands.terminal import at_terminal
from tests.pipelines.pages import write_page, write_sources
from tests.sampling import SAMPLE, SampleRun

TEXT = (
    "Foreign Minister Ilvar Quen of Norway called Foreign Minister Osk Tarrandel of Chile on Tuesday. "
    "Quen voiced deep concern over the fighting."
)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["run", "yesterday"], "'yesterday' is no edition: write a day as 2026-05-09"),
        (["run", "2025-05-09..2025-05-01"], "ends before it begins"),
        (["run", "2999-01-01"], "has not come yet"),
        (["run", "2999-01-01.."], "has not come yet"),
        (["run", "20250509"], "'20250509' is no edition: write a day as 2026-05-09"),
        (["gates", ""], "'' is no edition"),
        (["brief", "2025-05-01..2025-05-09"], "is a range: name one day"),
        (["watch", "2025-W01-1"], "is no edition"),
        (["parse", "--published", "20250509"], "is no day: write a day as 2026-05-09"),
        (["parse", "--country", "HKG"], "'HKG', Hong Kong, is no state: write CHN"),
        (["parse", "--country", "no"], "'no' is written NOR"),
        (["tables"], "nothing is published at"),
        (["rebuild"], "say which editions to rebuild, or --all"),
        (["rebuild", "--all"], "the archive holds no edition yet"),
        (["rebuild", "2025-07-01"], "nothing is archived of edition 2025-07-01"),
        (
            ["rebuild", "2025-07-01..2025-07-03"],
            "nothing is archived of the editions 2025-07-01 to",
        ),
        (["sql", "SELECT 1"], "nothing is published at"),
        (["gates"], "no gate has run yet; 'readouts run' runs the first edition"),
        (
            ["parse", "no-such-file.txt"],
            "no-such-file.txt cannot be read: No such file or directory",
        ),
        (["parse", "http://127.0.0.1:9/"], "http://127.0.0.1:9/: "),
    ],
)
def test_mistakes_are_answered_in_one_line(
    tmp_path: Path, arguments: list[str], message: str
) -> None:
    result = readouts(*arguments, home=tmp_path)
    assert result.returncode == 1
    assert message in result.stderr
    assert result.stderr.startswith("readouts: ")
    assert len(result.stderr.splitlines()) == 1
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("sources", "keep", "message"),
    [
        ("sources: []\n", "", "sources.yaml:1: expected a source that is enabled"),
        (
            "sources: [{id: a, name: A, kind: folder, type: wire, language: en, path: ., enabled: false,"
            " base_url: 'https://a.example/'}]\n",
            "",
            "sources.yaml:1: expected a source that is enabled",
        ),
        ("sources: []\n", "x", "READOUTS_KEEP is 'x': write how many dated copies are kept"),
    ],
    ids=["no source", "none that is enabled", "no number of copies"],
)
def test_run_that_could_do_nothing_ends_before_it_begins(
    tmp_path: Path, sources: str, keep: str, message: str
) -> None:
    (tmp_path / "sources.yaml").write_text(sources)
    where = {"READOUTS_SOURCES": str(tmp_path / "sources.yaml"), "READOUTS_KEEP": keep}
    result = readouts("run", "2025-05-09", home=tmp_path / "home", **where)
    assert result.returncode == 1
    assert message in result.stderr
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize(
    "arguments", [["run"], ["rebuild", "--all"], ["publish"], ["ui", "--port", "1"]]
)
def test_home_that_cannot_be_written_is_told_in_one_line(
    tmp_path: Path, arguments: list[str]
) -> None:
    (tmp_path / "file").write_text("not a folder")
    home = tmp_path / "file" / "home"
    result = readouts(
        *arguments, READOUTS_HOME=str(home), READOUTS_SOURCES=str(ROOT / "sources.yaml")
    )
    assert result.returncode == 1
    assert result.stderr.startswith("readouts: ")
    assert "Not a directory" in result.stderr or "the archive holds no edition" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_help_lists_the_commands() -> None:
    """In a process that is no copy of another (``tests.command``)."""
    command = [sys.executable, "-m", "pipelines.cli", "--help"]
    result = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert result.returncode == 0
    for command in ("run", "parse", "sql", "sources", "rebuild", "gates"):
        assert command in result.stdout


def test_mistake_in_sources_is_answered_with_its_line(tmp_path: Path) -> None:
    sources = tmp_path / "sources.yaml"
    sources.write_text(
        "sources:\n  - id: x\n    name: X\n    kind: feeed\n    url: https://x.example/f\n"
    )
    result = readouts("sources", READOUTS_SOURCES=str(sources))
    assert result.returncode == 1
    assert "sources.yaml:4: " in result.stderr
    assert "Traceback" not in result.stderr


def test_run_with_a_mistake_in_sources_says_so_at_once(tmp_path: Path) -> None:
    sources = tmp_path / "sources.yaml"
    sources.write_text(
        "sources:\n  - id: x\n    name: X\n    kind: feeed\n    url: https://x.example/f\n"
    )
    result = readouts("run", home=tmp_path, READOUTS_SOURCES=str(sources))
    assert result.returncode == 1
    assert "sources.yaml:4: " in result.stderr
    assert "Traceback" not in result.stderr


def test_verbose_brings_dagsters_log_back(tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    write_page(folder, 0, "2024-03-05")
    sources = write_sources(tmp_path / "sources.yaml", folder)
    run = ("run", "2024-03-05")
    quiet = readouts(*run, home=tmp_path, READOUTS_SOURCES=str(sources))
    loud = readouts(*run, "--verbose", home=tmp_path, READOUTS_SOURCES=str(sources))
    assert loud.returncode == quiet.returncode == 0
    assert "STEP_START" in loud.stdout + loud.stderr
    assert "STEP_START" not in quiet.stdout + quiet.stderr
    assert "edition 2024-03-05 published" in quiet.stderr
    assert "edition 2024-03-05 stands, nothing new" in loud.stderr


def test_sources_are_listed() -> None:
    listed = json.loads(readouts("sources", "--json").stdout)
    assert len({source["id"] for source in listed}) == len(listed)
    assert {source["kind"] for source in listed} >= {"feed", "sitemap", "listing", "json"}
    table = readouts("sources").stdout
    off = sum(not source["enabled"] for source in listed)
    assert f"{len(listed)} sources, {off} switched off: " in table
    assert "attested with a day" in table


SOME = """
defaults: {type: wire, language: en}
sources:
  - {id: a, name: A, kind: feed, url: "https://a.example/", attested: "2026-05-09, 200"}
  - {id: b, name: B, kind: feed, url: "https://b.example/", enabled: false, why_off: a wall}
"""


def test_sources_tell_what_attests_them_and_why_one_is_off(tmp_path: Path) -> None:
    path = tmp_path / "sources.yaml"
    path.write_text(SOME)
    lines = readouts("sources", READOUTS_SOURCES=str(path)).stdout.splitlines()
    assert lines[0].strip() == "2 sources, 1 switched off: 1 attested with a day, 1 not attested"
    assert any("2026-05-09, 200" in line and " a " in line for line in lines)
    assert any("none" in line and "a wall" in line for line in lines)


def test_sql_writes_tables_csv_and_json(sample_run: SampleRun) -> None:
    home = sample_run.home.path
    query = "SELECT 7 AS n, 'a, \"b\"' AS t, NULL AS nothing"
    table = readouts("sql", query, home=home).stdout
    assert "n" in table
    assert 'a, "b"' in table
    rows = list(
        csv.reader(io.StringIO(readouts("sql", query, "--format", "csv", home=home).stdout))
    )
    assert rows == [["n", "t", "nothing"], ["7", 'a, "b"', ""]]
    parsed = json.loads(readouts("sql", "-", "-f", "json", home=home, stdin=query).stdout)
    assert parsed == [{"n": 7, "t": 'a, "b"', "nothing": None}]


def test_tables_and_columns_are_explained(sample_run: SampleRun) -> None:
    home = sample_run.home.path
    told = json.loads(readouts("tables", "-f", "json", home=home).stdout)
    assert "core.reactions" in {row["name"] for row in told}
    assert "docs/stances.md" in readouts("tables", "citations", home=home).stdout
    missing = readouts("tables", "reactions", home=home)
    assert missing.returncode == 1
    assert "there is core.reactions" in missing.stderr
    assert len(missing.stderr.splitlines()) == 1


def test_text_in_another_language_is_told_of(tmp_path: Path) -> None:
    german = (
        "Außenministerin Linde Quen telefonierte heute mit ihrem chilenischen Amtskollegen Osk"
        " Tarrandel. Sie zeigte sich tief besorgt über die Kämpfe."
    )
    result = readouts("parse", stdin=german)
    assert result.stdout == "no call\n"
    assert "'--language de' says that it is" in result.stderr
    assert readouts("parse", "--language", "de", stdin=german).stderr == ""
    assert "language_without_pack" in readouts("parse", "--language", "de", stdin=german).stdout
    for english in ("The weather was fine, and nobody of note rang anybody up.", TEXT):
        assert readouts("parse", stdin=english).stderr == ""


def test_json_loses_no_column(sample_run: SampleRun) -> None:
    home = sample_run.home.path
    query = "SELECT 1 AS side, 2 AS stance, 3 AS side"
    refused = readouts("sql", query, "-f", "json", home=home)
    assert refused.returncode == 1
    assert refused.stdout == ""
    assert len(refused.stderr.splitlines()) == 1
    assert "2 columns are called 'side'" in refused.stderr
    assert "--format csv" in refused.stderr
    assert readouts("sql", query, "-f", "csv", home=home).stdout == "side,stance,side\n1,2,3\n"
    joined = "SELECT * FROM core.calls AS a JOIN core.calls AS b USING (call_id) LIMIT 1"
    assert "columns are called" in readouts("sql", joined, "-f", "json", home=home).stderr


def test_json_is_json_whatever_the_value(sample_run: SampleRun) -> None:
    query = "SELECT 'nan'::DOUBLE AS n, ['inf'::FLOAT, 1] AS l, MAP {DATE '2025-05-09': 1} AS m"
    written = readouts("sql", query, "-f", "json", home=sample_run.home.path).stdout
    told = json.loads(written, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))
    assert told == [{"n": None, "l": [None, 1.0], "m": {"2025-05-09": 1}}]


def test_wide_rows_are_written_a_line_a_value(sample_run: SampleRun) -> None:
    home = sample_run.home.path
    wide = "FROM core.articles LIMIT 2"
    by_itself = readouts("sql", wide, home=home).stdout
    assert by_itself == readouts("sql", wide, "-f", "line", home=home).stdout
    assert by_itself.count(" title = ") == 2
    assert "┃" in readouts("sql", wide, "-f", "table", home=home).stdout
    narrow = "SELECT side, stance FROM core.reactions LIMIT 2"
    assert "┃" in readouts("sql", narrow, home=home).stdout
    assert at_terminal("sql", narrow, home=home, columns=60)[1].count("┃") > 2
    _, sent = at_terminal("sql", "FROM quarantine.articles LIMIT 1", home=home, columns=80)
    assert "reasons = " in sent
    assert len(sent.splitlines()) < 60


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELEC 1", "syntax error"),
        ("SELECT nope FROM core.calls", 'column "nope" not found'),
        ("DELETE FROM core.calls", "read-only"),
        ("COPY core.calls TO 'calls.csv'", "disabled"),
        ("SELECT * FROM read_csv('/etc/passwd')", "disabled"),
    ],
)
def test_sql_that_cannot_be_answered_is_one_line(
    sample_run: SampleRun, query: str, message: str
) -> None:
    result = readouts("sql", query, home=sample_run.home.path)
    assert result.returncode == 1
    assert message in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_parse_reads_a_file_and_standard_input(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(TEXT)
    for arguments, stdin in (([str(path)], ""), ([], TEXT)):
        result = readouts("parse", *arguments, "--published", "2025-05-09", stdin=stdin)
        assert "Ilvar Quen (NOR)" in result.stdout
        assert "2025-05-06" in result.stdout
        assert "concern" in result.stdout


def test_parse_writes_one_json_document(tmp_path: Path) -> None:
    result = readouts("parse", "--json", "--published", "2025-05-09", stdin=TEXT)
    [call] = json.loads(result.stdout)["calls"]
    assert call["initiator"] == "Ilvar Quen"
    [reaction] = call["reactions"]
    assert TEXT[reaction["start"] : reaction["end"]] == reaction["evidence"]


def test_parse_reads_the_article_out_of_a_page() -> None:
    page = SAMPLE / "site" / "gb" / "government" / "news" / "foreign-secretary-call-pakistan.html"
    result = readouts("parse", str(page))
    assert result.returncode == 0
    assert "David Lammy" in result.stdout
    assert "cookie" not in result.stdout.lower()


def test_parse_jsonl_answers_each_line_and_goes_on_after_a_bad_one() -> None:
    good = {"id": "a", "text": TEXT, "published": "2025-05-09"}
    lines = [
        json.dumps(good),
        "{broken",
        json.dumps({"id": "b"}),
        "[]",
        json.dumps(good | {"id": "c"}),
        '{"id": "deep", "text": ' + "[" * 100_000,
        r'{"id": "half \ud83d", "text": "a \ud83d b"}',
    ]
    result = readouts("parse", "--jsonl", stdin="\n".join(lines))
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert [a["id"] for a in answers] == ["a", None, "b", None, "c", None, "half ?"]
    assert [a.get("error", "") for a in answers] == [
        "",
        "line 2: the line is no JSON: Expecting property name enclosed in double quotes at character 2",
        "line 3: text is missing",
        "line 4: expected an object with a text",
        "",
        "line 6: it is nested too deeply",
        "",
    ]
    assert result.returncode == 0
    assert answers[0]["calls"][0]["date"] == "2025-05-06"


def test_parse_jsonl_of_which_no_line_is_a_document_fails() -> None:
    lines = ['{"text": 5}', '{"text": "a", "published": "9 May"}', '{"text": "a", "lang": ["en"]}']
    result = readouts("parse", "--jsonl", stdin="\n".join(lines))
    assert result.returncode == 1
    assert [json.loads(line)["error"] for line in result.stdout.splitlines()] == [
        "line 1: text must be a text",
        "line 2: '9 May' is no day as 2026-05-09",
        "line 3: lang must be a text",
    ]
    assert readouts("parse", "--jsonl", stdin="\n").returncode == 0


def test_csv_has_plain_line_ends(sample_run: SampleRun, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("READOUTS_HOME", str(sample_run.home.path))
    result = CliRunner().invoke(app, ["sql", "SELECT 1 AS a", "-f", "csv"])
    assert result.stdout_bytes == b"a\n1\n"


@pytest.mark.parametrize("name", COMMANDS)
def test_what_the_list_of_commands_names_is_there(name: str) -> None:
    assert command(name).help
