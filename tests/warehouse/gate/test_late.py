"""Modules that are loaded when they are first used: the real ones, in their own time."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest

from readouts.warehouse.gate.late import loaded_late


def test_module_is_loaded_when_it_is_first_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "slow_to_load.py").write_text("import sys\nsys.stones = 3\nSTONES = sys.stones\n")
    (tmp_path / "quick_to_load.py").write_text("STONES = 4\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "stones", 0, raising=False)
    finders = list(sys.meta_path)
    with loaded_late("slow_to_load", "not_installed"):
        slow = importlib.import_module("slow_to_load")
        assert importlib.import_module("quick_to_load").STONES == 4
        with pytest.raises(ModuleNotFoundError):
            importlib.import_module("not_installed")
    assert sys.meta_path == finders
    assert vars(sys)["stones"] == 0
    assert importlib.import_module("slow_to_load") is slow
    assert slow.STONES == vars(sys)["stones"] == 3
