"""Reading watchlist.yaml: what it may say, and where each mistake stands."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, get_args

import pytest

from readouts.alerts.messages import KINDS
from readouts.alerts.watchlist import NewsKind, TroubleKind
from readouts.alerts.watchlist_file import WatchlistError, load_watchlist
from readouts.base.instance.home import ROOT, watchlist_file
from tests import mistakes
from tests.cases import read_cases

CASES = read_cases(Path(__file__).parent / "cases" / "watchlist.yaml")

GOOD = """
channels:
  desk: ${DESK_URL}
  ops: json://127.0.0.1/${OPS_TOKEN:-none}
watch:
  - {name: a, countries: [NOR, NATO], pairs: [[NOR, PAK]], people: [Ilvar Quen], to: [desk]}
  - {name: b, stances: [condemnation], to: [desk, ops]}
  - {name: c, stances: [condemnation], on: [call], to: [ops]}
operators: {to: [ops], on: [gate]}
"""


def test_every_kind_has_its_query_its_words_and_its_row_in_the_document() -> None:
    news, troubles = get_args(NewsKind), get_args(TroubleKind)
    assert set(KINDS) == {*news, *troubles}
    assert [kind for kind in news if not (ROOT / "sql" / "alerts" / f"{kind}.sql").is_file()] == []
    document = (ROOT / "docs" / "alerts.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \|", document, flags=re.MULTILINE)
    assert {*news, *troubles} <= set(rows)


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "watchlist.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_mistakes_are_answered_with_their_lines(case: dict[str, Any], tmp_path: Path) -> None:
    mistakes.require(tmp_path / "watchlist.yaml", case, load_watchlist)


def test_what_is_said_and_what_is_not(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD)
    watchlist = load_watchlist(path, {"DESK_URL": "json://127.0.0.1/desk"})
    assert watchlist is not None
    assert watchlist.channels == {"desk": "json://127.0.0.1/desk", "ops": "json://127.0.0.1/none"}
    assert [rule.kinds for rule in watchlist.rules] == [("call", "shift"), ("stance",), ("call",)]
    assert watchlist.rules[0].pairs == (("NOR", "PAK"),)
    assert watchlist.operators is not None
    assert watchlist.operators.silent_days == 3


def test_address_is_no_part_of_an_answer(tmp_path: Path) -> None:
    path = written(tmp_path, "channels: {a: '${A}'}\nwatch: [{name: x, to: [a]}]")
    with pytest.raises(WatchlistError) as caught:
        load_watchlist(path, {"A": "nosuchservice://secret-token"})
    assert "secret" not in str(caught.value)


def test_rules_can_be_tried_without_the_addresses(tmp_path: Path) -> None:
    watchlist = load_watchlist(written(tmp_path, GOOD), {}, addresses=False)
    assert watchlist is not None
    assert watchlist.channels["desk"] == "${DESK_URL}"


def test_there_need_not_be_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("READOUTS_WATCHLIST", raising=False)
    path = watchlist_file(tmp_path / "sources.yaml")
    assert path == tmp_path / "watchlist.yaml"
    assert load_watchlist(path) is None
    monkeypatch.setenv("READOUTS_WATCHLIST", str(tmp_path / "other.yaml"))
    assert watchlist_file(tmp_path / "sources.yaml") == tmp_path / "other.yaml"


def test_example_and_the_manual_say_what_can_be_read(tmp_path: Path) -> None:
    manual = (ROOT / "docs" / "alerts.md").read_text(encoding="utf-8")
    examples = re.findall(r"```yaml\n(channels:.*?)```", manual, re.DOTALL)
    examples.append((ROOT / "watchlist.example.yaml").read_text(encoding="utf-8"))
    assert len(examples) > 1
    for example in examples:
        addresses = dict.fromkeys(re.findall(r"\$\{(\w+)\}", example), "json://127.0.0.1/")
        watchlist = load_watchlist(written(tmp_path, example), addresses)
        assert watchlist is not None
        assert watchlist.rules
        assert watchlist.operators is not None
