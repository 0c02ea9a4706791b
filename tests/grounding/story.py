"""One short report and an answer that it bears out, for tests that change a piece of the answer.

What belongs here: the story and the changing. What does not: tests.
"""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from typing import Any

from readouts.domain.records import Report
from readouts.grounding import Grounded, ground

PUBLISHED = date(2026, 3, 6)
"""A Friday."""
TEXT = "\n\n".join(
    (
        "OSLO, March 6 — Norwegian Foreign Minister Halvor Brennsvik telephoned his Chilean "
        "counterpart, Evaristo Quilaqueo, on Thursday.",
        "Brennsvik expressed his deep condolences over the earthquake in Talca, and offered "
        "Norway’s full support to the rescue teams. "
        "Quilaqueo thanked Norway for its help. "
        "He condemned the looting in Peru’s border towns. "
        "The two ministers agreed to deepen cooperation.",
        "On Wednesday, Quilaqueo had a conversation with Kenyan Foreign Minister Wanjiru "
        "Odhiambo. "
        "Odhiambo voiced concern about the floods.",
        "A phone call that Brennsvik will hold with Peruvian Foreign Minister Illari Quispe is "
        "planned for Monday. "
        "Brennsvik gave a lecture on fish in Bergen last week.",
        "Snow fell in the north. Farmers voiced sorrow over lost cattle.",
    )
)

ANSWER: dict[str, Any] = {
    "calls": [
        {
            "told": "Norwegian Foreign Minister Halvor Brennsvik telephoned his Chilean counterpart,"
            " Evaristo Quilaqueo, on Thursday",
            "date": "2026-03-05",
            "date_words": "on Thursday",
            "medium": "phone",
            "initiator": "A",
            "parties": [
                {
                    "letter": "A",
                    "name": "Halvor Brennsvik",
                    "as_written": "Halvor Brennsvik",
                    "office": "Foreign Minister",
                    "country": "NOR",
                },
                {
                    "letter": "B",
                    "name": "Evaristo Quilaqueo",
                    "as_written": "Evaristo Quilaqueo",
                    "office": "Foreign Minister",
                    "country": "CHL",
                },
            ],
            "reactions": [
                {
                    "by": "A",
                    "stance": "condolence",
                    "toward": "CHL",
                    "evidence": "Brennsvik expressed his deep condolences over the earthquake in Talca",
                },
                {
                    "by": "A",
                    "stance": "support",
                    "toward": "CHL",
                    "evidence": "offered Norway's full support to the rescue teams",
                },
                {
                    "by": "B",
                    "stance": "commendation",
                    "toward": "NOR",
                    "evidence": "Quilaqueo thanked Norway for its help",
                },
                {
                    "by": "B",
                    "stance": "condemnation",
                    "toward": "PER",
                    "evidence": "He condemned the looting in Peru's border towns",
                },
                {
                    "by": "A",
                    "stance": "cooperation",
                    "toward": "CHL",
                    "evidence": "The two ministers agreed to deepen cooperation",
                },
            ],
        },
        {
            "told": "Quilaqueo had a conversation with Kenyan Foreign Minister Wanjiru Odhiambo",
            "date": "2026-03-04",
            "date_words": "On Wednesday",
            "medium": "unspecified",
            "initiator": None,
            "parties": [
                {
                    "letter": "A",
                    "name": "Evaristo Quilaqueo",
                    "as_written": "Quilaqueo",
                    "office": "Foreign Minister",
                    "country": "CHL",
                },
                {
                    "letter": "B",
                    "name": "Wanjiru Odhiambo",
                    "as_written": "Wanjiru Odhiambo",
                    "office": "Foreign Minister",
                    "country": "KEN",
                },
            ],
            "reactions": [
                {
                    "by": "B",
                    "stance": "concern",
                    "toward": None,
                    "evidence": "Odhiambo voiced concern about the floods",
                }
            ],
        },
    ]
}

Path = tuple[str | int, ...]


def answer(*changes: tuple[Path, Any]) -> dict[str, Any]:
    """Return the answer with pieces changed: each by its path, a value, or ``...`` for the piece taken out."""
    changed = deepcopy(ANSWER)
    for path, value in changes:
        at: Any = changed
        for step in path[:-1]:
            at = at[step]
        if value is ...:
            del at[path[-1]]
        elif isinstance(at, list) and path[-1] == len(at):
            at.append(value)
        else:
            at[path[-1]] = value
    return changed


def held(given: object, text: str = TEXT, **more: Any) -> Grounded:
    """Hold an answer against the story, or against another text."""
    told = {"published": PUBLISHED, "publisher": "Fjord Wire", **more}
    return ground(Report(text, **told), given, model="test")
