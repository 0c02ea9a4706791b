"""How often Python looks for objects in circles that nobody needs.

What belongs here: how often, for processes that import much. What does not: the memory of any data.
"""

from __future__ import annotations

import gc

ROUNDS = (700, 10, 100)
"""For any command: through all that there is a tenth as often as by default (``gc.set_threshold``).

Each time it goes through all that was imported; together that took a seventh of a run of few pages.
"""

MADE_BEFORE_GARBAGE = 50_000
"""Objects that a run makes before Python looks at all. With Python's own number, 700, it looks through all that Dagster
is a tenth of the time, and finds next to nothing."""


def look_seldom() -> None:
    """Go through all that was imported a tenth as often, for the rest of the process."""
    gc.set_threshold(*ROUNDS)


def look_seldom_in_a_run() -> None:
    """Let a run of editions make more before Python looks."""
    gc.set_threshold(MADE_BEFORE_GARBAGE)
