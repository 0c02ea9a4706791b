"""The commands ``readouts brief`` and ``readouts page``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from pipelines.cli import app
from pipelines.commands.arguments import UsageError
from readouts.base.instance.home import Home
from readouts.brief.reading import BriefError
from readouts.warehouse.reading.query import answer
from tests.brief.pages import FIRST, SECOND


@pytest.fixture
def run(home: Home, briefs: dict[Any, Any], monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("READOUTS_HOME", str(home.path))
    return lambda *words: CliRunner().invoke(app, words, catch_exceptions=False)


def test_the_brief_is_written_and_opened(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", lambda address: bool(opened.append(address)) or True)
    result = run("brief", str(FIRST), "--output", str(tmp_path))
    path = tmp_path / f"{FIRST}.html"
    assert result.exit_code == 0
    assert str(path) in result.output.replace("\n", "")
    assert opened == [path.as_uri()]
    assert path.is_file()


def test_the_latest_is_written_beside_the_warehouse_and_left_closed(
    run: Any, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    result = run("brief", "--no-open")
    assert str(home.brief / f"{SECOND}.html") in result.output.replace("\n", "")
    assert "2 calls among 4 countries and organisations" in result.output
    assert opened == []


@pytest.mark.parametrize(
    ("words", "error", "message"),
    [
        (("brief", "2024-03-05..2024-03-06"), UsageError, "is a range: name one day"),
        (("brief", "yesterday"), UsageError, "is no edition"),
        (("brief", "2024-03-01"), BriefError, "is not published"),
        (("page", "none"), BriefError, "has no article 'none'"),
    ],
)
def test_what_cannot_be_done_is_one_clear_line(
    run: Any, words: tuple[str, ...], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message) as caught:
        run(*words)
    assert "\n" not in str(caught.value)


def test_a_page_comes_as_it_was_archived(run: Any, home: Home) -> None:
    rows = answer(
        home.warehouse,
        "SELECT article_id FROM core.articles WHERE canonical_url = 'https://no.example/second.html'",
    ).rows
    result = run("page", rows[0][0])
    page = home.path.parent / "pages" / "no" / "second.html"
    assert result.stdout_bytes == page.read_bytes()
