"""Definitions of tables that cannot be meant are refused, each with its file."""

from __future__ import annotations

from pathlib import Path

import pytest

from readouts.warehouse.errors import DefinitionError
from readouts.warehouse.tables.definitions import load_catalogue
from tests.warehouse.conftest import ROOT


def test_definition_with_a_key_twice_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "core" / "calls.yaml"
    file.parent.mkdir()
    text = (ROOT / "expectations" / "core" / "calls.yaml").read_text(encoding="utf-8")
    file.write_text(f"{text}\ntable: core.calls\n", encoding="utf-8")
    with pytest.raises(DefinitionError, match=r"calls\.yaml: found duplicate key 'table'"):
        load_catalogue(tmp_path)


def test_definition_that_names_values_nobody_knows_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "core" / "calls.yaml"
    file.parent.mkdir()
    text = (ROOT / "expectations" / "core" / "calls.yaml").read_text(encoding="utf-8")
    file.write_text(text.replace("values_of: Medium", "values_of: Media"), encoding="utf-8")
    with pytest.raises(DefinitionError, match="values_of 'Media' is none of Stance, "):
        load_catalogue(tmp_path)
