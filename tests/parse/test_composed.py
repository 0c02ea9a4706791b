"""Sentences put together: every state, every office, every way to name a party and to tell of a call reads alike.

What belongs here: that no word of a table, and no pair of ordinary ways, is read otherwise than its like. What does
not: what a sentence means (the other tables of cases). A fault found here is one of a kind: of a name with a space in
it, of a state in letters, of two who hold one office.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from readouts import parse
from readouts.reference import read_table
from readouts.reference.geography import Country, countries
from tests.cases import read_cases

FRIDAY = datetime.date(2026, 3, 6)
COMPOSED: dict[str, Any] = YAML(typ="safe").load(Path(__file__).parent / "cases" / "composed.yaml")

ORHU = "Norwegian Foreign Minister Tamsel Orhu"
ARTICLE = ("United", "Netherlands", "Philippines", "Bahamas", "Maldives", "Comoros", "Gambia")
OF_TWO_STATES = {"Congolese", "Dominican"}
"""Words of two states: whose they are another word of the text must tell."""
NOT_YET = {"ni-Vanuatu", "T&T"}
"""Words that are not read as others: one written small, one with a sign in it."""
NO_PARTIES = {"aide", "domestic", "party"}
"""Kinds of offices whose holders are no party of a call between states."""


def sides(text: str) -> tuple[set[frozenset[str | None]], set[tuple[str | None, str]]]:
    """The countries of each call of a text, and who voices what."""
    calls = parse(text, published=FRIDAY).calls
    return (
        {frozenset(party.country for party in call.parties) for call in calls},
        {(reaction.country, reaction.stance) for call in calls for reaction in call.reactions},
    )


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def of_states() -> Iterator[tuple[str, str]]:
    for country in countries():
        if country.iso3 != "NOR":
            yield from ((country.iso3, text) for text in of_state(country))


def of_state(country: Country) -> Iterator[str]:
    """Calls of a state's minister or president with Norway's, who then condemns something."""
    name, rang, end = country.name, "spoke by phone with", "condemned the raid."
    the = "the " if name.startswith(ARTICLE) else ""
    for word in {*country.demonyms, *country.abbreviations} - OF_TWO_STATES - NOT_YET:
        yield f"{word} Foreign Minister Ilvar Quen {rang} {ORHU}. The {word} minister {end}"
        yield f"{word} President Ilvar Quen {rang} Norwegian President Orhu. The {word} president {end}"
        yield f"{ORHU} {rang} his {word} counterpart, Ilvar Quen. The {word} side {end}"
    yield f"{ORHU} {rang} Ilvar Quen, the foreign minister of {the}{name}. {capital(the)}{name} {end}"
    yield f"{ORHU} {rang} {name}'s foreign minister, Ilvar Quen. Quen {end}"
    yield f"{ORHU} {rang} Ilvar Quen ({name}). Quen {end}"
    for whole in country.official_names:
        yield f"{ORHU} {rang} the President of the {whole}, Ilvar Quen. Quen {end}"


def test_every_state_is_read_as_any_other():
    wrong = [
        text
        for iso3, text in of_states()
        if sides(text) != ({frozenset(("NOR", iso3))}, {(iso3, "condemnation")})
    ]
    assert not wrong, wrong[:9]


def test_every_office_is_read_as_any_other():
    wrong = []
    for row in read_table("offices", "en"):
        office = row["phrase"]
        if row["kind"] in NO_PARTIES or row["number"]:
            continue
        text = (
            f"Ilvar Quen, the Norwegian {office}, spoke by phone with Tamsel Orhu, the Turkish {office}. The Norwegian"
            f" {office} condemned the raid."
        )
        if sides(text) != ({frozenset(("NOR", "TUR"))}, {("NOR", "condemnation")}):
            wrong.append(text)
    assert not wrong, wrong[:9]


def test_every_way_to_name_a_party_goes_with_every_telling():
    callers, called = COMPOSED["callers"], COMPOSED["called"]
    pairs = [(a, called[0]) for a in callers] + [(callers[0], b) for b in called[1:]]
    texts = [
        capital(telling.format(A=a, B=b)).replace(",,", ",").replace(",.", ".")
        for telling in COMPOSED["tellings"]
        for a, b in pairs
    ]
    wrong = [text for text in texts if frozenset(("NOR", "TUR")) not in sides(text)[0]]
    assert not wrong, wrong[:9]


def test_every_subject_voices_every_stance():
    head = "Norwegian Foreign Minister Ilvar Quen spoke by phone on Monday with Turkish Foreign Minister Tamsel Orhu."
    wrong = []
    for who, subjects in COMPOSED["subjects"].items():
        holders = ["NOR", "TUR"] if who == "both" else [who]
        for number, subject in enumerate(subjects):
            for stance, wordings in COMPOSED["stances"].items():
                # each subject with one wording of each stance, each wording with one subject at least
                text = f"{head} {subject} {wordings[number % len(wordings)]}."
                text = text.replace(" his ", " their ") if len(holders) > 1 else text
                if not {(holder, stance) for holder in holders} <= sides(text)[1]:
                    wrong.append(text.removeprefix(head))
    assert not wrong, wrong[:9]


def test_who_is_told_of_a_call_takes_no_part_in_it():
    head = "Norwegian Foreign Minister Ilvar Quen spoke by phone on Monday with Peruvian Foreign Minister Dario Velt."
    wrong = [
        text
        for sentence in COMPOSED["of_a_call"]
        for call in COMPOSED["calls"]
        for text in [sentence.replace("{CALL}", call)]
        if sides(f"{head} {text}")[0] != {frozenset(("NOR", "PER"))}
    ]
    assert not wrong, wrong[:9]


def test_words_of_calls_are_no_call_where_they_mean_something_else():
    a, b = "Norwegian Foreign Minister Ilvar Quen", "Chilean Foreign Minister Osk Tarrandel"
    texts = [text.format(A=a, B=b) for text in COMPOSED["no_calls"]]
    wrong = [text for text in texts if sides(text)[0]]
    assert not wrong, wrong[:9]


def test_who_belongs_to_somebody_is_not_he():
    calls = (
        "rang Peruvian Foreign Minister Dario Velt",
        "spoke by phone with Peruvian Foreign Minister Dario Velt",
    )
    wrong = []
    for who in COMPOSED["others_of"]:
        for told in calls:
            text = f"{who} of Norwegian Foreign Minister Ilvar Quen {told}."
            parties = [p for call in parse(text, published=FRIDAY).calls for p in call.parties]
            if any(party.name == "Ilvar Quen" for party in parties):
                wrong.append(text)
    assert not wrong, wrong[:9]


def test_what_one_is_thanked_or_blamed_for_is_not_who_says_so():
    head = "Norwegian Foreign Minister Ilvar Quen spoke by phone on Monday with Peruvian Foreign Minister Dario Velt."
    his_own = {("PER", "commendation"), ("PER", "criticism"), ("PER", "concern")}
    wrong = [
        text
        for says in COMPOSED["valued"]
        for what in COMPOSED["what_for"]
        for text in [f"Velt {says} {what}."]
        if not sides(f"{head} {text}")[1] <= his_own
    ]
    assert not wrong, wrong[:9]


def days(text: str) -> set[datetime.date | None]:
    return {call.date for call in parse(text, published=FRIDAY).calls}


def test_the_day_of_something_else_is_not_that_of_a_call():
    a, b = "Norwegian Foreign Minister Ilvar Quen", "Peruvian Foreign Minister Dario Velt"
    behind = COMPOSED["other_days"]
    monday = {datetime.date(2026, 3, 2)}
    wrong = [text for text in behind if days(f"{a} spoke by phone with {b}. {text}") != {None}]
    wrong += [x for x in behind if days(f"{a} spoke by phone with {b} on Monday. {x}") != monday]
    inside = [text.format(A=a, B=b) for text in COMPOSED["other_days_inside"]]
    inside += [f"{a} rang {b} over the {event} on Tuesday." for event in COMPOSED["events"]]
    wrong += [text for text in inside if days(text) != {None}]
    assert not wrong, wrong[:9]


WHOSE = read_cases(Path(__file__).parent / "cases" / "whose.yaml")
QUEN_AND_TARRANDEL = (
    "Norwegian Foreign Minister Ilvar Quen spoke by phone with his Chilean counterpart,"
    " Osk Tarrandel, on Monday."
)


def said_in_the_call(text: str) -> set[tuple[str | None, str]]:
    """Who voices what in the calls of a text, not beside them."""
    calls = parse(text, published=FRIDAY).calls
    return {(r.country, r.stance) for call in calls for r in call.reactions if r.in_call}


CALLED_QUEN = ("Quen", "The Norwegian minister", "Norway", "The Norwegian side", "Oslo", "He")


def test_what_is_denied_planned_hearsay_or_anothers_is_nobodys_stance():
    texts = list(WHOSE["nobody"])
    for number, text in enumerate(WHOSE["nobody"]):
        who = CALLED_QUEN[number % len(CALLED_QUEN)]
        if text.startswith("Quen "):
            texts.append(who + text.removeprefix("Quen"))
    wrong = [text for text in texts if said_in_the_call(f"{QUEN_AND_TARRANDEL} {text}")]
    assert not wrong, wrong[:9]


def test_a_stance_is_held_by_whoever_the_sentence_gives_it_to():
    wrong = []
    for text, told in WHOSE["held"].items():
        holders = {country or "" for country, _ in sides(f"{QUEN_AND_TARRANDEL} {text}")[1]}
        if not holders <= set(told.split()) or not (holders or "-" in told):
            wrong.append((text, holders, told))
    assert not wrong, wrong[:9]


def test_all_of_whom_a_sentence_says_so_hold_a_stance():
    wrong = []
    for text, told in WHOSE["exactly"].items():
        holders = {country for country, _ in sides(f"{QUEN_AND_TARRANDEL} {text}")[1]}
        if holders != set(told.split()):
            wrong.append((text, holders, told))
    assert not wrong, wrong[:9]
