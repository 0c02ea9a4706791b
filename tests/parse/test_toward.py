"""Toward whom a stance is stated: whose deed it is, not whom it was done to; who is backed, not who is told of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from readouts import parse
from tests.cases import read_cases

SAID = read_cases(Path(__file__).parent / "cases" / "toward.yaml")
HEAD = (
    "Norwegian Foreign Minister Ilvar Quen spoke by phone on Monday with his Chilean counterpart,"
    " Osk Tarrandel. Quen "
)


@pytest.mark.parametrize("stance", SAID)
def test_a_stance_is_toward_whom_its_words_are_about(stance: str) -> None:
    wrong = []
    for words, allowed in SAID[stance].items():
        [call] = parse(f"{HEAD}{words}.", published=date(2026, 3, 6)).calls
        his = [r for r in call.reactions if r.country == "NOR" and r.stance == stance]
        stated = {target or "-" for r in his for target in [r.toward]}
        if not stated or not stated <= set(allowed.split()):
            wrong.append((words, stated, allowed))
    assert not wrong
