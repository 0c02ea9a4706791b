"""Layer 3c: whose page is told entry by entry, and the calls of its entries.

What belongs here: the person whose diary, agenda or list of calls a page is, who stands on the side that its entries
leave out, and entries that only name whom one was with and how ("11 May - Ilvar Quen, Foreign Minister of Norway
(telephone)"). What does not: where entries begin and their days (``entries``).

Whoever stands in the entry above is no party to the next. Where a page does not say whose it is, an entry that leaves
a side out tells no call; nor does one of a day that may still have been to come.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from readouts.domain.records import Medium
from readouts.parse.actors.people.person import MANY, Person, like_office, office_words, same_words
from readouts.parse.actors.references.record import PERSONS, Ref
from readouts.parse.calls.cues import Cue
from readouts.parse.calls.found import OWNER, SUBJECT, Entry, Event, Group, Search
from readouts.parse.calls.frames import add_call
from readouts.parse.calls.parties.admission import eligible, is_international, settle
from readouts.parse.calls.parties.groups import actors_of, groups_of, last_subject

_ABOVE = 8
"""Among so many lines above the first entry it is told whose page it is."""
_WHAT = 4
"""Among so many words before or behind a name stands what is his: "the official diary of", "'s telephone calls"."""
_LEAD = 4
"""So many words at most, such as an article, stand before a name or a call that opens an entry."""


def find_owner(s: Search) -> None:
    """Note whose page it is, where the lines above its first entry tell of one person."""
    if not s.entries:
        return
    found = dict[int, bool]()
    for index in range(min(_first(s.entries), _ABOVE)):
        for ref in s.refs_between(*s.span(index)):
            told = _is_of(s, ref, index)
            if told is None:
                continue
            owner = _holder(s, ref)
            if owner is None or _is_of_several(s, ref, index):
                return
            found[owner] = found.get(owner, False) or told
    if len(found) == 1:
        ((s.owner, s.has_been),) = found.items()


def _first(entries: Mapping[int, object]) -> int:
    """The sentence of the first entry; they are in their order."""
    return next(iter(entries))


def begin(s: Search) -> None:
    """Take whoever's calls the lines above the first entry told of for whose page it is, where no line says it.

    Among entries, a line may say that those below are another's.
    """
    if not s.entries or s.here < _first(s.entries):
        return
    if s.here == _first(s.entries) and s.owner is None:
        s.owner = s.series.principal if s.series is not None else None
        s.has_been = s.series is not None
    elif s.is_heading(s.here) and s.here not in s.entries:
        first, last = s.span(s.here)
        for ref in s.refs_between(first, min(last, first + _LEAD))[:1]:
            alone = ref.last >= last - 1 and not ref.plural
            if ref.kind in PERSONS and (alone or _is_of(s, ref, s.here) is not None):
                # "Minister Quen" on a line of its own: the diary of another
                s.owner = s.principal = _holder(s, ref)


def note_rung(s: Search) -> None:
    """Note whom the list by country below is of: "those who have been in touch with Minister Quen"."""
    if not s.cast.entries or s.here >= _first(s.cast.entries):
        return
    first, last = s.span(s.here)
    who = next((k for k in range(first + 1, last) if s.lower[k] == "who"), last)
    if not s.is_a(who - 1, "these", "heads_of_list"):
        return
    verb = s.find(range(who, min(last, who + _WHAT + 1)), "rang_or_in_touch")
    begin = verb + 1 + s.is_a(verb + 1, "with_whom")
    whom = _named_at(s, begin) if verb > 0 else None
    rung = eligible(s, actors_of(s, whom)) if whom is not None and len(whom.refs) == 1 else []
    if len(rung) == 1:
        s.rung_by_all = s.principal = rung[0]


def _is_of(s: Search, ref: Ref, index: int) -> bool | None:
    """Whether what is told of is past, where a line says that the page is somebody's; None where it says nothing."""
    if ref.kind not in PERSONS:
        return None
    if s.lower[ref.last] == "'s":
        what = s.find(range(ref.last + 1, ref.last + _WHAT), "record")
        return None if what < 0 or s.lower[what + 1] == "for" else False  # "Quen's calls for calm"
    at = s.back(ref.first - 1, "determiner")
    what = at - 1 - s.is_a(at - 1, "held_as")
    meant = (
        "plan" if s.lower[at] == "for" else "record"
    )  # "the schedule for", not "calls for Minister Quen"
    if s.lower[at] in ("of", "by", "for") and s.is_a(what, meant):
        return False
    if s.is_a(at, "label_end") and s.is_a(at - 1, "plan") and ref.last >= s.span(index)[1] - 1:
        return False  # "Diary: Minister Quen"
    if s.is_a(at, "did") and s.has("record", at - _WHAT, at):
        return True  # "What calls did the Prime Minister hold"
    first, last = s.span(index)
    following = s.find(range(first, last), "the_following")
    if s.lower[last - 1] not in (":", ".") or following < 0:
        return None
    who = last_subject(s, following)
    own = who is not None and ref in who.refs and s.is_a(who.last, "to_have")
    return True if own else None


def _is_of_several(s: Search, ref: Ref, index: int) -> bool:
    """Whether others stand beside whose page it is: "Diary of Minister Quen and the State Secretaries"."""
    return any(ref in group.refs and len(group.refs) > 1 for group in groups_of(s, index))


def _holder(s: Search, ref: Ref) -> int | None:
    """Whom words mean whose page it is: for "the Minister's diary" the one official of the source who is named."""
    people = [s.people[a] for a in ref.actors]
    if len(people) == 1 and people[0].actor.name:
        return people[0].actor.id if people[0].may_be_party() else None
    kind, words = ref.office_kind or "", office_words(ref.office or "")
    ours = [p for p in s.people[:MANY] if p.actor.name and _is_ours(s, p)]
    fit = [p for p in ours if same_words(p, words) or like_office(p, kind, words)]
    sure = [p for p in fit if p.actor.place]
    fit = sure if len(sure) == 1 else fit
    return fit[0].actor.id if len(fit) == 1 else None


def _is_ours(s: Search, person: Person) -> bool:
    if person.joined is not None or not person.refs or not person.may_be_party():
        return False
    return person.actor.place in ("", s.cast.source or s.cast.organisation)


def leaves_out(s: Search, cue: Cue) -> bool:
    """Whether nobody stands before words for a call in an entry: "Call with X", "Meeting with X, then call with Y"."""
    entry = s.entries.get(s.here)
    if entry is None or cue.first < entry.first:
        return False
    if cue.kind != "noun":
        return cue.first == entry.first  # "Speaks by phone with"
    at = s.back(cue.first - 1, "determiner", "describing")
    opens = at < entry.first or s.is_a(at, "goes_on_listing")  # not "briefing on the call with"
    before = (g for g in groups_of(s, s.here) if entry.first <= g.first < cue.first)
    return opens and all(g.role not in (SUBJECT, OWNER) for g in before)


def owner_of_entry(s: Search, right: list[int]) -> list[int]:
    """Who had the call of an entry that leaves him out."""
    owner = s.owner
    if owner is None or owner in right or not _was(s):
        return []
    return [owner]


def _was(s: Search) -> bool:
    """Whether an entry is of a day that was when the page came out, and does not say that nothing came of it."""
    when, published = s.label[1], _came_out(s)
    if when is None or when.day is None or published is None or is_off(s):
        return False
    return when.day < published or (s.has_been and when.day == published)


def is_read(s: Search) -> bool:
    """Whether a sentence is an entry that itself says how it was, so that it goes on with no round told before."""
    entry = s.entries.get(s.here)
    return entry is not None and _medium(s, entry.first) is not None


def _came_out(s: Search) -> date | None:
    """The day on which an entry was to be read; a day at the head of a page may be that of which it tells."""
    return s.document.issued or s.document.published_at(s.tokens.starts[s.span(s.here)[0]])


def is_off(s: Search) -> bool:
    """Whether an entry is of a day to come, or says that nothing came of it: "(cancelled)", "POSTPONED: call with"."""
    entry = s.entries.get(s.here)
    if entry is None:
        return False
    first, last = entry.first, _end(s, entry)
    when, published = s.label[1], _came_out(s)
    if when is not None and when.day and published and when.day > published:
        return True
    return any(_says_off(s, k, first, last) for k in range(first, last))


def _says_off(s: Search, k: int, first: int, last: int) -> bool:
    """Whether a word apart from others says that nothing came of it: "(cancelled)", ": no answer", ", not taken"."""
    apart = k == first or s.is_a(k - 1, "bracket", "clause_mark")
    if s.is_a(k, "entry_off"):
        return apart or s.is_a(k + 1, "clause_mark") or k + 1 >= last
    if s.is_a(k, "falling") and s.lower[k + 1] == "through":
        return True
    unmet = s.is_a(k, "not_or_no") and s.is_a(k + 1, "reached_or_taken")
    due = s.lower[k : k + 2] == ["to", "be"] and s.is_a(k + 2, "yet_to_be")
    return (apart and unmet) or due


def listed(s: Search) -> None:
    """Read an entry that names whom the owner was with, and how, and says no more of it."""
    entry = s.entries.get(s.here)
    if entry is None or s.owner is None or not _was(s):
        return
    first, last = entry.first, _end(s, entry)
    medium = _medium(s, first)
    begin = first
    if medium is not None:  # "telephone, Prime Minister Quen"
        begin = _behind_cell(s, first)
    whom = _named_at(s, begin)
    if whom is None:
        return
    tail = whom.last
    if medium is None:
        medium = _medium(s, tail + s.is_a(tail, "bracket", "comma", "by_way"))
    if medium is None or s.has("entry_face", tail, last) or s.has("entry_off", first, last):
        return
    others = eligible(s, actors_of(s, whom))
    parties = [s.owner, *(a for a in others if a != s.owner)]
    if len(others) != len(whom.refs) or len(parties) < 2:
        return
    settle(s, [s.owner], parties[1:])
    if not is_international(s, parties):
        return
    at = add_call(s, parties, medium, s.label[1], None)
    s.events.append(Event(s.here, Cue("noun", medium, False, first, first + 1, "entry"), [at]))
    s.latest = list(parties)
    s.principal = s.owner if s.principal is None else s.principal


def _behind_cell(s: Search, first: int) -> int:
    """Where whom one spoke with begins behind how: "phone call, X", "telephone (incoming) | X"."""
    begin = first
    if s.is_a(first + 1, "bracket"):
        begin = next((k for k in range(first, first + _LEAD + 2) if s.lower[k] == ")"), first)
    return s.find(range(begin, begin + _LEAD), "clause_mark", "cell_mark") + 1


def _end(s: Search, entry: Entry) -> int:
    """Where the first words of an entry end, behind which it may tell what was said."""
    last = s.span(s.here)[1]
    return next((k for k in range(entry.first, last) if s.lower[k] == "."), last)


def _medium(s: Search, i: int) -> Medium | None:
    """How it was, by the word at a token or, behind "by", the next."""
    i += s.lower[i] in ("by", "via")
    return "phone" if s.is_a(i, "by_phone") else "video" if s.is_a(i, "by_video") else None


def _named_at(s: Search, begin: int) -> Group | None:
    """Those whom an entry names from a token on, behind an article."""
    group = next((g for g in groups_of(s, s.here) if g.first >= begin), None)
    near = group is not None and all(s.is_a(k, "determiner") for k in range(begin, group.first))
    return group if near else None


def say_who_rang(s: Search) -> None:
    """Fill in who rang by what an entry adds: "(incoming)", "at his request", "placed by Oslo"."""
    entry = s.entries.get(s.here)
    event = s.events[-1] if s.events else None
    if entry is None or event is None or event.sentence != s.here or len(event.frames) != 1:
        return
    frame = s.frames[event.frames[0]]
    others = [a for a in frame.parties if a != s.owner]
    if frame.initiator is None and s.owner in frame.parties and len(others) == 1:
        frame.initiator = _rang(s, others[0])


def keep_to_paragraphs(s: Search) -> None:
    """In what somebody writes under a by-line, let the paragraphs that tell of a call alone be about it.

    "By Minister Quen ... On Friday I rang Minister Moe. ... / A word on the letter of which I share the anger". So it
    is in a list by country of those who rang somebody.
    """
    lines = range(min(len(s.sentences), _ABOVE))
    signed = any(s.is_heading(i) and s.lower[s.span(i)[0]] == "by" for i in lines)
    apart = (signed and s.signer is not None) or s.rung_by_all is not None
    for at, frame in enumerate(s.frames if apart else []):
        told = {s.sentences[i].paragraph for i in s.told_in[at]}
        frame.sentences = [i for i in frame.sentences if s.sentences[i].paragraph in told]


def _rang(s: Search, other: int) -> int | None:
    first, last = s.entries[s.here].first, _end(s, s.entries[s.here])
    if s.has("from_outside", first, last):
        return other
    if s.has("to_outside", first, last):
        return s.owner
    asked = s.find(range(first, last), "request")
    if asked > 0 and s.is_a(asked - 1, "his_or_her") and s.is_a(asked - 2, "at_request"):
        return other
    placed = s.find(range(first, last - 1), "brought_about")
    if placed > 0 and s.lower[placed + 1] == "by":
        for ref in s.refs_between(placed + 2, placed + 4)[:1]:
            side = ref.country or ref.organisation or ""
            who = [
                a for a in (s.owner, other) if a in ref.actors or (side and s.place(a or 0) == side)
            ]
            return who[0] if len(who) == 1 else None
    return None
