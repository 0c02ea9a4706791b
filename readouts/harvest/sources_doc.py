"""Writes the table of kinds into ``docs/sources.md``, from the models of ``kinds``.

What belongs here: that table. What does not: what a kind is (``kinds``), and the rest of the page, which is written by
hand. ``python -m readouts.harvest.sources_doc`` writes it anew.
"""

from __future__ import annotations

import re

from readouts.base.instance.home import ROOT
from readouts.harvest.kinds import KINDS
from readouts.harvest.sources.source import Source, WebSource

TARGET = ROOT / "docs" / "sources.md"
HEAD = "| kind | what it is, and its keys | by date? |\n|---|---|---|\n"
_TABLE = re.compile(rf"(?<=^{re.escape(HEAD)})(?:\|.*\n)*", re.MULTILINE)


def page(text: str) -> str:
    """The page with the table as the models have it."""
    rows = "".join(_row(kind, model) for kind, model in KINDS.items())
    return _TABLE.sub(lambda _: rows, text)


def _row(kind: str, model: type[Source]) -> str:
    shared = {*WebSource.model_fields, "kind"}
    keys = [
        f"`{name}`{'' if field.is_required() else ' (optional)'}: {field.description}"
        for name, field in model.model_fields.items()
        if name not in shared
    ]
    what = " ".join((model.__doc__ or "").split())
    return f"| `{kind}` | {what} {'; '.join(keys)} | {model.by_date} |\n"


if __name__ == "__main__":
    TARGET.write_text(page(TARGET.read_text(encoding="utf-8")), encoding="utf-8")
