"""An instance that rules and a model read: what both found, each alone, and what waits. The people are invented.

What belongs here: pages of two ministries, a model's answers to them, and runs. What does not: any expectation.

Norway's account, first day: both read Quen's support, the model alone his criticism, the rules alone Tarrandel's
restraint. Chile's account of the same call: the model finds nothing, so that all of it is doubtful. The second day's
article is answered where ``second`` is given, and waits otherwise.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from readouts.base.instance.home import corrections_file
from tests.asking.server import ModelServer, answers, serving
from tests.brief.pages import CLOSING, FIRST, SECOND, write_page, write_sources
from tests.pipelines.instance import Instance, silent

CALL = "Foreign Minister Ilvar Quen of Norway called Foreign Minister Osk Tarrandel of Chile today."
ALONE = "Quen left no doubt that Oslo took the closing of the straits for an affront."
BOTH = "Quen voiced strong support for Chile."
RULES = "Tarrandel called for restraint."
OTHER = "Tarrandel condemned the attacks on the port."


def _reaction(by: str, stance: str, evidence: str, toward: str | None = None) -> dict[str, Any]:
    return {"by": by, "stance": stance, "toward": toward, "evidence": evidence.rstrip(".")}


def _answer(*reactions: dict[str, Any]) -> str:
    people = [("A", "Ilvar Quen", "NOR"), ("B", "Osk Tarrandel", "CHL")]
    parties = [
        {"letter": letter, "name": name, "as_written": name, "office": "Foreign Minister", "country": country}
        for letter, name, country in people
    ]  # fmt: skip
    call = {
        "told": CALL.rstrip("."),
        "date": None,
        "date_words": "today",
        "medium": "phone",
        "initiator": "A",
    }
    return json.dumps({"calls": [call | {"parties": parties, "reactions": list(reactions)}]})


ANSWERS = {
    ALONE: _answer(_reaction("A", "support", BOTH, "CHL"), _reaction("A", "criticism", ALONE))
}


def make(path: Path) -> Instance:
    """An instance with the pages and sources, not run yet."""
    pages = path / "pages"
    write_page(pages / "no" / "first.html", FIRST, "Call with the Foreign Minister of Chile",
               [CALL, f"{BOTH} {RULES}", ALONE, CLOSING])  # fmt: skip
    write_page(pages / "cl" / "first.html", FIRST, "Call with the Foreign Minister of Norway",
               [CALL, f"{OTHER} He thanked Quen for the call.", CLOSING])  # fmt: skip
    write_page(pages / "no" / "second.html", SECOND, "A second call with the Foreign Minister of Chile",
               [CALL, "Quen voiced deep concern. Tarrandel condemned the seizure of the ships.", CLOSING])  # fmt: skip
    instance = Instance(path)
    write_sources(instance.sources, pages)
    instance.project = replace(instance.project, sources=instance.sources)
    return instance


def configure(instance: Instance, server: ModelServer) -> None:
    """Have the instance ask this server."""
    text = f"model: large\naddress: {server.address}\n"
    instance.sources.with_name("model.yaml").write_text(text, encoding="utf-8")


def run_with_model(path: Path) -> Instance:
    """An instance whose first day is read by both, and whose second day's article waits for a server that is down."""
    instance = make(path)
    with serving(answers(ANSWERS)) as server:
        configure(instance, server)
        instance.run(FIRST)
    instance.run(SECOND, say=silent)
    return instance


def environment(instance: Instance) -> dict[str, str]:
    """The variables by which a command finds the instance's files."""
    return {
        "READOUTS_SOURCES": str(instance.sources),
        "READOUTS_CORRECTIONS": str(corrections_file(instance.sources)),
    }
