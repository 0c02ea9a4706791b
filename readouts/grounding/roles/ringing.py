"""Who rang: whether the text says that the party did whom the answer names.

What belongs here: words of ringing and which side of them the ringer stands on. What does not: the words
(``telling.tsv``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from itertools import zip_longest

from readouts.grounding.actors.cast import BOTH, SOMEONE, Cast, Mention, is_small
from readouts.grounding.actors.names import is_form, words_of
from readouts.grounding.document import Document
from readouts.grounding.words import Hit
from readouts.reference import items, read_table
from readouts.reference.habits import languages_with, small_words

RANG = frozenset({"rang_before", "rang_after", "rang_first", "rang_named", "rang_within"})
"""The classes of ``telling.tsv`` by which a text tells who rang."""
_OBJECT = 60
"""Within so many characters behind "called" somebody must be named, else nobody was: "called for restraint"."""
_VERBS = small_words("rang")
_BACK = small_words("back")
_NO_OBJECT = re.compile(r" (?:with|for|on|upon|it|out|off|a|an|in|into|that|this|attention)(?!\w)")
"""Behind "called", what makes it no ringing: "called for restraint", "called it a mistake"."""
_QUOTE = re.compile(r"(?<!\w)'")
"""Between "called" and whoever is named next, a quotation makes it no ringing: "called it 'a crime' and told X"."""
_NOUNS = small_words("rings")
_BESIDE = 2
_SUBJECT = 45
"""Within so many characters before a verb of ringing whoever rang is named."""
_GLUED = languages_with("glued")
_RUNG = small_words("rung")
_TO_OBJECT = re.compile(r"(?<!\w)(?:a|al|à|au)(?!\w)")
_NEAR = 1
_TITLES = 30


def faulty_initiator(
    document: Document, cast: Cast, number: int, told: tuple[int, int], *, alone: bool
) -> str | None:
    """Return what is wrong with a party's being said to have rung, None where nothing is.

    Words of ringing in the sentence of the call decide; else those of its neighbours and of the first line, where
    they name the party; ``alone``, where the report tells of no other call, those of any sentence.
    """
    if not RANG & document.lexicon.labels:
        return None
    first, last = document.numbers_of(told)
    begun, ended = document.paragraph(first)[0], document.paragraph(last)[1]
    own, near = (
        range(first, last + 1),
        range(max(begun, first - _NEAR), min(ended, last + _NEAR) + 1),
    )
    everywhere = range(len(document.sentences)) if alone else range(0)
    for sentences in (own, near, range(1), everywhere):
        found = {
            who
            for i in sentences
            for hit in _cues(document, i)
            for who in _ringers(document, cast, hit, i)
        }
        if number in found:
            return None
        if any(who >= 0 for who in found):
            return "rang_other_way"
        if sentences is own and found:
            return None
    return "rang_not_told"


def _cues(document: Document, sentence: int) -> list[Hit]:
    """Return the words of ringing in a sentence.

    Those within longer ones of another class are none: "appelé par" is no "appelé".
    """
    start, end = document.stretch(sentence)
    found = list(document.hits_within(start, end, RANG))
    return [cue for cue in found if not any(_is_within(cue, other) for other in found)]


def _is_within(cue: Hit, other: Hit) -> bool:
    is_longer = other.end - other.start > cue.end - cue.start
    return (
        is_longer and other.label != cue.label and other.start <= cue.start and cue.end <= other.end
    )


def _ringers(document: Document, cast: Cast, cue: Hit, sentence: int) -> list[int]:
    """Return who can have rung by a cue: parties, ``SOMEONE`` where a pronoun stands for one; empty where it is no
    ringing."""
    start, end = document.stretch(sentence)
    before = [m for m in cast.within(start, cue.start) if m.end <= cue.start]
    after = cast.within(cue.end, end)
    if cue.label == "rang_after":
        if len(after) > 1 and after[0].party < 0 and after[1].start - after[0].end <= _TITLES:
            after = after[1:]  # "from his French counterpart", "from His Excellency X"
        if after and after[0].by == "pronoun":
            named = [m.party for m in before if m.party >= 0]
            return named[-1:] or [SOMEONE]  # "had been initiated by her"
        return [_meant(document, after[0], before)] if after else [SOMEONE]
    if cue.label == "rang_within":
        return _parties(cast.within(cue.start, cue.end)) or [SOMEONE]
    if cue.label in ("rang_first", "rang_before"):
        before = [
            m
            for m, behind in zip_longest(before, before[1:])
            if not _has_ending_of_object(document, m, behind)
        ]
    if cue.label == "rang_first":
        return _parties(before)[:1] or [SOMEONE]
    if cue.label == "rang_named":
        may = after if _last_word(document, start, cue.start) in _RUNG else [*before, *after]
        by_name = [
            m for m in may if m.by == "name" and not _has_ending_of_object(document, m, None)
        ]
        return _parties(m for m in by_name if _is_dictionary_form(document, cast, m)) or [SOMEONE]
    if not before or before[-1].party == BOTH:
        return []
    if _last_word(document, start, cue.start) in _RUNG:
        return _named_behind(document, cue, after)
    who = _meant(document, before[-1], before[:-1])
    word = document.word(cue)
    if word not in _VERBS:
        return _ringers_of(cast, who, after, cue.end)
    near = [m for m in after if m.start - cue.end <= _OBJECT]
    apart = cue.start - before[-1].end
    if not near or _NO_OBJECT.match(document.view.loose, cue.end):
        return []
    if apart > (_BESIDE if word in _NOUNS else _SUBJECT):
        return []
    if _QUOTE.search(document.view.text[cue.end : near[0].start]):
        return []
    return _ringers_of(cast, who, near, cue.end)


def _ringers_of(cast: Cast, who: int, after: list[Mention], end: int) -> list[int]:
    """Return who rang; where a pronoun did and the one that was rung is named, the other of two."""
    if who != SOMEONE or len(cast.parties) != 2:
        return [who]
    near = (m.party for m in after if m.start - end <= _OBJECT and m.party >= 0)
    rung = next(near, SOMEONE)
    return [who] if rung < 0 else [1 - rung]


def _meant(document: Document, mention: Mention, before: list[Mention]) -> int:
    """Return whom a mention means: "who" and "the latter" go back to the party named last.

    "The former" goes back to the first.
    """
    if mention.party >= 0:
        return mention.party
    named = _parties(before)
    word = document.word(mention)
    if not named or mention.party == BOTH:
        return SOMEONE
    if _is_title_of(document, mention, before[-1]):
        return before[-1].party
    if word in _BACK:
        return named[-1]
    return named[0] if word == "the former" or word == "former" else SOMEONE


def _last_word(document: Document, start: int, end: int) -> str:
    """Return the word right before a place, "" where none is."""
    words = document.view.loose[start:end].rstrip(" ").split(" ")
    return words[-1] if words else ""


def _parties(mentions: Iterable[Mention]) -> list[int]:
    """Return the parties that are mentioned, in order, without those who are only somebody."""
    return [m.party for m in mentions if m.party >= 0]


def _is_title_of(document: Document, mention: Mention, before: Mention) -> bool:
    """Whether a word for somebody is the title behind a name, as in Japanese and Korean: "X長官"."""
    between = document.view.text[before.end : mention.start]
    return before.by == "name" and document.report.language in _GLUED and between in ("", " ")


def _has_ending_of_object(document: Document, mention: Mention, behind: Mention | None) -> bool:
    """Whether a mention, or the title behind it, has an ending by which it is the one who was rung: Turkish "X'i",
    Japanese "X長官に"."""
    endings = _endings_of_objects(document.report.language)
    end = behind.end if behind and _is_title_of(document, behind, mention) else mention.end
    if endings is None:
        return False
    text = document.view.loose
    return endings.match(text, end) is not None or any(
        found.end() == mention.end for found in endings.finditer(text, mention.start, mention.end)
    )


@cache
def _endings_of_objects(language: str) -> re.Pattern[str] | None:
    endings = next(
        (items(r["endings"]) for r in read_table("object_endings") if r["language"] == language), ()
    )
    edge = "" if language in _GLUED else r"(?!\w)"
    return re.compile(f"(?:{'|'.join(map(re.escape, endings))}){edge}") if endings else None


def _named_behind(document: Document, cue: Hit, after: list[Mention]) -> list[int]:
    """Return who rang where a pronoun before the verb is the one who was rung: whoever is named right behind, as in
    "lo llamó X", and not as in "lo llamó a X"."""
    for m in after[:1]:
        between = document.view.loose[cue.end : m.start]
        if m.party >= 0 and is_small(between) and not _TO_OBJECT.search(between):
            return [m.party]
    return [SOMEONE]


def _is_dictionary_form(document: Document, cast: Cast, mention: Mention) -> bool:
    """Whether all words of a name stand as they would alone: "Глебу Северцеву" does not."""
    language = document.report.language
    name = words_of(cast.parties[mention.party].name or "", language)
    written = words_of(document.word(mention), language)
    own = [word for word in written if any(word == part or is_form(word, part) for part in name)]
    return bool(own) and all(word in name for word in own)
