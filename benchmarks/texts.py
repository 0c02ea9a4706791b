"""Generated text to measure with: reports of calls between invented people, and inputs made to be hard.

What belongs here: making text, the same in every run. What does not: measuring. The countries are real, the
people and what they say are not.
"""

from __future__ import annotations

import random
from collections.abc import Callable

_COUNTRIES = [
    ("Norway", "Norwegian"),
    ("Japan", "Japanese"),
    ("Türkiye", "Turkish"),
    ("Chile", "Chilean"),
    ("Kenya", "Kenyan"),
    ("Portugal", "Portuguese"),
    ("Indonesia", "Indonesian"),
    ("Canada", "Canadian"),
    ("Morocco", "Moroccan"),
    ("Estonia", "Estonian"),
    ("Peru", "Peruvian"),
    ("Egypt", "Egyptian"),
]
_FIRST = [
    "Ilvar",
    "Tamsin",
    "Orlo",
    "Brisa",
    "Quillon",
    "Veda",
    "Marek",
    "Sunniva",
    "Tobren",
    "Elka",
    "Jorin",
    "Amadi",
]
_LAST = [
    "Quen",
    "Oskarby",
    "Tallowmere",
    "Varga-Lind",
    "Brandreth",
    "Okonski",
    "Hallvik",
    "Serrano-Pell",
    "Dunmore",
]
_OFFICES = ["Foreign Minister", "Prime Minister", "President", "Deputy Foreign Minister"]
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]

_OPENINGS = [
    "{a} {ao} {an} spoke by phone with {bo} {bn} of {b} on {day} about the flooding in the border provinces.",
    "{an}, the {ao} of {a}, received a telephone call on {day} from the {ba} {bo}, {bn}.",
    "{aa} {ao} {an} called his {ba} counterpart, {bn}, on {day}.",
    "On {day}, {aa} {ao} {an} and {ba} {bo} {bn} held a video conference on the situation along the river.",
]
_STANCES = [
    "{bs} expressed deep concern over the shelling and called on both sides to exercise restraint.",
    "{as_} conveyed condolences to the families of the victims and reaffirmed {a}'s solidarity with {b}.",
    "{bs} condemned the attack on the bridge, which had cut two towns off from the capital.",
    "The two ministers agreed to strengthen cooperation in trade and to remain in close contact.",
    "{as_} thanked {b} for its help in bringing the stranded crews home.",
    "“We stand with our neighbours,” {as_} said, “and we will support them for as long as it takes.”",
    "{bs} said that {b} was ready to host a round of talks if both governments wished it.",
    "{as_} rejected the accusation that {a} had closed the crossing without notice.",
]
_FILLERS = [
    "The river has risen by two metres since the weekend, and three of the five crossings are closed.",
    "Officials said that the details would be settled at a later meeting.",
    "Prices of grain at the northern port fell for the third week in a row.",
    "A spokesperson called on residents to follow the instructions of the rescue services.",
    "The talks on the railway line have gone on, with breaks, for eleven years.",
    "It was not clear on Tuesday who had closed the crossing, or why.",
    "The ferry has run since 1958, and has carried grain, cattle and, twice, a circus.",
    "Two villages on the eastern bank have been without power since Sunday, the utility said.",
    "Ministers from five countries of the basin are due to meet in the autumn.",
    "“Nobody here remembers water like this,” said a baker whose shop stands on the quay.",
    "The commission that watches over the dam was set up by a treaty of 1974.",
    "Analysts said the dispute was older than the bridge, and would outlive it.",
    "Schools will stay closed until the road is safe, the regional government announced.",
    "Exports of timber make up a tenth of the province's income.",
]


def report(rng: random.Random, characters: int, call_every: int = 1_000) -> str:
    """One article of at least ``characters`` characters: a headline, and now and then a call with its reactions."""
    lines = ["Calls over the border crossing"]
    length, next_call = 0, 0
    while length < characters:
        if length >= next_call:
            new = _call(rng)
            next_call += call_every
        else:
            new = [rng.choice(_FILLERS)]
        lines.extend(new)
        length += sum(len(line) + 1 for line in new)
    return "\n".join(lines)


def _call(rng: random.Random) -> list[str]:
    (a, aa), (b, ba) = rng.sample(_COUNTRIES, 2)
    names = rng.sample(_LAST, 2)
    words = {
        "a": a,
        "aa": aa,
        "b": b,
        "ba": ba,
        "an": f"{rng.choice(_FIRST)} {names[0]}",
        "bn": f"{rng.choice(_FIRST)} {names[1]}",
        "as_": names[0],
        "bs": names[1],
        "ao": rng.choice(_OFFICES),
        "bo": rng.choice(_OFFICES),
        "day": rng.choice(_DAYS),
    }
    sentences = [rng.choice(_OPENINGS), *rng.sample(_STANCES, 4)]
    return [sentence.format(**words) for sentence in sentences]


def reports(count: int, characters: int, call_every: int) -> list[str]:
    """``count`` different articles of about ``characters`` characters each, with a call in so many of them."""
    rng = random.Random(20250509)
    return [report(rng, characters, call_every) for _ in range(count)]


def _ordinary(size: int) -> str:
    return report(random.Random(1), size)


def _repeat(unit: str) -> Callable[[int], str]:
    return lambda size: unit * (size // len(unit) + 1)


def _endless_sentence(size: int) -> str:
    unit = (
        "Norwegian Foreign Minister Ilvar Quen spoke by phone with Japanese Foreign Minister "
        "Sunniva Hallvik, who condemned the attack, expressed concern, and offered condolences, and "
    )
    return unit * (size // len(unit) + 1)


def _endless_names(size: int) -> str:
    rng = random.Random(2)
    words: list[str] = []
    while sum(map(len, words[-50:])) * len(words) / 50 < size:
        words.extend(f"{rng.choice(_FIRST)} {rng.choice(_LAST)}" for _ in range(50))
    return " ".join(words)


def _one_call_many_reactions(size: int) -> str:
    opening = (
        "Norwegian Foreign Minister Ilvar Quen called Japanese Foreign Minister Orlo Hallvik.\n"
    )
    unit = "He expressed concern and urged both sides to show restraint. Hallvik condemned the attack.\n"
    return opening + unit * (size // len(unit) + 1)


def _many_people(size: int) -> str:
    rng = random.Random(3)
    lines: list[str] = []
    length = 0
    while length < size:
        name = "".join(rng.choice("bdgklmnrstv") + rng.choice("aeiou") for _ in range(4)).title()
        line = (
            f"Chilean President Ilvar {name} spoke by phone with Kenyan President Elka {name}son.\n"
        )
        lines.append(line)
        length += len(line)
    return "".join(lines)


def _random_unicode(size: int) -> str:
    rng = random.Random(4)
    points = (rng.randrange(0x20, 0x2FFFF) for _ in range(size))
    return "".join(chr(p) for p in points if not 0xD800 <= p <= 0xDFFF)


def _random_words(size: int) -> str:
    rng = random.Random(5)
    known = [
        "call",
        "called",
        "phone",
        "spoke",
        "with",
        "on",
        "for",
        "President",
        "Minister",
        "Norway",
        "of",
        "the",
        "he",
        "his",
        ",",
        ".",
        "”",
        "“",
        "-",
        "\n",
    ]
    return " ".join(rng.choice(known) for _ in range(size // 5))


HARD: dict[str, Callable[[int], str]] = {
    "ordinary": _ordinary,
    "one endless sentence": _endless_sentence,
    "one endless row of names": _endless_names,
    "one call, all reactions": _one_call_many_reactions,
    "ever new people": _many_people,
    "random words of calls": _random_words,
    "random Unicode": _random_unicode,
    "cue: phone call": _repeat("phone call "),
    "cue: called": _repeat("called "),
    "cue in sentences": _repeat("They spoke by phone. "),
    "stance verb": _repeat("condemned "),
    "stance in sentences": _repeat("He expressed concern. "),
    "office": _repeat("Foreign Minister "),
    "office and name": _repeat("Foreign Minister Ilvar Quen "),
    "country": _repeat("Norway, Japan, "),
    "date": _repeat("on Friday, 9 May 2025, "),
    "pronoun": _repeat("he "),
    "negation": _repeat("did not "),
    "of the": _repeat("of the "),
    "opening quotes": _repeat("“"),
    "quotes": _repeat("“We agree,” he said. "),
    "brackets": _repeat("(["),
    "capitals": _repeat("AAAA BBBB "),
    "initials": _repeat("A. B. "),
    "hyphens": _repeat("a-"),
    "apostrophes": _repeat("s’ "),
    "one letter": _repeat("a"),
    "spaces": _repeat(" "),
    "line ends": _repeat("\n"),
    "headings": _repeat("London: de-escalation\n"),
    "digits": _repeat("1"),
    "Chinese": _repeat("两国外长通电话，"),
    "combining marks": _repeat("e\u0301\u0327"),
}
"""Texts that rules are prone to stumble over, each a function of its size in characters."""
