"""The charts of a brief: from Vega-Lite (``charts.yaml``) to the Vega that draws them inside the page.

What belongs here: the bundle of Vega. What does not: how a chart looks (``charts.yaml``), and data; the page's script
fills the named data sets as the reader chooses.

Colours are CSS variables, so that light, dark and print need no drawing anew. Making the bundle takes seconds; it is
kept beside the briefs until a library or a chart changes.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from readouts.base.files import write_whole
from readouts.brief.text import packed, source_of

CHARTS = Path(__file__).with_name("charts.yaml")
TRANSFORMS = ("vega-transforms", "vega-view-transforms", "vega-encode", "vega-geo")
PARTS = dict.fromkeys(TRANSFORMS, "5.1.0") | {
    "vega-dataflow": "6.1.0",
    "vega-view": "6.1.0",
    "vega-parser": "7.1.0",
    "vega-interpreter": "2.0.0",
}
"""The parts of Vega 6.2.0 that go along, as ``vl-convert-python`` 1.9 has them inside: nothing is fetched."""


@dataclass(frozen=True)
class Charts:
    """Vega's script, packed (``text.packed``) since it is most of a page, and the specification of each chart by name.

    ``source`` allows the script in a Content-Security-Policy, by its hash.
    """

    script: str
    source: str
    specifications: dict[str, Any]


def load_charts(folder: Path) -> Charts:
    """The charts, from what ``folder`` keeps of them where that is of these very libraries and charts."""
    kept = folder / f"charts-{_digest()}.json"
    try:
        return Charts(**json.loads(kept.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        made = _made()
    for old in folder.glob("charts-*.json"):
        old.unlink(missing_ok=True)
    write_whole(kept, json.dumps(made.__dict__))
    return made


@cache
def _made() -> Charts:
    script = _bundle()
    return Charts(packed(script, level=9), source_of(script), _specifications())


def _digest() -> str:
    made_from = (
        version("vl-convert-python"),
        *(p.read_text("utf-8") for p in (Path(__file__), CHARTS)),
    )
    return hashlib.sha256("\0".join(made_from).encode()).hexdigest()[:12]


def _bundle() -> str:
    """The parts of Vega that the charts need, and what evaluates expressions without the browser's ``eval``.

    Vega-Lite, the embedder and the parts for trees, forces and clouds of words would be two fifths more.

    Raises:
        ValueError: the installed ``vl-convert-python`` has other releases of them.
    """
    import vl_convert

    imported = {f"* as m{number}": name for number, name in enumerate(TRANSFORMS)} | {
        "{transforms}": "vega-dataflow",
        "{View}": "vega-view",
        "{parse}": "vega-parser",
        "{expressionInterpreter}": "vega-interpreter",
    }
    lines = [
        f'import {what} from "https://cdn.jsdelivr.net/npm/{name}@{PARTS[name]}/+esm";'
        for what, name in imported.items()
    ]
    named = ", ".join(f"m{number}" for number in range(len(TRANSFORMS)))
    lines.append(f"Object.assign(transforms, {named});")
    lines.append("window.vegaParts = {View, parse, expressionInterpreter};")
    script: str = vl_convert.javascript_bundle("\n".join(lines))
    return script


def _specifications() -> dict[str, Any]:
    """The charts as Vega, so that a page need not compile them as it opens."""
    import vl_convert

    charts = YAML(typ="safe").load(CHARTS)
    return {name: vl_convert.vegalite_to_vega(chart) for name, chart in charts.items()}
