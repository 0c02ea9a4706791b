"""The charts of a brief: Vega-Lite through Altair, and the Vega that draws them inside the page.

What belongs here: how a chart looks, and the bundle of Vega. What does not: data; the page's script fills the named
data sets as the reader chooses.

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

from readouts.base.files import write_whole
from readouts.brief.text import packed, source_of
from readouts.brief.words import SYMBOLS

POSITIONS = [*SYMBOLS]
COLOURS = ["var(--supportive)", "var(--de-escalatory)", "var(--critical)"]
SHAPES = ["circle", "square", "diamond"]
FONT = "system-ui, sans-serif"
CELL = 26
"""Height of a line of a matrix, in pixels."""


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
    parts = (
        version("altair"),
        version("vl-convert-python"),
        Path(__file__).read_text("utf-8"),
        "base 85",
    )
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:12]


def _bundle() -> str:
    """The parts of Vega that the charts need, and what evaluates expressions without the browser's ``eval``.

    Vega-Lite, the embedder and the parts for trees, forces and clouds of words would be two fifths more.

    Raises:
        ValueError: the installed ``vl-convert-python`` has other releases of them.
    """
    import vl_convert

    address = {name: f"https://cdn.jsdelivr.net/npm/{name}@{of}/+esm" for name, of in PARTS.items()}
    lines = [
        f'import * as m{number} from "{address[name]}";' for number, name in enumerate(TRANSFORMS)
    ]
    lines += [
        f'import {{{what}}} from "{address[name]}";'
        for name, what in (
            ("vega-dataflow", "transforms"),
            ("vega-view", "View"),
            ("vega-parser", "parse"),
            ("vega-interpreter", "expressionInterpreter"),
        )
    ]
    named = ", ".join(f"m{number}" for number in range(len(TRANSFORMS)))
    lines.append(f"Object.assign(transforms, {named});")
    lines.append("window.vegaParts = {View, parse, expressionInterpreter};")
    script: str = vl_convert.javascript_bundle("\n".join(lines))
    return script


def _specifications() -> dict[str, Any]:
    """The charts as Vega, so that a page need not compile them as it opens."""
    import vl_convert

    return {
        name: vl_convert.vegalite_to_vega(chart.to_dict())
        for name, chart in {
            "map": _map(),
            "matrix": _matrix(),
            "timeline": _timeline(),
            "network": _network(),
        }.items()
    }


def _configured(chart: Any) -> Any:
    import altair as alt

    quiet = {"domain": False, "ticks": False, "grid": False, "title": None}
    return chart.configure(
        background="transparent",
        font=FONT,
        aria=False,
        view={"stroke": None, "clip": False},
        axis=quiet
        | {"labelColor": "var(--ink)", "labelFontSize": 12, "labelLimit": 150, "labelPadding": 6},
        text={"fontSize": 12, "color": "var(--ink)"},
        padding=2,
    ).properties(autosize=alt.AutoSizeParams(type="fit-x", contains="padding"))


def _colour(alt: Any) -> Any:
    return alt.Scale(domain=[*POSITIONS, "none"], range=[*COLOURS, "var(--land)"])


def _map() -> Any:
    """The world by leading position: a colour for those who see it, a symbol for all, a dot for small states."""
    import altair as alt

    land = (
        alt.Chart({"name": "world"})
        .mark_geoshape(stroke="var(--paper)", strokeWidth=0.5)
        .encode(
            fill=alt.Fill("properties.position:N", scale=_colour(alt), legend=None),
            fillOpacity=alt.condition(
                "datum.properties.position == 'none'", alt.value(1), alt.value(0.55)
            ),
            tooltip="properties.tip:N",
        )
    )
    symbols = (
        alt.Chart({"name": "places"})
        .mark_point(filled=True, opacity=1, strokeWidth=1)
        .encode(
            longitude="longitude:Q",
            latitude="latitude:Q",
            fill=alt.Fill("position:N", scale=_colour(alt), legend=None),
            stroke=alt.condition(
                "datum.chosen", alt.value("var(--ink)"), alt.value("var(--paper)")
            ),
            shape=alt.Shape(
                "position:N", scale=alt.Scale(domain=POSITIONS, range=SHAPES), legend=None
            ),
            size=alt.condition("datum.chosen", alt.value(150), alt.value(80)),
            tooltip="tip:N",
        )
    )
    dots = (
        alt.Chart({"name": "dots"})
        .mark_circle(size=14, opacity=1, color="var(--dot)")
        .encode(longitude="longitude:Q", latitude="latitude:Q", tooltip="tip:N")
    )
    return _configured(
        alt.layer(land, dots, symbols)
        .project(type="naturalEarth1", rotate=[-11, 0, 0])
        .properties(width="container", height=380)
    )


def _cells(base: Any, fill: Any) -> Any:
    """A matrix: a tint for the size of a figure, and the figure itself."""
    import altair as alt

    tint = base.mark_rect(cornerRadius=3, stroke="var(--paper)", strokeWidth=2).encode(
        fill=fill,
        fillOpacity=alt.FillOpacity("tint:Q", scale=None),
        tooltip="tip:N",
    )
    text = base.mark_text(baseline="middle").encode(text="label:N", tooltip="tip:N")
    return alt.layer(tint, text)


def _turning(alt: Any) -> Any:
    """An axis of words: upright where a column is too narrow for them."""
    narrow = "width < 640"
    return alt.Axis(
        orient="top",
        labelOverlap=False,
        labelAngle=alt.ExprRef(f"{narrow} ? -90 : 0"),
        labelAlign=alt.ExprRef(f"{narrow} ? 'left' : 'center'"),
        labelBaseline=alt.ExprRef(f"{narrow} ? 'middle' : 'bottom'"),
    )


def _matrix() -> Any:
    """Country by stance: calls."""
    import altair as alt

    base = alt.Chart({"name": "cells"}).encode(
        x=alt.X("column:N", sort=None, axis=_turning(alt)),
        y=alt.Y("row:N", sort=None),
    )
    fill = alt.Fill("position:N", scale=_colour(alt), legend=None)
    return _configured(_cells(base, fill).properties(width="container", height=alt.Step(CELL)))


def _timeline() -> Any:
    """Calls by day, a line for each position."""
    import altair as alt

    label = " : ".join(
        f"datum.value > {2 - number} ? '{symbol} {position}'"
        for number, (position, symbol) in enumerate(SYMBOLS.items())
    )
    base = alt.Chart({"name": "bars"}).encode(
        x=alt.X(
            "start:T",
            scale=alt.Scale(type="utc", nice=False),
            axis=alt.Axis(labelOverlap=True, tickCount=8, labelFlush=True),
        ),
        y=alt.Y(
            "bottom:Q",
            scale=alt.Scale(domain=[0, 3], nice=False, zero=False),
            axis=alt.Axis(values=[0.3, 1.3, 2.3], labelExpr=f"{label} : ''"),
        ),
        tooltip="tip:N",
    )
    bars = base.mark_bar(cornerRadius=1, stroke="var(--paper)", strokeWidth=0.5).encode(
        x2="end:T",
        y2="top:Q",
        fill=alt.Fill("position:N", scale=_colour(alt), legend=None),
    )
    figures = base.mark_text(dy=-7, fontSize=11).encode(
        x="middle:T", y=alt.Y("top:Q"), text="label:N"
    )
    lines = (
        alt.Chart(alt.InlineData(values=[{"y": 0}, {"y": 1}, {"y": 2}]))
        .mark_rule(color="var(--line)")
        .encode(y="y:Q")
    )
    return _configured(alt.layer(lines, bars, figures).properties(width="container", height=190))


def _network() -> Any:
    """Who spoke with whom: calls of each pair."""
    import altair as alt

    base = alt.Chart({"name": "cells"}).encode(
        x=alt.X(
            "column:N", sort=None, axis=alt.Axis(orient="top", labelAngle=0, labelOverlap=False)
        ),
        y=alt.Y("row:N", sort=None),
    )
    return _configured(
        _cells(base, alt.value("var(--accent)")).properties(
            width="container", height=alt.Step(CELL)
        )
    )
