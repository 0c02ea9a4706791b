"""Who rang: whether the text says that the party did whom the answer names.

What belongs here: words of ringing and which side of them the ringer stands on. What does not: the words
(``telling.tsv``).
"""

from __future__ import annotations

import re

from readouts.grounding.actors.cast import BOTH, SOMEONE, Cast, Mention
from readouts.grounding.actors.names import words_of
from readouts.grounding.document import Document
from readouts.grounding.words import Hit
from readouts.reference.habits import small_words

_CUES = frozenset({"rang_before", "rang_after", "rang_first", "rang_named"})
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
_NEAR = 1
_TITLES = 30


def faulty_initiator(
    document: Document, cast: Cast, number: int, told: tuple[int, int], *, alone: bool
) -> str | None:
    """Return what is wrong with a party's being said to have rung, None where nothing is.

    Words of ringing in the sentence of the call decide; else those of its neighbours and of the first line, where
    they name the party; ``alone``, where the report tells of no other call, those of any sentence.
    """
    if not _CUES & document.lexicon.labels:
        return None
    first, last = document.sentence_at(told[0]), document.sentence_at(max(told[0], told[1] - 1))
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
    start, end = document.stretch(sentence, sentence)
    return list(document.hits_within(start, end, _CUES))


def _ringers(document: Document, cast: Cast, cue: Hit, sentence: int) -> list[int]:
    """Return who can have rung by a cue: parties, ``SOMEONE`` where a pronoun stands for one; empty where it is no
    ringing."""
    start, end = document.stretch(sentence, sentence)
    before = [m for m in cast.within(start, cue.start) if m.end <= cue.start]
    after = cast.within(cue.end, end)
    if cue.label == "rang_after":
        if len(after) > 1 and after[0].party < 0 and after[1].start - after[0].end <= _TITLES:
            after = after[1:]  # "from his French counterpart", "from His Excellency X"
        if after and after[0].by == "pronoun":
            named = [m.party for m in before if m.party >= 0]
            return named[-1:] or [SOMEONE]  # "had been initiated by her"
        return [_meant(document, after[0], before)] if after else [SOMEONE]
    if cue.label == "rang_first":
        return [next((m.party for m in before if m.party >= 0), SOMEONE)]
    if cue.label == "rang_named":
        by_name = [m for m in (*before, *after) if m.by == "name"]
        own = {m.party for m in by_name if _is_dictionary_form(document, cast, m)}
        return [own.pop()] if len(own) == 1 else [SOMEONE]
    if not before or before[-1].party == BOTH:
        return []
    who = _meant(document, before[-1], before[:-1])
    word = document.view.loose[cue.start : cue.end]
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
    named = [m.party for m in before if m.party >= 0]
    word = document.view.loose[mention.start : mention.end]
    if not named or mention.party == BOTH:
        return SOMEONE
    if word in _BACK:
        return named[-1]
    return named[0] if word == "the former" or word == "former" else SOMEONE


def _is_dictionary_form(document: Document, cast: Cast, mention: Mention) -> bool:
    name = cast.parties[mention.party].name or ""
    written = document.view.loose[mention.start : mention.end]
    return written in words_of(name, document.report.language)
