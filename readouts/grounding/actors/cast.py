"""The parties of one call as the text speaks of them.

What belongs here: where a party is mentioned, and by what: its name, its country or organisation, its office. What
does not: what a mention proves.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from readouts.base.alike import NO_NUMBER, alike, find, loose, view
from readouts.grounding.actors.names import SMALL, Words, places_of, telling_words, words_of
from readouts.grounding.answer import SaidParty
from readouts.grounding.document import PARTS, Document
from readouts.reference.habits import languages_with, small_words

By = Literal["name", "side", "office"]

BOTH = -1
"""In place of a party: several as one ("both sides")."""
_TOGETHER = languages_with("together")
_GLUED = languages_with("glued")
SOMEONE = -2
"""In place of a party: a pronoun, which may be any."""
_OFFICES = small_words("office")


class Mention(NamedTuple):
    """A place where a party is spoken of."""

    start: int
    end: int
    party: int
    by: By | Literal["both", "subject", "pronoun"]


@dataclass(slots=True)
class Cast:
    """The parties of a call, and every place where they are mentioned, in order.

    ``mentions`` are single words, ``spoken`` whole references: "Norwegian Foreign Minister X Y" is one.
    """

    document: Document
    parties: list[SaidParty]
    mentions: list[Mention] = field(default_factory=list)
    spoken: list[Mention] = field(default_factory=list)
    _starts: list[int] = field(default_factory=list)
    _genders: dict[int, str] | None = None

    def gender(self, party: int) -> str:
        """Return "m" or "f" as the text's pronouns and titles speak of a party, "" where they do not say."""
        if self._genders is None:
            self._genders = _genders(self)
        return self._genders.get(party, "")

    def within(self, start: int, end: int) -> list[Mention]:
        """Return the references that begin within a stretch of the view."""
        return self.spoken[bisect_left(self._starts, start) : bisect_left(self._starts, end)]


def labels_of(document: Document, party: SaidParty) -> set[str]:
    """Return the labels of the words that stand for a party's country or organisation."""
    if party.country:
        return {"@" + party.country}
    written = " ".join(part for part in (party.office, party.as_written) if part)
    found = document.lexicon.scan(view(written)) if written else []
    return {hit.label for hit in found if hit.label.startswith("@~")}


def cast_of(
    document: Document,
    words: Words,
    parties: list[SaidParty],
    others: Collection[str] = (),
) -> Cast:
    """Find the mentions of parties.

    Args:
        others: names of people of other calls; within such a name a word of a party's is not its own.
    """
    language = document.report.language
    sides = [labels_of(document, party) for party in parties]
    found: list[Mention] = []
    names = [set(telling_words(party.name, language)) if party.name else set() for party in parties]
    claimed = set().union(*sides)
    places = {document.word(hit) for hit in document.hits if hit.label in claimed}
    for number in range(len(parties)):
        shared = set().union(*(names[:number] + names[number + 1 :]))
        foreign = [
            place
            for name in others
            if names[number] & set(words_of(name, language))
            and not set(words_of(name, language)) <= names[number]
            for place in find(document.view, name)
        ]
        own = (names[number] - shared or names[number]) - places or names[number]
        for word in own:
            found += [
                Mention(start, end, number, "name")
                for start, end in words.forms(word)
                if not any(low <= start < high for low, high in foreign)
            ]
    of_name = sorted((m.start, m.end) for m in found if m.by == "name")
    offices = _of_offices(document, words, parties, sorted(found))
    for hit in document.hits:
        if hit.label.startswith("@"):
            if hit.label not in claimed or any(low <= hit.start < high for low, high in of_name):
                continue
            for number, labels in enumerate(sides):
                if hit.label in labels:
                    found.append(Mention(hit.start, hit.end, number, "side"))
        elif hit.label == "both":
            found.append(Mention(hit.start, hit.end, BOTH, "both"))
        elif hit.label in ("subject", "pronoun", "counterpart"):
            by: Literal["pronoun", "subject"] = "pronoun" if hit.label == "pronoun" else "subject"
            found.append(Mention(hit.start, hit.end, SOMEONE, by))
    mentions = sorted({*found, *_of_their_sides(document, offices, found)})
    spoken = list(_whole(document, mentions))
    return Cast(document, parties, mentions, spoken, [mention.start for mention in spoken])


def _whole(document: Document, mentions: list[Mention]) -> Iterator[Mention]:
    """Join words for one party that follow each other to one reference, which is by the strongest of them."""
    text = document.view.text
    limit = _APART_EAST if document.report.language in _TOGETHER else _APART
    last: Mention | None = None
    for mention in mentions:
        if last is not None:
            between = text[last.end : mention.start]
            near = mention.start - last.end <= limit and not set(between) & (
                PARTS | set(".!?。।۔؟")
            )
            if mention.party == last.party and mention.party >= 0 and _APPOSED.fullmatch(between):
                near = True
            # A headline has no full stop: "... with Canadian minister", "Minister X ..."
            near = near and document.sentence_at(last.start) == document.sentence_at(mention.start)
            if last.by == "subject" and between == " " and _is_mister(document, last, mention):
                last = Mention(last.start, mention.end, mention.party, "name")
                continue
            if mention.party == last.party and near and is_small(between):
                by = min(last.by, mention.by, key=_STRENGTH.index)
                last = Mention(last.start, max(last.end, mention.end), last.party, by)
                continue
            yield last
        last = mention
    if last is not None:
        yield last


def _is_mister(document: Document, word: Mention, name: Mention) -> bool:
    """Whether a pronoun is the title of the name behind it: Vietnamese "ông Brennsvik"."""
    return name.by == "name" and document.word(word) in _MISTER


_MISTER = small_words("mister")
_MALE = small_words("he")
_FEMALE = small_words("she")


def gender_of(word: str) -> str:
    """Return the gender of a pronoun or a title, "" where it has none."""
    return "m" if word in _MALE else "f" if word in _FEMALE else ""


def _genders(cast: Cast) -> dict[int, str]:
    """Count pronouns and titles in the sentences that name one party alone."""
    document = cast.document
    counts: dict[int, Counter[str]] = {}
    for number in range(len(document.sentences)):
        start, end = document.stretch(number)
        named = {m.party for m in cast.within(start, end) if m.party >= 0 and m.by == "name"}
        others = {m.party for m in cast.within(start, end) if m.party >= 0} - named
        if len(named) == 1 and not others:
            words = NO_NUMBER.findall(document.view.loose[start:end])
            genders = [gender_of(word) for word in words]
            counts.setdefault(named.pop(), Counter()).update(one for one in genders if one)
    return {
        party: found.most_common(1)[0][0]
        for party, found in counts.items()
        if len(found) == 1
        or (found and found.most_common(1)[0][1] > 2 * found.most_common(2)[1][1])
    }


_STRENGTH = ("name", "office", "side", "both", "subject", "pronoun")
_APPOSED = re.compile(r"[,،] (?:the )?(?:[A-Z][\w.]* ){0,3}")
"""Between an office and the name it belongs to, or the other way round: "the President of Colombia, X"."""
_APART = 30
_APART_EAST = 3
_SMALL = small_words("between")


def is_small(between: str) -> bool:
    """Whether a stretch holds no more than articles, titles, and words with capitals: nothing that says something."""
    return all(not word[0].islower() or word in _SMALL for word in NO_NUMBER.findall(between))


def _of_offices(
    document: Document, words: Words, parties: list[SaidParty], names: list[Mention]
) -> list[Mention]:
    """Find the offices of parties: in whole, the longest at a place, else by a word that one party's office has alone.

    An office of several parties is ``BOTH``, save before a name: "President X".
    """
    language = document.report.language
    text, is_apart = document.view.loose, language not in _GLUED
    phrases: dict[str, set[int]] = {}
    heads: dict[str, set[int]] = {}
    for number, party in enumerate(parties):
        if party.office:
            phrases.setdefault(loose(alike(party.office)), set()).add(number)
            for word in _office_words(party, language):
                heads.setdefault(word, set()).add(number)
    taken: list[tuple[int, int]] = []
    found: list[Mention] = []
    for phrase in sorted(phrases, key=len, reverse=True):
        places = places_of(text, phrase, begins=is_apart, ends=is_apart)
        _add_offices(places, phrases[phrase], taken, found)
    for word in heads:
        _add_offices(words.forms(word), heads[word], taken, found)
    before_names = [m.start for m in names]
    offices = sorted(m.start for m in found)
    return [m for m in found if m.party >= 0 or not _leads_to_name(text, m, before_names, offices)]


def _of_their_sides(
    document: Document, offices: list[Mention], others: list[Mention]
) -> Iterator[Mention]:
    """Yield offices, one that several parties have as the one's whose country stands right beside it.

    "Polski premier", "le ministre chilien"; not "the Polish and Chilean presidents".
    """
    text = document.view.text
    sides = [m for m in others if m.by == "side"]
    several = {(m.start, m.end) for m in others if m.by == "both"}
    for office in offices:
        beside = [
            m
            for m in sides
            if text[m.end : office.start] == " " or text[office.end : m.start] == " "
        ]
        near = {
            m.party
            for m in sides
            if m not in beside and any(_are_listed(text, m, one) for one in beside)
        }
        owners = {m.party for m in beside}
        is_shared = office.party == BOTH and (office.start, office.end) not in several
        if is_shared and len(owners) == 1 and near <= owners:
            yield Mention(office.start, office.end, owners.pop(), "office")
        else:
            yield office


def _are_listed(text: str, one: Mention, other: Mention) -> bool:
    """Whether two countries stand close together in one sentence."""
    first, last = sorted((one, other))
    between = text[first.end : last.start]
    return len(between) <= _LISTED and not set(between) & set(".!?;:。")


_LISTED = 16
"""So near to one country another makes a list of two: "the Polish and Chilean presidents"."""


def _add_offices(
    places: Iterable[tuple[int, int]],
    who: set[int],
    taken: list[tuple[int, int]],
    found: list[Mention],
) -> None:
    for start, end in places:
        if any(low < end and start < high for low, high in taken):
            continue
        taken.append((start, end))
        if len(who) == 1:
            found.append(Mention(start, end, next(iter(who)), "office"))
        else:
            found.append(Mention(start, end, BOTH, "both"))


def _leads_to_name(text: str, office: Mention, names: list[int], offices: list[int]) -> bool:
    i = bisect_left(names, office.end)
    if i == len(names) or names[i] - office.end > _LONG_TITLE:
        return False
    between = text[office.end : names[i]]
    is_near = len(between) <= _TITLE and "." not in between.removesuffix(". ")
    # "the Senegalese minister of foreign affairs, X", not "the minister spoke to the minister of Norway, X"
    is_last = bisect_left(offices, names[i]) == bisect_left(offices, office.end)
    return (is_near or (is_last and between.endswith(", "))) and not set(
        between.removesuffix(", ")
    ) & PARTS


_TITLE = 16
"""Characters between an office and the name it belongs to: "President Joseph R. X"."""
_LONG_TITLE = 60
"""The same where the name stands behind a comma."""


def _office_words(party: SaidParty, language: str) -> set[str]:
    written = party.office or ""
    if language in _TOGETHER:
        return set()
    return {
        word
        for word in words_of(written, language)
        if len(word) > 2 and word not in _OFFICES and word not in SMALL
    }
