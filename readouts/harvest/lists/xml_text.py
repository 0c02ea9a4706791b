"""The text of an XML document, mended where a machine that wrote it erred.

What belongs here: references to characters that there are not, ampersands that stand for themselves. What does not:
any vocabulary.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from readouts.harvest.encodings import as_text

_DECLARATION = re.compile(r"^<\?xml[^>]*>")
_BEFORE = "\ufeff\u200b\x00 \t\r\n"
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_REFERENCE = re.compile(r"&#(?:[xX]([0-9A-Fa-f]+)|([0-9]+));?")
# what a CDATA section or a comment holds is no markup; else an ampersand begins a reference, or stands for itself
_AMPERSAND = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|&(?!(?:#[0-9]+|#[xX][0-9A-Fa-f]+|amp|lt|gt|quot|apos);)",
    re.DOTALL,
)
_MOST_DIGITS = 8


def xml_text(body: bytes, charset: str | None) -> str:
    """The text, without a byte order mark, what stands before it, its declaration, and what XML cannot hold.

    ``charset`` is what the server says.
    """
    text = as_text(body, charset)[0].lstrip(_BEFORE)
    text = _CONTROLS.sub("", _DECLARATION.sub("", text, count=1).lstrip(_BEFORE))
    return _REFERENCE.sub(_mended, text)


def _mended(reference: re.Match[str]) -> str:
    """A reference to a character that there is not stands for one that is not known."""
    digits, base = (reference[1], 16) if reference[1] else (reference[2], 10)
    point = int(digits, base) if len(digits.lstrip("0")) <= _MOST_DIGITS else 0
    is_one = point in {9, 10, 13} or 0x20 <= point < 0xD800 or 0xE000 <= point < 0x110000
    return reference[0] if is_one and point not in {0xFFFE, 0xFFFF} else "\ufffd"


def with_plain_ampersands(text: str) -> str:
    """The text with each ampersand that begins no reference of XML written as one."""
    return _AMPERSAND.sub(lambda found: "&amp;" if found[0] == "&" else found[0], text)


def parts(text: str, beginning: re.Pattern[str]) -> Iterator[str]:
    """The text of each entry: from an element's start tag (its name is group 1) to its end, or the next one's start."""
    begins = list(beginning.finditer(text))
    for number, begin in enumerate(begins):
        end = begins[number + 1].start() if number + 1 < len(begins) else len(text)
        closing = f"</{begin[1]}>"
        own = text.find(closing, begin.start(), end)
        yield text[begin.start() : own + len(closing) if own >= 0 else end]
