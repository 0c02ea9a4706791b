"""Whose stance it is: from the subject of a claim to the parties of a call.

What belongs here: which party holds a claim, who speaks inside quotation marks, and what rules a party out. What does
not: finding the subject (``clauses``), and which party words stand for (``parties.py``).
"""

from __future__ import annotations

from collections.abc import Iterable

from readouts.parse.reactions.claims import Claim
from readouts.parse.reactions.clauses.lines import Line
from readouts.parse.reactions.clauses.openers import acts
from readouts.parse.reactions.clauses.verbs import REACH, Subject
from readouts.parse.reactions.outsiders import is_another, is_told_by_name, may_be_meant
from readouts.parse.reactions.parties import FEW, NEAR, NOBODY, Holders, Parties, is_peer
from readouts.reference.bodies import is_short_name
from readouts.reference.stances.taxonomy import stances_of

OF_ANYBODY = stances_of("of_anybody")
OF_GUESTS = stances_of("to_others", "of_guests")
OF_A_DOER = frozenset({"criticism.say_bad", "criticism.penalty", "condemnation.justify"})
"""Rules whose words name who did wrong, not who says so."""


class Cast(Parties):
    """The parties of one call as those who hold claims."""

    def holders(self, line: Line, claim: Claim) -> Holders:
        """Return the parties who hold a claim; none where it is somebody else's or only reported of another."""
        if (
            self._is_of_the_other(line, claim)
            or self._said_to_another(line, claim)
            or self._at_another_time(line, claim)
            or self._is_claimed_by_a_third(line, claim)
            or may_be_meant(self.sheet, line, claim, self.told)
        ):
            return NOBODY
        found = self._guests(line, claim) or self._held(line, claim)
        found = self._but_not_himself(line, claim, found)
        self.note(found, line.index)
        if claim.mutual and found.parties and len(self.actors) == 2:
            tied = self._tied(line, claim) if claim.rule.stance == "cooperation" else set()
            return NOBODY if tied and tied.isdisjoint(self.places) else self.everybody()
        return self._without_object(line, claim, self._owned(line, claim, found))

    def _guests(self, line: Line, claim: Claim) -> Holders | None:
        """Who of "all" of a round of calls was called, where it is of those: "Each of the five condoled"."""
        shared = self.sheet.shared.get(line.index, frozenset()) & set(self.index)
        they = claim.subject.kind == "all" or line.is_any(claim.subject.start, "all")
        start = claim.subject.start
        bare, m = line.word(start) == "all", line.mention_at(start)
        bare = (bare and m < 0) or line.is_any(start, "guests")
        group = claim.subject.kind == "all" or line.kind(claim.subject.only) == "group"
        if group and line.word(start) == "both" and m >= 0 and line.spans[m][1] == start + 1:
            they = bare = self.sheet.calls_told[line.index] == 2  # "rang A and B. Both condemned"
        they = they or (
            group and self._all_rang(line.index)
        )  # "received calls. The leaders condoled"
        of_guests = claim.rule.stance in OF_GUESTS or bare  # "She rang A, B and C. All welcomed it"
        if len(shared) != 1 or len(self.actors) != 2 or not (they and of_guests):
            return None
        return Holders((1 - self.index[next(iter(shared))],))

    def _all_rang(self, index: int) -> bool:
        """Whether the guests of a round rang, in each of the calls that a sentence tells of."""
        told = [f for f in self.document.frames if index in f.sentences]
        host = self.sheet.shared.get(index, frozenset())
        return len(told) > 1 and all(f.initiator not in (None, *host) for f in told)

    def _but_not_himself(self, line: Line, claim: Claim, found: Holders) -> Holders:
        """The other of two, where "he" was taken for whom he speaks to or of; nobody, where he may be either."""
        he = claim.subject.only
        if line.kind(he) != "pronoun" or len(found.parties) != 1:
            return found
        (party,), begin = found.parties, line.over(1, "article") if line.is_any(0, "facing") else -1
        if self._may_be_either_of_two(line, claim.subject.start, party):
            return NOBODY
        ours = self.ours().parties if line.is_any(claim.after, "me_or_us") else ()
        if len(self.actors) == 2 and ours == (party,) and not line.quoted[claim.at]:
            return Holders((1 - party,))  # "He congratulated me"
        faced = line.mention_at(begin)
        read = self.sheet.read(line.index)
        m = line.mention_behind(claim.after, "article")
        praised = claim.rule.stance == "commendation"  # nobody appreciates his own promise
        behind = [m] if m >= 0 and (praised or not line.possessive[m]) else []
        told = (k for k in range(claim.subject.start, claim.at) if line.is_any(k, "tell"))
        behind += [line.mention_behind(k + 1, "article") for k in told]  # "He told Quen that"
        behind += [c.subject.only for c in read.claims if c.at > claim.at and c.subject.only > he]
        spoken_to = [k for k in (faced, *behind) if line.kind(k) in ("person", "nominal")]
        if any(self.only(k, line) == party for k in spoken_to):
            # "With Quen he discussed it", "He asked Quen to", "He condemned it; Quen thanked him"
            said = {"m": "he", "f": "she"}.get(self.actors[1 - party].gender or "")
            fits = len(self.actors) == 2 and said in (None, line.word(line.spans[he][0]))
            return Holders((1 - party,)) if fits else NOBODY
        sayers = [who for who in read.speakers if who.start >= claim.end]
        sayers = [s for s in sayers if line.word(line.back(s.start - 1, "article")) in (",", '"')]
        owned = [c for c in read.claims if c.subject == claim.subject and _names_owner(line, c)]
        others = [self.resolve(s, line) for s in sayers] + [self._owner(line, c) for c in owned]
        # "he was grateful, Quen said", "He condoled and reaffirmed Peru's support"
        return NOBODY if any(o.parties and o != found for o in others) else found

    def _may_be_either_of_two(self, line: Line, start: int, party: int) -> bool:
        """Whether nothing tells which of two "he" is: "A call between A and B. He", "a call from B, in which he"."""
        genders = {actor.gender for actor in self.actors}
        if None not in genders and len(genders) > 1:
            return False
        named = self.of(a for m in line.mentions for a in m.actors if m.kind != "pronoun")
        rang = self.index.get(-1 if self.frame.initiator is None else self.frame.initiator, party)
        if line.is_any(start - 1, "which") and line.is_any(start - 2, "preposition"):
            before = self.sheet.mentions(line.index, 0, line.starts[start])
            several = len(set(self.of(a for m in before for a in m.actors))) > 1
            first = next(m for m, told in enumerate(line.mentions) if self.of(told.actors))
            held = acts(line, first) and not line.is_any(line.spans[first][1], "and")
            return not held or (several and not self.only(first, line) == rang == party)
        if line.index == self.told and len(self.actors) == 2:  # "In a call between A and B, he"
            first = line.mention_behind(line.find(range(start), "between") + 1, "article")
            between = self.only(first, line) >= 0 and line.is_any(line.begin(first) - 1, "between")
            return between and line.word(start - 1) == "," and line.mention_ending(start - 2) >= 0
        if line.index != self.told + 1 or named or len(self.actors) != 2:
            return False
        told = self.sheet.read(self.told).line
        first = told.mention_behind(told.find(range(len(told.words)), "between") + 1, "article")
        return rang != party or (
            self.only(first, told) >= 0 and told.is_any(told.begin(first) - 1, "between")
        )

    def _said_to_another(self, line: Line, claim: Claim) -> bool:
        """Whether the words were for a party of another call: "to Minister B she voiced", "told B that"."""
        if self._with_whom(line, claim.subject.start - 1):
            return True
        gapped = any(_begins_gap(line, k) for k in range(claim.end, claim.last))
        if gapped or is_told_by_name(self.sheet, line):
            return True
        opening = 1 if line.is_any(0, "facing") else len(line.words)
        faced = self._told_at(line, line.over(opening, "article"))
        # "told Quen that", "voiced her concern to Quen", "thanked Quen and told Velt that Norway stood by Kenya"
        to = claim.end if line.is_any(claim.end, "to") else claim.after
        near = range(claim.subject.start - 1, max(0, claim.subject.start - REACH), -1)
        tellers = (k for k in near if line.is_any(k, "tell") or _begins_gap(line, k))
        to = next((k + 1 for k in tellers if claim.reporter), to)
        told = self._told_at(line, line.over(to, "facing", "article"))
        # Whom a sentence begins with need not be of a call that was read: "To Minister B she voiced"
        # he may be whom a call leaves without a name, if it is the only one: "rang his counterpart. He told Velt"
        known = len(self.document.frames) > 1 or all(actor.name for actor in self.actors)
        m = line.mention_at(line.over(to, "facing", "article"))
        if line.kind(m) == "pronoun" and self._is_of_this_call_alone(claim.reporter, line):
            told = set()  # "told him": who speaks is of no other call, whoever "him" was taken for
        known &= line.is_any(to, "facing") or line.is_any(to - 1, "tell")
        known &= line.kind(m) == "person"
        others = [faced, *([told] if known or told <= self.sheet.callers else [])]
        return any(who and who.isdisjoint(self.index) for who in others)

    def _is_of_this_call_alone(self, teller: Subject | None, line: Line) -> bool:
        """Whether whoever says something is one party of this call, named, and a party of no other."""
        if teller is None or line.kind(teller.only) not in ("person", "nominal"):
            return False
        parties = self.resolve(teller, line).parties
        frames = self.document.frames
        return (
            len(parties) == 1
            and sum(self.frame.parties[parties[0]] in f.parties for f in frames) == 1
        )

    def _held(self, line: Line, claim: Claim) -> Holders:
        """The parties whom the subject of a claim stands for, by whoever says it."""
        kind, start, told = claim.subject.kind, claim.subject.start, claim.reporter
        # "We said Peru must answer for it"
        asked = claim.rule.stance == "restraint" or claim.rule.id in OF_A_DOER
        owner = NOBODY if asked else self._owner(line, claim)  # "I urged Peru to return to talks"
        if kind in ("speaker", "own") and owner.parties:
            return owner
        if kind == "speaker" and line.quoted[claim.at]:
            if told is not None and told.only >= 0 and line.quoted[line.spans[told.only][0]]:
                return NOBODY  # '"He said we took their side," Quen writes': neither's words
            return self._quoted(line)
        again = told is None or told.kind == kind == "speaker"  # "I told him that I condemn it"
        if kind in ("speaker", "own") and told and not again:
            return self.resolve(told, line)
        if kind == "speaker":
            return self.ours() if self.document.source_country else self.ours(line)
        if kind == "own":
            # "Minister Quen had a mind to strengthen ties": his verb is not read
            acting = [self.resolve(Subject("mention", (m,)), line) for m in claim.subject.mentions]
            other = claim.governor >= 0 or any(a.parties != self.last.parties for a in acting)
            return NOBODY if other else self.last
        shared = self.sheet.shared.get(line.index, frozenset()) & set(self.index)
        in_each = line.is_any(0, "in") and line.is_any(1, "everyone") and len(shared) == 1
        if in_each and line.kind(claim.subject.only) == "nominal":
            host, (begin, end) = next(iter(shared)), line.spans[claim.subject.only]
            office = (self.document.actors[host].office or "").lower().split()
            if set(line.words[begin:end]) <= set(office):  # "In both calls the minister voiced"
                return Holders((self.index[host],))
        he = line.kind(claim.subject.only) == "pronoun"
        of_peer = he and told is not None and is_peer(line, told.only)
        found = self.resolve(told if told is not None and of_peer else claim.subject, line)
        if self._may_be_either(line, claim.subject, found):
            return self._owner(line, claim) if _names_owner(line, claim) else NOBODY
        tellers = self.resolve(told, line).parties if told is not None else ()
        if line.kind(claim.subject.only) == "pronoun":
            near = range(max(0, start - FEW), start)
            nobody = told is not None and told.kind == "unknown"
            stranger = told is not None and line.kind(told.only) in ("person", "nominal")
            known = line.has(near, "teller", *(("government", "office") if nobody else ()))
            if (nobody or stranger) and not (tellers or known):
                return NOBODY  # "Ana Bor, a baker, said that she was grateful"
            if line.quoted[start] and self._quoted(line).parties == found.parties:
                return NOBODY  # '"He condemned it," said Quen'
        had = line.has(range(claim.after - 4, claim.after), "had")
        if had and tellers and set(tellers).isdisjoint(found.parties):
            return NOBODY  # "recalled that she had condemned"
        country = line.kind(claim.subject.only) == "country"
        return NOBODY if country and self._is_of_others(line, claim) else found

    def _told_at(self, line: Line, at: int) -> set[int]:
        """The people whom the mention at a word is of; nobody where it only owns what follows."""
        m = line.mention_at(at)
        named = m >= 0 and line.kind(m) in ("person", "nominal", "group", "pronoun", "name")
        return set(line.mentions[m].actors) if named and not line.possessive[m] else set()

    def _with_whom(self, line: Line, at: int) -> bool:
        """Whether "whom" at a word goes back to somebody outside the call: "rang A, and B, with whom she discussed"."""
        named = at - 2 if line.is_any(at - 1, "facing") else at - 1
        m = line.mention_ending(named - (line.word(named) == ","))
        if m < 0 or not line.is_any(at, "which"):
            return False
        return not self.resolve(Subject("mention", (m,)), line).parties

    def _at_another_time(self, line: Line, claim: Claim) -> bool:
        """Whether another day stands before the words, or behind as a statement's: "condemned in a post on Sunday"."""
        here, frame = self.document.sentences[line.index], self.frame
        if frame.date is None or here.start <= frame.start < here.end:
            return False
        begin = line.starts[claim.subject.start if claim.subject.start >= 0 else claim.first]
        others = [(at, day) for at, day in self.sheet.days(line.index) if day != frame.date]
        if claim.first > 0 and any(at < begin for at, _ in others):
            return True
        stated = self.sheet.is_of_a_statement
        return any(stated(line, at, claim.end, reported=day > frame.date) for at, day in others)

    def _is_claimed_by_a_third(self, line: Line, claim: Claim) -> bool:
        """Whether a state that is no party says it of one: "Peru claimed that Quen condemned", "according to Peru"."""
        told, near = claim.reporter, range(claim.at - REACH, claim.end + REACH)
        at = line.find(near, "according")
        opens, m = line.mention_at(line.over(0, "article")), claim.subject.only
        behind = line.is_any(line.back(claim.subject.start - 1, "article"), "that")
        named = [told.only if told.only >= 0 else opens] if told is not None else []
        named += [line.mention_behind(at + 2, "article")] if at >= 0 else []
        return any(self._is_a_third(line, k, alone=not behind) for k in named if k not in (-1, m))

    def _is_a_third(self, line: Line, m: int, *, alone: bool) -> bool:
        """Whether a mention is a state that is no party's, or its office; ``alone``: not one who acts for it."""
        end, ours = line.spans[m][1], self.sheet.places_of_callers
        office = line.has(range(end, end + 3), "government", "teller", "office")
        acts = line.kind(m) in ("nominal", "person") and not alone
        state = line.kind(m) == "country" and (office or not line.is_attribute(m))
        place = self.country_of(m, line) if acts or state else None
        return bool(place) and "" not in ours and place not in ours

    def _is_of_others(self, line: Line, claim: Claim) -> bool:
        """Whether what is told of a state is in the words of nobody who speaks for it, or nobody said so of late."""
        told = claim.reporter
        if told is None:
            late = line.index - max(self.spoke, self.told) > NEAR - 1
            return late or self._is_outsiders_quote(line, claim) or self._is_other_news(line, claim)
        stranger = is_another(line, told) and not self.resolve(told, line).parties
        return stranger or self._is_outsiders_quote(line, claim)

    def _is_other_news(self, line: Line, claim: Claim) -> bool:
        """Whether a state does something beside the call: "Separately, Norway condemned", "Norway on Monday accused".

        So it does where all that is named is new: "rang Quen about trade. Norway condemned the raid on Lima".
        """
        m = claim.subject.only
        beside = line.index <= self.told or line.quoted[claim.at]
        if beside or line.mentions[m].adjectival:
            return False
        days = {day for _, day in self.sheet.days(self.told)}
        dated = any(day not in days for at, day in self.sheet.days(line.index))
        named = [k for k in range(1, len(line.words)) if line.is_capital(k) and line.cover[k] != m]
        topic = self.sheet.read(self.told).line
        about = topic.has(range(len(topic.words)), "on_a_matter")
        ours = any(c.place in self.places for at, c in line.countries if line.cover[at] != m)
        new = about and not ours and bool(named)
        if new:
            before = self.document.text[: self.sheet.starts[line.index]].lower()
            new = all(line.words[k] not in before for k in named)
        return (
            dated
            or new
            or line.has(range(claim.after - 2, claim.after), "has", "had")  # "Norway had condemned"
            or line.is_any(0, "aside")
            or line.has(range(claim.end, len(line.words)), "spokesman")
        )

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

    def _may_be_either(self, line: Line, subject: Subject, found: Holders) -> bool:
        """Whether "the Minister" may be either of two, and is not the one of whose country the source is.

        Of "The President wished the President well" even the source's own reader cannot tell.
        """
        if len(found.parties) != 1 or line.kind(subject.only) != "nominal":
            return False
        begin, end = line.spans[subject.only]
        if any(is_short_name(word) for word in line.words[begin:end]):
            return False  # "the US President"
        title = line.words[begin:end]
        words = set(_long(title))
        told = self.sheet.mentions(line.index, 1, self.document.sentences[line.index].end)
        near = {a for m in told if m.kind == "person" for a in m.actors} & self.sheet.callers
        near |= set(self.index)
        offices = [set(_long((self.document.actors[a].office or "").lower().split())) for a in near]
        same = [office for office in offices if words and words <= office]
        twice = sum(line.words[first:last] == title for first, last in line.spans) > 1
        actor = self.actors[found.parties[0]]
        home = bool(actor.place) and actor.country == self.document.source_country
        return len(same) > 1 and (twice or not home)

    def _owned(self, line: Line, claim: Claim, holders: Holders) -> Holders:
        """Leave of the holders only those whose the named stance is."""
        if claim.rule.stance == "cooperation" and self._of_others(line, claim):
            return NOBODY
        if _is_shared(line, claim) and holders.parties:  # "shared Norway's concern": Norway's, too
            return Holders(tuple(sorted({*holders.parties, *self._owner(line, claim).parties})))
        named = _names_owner(line, claim)
        country = self.country_of(claim.owner, line) if named else None
        kept = tuple(i for i in holders.parties if self.actors[i].country == country)
        # "the Congolese government's support": of which of two states is not told, but of none that speaks
        states = named and line.kind(claim.owner) in ("country", "organisation")
        open_ = not country and (not states or line.mentions[claim.owner].place in self.places)
        open_ = open_ or claim.rule.id.endswith(("importance", "state", "verb"))
        return Holders(kept) if country and kept else holders if open_ else NOBODY

    def _of_others(self, line: Line, claim: Claim) -> bool:
        """Whether ties are those of a state outside the call: "relations between A and B", "Peru's ties with Laos"."""
        return not self._tied(line, claim) <= set(self.places)

    def _tied(self, line: Line, claim: Claim) -> set[str]:
        """The states that words of ties name as tied: both of "relations between A and B", B of "ties with B"."""
        link = line.find(range(claim.at, claim.end + 4), "between")
        named = set[str]()
        for at, mention in line.countries:
            begin = line.spans[line.cover[at]][0]
            beside = line.is_any(begin - 1, "with") and "," not in line.words[claim.end : begin]
            # not Syria in "ties between A and B must be kept up so that Syria can recover"
            between = link >= 0 and not line.has(range(link, begin), "that", "auxiliary")
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
        # "they congratulated her": who is meant is not told
        return NOBODY if kept != holders.parties else holders


def _begins_gap(line: Line, at: int) -> bool:
    """Whether "and" at a word goes on with what somebody else was told: "told Quen that ... and Velt that"."""
    m = line.mention_behind(at + 1, "article") if line.is_any(at, "and") else -1
    return line.kind(m) in ("person", "nominal") and line.is_any(line.spans[m][1], "that")


def _names_owner(line: Line, claim: Claim) -> bool:
    """Whether the words name whose a stance is: "Norway's support", not "its support" or "Norway's restraint"."""
    its_own = claim.rule.stance not in OF_ANYBODY and claim.rule.id not in OF_A_DOER
    theirs = its_own or line.is_any(claim.at, "possessed")
    theirs = theirs and not _is_shared(line, claim)
    return theirs and line.kind(claim.owner) not in ("", "pronoun", "group")


def _is_shared(line: Line, claim: Claim) -> bool:
    """Whether a stance is another's, and the holder's besides: "shares the Lebanese people's fears"."""
    passive = line.is_any(claim.end, "be") and line.is_any(claim.end + 1, "sharing")
    return passive or line.is_any(claim.after - 1, "sharing")  # "was echoed by Quen"


def _long(words: Iterable[str]) -> list[str]:
    return [word for word in words if len(word) > 3]
