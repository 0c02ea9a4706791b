"""Layer 3a: the words that tell of a call, and the traps among them.

What belongs here: finding cues in a sentence and deciding whether each tells of a call that took place. What
does not: who took part (``parties``), and how calls are joined (``calls``).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from readouts.model import Medium
from readouts.parse.lexicon import Phrases
from readouts.parse.tokens import Tokens
from readouts.reference import read_table

_ORDINALS = frozenset({"first", "second", "third", "last", "next", "among", "also"})
_CALL_NOUNS = frozenset({"call", "calls", "conversation", "conversations", "talks", "conference"})
_BASE_FORMS = frozenset({"speak", "call", "phone", "telephone", "ring"})


@dataclass(frozen=True, slots=True)
class CueWord:
    """An entry of the table of cues."""

    kind: str
    medium: Medium
    plural: bool


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue as found: its tokens, what it tells, and the rule it came by."""

    first: int
    last: int
    kind: str
    medium: Medium
    plural: bool
    rule: str


@cache
def cue_table(language: str = "en") -> tuple[Phrases[CueWord], dict[str, frozenset[str]]]:
    """Return the cues and the sets of words that decide about them."""
    cues = Phrases(
        (row["phrase"], CueWord(row["kind"], row["medium"], row["plural"] == "y"))  # type: ignore[arg-type]
        for row in read_table("cues", language)
    )
    words: dict[str, set[str]] = {}
    for row in read_table("call_words", language):
        words.setdefault(row["set"], set()).add(row["word"])
    return cues, {name: frozenset(values) for name, values in words.items()}


def cues_in(
    tokens: Tokens, first: int, last: int, *, heading: bool, language: str = "en"
) -> list[Cue]:
    """Return the cues among the tokens ``first`` to ``last`` that tell of calls of the past."""
    table, words = cue_table(language)
    found: list[Cue] = []
    lower = tokens.lower
    i = first
    while i < last:
        if lower[i] not in table:
            i += 1
            continue
        hit = table.at(lower, i)
        if hit is None or hit[0] > last:
            i += 1
            continue
        end, word = hit
        kind = _kind(tokens, i, end, word, first, last, heading=heading)
        if (
            kind
            and not _cancelled(lower, end, last)
            and not _unreal(tokens, i, first, kind, words, heading=heading)
        ):
            found.append(
                Cue(i, end, kind, word.medium, word.plural, f"{kind}:{'-'.join(lower[i:end])}")
            )
        i = end
    return found


def _kind(
    tokens: Tokens, i: int, end: int, word: CueWord, first: int, last: int, *, heading: bool
) -> str:
    """Return the kind of the cue where it stands; "" for a trap."""
    lower = tokens.lower
    after = lower[end] if end < last else ""
    before = lower[i - 1] if i > first else ""
    kind = word.kind
    if end == i + 1 and lower[i] in ("ring", "phone", "telephone"):
        ranked = before == "to" and any(w in _ORDINALS for w in lower[max(first, i - 3) : i])
        return kind if ranked else ""
    if kind == "manner" and after in _CALL_NOUNS:
        return ""
    if lower[i] in ("call", "calls") and end == i + 1:
        if after in ("on", "upon", "out", "to", "it", "itself", "themselves", "themself"):
            if not (after == "on" and _is_noun_call(lower, i, first)) and not (
                after == "to"
                and _is_noun_call(lower, i, first)
                and end + 1 < last
                and _names_someone(tokens, end + 1)
            ):
                return ""
        if after == "for":
            return ""
        if before in ("we", "they", "i", "you", "to", "who", "also") and lower[i] == "call":
            return ""
        if (lower[i] == "calls" and kind == "direct") or lower[i] == "calls":
            kind = (
                "noun"
                if _is_noun_call(lower, i, first) or after in ("with", "between", "from")
                else "direct"
            )
        if (
            lower[i] == "call"
            and after in ("from",)
            and before not in ("a", "the", "phone", "his", "her", "telephone")
        ):
            return ""
        return kind
    if lower[i] in ("called", "calling") and end == i + 1:
        if after in (
            "on",
            "for",
            "at",
            "upon",
            "it",
            "out",
            "off",
            "the",
            "a",
            "an",
            "this",
            "that",
            "in",
            "“",
            '"',
            "‘",
            "its",
            "their",
            "to",
            "into",
            "back",
            "attention",
            "such",
            "what",
            "these",
            "those",
            "by" if before not in ("was", "were", "been") else "",
        ):
            if after == "the" and end + 1 < last:
                return kind
            if after in ("back",):
                return kind
            return ""
        return kind
    if lower[i] in ("contacts", "phones", "rings", "talks") and not heading:
        return "" if lower[i] != "talks" else ""
    if lower[i] == "talks" and after not in ("with", "to", "by", "over"):
        return ""
    if lower[i] in ("speaking", "talking") and after in (
        "of",
        "at",
        "in",
        "on",
        "during",
        "about",
        "from",
    ):
        return ""
    return kind


def _ahead(lower: list[str], i: int, first: int) -> bool:
    """Whether the verb that "by phone" goes with is yet to come: "is due to speak by video link"."""
    for j in range(i - 1, max(first, i - 14) - 1, -1):
        word = lower[j]
        if word in (";", ":", "that", "who", "which", "when", "after"):
            return False
        if (
            word.endswith("ed")
            and word not in _EXPECTED
            or word in ("spoke", "spoken", "told", "said", "held")
        ):
            return False
        if word in _EXPECTED:
            return True
    return False


_EXPECTED = frozenset(
    {
        "will",
        "would",
        "due",
        "expected",
        "expects",
        "scheduled",
        "planned",
        "plans",
        "set",
        "hopes",
        "wants",
        "not",
        "refused",
        "asked",
    }
)


def _names_someone(tokens: Tokens, i: int) -> bool:
    return tokens.words[i][0].isupper() or tokens.lower[i] in ("his", "her", "their", "the", "its")


def _is_noun_call(lower: list[str], i: int, first: int) -> bool:
    before = lower[i - 1] if i > first else ""
    return before in (
        "a",
        "the",
        "'s",
        "his",
        "her",
        "their",
        "its",
        "that",
        "this",
        "in",
        "phone",
        "telephone",
        "separate",
        "of",
        "video",
        "during",
        "first",
        "second",
        "latest",
        "recent",
        "and",
        "’",
    )


def _cancelled(lower: list[str], end: int, last: int) -> bool:
    """ "A planned call was cancelled", "the call did not take place"."""
    near = lower[end : min(last, end + 14)]
    for at, word in enumerate(near):
        if word in (".", ";", "said"):
            return False
        if word in _OFF and any(
            w in ("was", "were", "been", "is") for w in near[max(0, at - 3) : at]
        ):
            return True
        if word == "place" and "not" in near[max(0, at - 4) : at]:
            return True
    return False


_OFF = frozenset(
    {"cancelled", "canceled", "postponed", "scrapped", "planned", "scheduled", "expected"}
)


def _unreal(
    tokens: Tokens,
    i: int,
    first: int,
    kind: str,
    words: dict[str, frozenset[str]],
    *,
    heading: bool,
) -> bool:
    """True where the cue is in the future, denied, wished for or conditional."""
    lower = tokens.lower
    unreal = words["unreal"]
    if kind == "manner":
        return _ahead(lower, i, first)
    low = max(first, i - 9)
    base = lower[i] in _BASE_FORMS or kind == "noun"
    for j in range(i - 1, low - 1, -1):
        word = lower[j]
        if word in (",", ";", "—", "–", ":") or word in (
            "that",
            "who",
            "which",
            "while",
            "but",
            "when",
            "after",
        ):
            if not (word == "," and kind == "noun" and False):
                return False
        if word == "asked" and kind == "noun" and lower[j + 1] == "for":
            return True
        if word in unreal:
            if word in ("before", "ahead", "following") and kind != "noun":
                continue
            if kind == "noun" and word in (
                "if",
                "asked",
                "expected",
                "without",
                "agreed",
                "going",
                "about",
                "likely",
                "next",
                "possible",
                "potential",
            ):
                if word in ("agreed", "about", "asked", "next"):
                    continue
            if word == "not" and j + 1 < len(lower) and lower[j + 1] == "only":
                continue
            if not base and word in (
                "will",
                "would",
                "may",
                "might",
                "could",
                "should",
                "agreed",
                "about",
                "asked",
                "about",
                "set",
                "ready",
                "plan",
                "expected",
                "before",
                "going",
                "next",
                "likely",
                "due",
                "planned",
                "possible",
                "potential",
                "scheduled",
            ):
                if (
                    word in ("will", "would", "may", "might", "could", "should")
                    and j + 2 < len(lower)
                    and lower[j + 1] == "have"
                ):
                    return True
                continue
            return True
        if (
            word == "to"
            and kind == "noun"
            and lower[j + 1] in ("have", "hold", "make", "arrange", "conduct")
        ):
            return True
        if word == "to" and any(w in _ORDINALS for w in lower[max(first, j - 2) : j]):
            return False
        if word == "to" and lower[i] in _BASE_FORMS and kind != "noun" and j == i - 1:
            return True
    return kind == "with" and lower[i] == "speak" and not heading
