"""Layer 2a: names behind an office: past titles and a second office, behind a field.

What belongs here: where the name of an office's holder stands. What does not: offices and whose they are (``offices``,
``owners``), where a name ends (``names``), and what begins a reference (``scan``).
"""

from __future__ import annotations

from readouts.parse.actors.references.names import Span, View, name_at
from readouts.parse.actors.references.owners import acts, phrase
from readouts.parse.actors.references.record import Ref


def is_apposed(v: View, ref: Ref, i: int) -> bool:
    """Whether a name behind a comma is the officer's: not "told the minister, Quen said", "the minister, A and B"."""
    joined = ref.counterpart and v.lower[ref.first - 1] == "and"
    if joined and ref.side and v.lower[i] != "and":
        return True  # "A and Dutch counterpart, B held talks"
    # "The Minister of Norway, Ilvar Quen held a call", not "The Minister of Norway, Quen said, is wrong"
    opens = ref.first == 1 and v.lower[0] == "the" and ref.side is not None and i - ref.last > 2
    two = v.lower[i] == "and" and v.capital[i + 1] and (joined or not ref.side)
    return not two and (ref.first == 0 or opens or not acts(v, i))


def second_office(v: View, ref: Ref) -> Span | None:
    """Read "and OSCE Chair X" behind an office: who holds both acts for the side of the first."""
    other = phrase(v, ref.last + 1) if v.lower[ref.last] == "and" else None
    if other is None or not other.organisation:
        return None
    name = name_at(v, other.last)
    if name is None and ref.country:
        ref.last = other.last + v.named(other.last, "body_word")
    return name


def after_field(v: View, ref: Ref) -> Span | None:
    """Read "for the Red Sea Tom Rill" after "envoy": the last two of three capitalised words or more.

    Behind a comma it is the name there: "the EU Commissioner for Enlargement, Tom Rill".
    """
    end, envoy = ref.last, ref.office_kind == "envoy"
    if not (envoy or ref.organisation) or not v.named(end, "envoy_link"):
        return None
    j = k = end + 1 + (v.lower[end + 1] == "the")
    while k < j + 8 and (v.capital[k] or v.named(k, "institution_glue")):
        k += 1
    k += k > j and v.words[k].islower() and v.words[k + 1] == ","  # "for the A-B dialogue, Quen"
    if v.words[k] == "," and k > j:
        name = name_at(v, k + 1)
        return name if name and name[1] > name[0] + 1 and is_apposed(v, ref, name[1]) else None
    return (
        (k - 2, k)
        if envoy and v.lower[end] != "to" and k - j > 2 and name_at(v, k - 2) == (k - 2, k)
        else None
    )


def surname_first(v: View, ref: Ref) -> Span | None:
    """Read a byline such as "Prime Minister: Quen, Ilvar"."""
    name = name_at(v, ref.last + 1) if v.words[ref.last] == ":" and ref.first == 0 else None
    given = name_at(v, name[1] + 1) if name and v.words[name[1]] == "," else None
    if name is None or given is None or given[1] < v.size:
        return None
    ref.form = "surname first"
    return name[0], given[1]


def titles(v: View, ref: Ref, i: int) -> int:
    """Pass over titles at ``i``, noting what they tell; return where they end."""
    while found := v.lex.titles.at(v.lower, i) if v.words[i] else None:
        if v.lower[i] == "he" and not shouted(v.words[i]):
            break
        i, title = found
        ref.gender = ref.gender or title.gender
        ref.given_name = ref.given_name or title.given_name
        ref.form = "alone" if title.alone else ""
        # "Senator the Hon."
        i += v.lower[i] == "the" and v.lex.titles.at(v.lower, i + 1) is not None
    return i


def shouted(word: str) -> bool:
    """True for words in capitals such as "HE", which is a title and no pronoun."""
    return len(word) > 1 and word.isupper()
