"""What of an edition touches a rule, from rows of a published file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from readouts.alerts.messages import compose
from readouts.alerts.news import news_of
from readouts.alerts.watchlist import Rule
from readouts.warehouse.tables.definitions import Catalogue
from tests.alerts.conftest import FIRST, SECOND, World, call, person, without

PEOPLE = {"KEN": "Anselm Okarudi", "PER": "Petra Valdune"}


STRANGER = {"MLT": "Tesse Karlov", "?": "Haldor Brevik"}


@pytest.fixture(scope="module")
def told(
    tmp_path_factory: pytest.TempPathFactory, empty_warehouse: Path, catalogue: Catalogue
) -> World:
    """Two calls of the second edition, with what they say, and one that the first told of already."""
    world = World(tmp_path_factory.mktemp("told") / "home", empty_warehouse, catalogue)
    old = call("old", FIRST, stance="condemnation")
    again = call("again", SECOND, stance="condemnation", call_id="old")
    world.publish(FIRST, old)
    world.publish(
        SECOND,
        without(again, "core.calls"),
        call("north", SECOND, stance="condemnation", toward="PAK"),
        call("south", SECOND, people=PEOPLE, stance="restraint", position="de-escalatory"),
        call("odd", SECOND, people=STRANGER, stance="support", side=None, speaker="Haldor Brevik"),
        call("both", SECOND, people={"AUT": "Mira Vosk", "GHA": "Tolan Brix"}, side="joint"),
        person("NOR", "Ilvar Quen", "Quen Ilvar Johan"),
        person("PER", "Petra Valdune"),
        person("KEN", "Petra Okarudi", "Anselm Okarudi"),
    )
    world.change("UPDATE core.calls SET report_ids = ['old', 'again'] WHERE call_id = 'old'")
    return world


def found(world: World, edition: Any = SECOND, **given: Any) -> list[tuple[str, str]]:
    rule = Rule(name="r", to=("desk",), **given)
    return sorted(
        (item.kind, str(item.facts.get("call_id") or item.facts["side"]))
        for item in news_of(world.home.warehouse, rule, [edition])
    )


CALL_OF_NORTH = ("call", "north")
STANCE_OF_NORTH = ("stance", "north")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param({"countries": ["NOR"]}, [CALL_OF_NORTH], id="a country on the line"),
        pytest.param({"countries": ["PAK"]}, [], id="a country spoken of is not on the line"),
        pytest.param(
            {"countries": ["PAK"], "on": ["stance"]}, [STANCE_OF_NORTH], id="a country spoken of"
        ),
        pytest.param(
            {"countries": ["CHL"], "on": ["stance"]}, [STANCE_OF_NORTH], id="a country spoken to"
        ),
        pytest.param({"pairs": [["NOR", "CHL"]]}, [CALL_OF_NORTH], id="a pair, either way"),
        pytest.param({"pairs": [["NOR", "KEN"]]}, [], id="no pair"),
        pytest.param(
            {"pairs": [["PAK", "NOR"]], "on": ["stance"]}, [STANCE_OF_NORTH], id="one of the other"
        ),
        pytest.param(
            {"pairs": [["PAK", "CHL"]], "on": ["stance"]}, [], id="a pair that only hears of it"
        ),
        pytest.param({"people": ["Quen Ilvar"]}, [CALL_OF_NORTH], id="a name in another order"),
        pytest.param(
            {"people": ["Johan Quen"]}, [CALL_OF_NORTH], id="another form of the person's name"
        ),
        pytest.param({"people": ["PETRA VALDUNE"]}, [("call", "south")], id="one of two namesakes"),
        pytest.param({"people": ["Ilva"]}, [], id="part of a word is no name"),
        pytest.param(
            {"people": ["H. Brevik", "Brevik"], "on": ["call", "stance"]},
            [("call", "odd"), ("stance", "odd")],
            id="a name whose side nobody knows",
        ),
        pytest.param(
            {"countries": ["MLT"], "on": ["call", "stance"]},
            [("call", "odd"), ("stance", "odd")],
            id="a call with somebody whose side nobody knows",
        ),
        pytest.param({"stances": ["support"]}, [("stance", "odd")], id="a stance of no known side"),
        pytest.param(
            {"people": ["Osk Tarrandel"]}, [], id="nobody of that name has been learned yet"
        ),
        pytest.param(
            {"people": ["Anselm Okarudi"], "on": ["stance"]}, [], id="on the line, and silent"
        ),
        pytest.param({"stances": ["condemnation"]}, [STANCE_OF_NORTH], id="a stance by anybody"),
        pytest.param(
            {"stances": ["condemnation", "restraint"], "countries": ["PER"]},
            [("stance", "south")],
            id="a stance of a country",
        ),
        pytest.param(
            {"stances": ["restraint"], "on": ["call"]}, [("call", "south")], id="calls with it"
        ),
        pytest.param({"stances": ["solidarity"]}, [], id="a stance that nobody took"),
        pytest.param(
            {"countries": ["AUT"], "on": ["stance"]},
            [("stance", "both")],
            id="who speaks jointly speaks",
        ),
        pytest.param(
            {"pairs": [["GHA", "AUT"]], "on": ["stance"]},
            [("stance", "both")],
            id="a pair that speaks jointly",
        ),
    ],
)
def test_what_touches_a_rule(
    told: World, given: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    assert found(told, **given) == expected


def test_first_edition_tells_of_a_call_and_no_later_one(told: World) -> None:
    rule: dict[str, Any] = {"countries": ["NOR"], "on": ["call", "stance"]}
    assert found(told, FIRST, **rule) == [("call", "old"), ("stance", "old")]
    assert ("call", "old") not in found(told, SECOND, **rule)


def test_each_edition_has_its_own(told: World) -> None:
    rule = Rule(name="r", to=("desk",), countries=("NOR",), on=("call", "stance"))
    items = news_of(told.home.warehouse, rule, [FIRST, SECOND])
    assert {(item.facts["call_id"], item.facts["edition"]) for item in items} == {
        ("old", FIRST),
        ("north", SECOND),
    }


def test_call_goes_by_all_its_reports(told: World) -> None:
    [item] = news_of(
        told.home.warehouse, Rule(name="r", to=("d",), countries=("NOR",), on=("call",)), [FIRST]
    )
    assert item.keys == ("call/old", "call/again")


SHIFT = {
    "from_date": FIRST,
    "to_date": SECOND,
    "to_stances": ["condemnation"],
    "reaction_id": "reaction after",
    "edition": SECOND,
}


def test_a_shift_is_news_of_the_edition_that_made_it_one(world: World) -> None:
    """Its words may be older: here the second edition brought what made them lead."""
    world.publish(FIRST, call("after", FIRST))
    world.publish(SECOND, {"marts.position_shifts": [SHIFT]})
    for edition, told in ((FIRST, []), (SECOND, [("shift", "NOR")])):
        assert found(world, edition, countries=["CHL"], on=["shift"]) == told


def test_a_shift_that_turns_out_to_lead_elsewhere_is_another(world: World) -> None:
    world.publish(SECOND, call("after", SECOND), {"marts.position_shifts": [SHIFT]})
    rule = Rule(name="r", to=("desk",), countries=("NOR",), on=("shift",))

    def keys() -> set[str]:
        return {key for item in news_of(world.home.warehouse, rule, [SECOND]) for key in item.keys}

    before = keys()
    assert len(before) == 1
    world.change("UPDATE marts.position_shifts SET to_position = 'critical'")
    assert not keys() & before


@pytest.fixture(scope="module")
def moved(
    tmp_path_factory: pytest.TempPathFactory, empty_warehouse: Path, catalogue: Catalogue
) -> World:
    """A shift of Norway in calls with Chile, in the words of Quen."""
    world = World(tmp_path_factory.mktemp("moved") / "home", empty_warehouse, catalogue)
    world.publish(
        SECOND,
        call("after", SECOND),
        {"marts.position_shifts": [SHIFT]},
        person("NOR", "Ilvar Quen"),
        person("CHL", "Osk Tarrandel"),
    )
    return world


@pytest.mark.parametrize(
    ("given", "is_found"),
    [
        ({"countries": ["NOR"]}, True),
        ({"countries": ["KEN"]}, False),
        ({"pairs": [["CHL", "NOR"]]}, True),
        ({"pairs": [["CHL", "KEN"]]}, False),
        ({"people": ["Quen"]}, True),
        ({"people": ["Tarrandel"]}, False),
        ({"stances": ["condemnation"]}, True),
        ({"stances": ["support"]}, False),
    ],
)
def test_whom_a_shift_touches(moved: World, given: dict[str, Any], is_found: bool) -> None:
    assert bool(found(moved, on=["shift"], **given)) == is_found


@pytest.mark.parametrize("kind", ["call", "stance"])
def test_the_language_of_a_quotation_is_named_and_a_translation_is_marked_as_a_machines(
    world: World, kind: str
) -> None:
    words = "وأعرب السمندلي عن قلقه البالغ إزاء الهجمات على الميناء."
    world.publish(SECOND, call("north", SECOND, stance="concern", words=words))
    world.change("UPDATE core.articles SET language = 'ar'")
    rule = Rule(name="r", to=("desk",), on=(kind,), countries=("NOR",))

    def body() -> str:
        items = news_of(world.home.warehouse, rule, [SECOND])
        return compose("r", "r", ["desk"], items, edition=SECOND, publication_id="p").body

    assert f"“\u2068{words}\u2069”\nThe Example Paper, in Arabic, {SECOND}" in body()
    assert "machine" not in body()
    world.change(
        "INSERT INTO core.translations SELECT 't', edition, article_id, evidence, 'ar', 'en',"
        " 'Al-Samandali voiced deep concern.', 'tiny' FROM (SELECT DISTINCT edition, article_id, evidence"
        " FROM core.reactions UNION SELECT edition, article_id, evidence FROM core.call_reports) LIMIT 1"
    )
    assert (
        f"“\u2068{words}\u2069”\n(machine translation, tiny: Al-Samandali voiced deep concern.)\n"
        "The Example Paper, in Arabic"
    ) in body()


def test_whose_side_nobody_knows_is_told_by_name(told: World) -> None:
    rule = Rule(name="r", to=("desk",), countries=("MLT",), on=("call", "stance"))
    items = news_of(told.home.warehouse, rule, [SECOND])
    message = compose("r", "r", ["desk"], items, edition=SECOND, publication_id=None)
    assert (
        "NEW CALL: Malta and Haldor Brevik (side not known), 2031-03-05, by phone" in message.body
    )
    assert "Stances: side not known support" in message.body
    assert "SUPPORT: side not known (Haldor Brevik) in a call with Malta" in message.body


def test_what_is_not_said_in_the_call_and_a_day_that_nobody_tells_are_told_as_such(
    world: World,
) -> None:
    told = call("after", SECOND, stance="condemnation", in_call=False, is_date_stated=False)
    told["core.calls"][0]["is_date_stated"] = False
    world.publish(SECOND, told, {"marts.position_shifts": [SHIFT]})
    rule = Rule(name="r", to=("desk",), countries=("NOR",), on=("call", "stance", "shift"))
    items = news_of(world.home.warehouse, rule, [SECOND])
    body = compose("r", "r", ["desk"], items, edition=SECOND, publication_id="p").body
    assert "NEW CALL: Chile and Norway, told on 2031-03-05, by phone" in body
    assert "CONDEMNATION: Norway (Ilvar Quen) beside a call with Chile, told on 2031-03-05" in body
    assert "\nIlvar Quen, beside the call:\n" in body
