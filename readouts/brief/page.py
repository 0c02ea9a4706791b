"""The HTML of a brief: one file that asks nobody for anything.

What belongs here: filling the templates, and the policy by which a browser runs what the project wrote and nothing
else. What does not: what is shown.

Whatever others wrote passes the templates' escaping. The data, Vega and the page's script go along compressed and in
base 85; a small script unpacks them, and the page's sets text as text. The Content-Security-Policy names the three
scripts and the style by their hashes and forbids the rest: a markup that slipped through would still not act.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from readouts.brief.charts import Charts
from readouts.brief.payload import packed_data, payload
from readouts.brief.reading import Material
from readouts.brief.text import packed, safe_link, source_of, visible
from readouts.brief.words import (
    NOTHING,
    READERS,
    SYMBOLS,
    day_name,
    movers,
    paragraph,
    tongue,
)

TEMPLATES = Path(__file__).with_name("templates")
SCRIPTS = ("model.js", "page.js", "charts.js", "main.js")
SOURCE_STATES = {
    "failed": "failed",
    "silent": "answered, with nothing new",
    "no_calls": "had articles, and no call in them",
    "not_asked": "no fetch is recorded",
}
MOST_BYTES = 1_990_000
"""The size that a brief stays below; it carries fewer words where it would not."""
OLDER = 30
"""So many pages of earlier evidence the foot links to; every sentence links to its own."""


@cache
def environment() -> Environment:
    """The templates: all values are escaped, and a name that is not there is an error."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(visible=visible, safe_link=safe_link, day_name=day_name, tongue=tongue)
    return made


@cache
def style() -> str:
    """The style sheet of all pages."""
    return (TEMPLATES / "brief.css").read_text(encoding="utf-8")


@cache
def _script() -> str:
    parts = [(TEMPLATES / name).read_text(encoding="utf-8") for name in SCRIPTS]
    return '(() => {\n"use strict";\n' + "\n".join(parts) + "\n})();\n"


@cache
def _packed_script() -> str:
    return packed(_script(), level=9)


@cache
def _unpacking() -> str:
    return (TEMPLATES / "unpack.js").read_text(encoding="utf-8")


def policy(*sources: str) -> str:
    """The Content-Security-Policy of a page with the style sheet and the scripts that these sources allow."""
    allowed = " ".join(sources) or "'none'"
    return (
        f"default-src 'none'; script-src {allowed}; style-src {source_of(style())}; "
        "base-uri 'none'; form-action 'none'"
    )


def code(text: str) -> Markup:
    """The project's own code, to stand in a script element; nothing in it may end that element.

    Raises:
        ValueError: something in it would.
    """
    if "</script" in text.lower() or "<!--" in text:
        raise ValueError("a script holds what would end its element")
    return Markup(text)


def brief_html(material: Material, charts: Charts, older: list[str]) -> str:
    """The brief of an edition; ``older`` are earlier editions with a page of evidence, the latest first.

    It carries as many sentences as fit, the latest ones.
    """
    sentences = len(material.sentences)
    while True:
        data = payload(material, sentences) | {"charts": charts.specifications}
        html = _render(material, charts, older, packed_data(data))
        if len(html.encode()) < MOST_BYTES or not sentences:
            return html
        sentences //= 2


def _render(material: Material, charts: Charts, older: list[str], data: str) -> str:
    return (
        environment()
        .get_template("brief.html")
        .render(
            edition=material.edition,
            publication=material.publication,
            first_day=material.first_day,
            earliest=material.earliest,
            paragraph=paragraph(material),
            nothing=NOTHING,
            movers=movers(material),
            symbols=SYMBOLS,
            readers=READERS if material.since else {},
            waiting=material.waiting,
            sources=material.sources,
            source_states=SOURCE_STATES,
            unparsed=material.unparsed,
            other_languages=material.other_languages,
            quarantine=material.quarantine,
            warnings=material.warnings,
            open_editions=material.open_editions,
            older=older[:OLDER],
            style=code(style()),
            policy=policy(charts.source, source_of(_script()), source_of(_unpacking())),
            data=data,
            vega=charts.script,
            page=_packed_script(),
            unpack=code(_unpacking()),
        )
    )
