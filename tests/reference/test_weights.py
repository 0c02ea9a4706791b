"""What each rule is worth: the table, its page, and the confidence that comes of it."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from benchmarks.weak import Said, choose
from benchmarks.weigh import Told, main, weigh
from readouts.evaluation.annotation import report_of
from readouts.parse.door import analyse
from readouts.reference.stances.lexicon import lexicon
from readouts.reference.stances.rules_doc import page
from readouts.reference.stances.weights import confidence, weights

PAGE = Path(__file__).parents[2] / "docs" / "rules.md"
TEXT = (
    "Norwegian Foreign Minister Ilvar Quen rang Turkish Foreign Minister Tamsel Orhu on Thursday. "
    "Quen condemned the raid. Orhu thanked Norway for its help."
)


def test_page_is_current():
    assert PAGE.read_text(encoding="utf-8") == page(), (
        "run python -m readouts.reference.stances.rules_doc"
    )


def test_every_rule_is_counted_and_no_other():
    assert set(weights("en")) == {rule.id for rule in lexicon("en").rules}


@pytest.mark.parametrize("one", weights("en").values(), ids=lambda one: one.rule)
def test_records_are_right_or_wrong_for_one_reason(one):
    assert one.fired == one.right + one.call + one.holder + one.words


def test_confidence_lies_between_a_rules_own_share_and_that_of_all():
    counted = weights("en").values()
    mean = sum(one.right for one in counted) / sum(one.fired for one in counted)
    for one in counted:
        own = one.right / one.fired if one.fired else mean
        assert min(own, mean) - 0.001 <= confidence(one.rule, "en") <= max(own, mean) + 0.001
    assert confidence("no.such_rule", "en") is None


def test_a_rule_is_weighed_by_call_side_and_stance():
    scorer = SimpleNamespace(
        side=lambda one: one["country"], same_name=lambda one, other: one == other
    )
    document = analyse(report_of({"text": TEXT, "published": "2026-03-06"}))
    reaction = {"country": "NOR", "stance": ["condemnation"], "start": None, "end": None}
    gold = {"parties": [], "reactions": [reaction]}
    told = [
        (document, [Told(document.frames[0], gold)]),
        (document, [Told(document.frames[0], None)]),
    ]
    counts = {one.rule: one for one in weigh(told, scorer)}
    condemned, thanked = counts["condemnation.verb"], counts["commendation.verb"]
    assert (condemned.fired, condemned.right, condemned.call) == (2, 1, 1)
    assert (condemned.right_lost, condemned.wrong_saved) == (1, 1)
    assert (thanked.fired, thanked.words, thanked.call) == (2, 1, 1)


def test_a_rule_that_is_mostly_wrong_falls_below_the_threshold():
    sound = [Said(document, "sound", True) for document in range(200)]
    rotten = [Said(document, "rotten", document % 5 == 0) for document in range(200)]
    chosen = choose(sound + rotten, "en")
    assert (chosen.kept_right, chosen.kept_wrong) == (200, 0)
    assert (chosen.weak_right, chosen.weak_wrong) == (40, 160)


def test_rules_that_are_mostly_right_all_count():
    said = [Said(document, f"rule {document % 7}", document % 9 > 0) for document in range(300)]
    chosen = choose(said, "en")
    assert (chosen.weak_right, chosen.weak_wrong) == (0, 0)


def test_a_few_records_turn_no_threshold():
    sound = [Said(document, "sound", document % 10 > 0) for document in range(300)]
    doubtful = [Said(document, "doubtful", document % 3 > 0) for document in range(6)]
    chosen = choose(sound + doubtful, "en")
    assert (chosen.weak_right, chosen.weak_wrong) == (0, 0)


def test_the_threshold_in_force_stays_unless_another_is_clearly_better():
    sound = [Said(document, "sound", document % 10 > 0) for document in range(300)]
    doubtful = [Said(document, "doubtful", document % 2 > 0) for document in range(8)]
    assert choose(sound + doubtful, "en").weak_below < 0.6
    assert choose(sound + doubtful, "en", 0.6).weak_below == 0.6
    rotten = [Said(document, "rotten", document % 5 == 0) for document in range(200)]
    assert choose(sound + rotten, "en", 0.2).weak_below > 0.2


def test_without_annotated_documents_nothing_is_written(tmp_path, capsys):
    before = PAGE.read_bytes()
    assert main([str(tmp_path)]) == 0
    assert "nothing to count" in capsys.readouterr().out
    assert PAGE.read_bytes() == before
