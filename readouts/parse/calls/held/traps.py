"""Layer 3a: traps among the words that tell of a call.

What belongs here: deciding from the words beside a cue whether it tells of a call at all ("called on", "calls for",
"spoke in favour of"). What does not: the cues themselves (``cues``), whether a call took place (``unheld``), and talks
in person (``frames``).
"""

from __future__ import annotations

from itertools import pairwise

from readouts.parse.calls.around import Around
from readouts.parse.text.dates import is_month, may_begin

_AHEAD = 14
_QUOTES = frozenset("\"“”‘’'")


def kind_of(cue: Around, kind: str) -> str:
    """Return the kind of the cue where it stands, given the table's; "" for a trap.

    "Calls" is a noun or a verb by what stands beside it.
    """
    if _is_trap(cue, kind):
        return ""
    if cue.lower[cue.i] != "calls" or cue.end > cue.i + 1:
        return kind
    if cue.before in ("and", "but") and cue.after in cue.words["the"]:
        return "direct"  # "he denies it and calls the inquiry revenge", not "the calls the minister took"
    return "noun" if _is_noun(cue) or cue.after in cue.words["link"] else "direct"


def _is_trap(cue: Around, kind: str) -> bool:
    """Whether the words beside a cue make it another thing: "a roll call", "called on", "a call for"."""
    word, words, after, before = cue.lower[cue.i], cue.words, cue.after, cue.before
    if kind == "noun" and before == "for" and cue.has_before("price_of_calls", 3):
        return True  # "abolished roaming charges for calls between the countries"
    if kind == "noun" and before == "of" and cue.has_before("port", 2):
        return True  # "the ship made its first port of call"
    if word == "conversation" and after not in words["link"]:
        near = cue.back(7)
        if any(one in words["spoke"] and two == "of" for one, two in pairwise(near)):
            return True  # "both spoke of 'an excellent conversation'"
    if _is_overheard(cue) or (kind in ("noun", "manner") and after in words["thing_of_calls"]):
        return True  # "met in the video conference hall"
    if kind == "manner" and (after in words["call_noun"] or cue.has_before("address", 6)):
        return True
    if cue.end > cue.i + 1:
        told = cue.lower[cue.end - 1] in words["call"] or cue.lower[cue.end - 1] == "briefing"
        return kind == "noun" and after == "for" and told
    if (word in words["call"] or word in words["called"]) and _gives_a_name(cue):
        return True
    if word in words["to_call"]:
        return not (before == "to" and cue.has_before("ordinal", 7))
    if word in words["call"]:
        if before in words["other_call"] or cue.has_before("paid", 3) or after == "for":
            return True
        good = before == "good" and after not in words["link"] and not cue.has_before("within", 5)
        return good or _is_other_call(cue)  # "a good call by the referee", not "in a good call"
    if word in words["called"]:
        behind = cue.lower[cue.end : cue.end + 4]
        # "was called on Monday by", not "was called on by", "was called in by"
        summoned = behind[:1] in (["on"], ["in"]) and behind[1:2] == ["by"]
        passive = before in words["passive"] and "by" in behind and not summoned
        convened = after == "by" and before not in words["passive"]  # "a session called by X"
        return (
            convened
            or _is_naming(cue)
            or not (passive or after not in words["after_called"] or _is_dated(cue))
        )
    if word in words["phones"]:
        return not cue.heading
    if word == "talks":  # "has landed in Rome for talks with X"
        return not cue.heading or before == "for" or after not in words["link"]
    if kind == "with" and _is_speech(cue):
        return True
    return word in words["speaking"] and after in words["after_speaking"]


def _is_naming(cue: Around) -> bool:
    """Whether something is called a name: 'had called her comments "interference"', not 'called her colleague "to'."""
    words, behind = cue.words, cue.ahead(7)
    if cue.after in words["possessive"] and not words["remarks"].isdisjoint(behind[1:2]):
        return True  # "called her remarks hysterical"
    at = next((k for k, word in enumerate(behind[:5]) if word in _QUOTES), 0)
    noun = set(behind[1:at])
    thing = noun and noun.isdisjoint(words["peers"] | words["link"] | {","})
    return bool(thing) and cue.after in words["possessive"] and "to" not in behind[at + 1 : at + 2]


def _is_overheard(cue: Around) -> bool:
    """Whether others only listened to somebody's calls: "listened in on Quen's phone calls", "had tapped his calls"."""
    words, k = cue.words, cue.i - 1
    if cue.after in words["link"]:
        return False  # "listened in on the call between Quen and Velt"
    while k > cue.first and (cue.lower[k] in words["whose_calls"] or cue.tokens.words[k].istitle()):
        k -= 1
    listened = cue.lower[k - 1] == "in" and cue.lower[k - 2] in words["listening"]
    listened = listened and cue.lower[k] in words["on_or_to"]  # not "listened in when Quen called"
    return k < cue.i - 1 and (listened or cue.lower[k] in words["overheard"])


def _gives_a_name(cue: Around) -> bool:
    """Whether somebody is called something: "called him a brother", 'her "heartless"', not "him a day later".

    Also where two call each other liars, not each other on Monday.
    """
    words, behind = cue.words, cue.ahead(6)
    if "what" in cue.back(3) and words["being"].isdisjoint(cue.back(2)):
        return (
            True  # "what he calls partial statements", not "what was a call between Quen and Velt"
        )
    if behind[:1] == ["each"] and behind[1:2] == ["other"]:
        return not words["after_rung"].issuperset(behind[2:3] or ["."])
    if not behind or behind[0] not in words["accusative"] | words["me_or_us"]:
        return False
    if not words["his_or_their"].isdisjoint(behind[1:2]):
        return True  # "called us her brothers", "call him weak"
    quoted = behind[1:2] != [] and behind[1] in _QUOTES
    noun = behind[1 + quoted :]
    if not (noun and (noun[0] in words["a_or_an"] or noun[0] in words["the"])):
        return quoted and not _QUOTES.isdisjoint(noun[1:3])
    return words["counted_time"].isdisjoint(noun[1:3])


def _is_speech(cue: Around) -> bool:
    """Whether words are spoken to others: "both spoke in favour of", "spoke at the funeral", not "spoke at length"."""
    words, ahead = cue.words, cue.ahead(_AHEAD)
    if cue.after == "about" and words["stop"].issuperset(ahead[1:2] or ["."]):
        return True  # "the partnership that the two talked about"
    if cue.lower[cue.end - 1] in words["link"] or not words["told_by"].isdisjoint(ahead):
        return False
    each = cue.before == "both" and cue.lower[cue.i] in words["spoke"]
    pairs = words["speech_behind"].intersection(ahead[1:2]) and cue.after in words["before_speech"]
    at = cue.after == "at" and not words["at_length"].intersection(ahead[1:2])
    return (
        each
        or bool(pairs)
        or cue.after in words["after_speech"]
        or _is_of_a_matter(cue, ahead)
        or (at and not "".join(ahead[1:2])[:1].isdigit())
    )


def _is_of_a_matter(cue: Around, ahead: list[str]) -> bool:
    """Whether "of" follows behind a day or a manner: "spoke on Monday of a new era", "spoke warmly of each other"."""
    words, k = cue.words, 0
    while ahead[k : k + 1] and (ahead[k].endswith("ly") or ahead[k] in words["today"]):
        k += 1
    dated = ahead[k : k + 1] == ["on"] and not words["when"].isdisjoint(ahead[k + 1 : k + 2])
    k += 2 * dated
    return ahead[k : k + 1] == ["of"]


def _is_dated(cue: Around) -> bool:
    """Whether a day follows "called on": "called on Sunday evening", "called on 1 July", not "called on 27 states"."""
    tokens, at = cue.tokens, cue.end + 1
    if cue.after != "on" or at + 1 >= cue.last:
        return False
    first, second = cue.lower[at : at + 2]
    if first[:1].isdigit() or is_month(first):
        return is_month(second) or (is_month(first) and second[:1].isdigit())
    return (
        tokens.words[at].istitle()
        and may_begin(first)
        and second not in cue.words["to_call"] | {"to"}
    )


def _is_noun(cue: Around) -> bool:
    opens = cue.i == cue.first and cue.after in cue.words["call_of_whom"]  # "Call from Minister X"
    return opens or cue.before in cue.words["before_noun_call"] or cue.has_before("got", 3)


def _is_other_call(cue: Around) -> bool:
    """Whether "call" is a demand or a name: "they call", "a call to", "calls on"."""
    words, after, noun = cue.words, cue.after, _is_noun(cue)
    verb = cue.lower[cue.i] == "call"
    if after in words["after_call"]:
        behind = cue.end + 1
        named = cue.tokens.words[behind][:1].isupper() or cue.lower[behind] in words["determiner"]
        placed = after == "on" or (after == "to" and behind < cue.last and named)
        placed = placed or (
            after == "to" and cue.has_before("holding", 4)
        )  # "held calls to discuss"
        # "during the call on him" is a visit.
        paid = after == "on" and cue.lower[behind] in words["accusative"]
        if not noun or paid or not placed:
            return True
    return verb and (cue.before in words["before_verb_call"] or (after == "from" and not noun))
