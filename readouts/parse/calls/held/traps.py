"""Layer 3a: traps among the words that tell of a call.

What belongs here: deciding from the words beside a cue whether it is the verb or the noun it seems to be ("called on",
"calls for", "spoke in favour of"). What does not: the cues (``cues``), words that a table lists (``unheld``), and talks
in person (``in_person``).
"""

from __future__ import annotations

from readouts.parse.calls.held.around import Around
from readouts.parse.text.dates import is_month, may_begin

_AHEAD = 14


def kind_of(cue: Around, kind: str) -> str:
    """Return the kind of the cue where it stands, given the table's; "" for a trap.

    "Calls" is a noun or a verb by what stands beside it.
    """
    if cue.end > cue.i + 1:
        return kind
    if _is_trap(cue, kind):
        return ""
    if cue.lower[cue.i] != "calls":
        return kind
    if cue.before in ("and", "but") and cue.after in cue.words["the"]:
        return "direct"  # "he denies it and calls the inquiry revenge", not "the calls the minister took"
    return "noun" if _is_noun(cue) or cue.after in cue.words["link"] else "direct"


def _is_trap(cue: Around, kind: str) -> bool:
    """Whether the words beside a cue make it another thing: "to ring", "called on", "spoke of"."""
    word, words, after, before = cue.lower[cue.i], cue.words, cue.after, cue.before
    if word in words["to_call"]:
        return not (before == "to" and cue.has_before("ordinal", 7))
    if word in words["call"]:
        return _is_other_call(cue)
    if word in words["called"]:
        passive = before in words["passive"]
        if passive and "by" in cue.ahead(4) and cue.ahead(2)[1:] != ["by"]:
            return False  # "was called on Monday by", not "was called on by"
        dated = after == "on" and _is_dated(cue)
        return (after in words["after_called"] and not dated) or (after == "by" and not passive)
    if word in words["phones"]:
        return not cue.heading
    if word == "talks":  # "has landed in Rome for talks with X"
        return not cue.heading or before == "for" or after not in words["link"]
    if kind == "with" and _is_speech(cue):
        return True
    return word in words["speaking"] and after in words["after_speaking"]


def _is_speech(cue: Around) -> bool:
    """Whether words are spoken to others: "both spoke in favour of", "spoke at the funeral", not "spoke at length"."""
    words, ahead = cue.words, cue.ahead(_AHEAD)
    if cue.after == "about" and words["stop"].issuperset(ahead[1:2] or ["."]):
        return True  # "the partnership that the two talked about"
    if cue.after in words["link"] or not words["told_by"].isdisjoint(ahead):
        return False
    each = cue.before == "both" and cue.lower[cue.i] in words["spoke"]
    pairs = words["speech_behind"].intersection(ahead[1:2]) and cue.after in words["before_speech"]
    at = cue.after == "at" and not words["at_length"].intersection(ahead[1:2])
    at = at and not "".join(ahead[1:2])[:1].isdigit()
    return each or bool(pairs) or cue.after in words["after_speech"] or at


def _is_dated(cue: Around) -> bool:
    """Whether a day follows "called on": "called on Sunday evening", "called on 1 July", not "called on 27 states"."""
    first, second = [*cue.ahead(3)[1:], "", ""][:2]
    if first[:1].isdigit() or is_month(first):
        return is_month(second) or (is_month(first) and second[:1].isdigit())
    return cue.tokens.words[cue.end + 1].istitle() and may_begin(first) and second != "to"


def _is_noun(cue: Around) -> bool:
    opens = cue.i == cue.first and cue.after in cue.words["call_of_whom"]  # "Call from Minister X"
    return opens or cue.before in cue.words["before_noun_call"] or cue.has_before("got", 3)


def _is_other_call(cue: Around) -> bool:
    """Whether "call" is a demand or a name: "they call", "a call to", "calls on"."""
    words, after, noun = cue.words, cue.after, _is_noun(cue)
    if after in ("on", "to"):
        behind = cue.end + 1
        named = cue.tokens.words[behind][:1].isupper() or cue.lower[behind] in words["determiner"]
        if not noun or (after == "to" and not (named or cue.has_before("holding", 4))):
            return True  # not "a call to Minister X", "held calls to discuss"
    verb = cue.before in words["before_verb_call"] or (after == "from" and not noun)
    return cue.lower[cue.i] == "call" and verb
