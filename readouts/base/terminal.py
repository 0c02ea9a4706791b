"""What reaches a terminal: no control characters but those that our own drawing sends there.

What belongs here: making text harmless where a person looks at it. What does not: drawing
(``pipelines.screens.display``), and what goes into files and pipes, which is data and stays as it is.

Text comes from pages, feeds, servers' answers, file names and people's YAML, and goes out by many ways: results in
several formats, error lines, logs of libraries. So it is not each of these that is trusted to think of it; the streams
of the process are guarded once (``guard_streams``). Rich writes past that guard, with escapes of its own; its text is
cleaned where the command makes its consoles.
"""

from __future__ import annotations

import re
import sys
from typing import Any

COLOUR = re.compile(r"\x1b\[[0-9;:]*m")
"""Colours of libraries that write to a stream by themselves: left out whole, so that no rest of them is seen."""

ACTED_ON = re.compile(
    r"\r(?!\n)"  # goes back to the beginning of the line, and writes over it
    r"|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]"  # C0 but for tab and the ends of lines; DEL; C1
    r"|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029]"  # turns the direction; other ends of lines
    r"|[\ud800-\udfff]"  # half of a character, which no terminal can be sent
)
"""What a terminal does something at, instead of showing it (ECMA-48; Unicode's bidirectional controls, UAX 9)."""


def harmless(text: str) -> str:
    """The text with a space in the place of each character that a terminal acts on; lines and tabs stay."""
    return ACTED_ON.sub(" ", COLOUR.sub("", text))


class Harmless:
    """A text stream to a terminal on which nothing that is written acts.

    ``rich_proxied_file`` is where Rich looks for the stream behind one that was put in its place.
    """

    def __init__(self, stream: Any) -> None:
        self.rich_proxied_file = stream

    def write(self, text: str) -> int:
        """Write the text, made harmless; the number of characters that were given."""
        self.rich_proxied_file.write(harmless(text))
        return len(text)

    def writelines(self, lines: Any) -> None:
        """Write several."""
        for line in lines:
            self.write(line)

    @property
    def buffer(self) -> Any:
        """There is none: bytes would go past the guard."""
        raise AttributeError("a guarded stream takes no bytes")

    def __getattr__(self, name: str) -> Any:
        return getattr(self.rich_proxied_file, name)


def guard_streams() -> None:
    """Guard standard output and error of this process where they lead to a terminal; a pipe gets what is there."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is not None and not isinstance(stream, Harmless) and stream.isatty():
            setattr(sys, name, Harmless(stream))
