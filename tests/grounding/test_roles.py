"""Who takes part, who holds a stance and of which call it is told: one case for each way of mistaking it.

What belongs here: small reports about invented people, a claim that is true of them and one that only sounds so. What
does not: the form of an answer and its single fields (``test_ground``).
"""

from __future__ import annotations

from typing import Any

import pytest

from readouts.domain.records import Report
from readouts.grounding import Grounded, ground
from tests.grounding.story import PUBLISHED

PEOPLE = {
    "A": ("Halvor Brennsvik", "Foreign Minister", "NOR"),
    "B": ("Evaristo Quilaqueo", "Foreign Minister", "CHL"),
    "C": ("Wanjiru Odhiambo", "Foreign Minister", "KEN"),
    "D": ("Ximena Loyola", "acting Foreign Minister", "CHL"),
}
OPENING = (
    "Norwegian Foreign Minister Halvor Brennsvik spoke by telephone with Chilean Foreign Minister "
    "Evaristo Quilaqueo on Thursday. "
)
SECOND = (
    "Norwegian Foreign Minister Halvor Brennsvik also spoke by telephone with Kenyan Foreign "
    "Minister Wanjiru Odhiambo. "
)


def call(
    told: str, parties: str, *reactions: tuple[str, str, str], **changes: Any
) -> dict[str, Any]:
    """A call of some of the people, with reactions: letter, stance, evidence."""
    return {
        "told": told,
        "date": None,
        "date_words": None,
        "medium": "unspecified",
        "initiator": None,
        "parties": [
            {"letter": k, "name": n, "as_written": None, "office": o, "country": c}
            for k in parties
            for n, o, c in (PEOPLE[k],)
        ],
        "reactions": [
            {"by": by, "stance": stance, "toward": None, "evidence": evidence}
            for by, stance, evidence in reactions
        ],
        **changes,
    }


def held(text: str, *calls: dict[str, Any]) -> Grounded:
    report = Report(text, published=PUBLISHED, country="NOR")
    return ground(report, {"calls": list(calls)}, model="large")


def doubts_of(text: str, by: str, evidence: str, stance: str) -> tuple[str, ...]:
    """The doubts of one reaction of one call between Brennsvik and Quilaqueo."""
    found = held(OPENING + text, call(OPENING.strip(" ."), "AB", (by, stance, evidence)))
    [one] = found.article.calls
    [reaction] = one.reactions
    return reaction.doubts


HOLDERS = [
    ("A", "The Norwegian leader told Quilaqueo ", "he hoped for calm", "restraint"),
    (
        "A",
        "Brennsvik underscored that, come what may, ",
        "we remain committed to dialogue",
        "restraint",
    ),
    ("A", "", "The Minister condemned the raid", "condemnation"),  # the report's own
    (
        "A",
        "Mr Brennsvik praised the harvest. He spoke of fish. He spoke of wool. He spoke of tin. "
        "He welcomed what both sides had done. Finally, ",
        "he condemned the raid",
        "condemnation",
    ),
    (
        "A",
        "Mr Brennsvik briefed leaders on a visit to Quilaqueo, in which ",
        "he condemned the raid",
        "condemnation",
    ),
    ("A", "Snow fell. ", '"Talks will begin," Mr Brennsvik said', "restraint"),
]


@pytest.mark.parametrize(("by", "lead", "evidence", "stance"), HOLDERS, ids=[h[1] for h in HOLDERS])
def test_words_of_another_actor_are_doubtful(by: str, lead: str, evidence: str, stance: str):
    other = "B" if by == "A" else "A"
    assert doubts_of(lead + evidence + ".", by, evidence, stance) == ()
    assert doubts_of(lead + evidence + ".", other, evidence, stance) == ("unclear-holder",)


@pytest.mark.parametrize(
    ("evidence", "stance", "is_doubtful"),
    [
        ("promised a new pipeline", "restraint", False),  # no word of any stance
        ("discussed a new pipeline", "restraint", True),  # and none taken
        ("spoke of a partnership", "support", False),  # one word of a neighbour
        ("spoke of a partnership and closer ties", "support", True),
        ("spoke of his gratitude", "concern", True),
        ("condemned the raid", "criticism", False),
        ("promised a new pipeline", "condemnation", True),  # an act by its name, and not named
    ],
)
def test_a_stance_is_doubtful_where_its_words_are_those_of_others(
    evidence: str, stance: str, is_doubtful: bool
):
    doubts = doubts_of(f"Brennsvik {evidence}.", "A", evidence, stance)
    assert ("other-stance" in doubts) is is_doubtful


def test_a_reaction_beside_another_call_of_the_same_party_is_doubtful():
    evidence = "Brennsvik condemned the raid"
    last = "Quilaqueo and Odhiambo spoke by telephone on Friday"
    text = f"{OPENING}\n\nSnow fell.\n\n{SECOND}{evidence}.\n\n{last}."
    told = OPENING.strip(" ."), SECOND.strip(" .")
    reaction = ("A", "condemnation", evidence)
    right = call(told[0], "AB"), call(told[1], "AC", reaction), call(last, "BC")
    wrong = call(told[0], "AB", reaction), call(told[1], "AC"), call(last, "BC")
    doubts = [
        [r.doubts for one in held(text, *calls).article.calls for r in one.reactions]
        for calls in (right, wrong)
    ]
    assert doubts == [[()], [("unclear-call",)]]


def test_a_call_told_by_telephone_is_no_video_call_though_the_report_shows_a_video():
    text = OPENING + "A video of the flood was shown."
    found = held(text, call(OPENING.strip(" ."), "AB", medium="video"))
    assert [one.medium for one in found.article.calls] == ["unspecified"]
    assert [fault.kind for fault in found.faults] == ["medium_not_told"]


TOLD = [
    ("He spoke to Ximena Loyola, who was then acting Foreign Minister of Chile", "AD", ()),
    (
        "Wanjiru Odhiambo received a telephone call from her Norwegian counterpart",
        "AC",
        (call(OPENING.strip(" ."), "AB"),),
    ),
    (
        "Kenyan Foreign Minister Wanjiru Odhiambo rang Norwegian Foreign Minister Halvor Brennsvik about Chile",
        "AC",
        (call(OPENING.strip(" ."), "AB"),),
    ),
]


@pytest.mark.parametrize(("told", "parties", "others"), TOLD, ids=[t[0] for t in TOLD])
def test_who_is_not_meant_where_another_is_named_takes_no_part(
    told: str, parties: str, others: tuple[dict[str, Any], ...]
):
    text = f"{OPENING}\n\n{told}. Quilaqueo gave a lecture."
    found = held(text, *others, call(told, parties), call(told, "AB"))
    absent = [fault.words for fault in found.faults if fault.kind == "not_in_call"]
    assert absent == ['"Evaristo Quilaqueo"']


@pytest.mark.parametrize(
    ("text", "evidence", "toward"),
    [
        ("Brennsvik condemned the raid on Lebanon.", "condemned the raid on Lebanon", "LBN"),
        ("Snow lay in Serbia. Brennsvik condemned the raid.", "condemned the raid", "SRB"),
        ("Brennsvik, back from Serbia, condemned the raid.", "condemned the raid", "SRB"),
        ("Brennsvik condemned the raid. He flies to Serbia.", "condemned the raid", None),
        ("Fog lay in Serbia.\n\nHe ate. Brennsvik deplored the raid.", "deplored the raid", None),
        ("In Serbia he condemned the raid on Mali.", "condemned the raid on Mali", None),
    ],
)
def test_a_stance_is_toward_a_country_that_its_words_or_what_leads_to_them_name(
    text: str, evidence: str, toward: str | None
):
    said = call(OPENING.strip(" ."), "AB", ("A", "condemnation", evidence))
    said["reactions"][0]["toward"] = toward or "SRB"
    grounded = held(OPENING + text, said)
    assert grounded.article.calls[0].reactions[0].toward == toward
    assert [f.kind for f in grounded.faults] == ([] if toward else ["toward_not_named"])


@pytest.mark.parametrize(
    ("opening", "then", "is_told"),
    [
        ("Brennsvik denied a report that {}.", "", False),
        ("Brennsvik told a newspaper on Monday: nobody should say that {}.", "", True),
        ("{}.", "No such conversation took place, the ministry said.", False),
        ("{}.", "The ministry denied the report.", False),
        ("{}.", "Quilaqueo denied it, and spoke of fish.", True),
        ("{}.", "They talked. No such call was ever as long.", True),
    ],
)
def test_a_call_that_the_text_calls_untrue_is_none(opening: str, then: str, is_told: bool):
    told = OPENING.strip(" .")
    grounded = held(f"{opening.format(told)} {then}", call(told, "AB"))
    assert bool(grounded.article.calls) is is_told
    assert [fault.kind for fault in grounded.faults] == ([] if is_told else ["not_held"])


@pytest.mark.parametrize(
    ("office", "known"),
    [
        ("Deputy Foreign Minister", None),
        ("former Foreign Minister", None),
        ("Foreign Minister", "Foreign Minister"),
        ("Deputy Prime Minister and Foreign Minister", "Foreign Minister"),
    ],
)
def test_an_office_without_the_word_that_makes_it_a_lesser_one_is_left_open(
    office: str, known: str | None
):
    opening = OPENING.replace("Foreign Minister", office, 1)
    [found] = held(opening, call(opening.strip(" ."), "AB")).article.calls
    assert [party.office for party in found.parties] == [known, "Foreign Minister"]


@pytest.mark.parametrize(
    ("evidence", "holders"),
    [
        ("The Chilean Foreign Minister voiced concern over the dam", "B"),
        ("The Norwegian Foreign Minister voiced concern over the dam", "A"),
        ("The Norwegian and the Chilean Foreign Minister voiced concern over the dam", "AB"),
    ],
)
def test_an_office_of_both_is_the_one_s_whose_country_stands_beside_it(
    evidence: str, holders: str
) -> None:
    kept = ""
    for by in "AB":
        told = call(OPENING.strip(" ."), "AB", (by, "concern", evidence))
        found = held(f"{OPENING}\n\n{evidence}.", told)
        kept += by * len(found.article.calls[0].reactions)
    assert kept == holders
