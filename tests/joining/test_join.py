"""Two readings of one report, joined: what both found, what one alone did, and which of it waits to be looked at."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from readouts.domain.records import Call, ParsedArticle, Party, Reaction, Report
from readouts.joining import Joined, earned_by_rules, join, measured
from readouts.joining.confidence import is_weak
from readouts.reference.stances.weights import threshold

DAY = date(2031, 3, 4)
TEXT = "Quen called Tarrandel and voiced concern. Tarrandel backed Kenya. Quen thanked him."
REPORT = Report(TEXT, published=DAY)
QUEN = Party("Ilvar Quen", "Quen", "Foreign Minister", "NOR", None, "initiator", "fm", "text")
TARRANDEL = Party("Osk Tarrandel", "Tarrandel", None, "CHL", None, "recipient", None, "source")
CONCERN = Reaction("Ilvar Quen", "NOR", None, "concern", None, "voiced concern", 26, 40, "c1")
SUPPORT = Reaction("Osk Tarrandel", "CHL", None, "support", "KEN", "backed Kenya", 52, 64, "s1")
THANKS = Reaction("Ilvar Quen", "NOR", None, "commendation", "CHL", "thanked him", 71, 82, "t1")
RULED = Call(DAY, "weekday", "phone", 0, (QUEN, TARRANDEL), (CONCERN, SUPPORT), TEXT[:41], 0, 41)


def said(call: Call = RULED, **changes: object) -> Call:
    """The same call as a model says it."""
    reactions = tuple(
        replace(r, rule="model", read_by="model", model="large")
        for r in changes.pop("reactions", call.reactions)  # type: ignore[attr-defined]
    )
    whole = replace(call, read_by="model", model="large", reactions=reactions)
    return replace(whole, **changes)  # type: ignore[arg-type]


def joined(model: Call | None, *rules: Call) -> Joined:
    """What the rules read, with what a model said; none where it read that the report tells of no call."""
    given = ParsedArticle((model,) if model else (), ())
    return join(REPORT, ParsedArticle(rules, ()), given, measured())


def only(found: Joined) -> Call:
    [call] = found.article.calls
    return call


def test_where_no_model_reads_the_rules_count_with_what_they_have_earned() -> None:
    call = only(join(REPORT, ParsedArticle((RULED,), ())))
    assert (call.read_by, call.model, call.is_doubtful) == ("rules", None, False)
    assert call.confidence == earned_by_rules().confidence("call", "rules", "en")
    assert {r.confidence for r in call.reactions} == {
        earned_by_rules().confidence("reaction", "rules", "en")
    }


@pytest.mark.parametrize(
    ("rule", "is_surer"), [("condemnation.noun", True), ("criticism.object", False)]
)
def test_record_of_the_rules_alone_is_as_sure_as_its_rule_is_right(
    rule: str, is_surer: bool
) -> None:
    ruled = replace(RULED, reactions=(replace(CONCERN, rule=rule),))
    [reaction] = only(join(REPORT, ParsedArticle((ruled,), ()))).reactions
    of_all = earned_by_rules().confidence("reaction", "rules", "en")
    assert of_all is not None
    assert reaction.confidence is not None
    assert (reaction.confidence > of_all) == is_surer
    assert 0 < reaction.confidence < 1
    assert reaction.doubts == (("weak-rule",) if is_weak(reaction.confidence, "en") else ())
    [both] = only(joined(said(ruled), ruled)).reactions
    assert both.doubts == (), "what a model found as well does not hang on the rule"


def test_what_is_below_the_threshold_is_weak_where_one_was_chosen() -> None:
    chosen = threshold("en")
    assert chosen is not None
    assert is_weak(chosen.weak_below - 0.001, "en")
    assert not is_weak(chosen.weak_below, "en")


def test_what_both_found_is_of_both_and_surer_than_what_one_did() -> None:
    call = only(joined(said(reactions=(CONCERN, THANKS)), RULED))
    assert (call.read_by, call.model, call.is_doubtful) == ("both", "large", False)
    by = {r.stance: r for r in call.reactions}
    assert {stance: (r.read_by, r.doubts) for stance, r in by.items()} == {
        "concern": ("both", ()),
        "commendation": ("model", ()),
        "support": ("rules", ("rules-alone",)),
    }
    both, alone, ruled = (by[s].confidence for s in ("concern", "commendation", "support"))
    assert both is not None
    assert alone is not None
    assert ruled is not None
    assert both > alone > 0.5 > ruled


def test_a_call_that_the_model_did_not_find_is_doubtful_with_all_that_is_said_in_it() -> None:
    call = only(joined(None, RULED))
    assert call.doubts == ("rules-alone",)
    assert all(r.doubts == ("rules-alone",) for r in call.reactions)


def test_words_that_the_rules_give_to_the_other_party_are_doubtful() -> None:
    other = replace(SUPPORT, speaker="Ilvar Quen", country="NOR")
    call = only(joined(said(reactions=(other,)), replace(RULED, reactions=(SUPPORT,))))
    assert {(r.read_by, r.doubts) for r in call.reactions} == {
        ("model", ("other-reading",)),
        ("rules", ("rules-alone",)),
    }


def test_a_stance_that_the_rules_have_from_the_same_words_is_not_of_another() -> None:
    doubted = replace(CONCERN, doubts=("other-stance", "unclear-holder", "unclear-call"))
    call = only(joined(said(reactions=(doubted,)), replace(RULED, reactions=(CONCERN,))))
    assert [r.doubts for r in call.reactions] == [("unclear-call",)]


SECOND = replace(CONCERN, evidence="thanked him", start=THANKS.start, end=THANKS.end)
"""The same stance of the same party, two sentences on."""


def test_a_stance_that_the_rules_have_from_other_words_stays_doubtful() -> None:
    doubted = replace(SECOND, doubts=("other-stance",))
    call = only(joined(said(reactions=(doubted,)), replace(RULED, reactions=(CONCERN,))))
    assert [(r.read_by, r.doubts) for r in call.reactions] == [
        ("model", ("other-stance",)),
        ("rules", ("rules-alone",)),
    ]


NEXT = replace(CONCERN, evidence="backed Kenya", start=SUPPORT.start, end=SUPPORT.end)
OF_BOTH = ("both", ())
OF_EACH = [("model", ()), ("rules", ())]


@pytest.mark.parametrize(
    ("model", "rules", "expected"),
    [
        (CONCERN, CONCERN, [OF_BOTH]),
        (NEXT, CONCERN, [OF_BOTH]),
        (replace(NEXT, toward="KEN"), CONCERN, [OF_BOTH]),
        (SECOND, CONCERN, OF_EACH),
        (replace(SECOND, toward="KEN"), CONCERN, OF_EACH),
        (replace(SECOND, toward="KEN"), replace(CONCERN, toward="KEN"), OF_EACH),
        (SECOND, replace(CONCERN, toward="KEN"), [("model", ()), ("rules", ("rules-alone",))]),
        (
            replace(NEXT, toward="KEN"),
            replace(CONCERN, toward="CHL"),
            [("model", ()), ("rules", ("rules-alone",))],
        ),
        (
            replace(CONCERN, toward="KEN"),
            replace(CONCERN, toward="CHL"),
            [("model", ("other-reading",)), ("rules", ("rules-alone",))],
        ),
    ],
)
def test_one_stance_in_other_words_or_toward_another_is_a_record_of_each_reader(
    model: Reaction, rules: Reaction, expected: list[tuple[str, tuple[str, ...]]]
) -> None:
    """Both have it of the same words, or of neighbouring sentences; else nothing of either reading is lost."""
    call = only(joined(said(reactions=(model,)), replace(RULED, reactions=(rules,))))
    assert [(r.read_by, r.doubts) for r in call.reactions] == expected
    for r in call.reactions:
        own = rules if r.read_by == "rules" else model
        assert (r.evidence, r.toward) == (own.evidence, own.toward)
        assert (r.confidence is None) == (r.read_by == "rules" and not r.doubts), "nobody counted"


@pytest.mark.parametrize(
    ("told", "toward"), [(("KEN",), "KEN"), (("KEN", "PER"), None), ((None, "PER"), None)]
)
def test_whom_the_model_leaves_open_the_rules_fill_from_the_same_words_where_they_have_one(
    told: tuple[str | None, ...], toward: str | None
) -> None:
    ruled = replace(RULED, reactions=tuple(replace(CONCERN, toward=whom) for whom in told))
    call = only(joined(said(reactions=(CONCERN,)), ruled))
    assert [(r.read_by, r.toward) for r in call.reactions] == [("both", toward)]


def test_words_that_both_have_make_no_other_sentence_of_both() -> None:
    call = only(joined(said(reactions=(CONCERN, NEXT)), replace(RULED, reactions=(CONCERN,))))
    assert [(r.evidence, r.read_by) for r in call.reactions] == [
        (CONCERN.evidence, "both"),
        (NEXT.evidence, "model"),
    ]


def test_words_that_the_rules_give_to_the_other_party_as_another_stance_are_doubtful() -> None:
    other = replace(SUPPORT, speaker="Ilvar Quen", country="NOR", stance="restraint")
    call = only(joined(said(reactions=(other,)), replace(RULED, reactions=(SUPPORT,))))
    assert {(r.read_by, r.doubts) for r in call.reactions} == {
        ("model", ("other-reading",)),
        ("rules", ("rules-alone",)),
    }


def test_words_that_the_model_gives_to_both_contradict_no_rule_that_gives_them_to_one() -> None:
    other = replace(SUPPORT, speaker="Ilvar Quen", country="NOR")
    call = only(joined(said(reactions=(SUPPORT, other)), replace(RULED, reactions=(SUPPORT,))))
    assert {r.doubts for r in call.reactions} == {()}


@pytest.mark.parametrize(
    ("open_one", "expected"),
    [
        ({"date": None, "date_basis": "open"}, {"date": DAY, "date_basis": "weekday"}),
        ({"medium": "unspecified"}, {"medium": "phone"}),
        ({"date": date(2031, 3, 3)}, {"date": None, "date_basis": "open"}),
        ({"medium": "video"}, {"medium": "unspecified"}),
    ],
)
def test_what_the_model_leaves_open_the_rules_fill_and_what_they_tell_otherwise_is_open(
    open_one: dict[str, object], expected: dict[str, object]
) -> None:
    call = only(joined(said(**open_one), RULED))
    assert call.read_by == "both"
    assert {key: getattr(call, key) for key in expected} == expected


OTHER_DAY = date(2031, 3, 3)
APART = {"evidence": TEXT[65:], "start": 65, "end": len(TEXT), "reactions": ()}


@pytest.mark.parametrize(
    ("model", "rules", "is_one"),
    [
        ({}, {}, True),
        ({"date": None}, {}, True),
        ({"medium": "unspecified"}, {}, True),
        ({"date": None, "medium": "unspecified"}, {"date": None}, True),
        ({"date": OTHER_DAY}, {}, False),
        ({"medium": "video"}, {}, False),
        ({"medium": "unspecified"}, {"date": None}, False),
    ],
)
def test_calls_told_in_other_words_are_two_of_other_days_or_media(
    model: dict[str, object], rules: dict[str, object], is_one: bool
) -> None:
    """Nor are a meeting of today and a call without a day one: nothing but who took part speaks for it."""
    found = joined(said(**(APART | model)), replace(RULED, **rules)).article  # type: ignore[arg-type]
    told = sorted((call.read_by, call.doubts) for call in found.calls)
    assert told == ([("both", ())] if is_one else [("model", ()), ("rules", ("rules-alone",))])


def test_a_country_on_the_models_word_alone_is_known_where_the_rules_tell_it_too() -> None:
    unsure = replace(TARRANDEL, country_basis="model")
    model = said(parties=(QUEN, unsure), doubts=("country-by-model",))
    call = only(joined(model, RULED))
    assert (call.parties[1].country_basis, call.doubts) == ("source", ())
    elsewhere = replace(RULED, parties=(QUEN, replace(TARRANDEL, name="Mira Vosk", country="AUT")))
    alone = next(c for c in joined(model, elsewhere).article.calls if c.read_by == "model")
    assert alone.doubts == ("country-by-model",)


def test_without_counts_of_the_model_there_is_no_number() -> None:
    found = join(REPORT, ParsedArticle((RULED,), ()), ParsedArticle((said(),), ()), None)
    assert only(found).confidence is None


@pytest.mark.parametrize(
    ("call", "kind"),
    [
        (replace(RULED, parties=(QUEN,), reactions=()), "too_few"),
        (replace(RULED, parties=(QUEN, replace(TARRANDEL, country="NOR"))), "one_country"),
        (replace(RULED, parties=(QUEN, replace(QUEN, country="CHL")), reactions=()), "same_person"),
        (replace(RULED, date=date(2031, 3, 6)), "after_report"),
        (replace(RULED, reactions=(replace(SUPPORT, toward="CHL"),)), "supports_itself"),
        (replace(RULED, reactions=(replace(SUPPORT, speaker="Mira Vosk"),)), "no_party"),
    ],
)
@pytest.mark.parametrize("reader", ["rules", "model"])
def test_contradictions_are_refused_whoever_read_them(call: Call, kind: str, reader: str) -> None:
    found = join(REPORT, ParsedArticle((call,), ())) if reader == "rules" else joined(said(call))
    assert kind in {one.kind for one in found.refused}
    kept = [r for c in found.article.calls for r in c.reactions]
    assert not kept if kind in ("supports_itself", "no_party") else not found.article.calls
    assert found.whole.calls, "a gate that refuses it keeps it with its reason"


def test_two_people_of_one_family_name_may_speak() -> None:
    two = (replace(QUEN, name="Kim"), replace(TARRANDEL, name="Kim"))
    assert only(join(REPORT, ParsedArticle((replace(RULED, parties=two, reactions=()),), ())))


def test_what_the_rules_read_as_said_beside_the_call_is_so_for_both() -> None:
    beside = replace(CONCERN, in_call=False)
    call = only(joined(said(reactions=(CONCERN,)), replace(RULED, reactions=(beside,))))
    assert [(r.read_by, r.in_call) for r in call.reactions] == [("both", False)]
