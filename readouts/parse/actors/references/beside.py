"""Layer 2a: what stands beside a name: " of Norway", ", the Foreign Minister of Norway", ", his Dutch colleague".

What belongs here: reading an office, a country or a body behind a name. What does not: offices (``offices``,
``owners``) and names (``names``) themselves, and what stands before a name (``scan``).
"""

from __future__ import annotations

from readouts.parse.actors.references.names import View, name_at
from readouts.parse.actors.references.owners import phrase, whose
from readouts.parse.actors.references.record import Ref
from readouts.parse.text.tokens import BESIDE

_OF_STATES = frozenset({"president", "pm", "royal", "fm"})
"""Kinds of office that are a state's, whatever body their holder chairs besides."""


def acts(v: View, i: int) -> bool:
    """Whether a word is a verb of the past."""
    return v.named(i, "said") or (v.words[i].islower() and v.words[i].endswith("ed"))


def beside(v: View, ref: Ref) -> None:
    """Read what follows a name: " of Norway", ", the Foreign Minister of Norway", ", his Dutch colleague"."""
    if v.lower[ref.last] == "of" or (ref.office and v.lower[ref.last] == "from"):
        ref.last = whose(v, ref, ref.last)
        if ref.kind == "name":
            ref.kind = "person" if ref.country else "name"
            return
    if v.words[ref.last] in BESIDE:
        _further(v, ref, ref.last)
    i = ref.last + (v.words[ref.last] == ",")
    if v.lower[i] == "in" and v.lower[i + 2 : i + 4] == ["capacity", "as"]:
        role = phrase(v, i + 4 + (v.lower[i + 4] == "the"))
        if role and role.organisation:
            ref.side, ref.last = role.side, role.last


def _further(v: View, ref: Ref, i: int) -> None:
    """Read an office, or a country in brackets, behind a name and the mark at ``i``."""
    j = i + 1
    while j < i + 5 and v.named(j, "appositive"):
        j += 1
    other, found = phrase(v, j, "person"), v.place(i + 1)
    if other is None or other.plural:
        whole = ref.kind == "person" or ref.last - ref.first > 1
        bracketed = found and v.words[i] == "(" and v.words[found[0]] == ")"
        if found and bracketed and whole and not ref.side:
            ref.side = found[1].country, found[1].organisation
            ref.kind, ref.last = "person", found[0] + 1
        return
    bare = j == i + 1 and other.side and ref.first == 0 and v.words[other.last] not in (",", "")
    if j == i + 1 and (other.counterpart or (bare and ref.last == 1)):
        return  # a headline's "Quen, Dutch counterpart hold talks", "Quen, Dutch minister in talks"
    end, relative = other.last, "who" in v.lower[i:j]
    opens = ref.first == 0 and ref.last > 1  # "Ilvar Quen, Norwegian foreign minister held talks"
    was = ref.former or v.named(ref.first - 1, "former")
    chairs = other.organisation and any(v.named(k, "chair") for k in range(j, end))
    does = not opens and (acts(v, end) or v.named(end, "plural_verb"))
    if does or (v.capital[end] and name_at(v, end)):
        return  # "according to the Palais, the foreign minister protested"
    if relative and other.office_kind in ("party", "domestic", "body"):
        ref.last = end  # whoever "is also chairman of the party" is an official by another office
    elif chairs and (relative or ref.office_kind in _OF_STATES):
        # Who "is the current chairman of ECOWAS" speaks for his state all the same, also where it is not told.
        if not ref.side and ref.office:
            ref.office = f"{ref.office}, {v.text(other.first, end)}"
        ref.last = end
    elif not ref.office:
        ref.kind, ref.last = "person", end
        ref.take_office(other)
    elif other.organisation and was and v.words[end] == "," and v.lower[end + 1] != "and":
        ref.last, ref.side = end, other.side  # "former Norwegian President Quen, the UN's envoy,"
        ref.take_office(other)
    elif relative or (other.side and not ref.side):
        ref.last = end
        ref.side = ref.side or (None if relative and other.organisation else other.side)
