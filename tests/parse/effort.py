"""How much work a call is, counted rather than timed, so that a busy machine changes nothing.

What belongs here: counting. What does not: any bar.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any


def effort(work: Callable[[], Any]) -> int:
    """How many functions, built in or written, are called while ``work`` runs."""
    count = 0

    def event(_frame: FrameType, kind: str, _what: Any) -> None:
        nonlocal count
        count += kind in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(event)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count
