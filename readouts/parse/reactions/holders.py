"""Whose stance it is: from the subject of a claim to the parties of a call.

What belongs here: which party holds a claim, who speaks inside quotation marks, and what rules a party out. What does
not: finding the subject (``clauses``), and which party words stand for (``parties.py``).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from readouts.parse.reactions.claims import Claim
from readouts.parse.reactions.clauses.lines import Line
from readouts.parse.reactions.clauses.verbs import Subject
from readouts.parse.reactions.occasions import on_another_occasion
from readouts.parse.reactions.outsiders import is_another, is_told_by_name, may_be_meant
from readouts.parse.reactions.parties import FEW, NEAR, NOBODY, Holders, Parties
from readouts.parse.reactions.toward.targets import toward
from readouts.parse.text.tokens import DASHES
from readouts.reference.stances.taxonomy import stances_of

OF_ANYBODY = stances_of("of_anybody")
OF_GUESTS = stances_of("to_others", "of_guests")
OF_A_DOER = frozenset({"criticism.say_bad", "criticism.penalty"})
"""Rules whose words name who did wrong, not who says so."""

TO_OTHERS = stances_of("to_others", "blame")
"""Stances that nobody has of his own state."""


class Cast(Parties):
    """The parties of one call as those who hold claims."""

    def holders(self, line: Line, claim: Claim) -> Holders:
        """Return the parties who hold a claim; none where it is somebody else's or only reported of another."""
        of_ties = claim.rule.stance == "cooperation"
        if (
            self._is_of_the_other(line, claim)
            or self._said_to_another(line, claim)
            or self._at_another_time(line, claim)
            or may_be_meant(self.sheet, line, claim, self.told)
            or on_another_occasion(self.sheet, line, claim, self.told)
        ):
            return NOBODY
        if (opposite := self._opposite(line, claim)) is not None:
            self.note(opposite, line.index)
            return opposite
        found = self._other(line, claim, self._guests(line, claim, self._held(line, claim)))
        self.note(found, line.index)
        if claim.mutual and found.parties and len(self.actors) == 2:
            tied = self._tied(line, claim) if of_ties else set()
            return NOBODY if tied and tied.isdisjoint(self.places) else self.everybody()
        return self._without_object(line, claim, self._owned(line, claim, found))

    def _guests(self, line: Line, claim: Claim, found: Holders) -> Holders:
        """Of all of a round of calls those who were called: "Each of the five condoled"."""
        they = claim.subject.kind == "all" or line.is_any(claim.subject.start, "all")
        bare = line.word(claim.subject.start) == "all" and line.mention_at(claim.subject.start) < 0
        stance = claim.rule.stance in OF_GUESTS or bare  # "She rang A, B and C. All welcomed it"
        of_guests = len(found.parties) == 2 and they and stance
        guests = self._guests_of(line) if of_guests else NOBODY
        return guests if guests.parties else found

    def _other_than_target(self, line: Line, claim: Claim) -> Holders:
        """Who of two holders of one office speaks, by whom it is about: "The minister thanked Peru" is not Peru's."""
        title = line.kind(claim.subject.only) == "nominal"
        asks = claim.rule.stance in TO_OTHERS or claim.rule.toward == "addressee"
        if len(self.actors) != 2 or not (title and asks):
            return NOBODY
        stop = line.find(range(claim.end, claim.end + FEW), "clause")
        beside = range(min(claim.after, claim.at), stop if stop >= 0 else claim.end + FEW)
        said = {m for m in line.cover[beside.start : beside.stop] if self._is_all(line, m, claim)}
        named = {self.country_of(m, line) for m in said if _is_faced(line, m, beside.start)}
        about = toward(claim, line, self.sheet, set()) or []
        own = "own" in line.words[claim.at : claim.end + FEW]  # "praised Peru's own doctors"
        theirs = self.places.get(about[0], []) if len(about) == 1 and not own else []
        return Holders((1 - theirs[0],)) if len(theirs) == 1 and about[0] in named else NOBODY

    def _is_all(self, line: Line, m: int, claim: Claim) -> bool:
        """Whether a mention is all that words are about, or its deed: "Peru", "Peru's help", not "Peru's voters"."""
        title = line.words[slice(*line.spans[claim.subject.only])]
        if line.kind(m) in ("", "pronoun") or line.words[slice(*line.spans[m])] == title:
            return False
        end = line.spans[m][1]
        whose = line.possessive[m] or (line.kind(m) == "country" and line.mentions[m].adjectival)
        near = range(end, min(end + 3, len(line.words)))
        return not whose or any(line.tagged(near, name) for name in ("deed", "story"))

    def _other(self, line: Line, claim: Claim, found: Holders) -> Holders:
        """Of two the other, where a pronoun and whom the verb is about are the same: "He also asked Quen to"."""
        if self._is_named_behind(line, claim, found):
            return self._other_of_two(line, claim, found.parties[0])
        m = line.mention_behind(claim.after, "article")
        of_own = claim.rule.stance != "commendation"  # nobody appreciates his own promise
        if (
            line.kind(claim.subject.only) != "pronoun"
            or line.kind(m) not in ("person", "nominal")
            or (line.possessive[m] and of_own)
            or len(found.parties) != 1
            or self.only(m, line) != found.parties[0]
        ):
            return found
        return self._other_of_two(line, claim, found.parties[0])

    def _is_named_behind(self, line: Line, claim: Claim, found: Holders) -> bool:
        """Whether whom "he" was taken for does something else by name: "He condemned it; Quen thanked him"."""
        he = claim.subject.only
        if line.kind(he) != "pronoun" or len(found.parties) != 1:
            return False
        before = (m for m in range(max(0, he - FEW), he) if line.kind(m) != "pronoun")
        if any(self.only(m, line) == found.parties[0] for m in before):
            return False
        claims = self.sheet.read(line.index).claims  # in the order of the words
        later = claims[bisect_right(claims, claim.at, key=lambda c: c.at) :][:FEW]
        others = (c.subject.only for c in later)
        named = (m for m in others if m > he and line.kind(m) == "person")
        return any(self.only(m, line) == found.parties[0] for m in named)

    def _opposite(self, line: Line, claim: Claim) -> Holders | None:
        """Who spoke where a sentence begins with whom he spoke with: "With Minister Quen she", "to the latter he"."""
        at, pronoun = line.over(1, "article"), line.kind(claim.subject.only) == "pronoun"
        if len(self.actors) != 2 or not pronoun or not line.is_any(0, "facing"):
            return None
        if ";" in line.words[at : claim.subject.start]:
            return None  # "For Quen, it was a crime; he condemned it"
        m, faced = line.mention_at(at), set[int]()
        if m >= 0 and not line.possessive[m]:
            faced = set(self.of(line.mentions[m].actors))
        elif line.is_any(at, "former", "latter"):
            faced = {i for a, i in self.index.items() if self.sheet.calls_of[a] == 1}
        if len(faced) != 1:
            return None
        other = self._other_of_two(line, claim, faced.pop())
        return other if other.parties else None

    def _guests_of(self, line: Line) -> Holders:
        """Who of a round's call is not in all the calls that a sentence tells of; nobody, where it is of one call."""
        shared = self.sheet.shared.get(line.index, frozenset()) & set(self.index)
        alone = len(shared) == 1 and len(self.actors) == 2
        return Holders((1 - self.index[next(iter(shared))],)) if alone else NOBODY

    def _said_to_another(self, line: Line, claim: Claim) -> bool:
        """Whether the words were for a party of another call: "to Minister B she voiced", "told B that"."""
        if (
            self._with_whom(line, claim.subject.start - 1)
            or self._is_in_a_letter(line)
            or self._is_for_one_of_two(line, claim)
            or is_told_by_name(self.sheet, line, claim)
        ):
            return True
        opening = 1 if line.is_any(0, "facing") else len(line.words)
        told, faced = (
            self._told_at(line, at)
            for at in (line.over(claim.after, "facing", "article"), line.over(opening, "article"))
        )
        # Whom a sentence begins with need not be of a call that was read: "To Minister B she voiced"
        others = [faced, *([told] if told <= self.sheet.callers else [])]
        return any(who and who.isdisjoint(self.index) for who in others)

    def _told_at(self, line: Line, at: int) -> set[int]:
        """The people whom the mention at a word is of; nobody where it only owns what follows."""
        m = line.mention_at(at)
        named = m >= 0 and line.kind(m) in ("person", "nominal", "group", "pronoun", "name")
        return set(line.mentions[m].actors) if named and not line.possessive[m] else set()

    def _is_for_one_of_two(self, line: Line, claim: Claim) -> bool:
        """Whether words are for "the former" or "the latter", and that is nobody in this call."""
        told = range(claim.at - 1, max(claim.subject.start, 0), -1)
        ends = ("that", "clause", "preposition", "possessive")
        one_of_two = (k for k in told if line.is_any(k, "former", "latter"))
        told_to = next((k for k in one_of_two if line.is_any(k + 1, *ends)), claim.at)
        behind = (line.over(claim.end, "facing", "article"), line.over(claim.at + 1, "article"))
        for at in (*behind, told_to):
            noun = line.word(at + 1).isalpha() and line.mention_at(at + 1) >= 0
            if line.mention_at(at) < 0 and not noun and line.is_any(at, "former", "latter"):
                two = self._named_lately(line, at, claim)[-2:]
                return len(two) > 1 and two[line.is_any(at, "latter")] not in self.index
        return False

    def _named_lately(self, line: Line, at: int, claim: Claim) -> list[int]:
        """Actors named before a word, in its sentence and the one before, without whoever speaks."""
        speak = {a for m in claim.subject.mentions for a in line.mentions[m].actors}
        told = self.sheet.mentions(line.index, 1, line.starts[at])
        named = (m.actors[0] for m in told if len(m.actors) == 1 and m.kind != "pronoun")
        return [a for a in dict.fromkeys(named) if a not in speak]

    def _is_in_a_letter(self, line: Line) -> bool:
        """Whether a sentence is of a letter to somebody outside the call: "In a letter to Peru's minister, Quen"."""
        to = line.find(range(2, 5), "to")
        if to < 0 or not line.has(range(4), "letter"):
            return False
        m = line.mention_behind(to + 1, "article")
        if m < 0 or not (line.mentions[m].country or line.mentions[m].actors):
            return False
        return line.mentions[m].country not in self.places and not self.of(line.mentions[m].actors)

    def _with_whom(self, line: Line, at: int) -> bool:
        """Whether "whom" at a word goes back to somebody outside the call: "rang A, and B, with whom she discussed"."""
        named = at - 2 if line.is_any(at - 1, "facing") else at - 1
        m = line.mention_ending(named - (line.word(named) == ","))
        if m < 0 or not line.is_any(at, "which"):
            return False
        return not self.resolve(Subject("mention", (m,)), line).parties

    def _at_another_time(self, line: Line, claim: Claim) -> bool:
        """Whether a day that is not the call's stands before the words: "On Monday, at a rally, he condemned"."""
        here, frame = self.document.sentences[line.index], self.frame
        if not claim.first or frame.date is None or here.start <= frame.start < here.end:
            return False
        begin = line.starts[claim.subject.start if claim.subject.start >= 0 else claim.first]
        topic = line.starts[line.topic_end()]  # "Regarding the launch on Monday, he condemned"
        days = self.sheet.days(line.index)
        return any(topic <= at < begin and day != frame.date for at, day in days)

    def _held(self, line: Line, claim: Claim) -> Holders:
        kind = claim.subject.kind
        asked = claim.rule.stance == "restraint" and not _names_owner(line, claim)
        asked = asked or claim.rule.id in OF_A_DOER  # "We said Peru must answer for it"
        owner = NOBODY if asked else self._owner(line, claim)  # "I urged Peru to return to talks"
        if kind in ("speaker", "own") and owner.parties:
            return owner
        if kind == "speaker" and line.quoted[claim.at]:
            return self._quoted(line)
        start = claim.subject.start  # "He condoled – I am grateful for it": who writes is
        writes = kind == "speaker" and line.word(start) == "i" and line.word(start - 1) in DASHES
        if kind in ("speaker", "own") and claim.reporter is not None and not writes:
            return self.resolve(claim.reporter, line)
        if kind == "speaker":
            source = self.document.source_country
            return Holders(tuple(self.places.get(source, ())[:1])) if source else self.last
        if kind == "own":
            # "Minister Quen had a mind to strengthen ties": his verb is not read, and he may not be who spoke last.
            acting = [self.resolve(Subject("mention", (m,)), line) for m in claim.subject.mentions]
            other = claim.governor >= 0 or any(a.parties != self.last.parties for a in acting)
            return NOBODY if other else self.last
        found = self._sayer(line, claim) or self.resolve(claim.subject, line)
        found = self._of_owner(line, claim) or self._of_office_told(line, claim) or found
        either = self._may_be_either(line, claim.subject, found) or self._told_of_both(line, claim)
        if either or self._rang(line, claim, found) or self._of_teller(line, claim):
            owner = self._owner(line, claim) if _names_owner(line, claim) else NOBODY
            return owner if owner.parties or not either else self._other_than_target(line, claim)
        kinds = {line.mentions[m].kind for m in claim.subject.mentions}
        told = claim.reporter
        if kinds == {"pronoun"} and told is not None and told.kind in ("former", "latter"):
            return self.resolve(told, line)  # "The latter said she was worried"
        if kinds == {"pronoun"} and line.quoted[claim.at] and self._speaks(line, claim, found):
            return self._spoken_of(line, claim, found)
        had = line.has(range(claim.after - 4, claim.after), "had")
        if had and claim.reporter is not None:  # "recalled that she had condemned"
            reporters = self.resolve(claim.reporter, line).parties
            if reporters and set(reporters).isdisjoint(found.parties):
                return NOBODY
        return NOBODY if kinds == {"country"} and self._is_of_others(line, claim) else found

    def _is_of_others(self, line: Line, claim: Claim) -> bool:
        """Whether what is told of a state is in the words of nobody who speaks for it, or nobody said so of late."""
        told = claim.reporter
        if told is None:
            late = line.index - max(self.spoke, self.told) > NEAR - 1
            return late or self._is_outsiders_quote(line, claim)
        stranger = is_another(line, told) and not self.resolve(told, line).parties
        return stranger or self._is_outsiders_quote(line, claim)

    def _is_of_the_other(self, line: Line, claim: Claim) -> bool:
        """Whether a feeling is spoken of that is the other's: '"Her concern is misplaced," Quen said'."""
        if line.kind(claim.owner) != "pronoun" or not line.quoted[line.spans[claim.owner][0]]:
            return False  # "conveyed his condolences"
        theirs = self.of(line.mentions[claim.owner].actors)
        found = self.resolve(claim.subject, line).parties
        return len(found) == 1 and theirs != [] and found[0] not in theirs

    def _owner(self, line: Line, claim: Claim) -> Holders:
        """The party whose country the words name as theirs: "the Minister voiced Norway's condolences"."""
        country = self.country_of(claim.owner, line) if claim.owner >= 0 else None
        return Holders(tuple(self.places.get(country or "", ())[:1]))

    def _of_owner(self, line: Line, claim: Claim) -> Holders | None:
        """Who "he" is by whose support he voiced in the same sentence: "He condoled and reaffirmed Peru's support"."""
        who = claim.subject
        if line.kind(who.only) != "pronoun" or len(self.actors) != 2:
            return None
        owned = [
            self._owner(line, c)
            for c in self.sheet.read(line.index).claims
            if c.subject.mentions == who.mentions and c.rule.stance == "support"
            if _names_owner(line, c) and line.possessive[c.owner]
        ]
        return owned[0] if len(owned) == 1 and owned[0].parties else None

    def _told_of_both(self, line: Line, claim: Claim) -> bool:
        """Whether a pronoun behind both names may be either's: "A received a call from B, in which he thanked"."""
        start, who = claim.subject.start, claim.subject.mentions
        if line.kind(claim.subject.only) == "pronoun" and self.are_told_as_equals(line):
            return True
        behind = line.is_any(start - 1, "which") and line.is_any(start - 2, "preposition")
        if not behind or not who or line.kind(who[0]) != "pronoun":
            return False
        before = line.mentions[: who[0]]
        taken = line.has(range(start), "received")
        owned = any(line.possessive[m] and line.mentions[m].actors for m in range(who[0]))
        parties = {a for mention in before for a in mention.actors if a in self.index}
        return (taken or owned) and len(parties) > 1 and self.are_of_one_gender(parties)

    def _rang(self, line: Line, claim: Claim, found: Holders) -> bool:
        """Whether "he" behind "A received a call from B" may be B, who rang, and no other word says that it is A."""
        caller = self.index.get(-1 if self.frame.initiator is None else self.frame.initiator, -1)
        after = line.index == self.told + 1 and len(self.actors) == 2 and caller >= 0
        if not after or line.kind(claim.subject.only) != "pronoun":
            return False
        named = {a for m in line.mentions for a in m.actors if m.kind != "pronoun"}
        if len(found.parties) != 1 or caller in found.parties or named & set(self.index):
            return False
        whose = line.mentions[: claim.subject.only]
        if any(
            m.adjectival and [*found.parties] == self.places.get(m.country or "") for m in whose
        ):
            return False  # "The Norwegian said he"
        return self.are_of_one_gender(self.frame.parties)

    def _may_be_either(self, line: Line, subject: Subject, found: Holders) -> bool:
        """Whether "the Minister" may be either of two, and is not the one of whose country the source is.

        Of "The President wished the President well" even the source's own reader cannot tell.
        """
        if len(found.parties) != 1 or line.kind(subject.only) != "nominal":
            return False
        begin, end = line.spans[subject.only]
        title = line.words[begin:end]
        words = set(_long(title))
        told = self.sheet.mentions(line.index, 1, self.document.sentences[line.index].end)
        near = {a for m in told if m.kind == "person" for a in m.actors} & self.sheet.callers
        near |= set(self.index)
        offices = [set(_long((self.document.actors[a].office or "").lower().split())) for a in near]
        same = [office for office in offices if words and words <= office]
        twice = sum(line.words[first:last] == title for first, last in line.spans) > 1
        home = self.actors[found.parties[0]].country == self.document.source_country
        return len(same) > 1 and (twice or not home)

    def _owned(self, line: Line, claim: Claim, holders: Holders) -> Holders:
        """Leave of the holders only those whose the named stance is."""
        if claim.rule.stance == "cooperation" and self._of_others(line, claim):
            return NOBODY
        country = self.country_of(claim.owner, line) if _names_owner(line, claim) else None
        kept = tuple(i for i in holders.parties if self.actors[i].country == country)
        open_ = not country or claim.rule.id.endswith(("importance", "state", "verb"))
        return Holders(kept) if country and kept else holders if open_ else NOBODY

    def _of_others(self, line: Line, claim: Claim) -> bool:
        """Whether ties are those of a state outside the call: "relations between A and B", "Peru's ties with Laos"."""
        named, ours = self._tied(line, claim), set(self.places)
        return not (named <= ours or ours <= named)

    def _tied(self, line: Line, claim: Claim) -> set[str]:
        """The states that words of ties name as tied: both of "relations between A and B", B of "ties with B"."""
        between = line.has(range(claim.at, claim.end + 4), "between")
        named = set[str]()
        for at, mention in line.countries:
            begin = line.spans[line.cover[at]][0]
            beside = line.is_any(begin - 1, "with") and "," not in line.words[claim.end : begin]
            behind = claim.at <= at < claim.end + 12 and (between or beside)
            within = claim.at <= at < claim.end and not mention.adjectival  # "Peru is a partner"
            if mention.kind == "country" and (behind or within or line.cover[at] == claim.owner):
                named.add(mention.country or "")
        return named

    def _without_object(self, line: Line, claim: Claim, holders: Holders) -> Holders:
        """Leave out of a group the party that its deed is done to: "the four leaders thanked the President"."""
        m = line.mention_behind(claim.end, "article")
        if m < 0 or not claim.rule.is_verb or line.possessive[m]:
            return holders
        if len(holders.parties) == 1 and line.kind(m) != "person":
            return holders  # nobody thanks himself: "the minister" is another
        done_to = self.of(line.mentions[m].actors)
        kept = tuple(i for i in holders.parties if i not in done_to)
        several = len(holders.parties) > 1 and kept != holders.parties
        if several and line.is_any(line.spans[m][0], "singly"):
            return self._guests_of(line)  # "they congratulated her": who is meant is not told
        return Holders(kept, holders.joint)


def _names_owner(line: Line, claim: Claim) -> bool:
    """Whether the words name whose a stance is: "Norway's support", not "its support" or "Norway's restraint"."""
    theirs = claim.rule.stance not in OF_ANYBODY or line.is_any(claim.at, "possessed")
    return theirs and line.kind(claim.owner) not in ("", "pronoun", "group")


def _is_faced(line: Line, m: int, low: int) -> bool:
    """Whether words are said to a mention: "thanked Peru", "to the people of Peru", not "the thanks of Peru"."""
    at = line.begin(m) - 1
    while line.is_any(at, "of") and line.is_any(at - 1, "folk", "government"):
        at = line.back(at - 1, "folk", "government", "and", "determiner")
    link = line.find(range(at, low - 1, -1), "preposition")
    return link < 0 or line.is_any(link, "facing")


def _long(words: Iterable[str]) -> list[str]:
    return [word for word in words if len(word) > 3]
