"""An answer held against a report: what stands, what is refused, and why."""

import pytest

from readouts.grounding import asking_again
from readouts.grounding.faults import KINDS
from tests.grounding.story import ANSWER, PUBLISHED, TEXT, answer, held

CALL = ("calls", 0)
REACTION = (*CALL, "reactions", 0)
EVIDENCE = (*REACTION, "evidence")
A, B = (*CALL, "parties", 0), (*CALL, "parties", 1)
PERU = {
    "letter": "C",
    "name": "Illari Quispe",
    "as_written": None,
    "office": "Foreign Minister",
    "country": "PER",
}

WRONG = [
    # kind of fault, what is changed in the answer
    ("form", [(("calls",), {})]),
    ("form", [(("calls", 2), "a call")]),
    ("form", [((*CALL, "told"), 7)]),
    ("form", [((*REACTION, "evidence"), ...)]),
    ("unknown_value", [((*REACTION, "stance"), "anger")]),
    ("unknown_value", [((*CALL, "medium"), "telegraph")]),
    ("too_much", [(("calls",), [ANSWER["calls"][0]] * 10_000)]),
    ("too_much", [((*CALL, "parties"), [ANSWER["calls"][0]["parties"][0]] * 1000)]),
    (
        "not_in_text",
        [(EVIDENCE, "Brennsvik expressed deep condolences over the earthquake in Talca")],
    ),
    ("not_in_text", [((*CALL, "told"), "Halvor Brennsvik phoned Evaristo Quilaqueo on Thursday")]),
    ("not_in_text", [((*A, "as_written"), "Brennswik")]),
    ("not_in_text", [((*CALL, "date_words"), "on Thursday evening")]),
    ("one_word", [(EVIDENCE, "condolences")]),
    ("too_long", [(EVIDENCE, TEXT)]),
    (
        "too_long",
        [
            (
                EVIDENCE,
                "Quilaqueo thanked Norway for its help. He condemned the looting in Peru's border towns. The two"
                " ministers agreed to deepen cooperation",
            )
        ],
    ),
    ("no_call_told", [((*CALL, "told"), "Brennsvik gave a lecture on fish in Bergen last week")]),
    (
        "not_held",
        [
            (
                ("calls", 1),
                {
                    **ANSWER["calls"][0],
                    "told": "A phone call that Brennsvik will hold with Peruvian Foreign Minister Illari Quispe",
                    "parties": [ANSWER["calls"][0]["parties"][0], PERU],
                    "reactions": [],
                },
            )
        ],
    ),
    ("medium_not_told", [((*CALL, "medium"), "video")]),
    ("date_without_words", [((*CALL, "date_words"), None)]),
    ("date_of_other_words", [((*CALL, "date"), "2026-03-03")]),
    ("no_letter", [((*REACTION, "by"), "Q")]),
    ("no_letter", [((*CALL, "initiator"), "Q")]),
    ("same_letter", [((*B, "letter"), "A")]),
    ("nobody", [((*CALL, "parties", 2), {**PERU, "name": None, "office": None, "country": None})]),
    ("name_not_in_text", [((*A, "name"), "Halvor Brennsund")]),
    ("name_not_in_text", [((*A, "name"), "Halvor T. Brennsvik")]),
    ("office_not_in_text", [((*A, "office"), "Chancellor of the Exchequer")]),
    ("not_in_call", [((*CALL, "parties", 2), PERU)]),
    ("unknown_country", [((*A, "country"), "Norway")]),
    ("country_of_another", [((*A, "country"), "CHL"), ((*B, "country"), "NOR")]),
    ("country_of_another", [((*B, "country"), "PER")]),
    ("rang_not_told", [(("calls", 1, "initiator"), "B")]),
    ("rang_other_way", [((*CALL, "initiator"), "B")]),
    ("holder_is_another", [((*REACTION, "by"), "B")]),
    ("holder_not_named", [(EVIDENCE, "Farmers voiced sorrow over lost cattle")]),
    ("toward_not_named", [((*REACTION, "toward"), "FJI")]),
    ("supports_itself", [((*CALL, "reactions", 1, "toward"), "NOR")]),
    ("too_few", [((*CALL, "parties"), [ANSWER["calls"][0]["parties"][0]])]),
    ("told_twice", [(("calls", 2), ANSWER["calls"][0])]),
]


def test_an_answer_that_the_report_bears_out_stands_whole():
    grounded = held(ANSWER)
    assert grounded.faults == ()
    first, second = grounded.article.calls
    assert (first.date.isoformat(), first.date_basis, first.medium, first.initiator) == (
        "2026-03-05",
        "weekday",
        "phone",
        0,
    )
    assert [(p.name, p.country, p.office_kind, p.role) for p in first.parties] == [
        ("Halvor Brennsvik", "NOR", "fm", "initiator"),
        ("Evaristo Quilaqueo", "CHL", "fm", "recipient"),
    ]
    assert [(r.country, r.stance, r.toward) for r in first.reactions] == [
        ("NOR", "condolence", "CHL"),
        ("NOR", "support", "CHL"),
        ("CHL", "commendation", "NOR"),
        ("CHL", "condemnation", "PER"),
        ("NOR", "cooperation", "CHL"),
    ]
    assert (second.initiator, second.medium) == (None, "unspecified")
    assert {r.read_by for c in grounded.article.calls for r in c.reactions} == {"model"}
    assert not any(r.doubts for c in grounded.article.calls for r in c.reactions)


def test_words_and_places_are_the_text_s_own():
    for call in held(ANSWER).article.calls:
        for record in (call, *call.reactions):
            assert TEXT[record.start : record.end] == record.evidence
    support = held(ANSWER).article.calls[0].reactions[1]
    assert support.evidence == "offered Norway’s full support to the rescue teams"


@pytest.mark.parametrize(
    ("kind", "changes"), WRONG, ids=[f"{n} {c[0]}" for n, c in enumerate(WRONG)]
)
def test_what_does_not_stand_is_a_fault_of_its_kind(kind, changes):
    grounded = held(answer(*changes))
    assert kind in {fault.kind for fault in grounded.faults}
    for fault in grounded.faults:
        assert fault.reason
        assert fault.path


def test_every_kind_of_fault_has_a_case():
    elsewhere = {
        "other_call",
        "office_cut",
        "country_against_table",
        "after_report",
        "same_person",
        "one_country",
        "toward_self",
    }
    assert {kind for kind, _ in WRONG} | elsewhere == set(KINDS)


@pytest.mark.parametrize(("kind", "changes"), WRONG[6:], ids=[c[0] for c in WRONG[6:]])
def test_what_stands_beside_a_fault_stays(kind, changes):
    """The other call of the answer is as it was, unless the fault is in the answer as a whole."""
    if kind in ("too_much", "not_held", "told_twice") or changes[0][0][1] == 1:
        return
    calls = held(answer(*changes)).article.calls
    assert calls[-1] == held(ANSWER).article.calls[-1]


def test_one_bad_reaction_costs_no_other():
    calls = held(answer((EVIDENCE, "words that stand nowhere"))).article.calls
    assert [r.stance for r in calls[0].reactions] == [
        "support",
        "commendation",
        "condemnation",
        "cooperation",
    ]


def test_a_field_that_does_not_stand_is_left_open():
    changes = [
        ((*CALL, "date"), "2026-03-03"),
        ((*CALL, "initiator"), "B"),
        ((*REACTION, "toward"), "FJI"),
    ]
    call = held(answer(*changes)).article.calls[0]
    assert (call.date, call.date_basis, call.initiator) == (None, "open", None)
    assert call.reactions[0].toward is None


def test_a_reaction_told_of_another_call_is_refused():
    moved = ANSWER["calls"][1]["reactions"][0]
    grounded = held(answer(((*CALL, "reactions", 5), {**moved, "by": "B"})))
    assert {fault.kind for fault in grounded.faults} & {
        "other_call",
        "holder_not_named",
        "holder_is_another",
    }
    assert "concern" not in {r.stance for r in grounded.article.calls[0].reactions}


def test_a_call_later_than_its_report_is_refused():
    text = TEXT.replace("on Thursday", "on 9 March 2026")
    changed = answer(
        ((*CALL, "told"), ANSWER["calls"][0]["told"].replace("on Thursday", "on 9 March 2026")),
        ((*CALL, "date"), "2026-03-09"),
        ((*CALL, "date_words"), "on 9 March 2026"),
    )
    grounded = held(changed, text)
    assert [fault.kind for fault in grounded.faults] == ["after_report"]
    assert len(grounded.article.calls) == 1


def test_an_office_holder_of_another_country_is_refused():
    from readouts.reference.names.people import all_terms

    term = next(t for t in all_terms() if t.kind == "fm" and t.certain and t.side.country)
    day = term.certain[0]
    text = f"The foreign minister, {term.name}, spoke by phone on Monday with Wanjiru Odhiambo of Kenya."
    other = "FJI" if term.side.country != "FJI" else "PRY"
    said = {
        "told": text.removesuffix("."),
        "date": None,
        "date_words": None,
        "medium": "phone",
        "initiator": None,
        "parties": [
            {
                "letter": "A",
                "name": term.name,
                "as_written": None,
                "office": "foreign minister",
                "country": other,
            },
            {
                "letter": "B",
                "name": "Wanjiru Odhiambo",
                "as_written": None,
                "office": None,
                "country": "KEN",
            },
        ],
        "reactions": [],
    }
    grounded = held({"calls": [said]}, text, published=day, publisher=None)
    assert [fault.kind for fault in grounded.faults] == ["country_against_table"]
    said["parties"][0]["country"] = term.side.country
    party = held({"calls": [said]}, text, published=day, publisher=None).article.calls[0].parties[0]
    assert (party.country, party.country_basis) == (term.side.country, "office-holder")
    assert party.person


def test_the_source_s_own_country_is_the_source_s():
    text = "Foreign Minister Arvid Kvale spoke by telephone on Thursday with Wanjiru Odhiambo of Kenya."
    said = {
        **ANSWER["calls"][0],
        "told": text.removesuffix("."),
        "initiator": None,
        "reactions": [],
    }
    said["parties"] = [
        {
            "letter": "A",
            "name": "Arvid Kvale",
            "as_written": None,
            "office": "Foreign Minister",
            "country": "NOR",
        },
        {
            "letter": "B",
            "name": "Wanjiru Odhiambo",
            "as_written": None,
            "office": None,
            "country": "KEN",
        },
    ]
    by_source = held({"calls": [said]}, text, country="NOR").article.calls[0]
    assert [p.country_basis for p in by_source.parties] == ["source", "text"]
    namesake = "State Department for Foreign Affairs, Norway"  # beside the United States' own
    by_publisher = held({"calls": [said]}, text, publisher=namesake).article.calls[0]
    assert [p.country_basis for p in by_publisher.parties] == ["source", "text"]
    by_model = held({"calls": [said]}, text, publisher=None).article.calls[0]
    assert [p.country_basis for p in by_model.parties] == ["model", "text"]
    assert by_model.doubts == ("country-by-model",)


def test_a_model_whose_countries_are_right_is_believed():
    from readouts.domain.records import Report
    from readouts.grounding import ground

    text = "Foreign Minister Arvid Kvale spoke by telephone on Thursday with Wanjiru Odhiambo of Kenya."
    said = {
        **ANSWER["calls"][0],
        "told": text.removesuffix("."),
        "initiator": None,
        "reactions": [],
    }
    said["parties"] = [
        {
            "letter": "A",
            "name": "Arvid Kvale",
            "as_written": None,
            "office": "Foreign Minister",
            "country": "NOR",
        },
        {
            "letter": "B",
            "name": "Wanjiru Odhiambo",
            "as_written": None,
            "office": None,
            "country": "KEN",
        },
    ]
    (call,) = ground(
        Report(text, published=PUBLISHED), {"calls": [said]}, trusts_countries=True
    ).article.calls
    assert (call.parties[0].country_basis, call.doubts) == ("model", ())


def test_of_several_places_the_one_nearest_to_the_call_counts():
    text = (
        "Support for peace was voiced again. " * 3
        + "\n\n"
        + TEXT.replace("thanked Norway for its help", "said: support for peace was voiced")
    )
    changed = answer(
        ((*CALL, "reactions", 2, "evidence"), "support for peace was voiced"),
        ((*CALL, "reactions", 2, "stance"), "support"),
        ((*CALL, "reactions", 2, "toward"), None),
    )
    found = [r for r in held(changed, text).article.calls[0].reactions if "peace" in r.evidence]
    assert [r.start for r in found] == [text.index("said: support for peace") + len("said: ")]


def test_an_ellipsis_is_the_whole_stretch_or_a_fault():
    close = answer((EVIDENCE, "Brennsvik expressed his ... over the earthquake in Talca"))
    reaction = held(close).article.calls[0].reactions[0]
    assert (
        reaction.evidence == "Brennsvik expressed his deep condolences over the earthquake in Talca"
    )
    apart = answer((EVIDENCE, "Brennsvik expressed his ... agreed to deepen cooperation"))
    assert "not_in_text" in {fault.kind for fault in held(apart).faults}


def test_words_of_another_stance_are_doubtful_and_no_fault():
    grounded = held(answer(((*REACTION, "stance"), "criticism")))
    assert grounded.faults == ()
    assert grounded.article.calls[0].reactions[0].doubts == ("other-stance",)


def test_he_who_may_be_the_other_is_doubtful():
    text = TEXT.replace(
        "Quilaqueo thanked Norway for its help. ", "Brennsvik met with Quilaqueo once. "
    )
    text = text.replace(
        "expressed his deep", "expressed deep"
    )  # nothing tells whether Brennsvik is a man
    changed = answer(
        ((*CALL, "reactions", 2), ...), (EVIDENCE, "Brennsvik expressed deep condolences")
    )
    reactions = held(changed, text).article.calls[0].reactions
    assert [r.doubts for r in reactions if r.stance == "condemnation"] == [("unclear-holder",)]


def test_a_language_without_words_is_let_through_and_said():
    text = "Ragiont Halvor Brennsvik telefona cun Evaristo Quilaqueo. Brennsvik ha engrazià per l'agid."
    said = {
        "told": "Halvor Brennsvik telefona cun Evaristo Quilaqueo",
        "date": None,
        "date_words": None,
        "medium": "phone",
        "initiator": "A",
        "parties": [{**p, "office": None, "country": None} for p in ANSWER["calls"][0]["parties"]],
        "reactions": [
            {
                "by": "A",
                "stance": "commendation",
                "toward": None,
                "evidence": "Brennsvik ha engrazià per l'agid",
            }
        ],
    }
    grounded = held({"calls": [said]}, text, language="rm", publisher=None)
    assert grounded.faults == ()
    assert len(grounded.article.calls[0].reactions) == 1


def test_faults_are_named_for_a_model_that_is_asked_again():
    faults = held(
        answer((EVIDENCE, "words that stand nowhere"), ((*CALL, "date"), "2026-03-03"))
    ).faults
    asked = "\n".join(asking_again(faults))
    assert 'calls[0].reactions[0].evidence "words that stand nowhere"' in asked
    assert "copy the words from the document letter for letter" in asked
    assert "2026-03-03" in asked
    assert asking_again(held(ANSWER).faults) == ()
    many = held(
        answer(((*CALL, "reactions"), [{**ANSWER["calls"][0]["reactions"][0], "by": "Q"}] * 300))
    ).faults
    assert len(asking_again(many)) == 40


def test_a_fault_tells_the_words_that_do_not_stand():
    (fault,) = held(answer((EVIDENCE, "words that stand nowhere"))).faults
    assert fault.effect == "refused"
    assert "words that stand nowhere" in str(fault)
