"""How many tokens a text is likely to be, without the model's own tokenizer.

What belongs here: the estimate, and how far it may be out. What does not: what tokens cost (``spending``).

Measured in November 2026 with three tokenizers (o200k_base, cl100k_base, Llama 3's) on 420 documents in English,
Russian, Chinese, Spanish, Arabic and Japanese: the real count is 0.61 to 1.76 times the estimate, 0.67 to 1.24 for
nine in ten.
"""

from __future__ import annotations

import re

PER_CHARACTER = {"ascii": 1 / 4.3, "latin": 1 / 1.5, "other": 1 / 2.3, "wide": 1 / 1.05}
"""Tokens a character: of ASCII, of other Latin letters, of other alphabets, of scripts that write words in one sign."""

MOST = 1.3
"""What an estimate is multiplied by where more would do harm: when a text must fit into a window."""

LEAST = 0.55
"""No tokenizer comes to less than this share of an estimate; who counts fewer has not read it all."""

_LATIN = re.compile("[\x80-\u024f]+")
_WIDE = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uf900-\U0010ffff]+")


def tokens_of(text: str) -> int:
    """An estimate of a text's tokens.

    >>> tokens_of("The ministers spoke by telephone on Friday.")
    10
    """
    counts = {"ascii": len(text.encode("ascii", "ignore"))}
    if counts["ascii"] < len(text):
        counts["latin"] = sum(map(len, _LATIN.findall(text)))
        counts["wide"] = sum(map(len, _WIDE.findall(text)))
        counts["other"] = len(text) - sum(counts.values())
    return round(sum(number * PER_CHARACTER[kind] for kind, number in counts.items()))
