"""Who is said to say it: whoever is quoted, whose office speaks, and who says it of himself.

What belongs here: what the verbs of saying and the quotation marks around a claim make of its "he" and "she". What does
not: whose stance it is in the end (``holders``), and which party words stand for (``parties``).
"""

from __future__ import annotations

from readouts.parse.reactions.claims import Claim
from readouts.parse.reactions.lines import Line
from readouts.parse.reactions.parties import NEAR, NOBODY, Holders, Parties

FEW = 14
"""Among so many words before "he" stands who says so."""


class Tellers(Parties):
    """The parties of one call as those who say something, or of whom it is said."""

    def _sayer(self, line: Line, claim: Claim) -> Holders | None:
        """Who says it behind the words of a pronoun: "he was grateful for it, Minister Quen said"."""
        who = claim.subject.mentions
        if len(who) != 1 or line.mentions[who[0]].kind != "pronoun":
            return None
        speakers = self.sheet.read(line.index).speakers  # not "she condemned it and he told her"
        behind = [s for s in speakers if s.start >= claim.end and _closes(line, s.start)]
        parties = self.resolve(behind[-1], line) if len(behind) == 1 else NOBODY
        return parties if len(parties.parties) == 1 else None

    def _of_teller(self, line: Line, claim: Claim) -> bool:
        """Whether "she" may be whoever says so, who is no party: "Ana Bor, a baker, said that she was grateful"."""
        told, who = claim.reporter, claim.subject.mentions
        if told is None or len(who) != 1 or line.mentions[who[0]].kind != "pronoun":
            return False
        if told.kind == "unknown":
            before = range(max(0, claim.subject.start - FEW), claim.subject.start)
            known = any(line.cover[k] >= 0 for k in before)
            return not known and not line.has(before, "teller", "government", "office")
        if len(told.mentions) != 1:
            return False
        teller, (begin, end) = line.mentions[told.mentions[0]], line.spans[told.mentions[0]]
        person = teller.kind in ("person", "nominal")
        known = bool(self.resolve(told, line).parties)
        return person and not known and not line.has(range(max(0, begin - 2), end), "teller")

    def _of_office_told(self, line: Line, claim: Claim) -> Holders | None:
        """Whose office says it of "he": "Quen's ministry said he was concerned"; None where none does."""
        start, who = claim.subject.start, claim.subject.mentions
        said = line.back(start - 1, "that")
        if (
            len(who) != 1
            or line.mentions[who[0]].kind != "pronoun"
            or not line.is_any(said, "saying")
        ):
            return None
        office = line.back(said - 1, "adverb", "auxiliary")
        end = office - (line.word(office - 1) in ("'s", "'"))
        m = line.cover[end - 1] if end > 0 and line.is_any(office, "teller") else -1
        if m < 0:
            return None
        theirs = [self.index[a] for a in line.mentions[m].actors if a in self.index]
        theirs = theirs or self.places.get(line.mentions[m].country or "", [])
        fits = len(theirs) == 1 and self._may_be_he(line, who[0], theirs[0])
        return Holders((theirs[0],)) if fits else None

    def _is_outsiders_quote(self, line: Line, claim: Claim) -> bool:
        """Whether a state is spoken of in the words of nobody known: '"Norway is worried," said Bor, an analyst'."""
        start = claim.subject.start
        if start < 0 or not line.quoted[start] or self._quoted(line).parties:
            return False
        said = (k for k, q in enumerate(line.quoted) if not q and line.is_any(k, "saying", "shown"))
        return any(
            line.word(k).isalpha() and line.cover[k] < 0 and not line.is_any(k, "adverb", "own")
            for at in said
            for k in (line.over(at + 1, "determiner"), at - 1)
        )

    def _quoted(self, line: Line) -> Holders:
        """The parties who speak in the sentence's quotation, told there or in those it goes on from."""
        sheet = self.sheet
        for index in range(line.index, max(-1, line.index - NEAR - 1), -1):
            here = sheet.read(index)
            if here.speakers:
                return self.resolve(here.speakers[0], here.line)
            if here.line.words[:1] != ['"'] and here.line.quoted[:1] != [True]:
                break
        for index in range(line.index + 1, min(line.index + NEAR + 1, len(sheet.opens))):
            here = sheet.read(index)
            if here.speakers and sheet.opens[index]:
                return self.resolve(here.speakers[0], here.line)
        return NOBODY

    def _speaks(self, line: Line, claim: Claim, found: Holders) -> bool:
        """Whether "he" is taken for him whose words are quoted: '"He condemned it," said Quen' is of somebody else.

        Not where a quotation only goes on with a sentence: 'said that "he condemned it"'.
        """
        at = claim.subject.start
        if not line.quoted[at]:
            return False
        while at > 0 and line.words[at] != '"':
            at -= 1
        whole = at <= 0 or not line.word(at - 1).isalpha()
        return whole and bool(found.parties) and self._quoted(line).parties == found.parties

    def _spoken_of(self, line: Line, claim: Claim, speaker: Holders) -> Holders:
        """The other of two, whom a speaker tells of as "he", where nobody else is spoken of just before."""
        since = self.document.sentences[max(0, line.index - 1)].start
        until = line.starts[claim.subject.start]
        people = [m for m in self.document.mentions if m.kind in ("person", "nominal")]
        named = [m for m in people if since <= m.start < until]
        others = any(not m.actors or set(m.actors) - set(self.index) for m in named)
        other = 1 - speaker.parties[0]
        fits = len(self.actors) == 2 and not others and len(speaker.parties) == 1
        fits = fits and self._may_be_he(line, claim.subject.mentions[0], other)
        return Holders((other,)) if fits else NOBODY

    def _may_be_he(self, line: Line, m: int, party: int) -> bool:
        """Whether nothing that is known of a party forbids that "he" or "she" is that party."""
        said = {"m": "he", "f": "she"}.get(self.actors[party].gender or "")
        return said in (None, line.words[line.spans[m][0]])


def _closes(line: Line, start: int) -> bool:
    """Whether the words that begin at a word only close what was said: ", Quen said"."""
    before = line.back(start - 1, "article")
    return line.word(before) in (",", '"')
