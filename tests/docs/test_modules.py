"""What a module's first lines name is there: modules and folders, beside it or above it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from readouts.base.instance.home import ROOT

MODULES = [
    path.relative_to(ROOT)
    for package in ("readouts", "assets", "pipelines")
    for path in sorted((ROOT / package).rglob("*.py"))
]
NAMED = re.compile(r"``([a-z_][a-z_/]*(?:\.py|/))``")
ELSEWHERE = {"score.py", "archive/inventory/"}
"""Names of what is no part of the tree: the scorer of annotated documents, a folder of the archive."""


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_what_a_module_names_is_there(module: Path) -> None:
    text = ast.get_docstring(ast.parse((ROOT / module).read_text(encoding="utf-8"))) or ""
    around = [ROOT / folder for folder in module.parents]
    assert [
        name
        for name in NAMED.findall(text)
        if name not in ELSEWHERE and not any((folder / name).exists() for folder in around)
    ] == []
