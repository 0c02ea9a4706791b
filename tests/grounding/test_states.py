"""How states are found in languages that have no table of places: by CLDR's names, whatever their endings.

What belongs here: such languages alone. What does not: those with a table (``test_languages``).
"""

from __future__ import annotations

import pytest
from babel import Locale

from readouts.reference import read_table
from tests.grounding.test_languages import parties, party, sides

OTHERS = sorted({row["language"] for row in read_table("state_words")})


@pytest.mark.parametrize("language", OTHERS)
def test_a_language_without_a_table_has_the_names_of_the_cldr(language: str) -> None:
    territories = Locale(language).territories
    wrong = {
        row["iso3"]
        for row in read_table("countries")
        if (name := territories.get(row["iso2"])) and sides(name, language) != {row["iso3"]}
    }
    assert wrong <= {"COD", "COG"}


@pytest.mark.parametrize(
    ("language", "text", "side"),
    [
        ("pl", "premier Gruzji", "GEO"),
        ("pl", "niemiecką minister", "DEU"),
        ("pl", "prezydentem USA", "USA"),
        ("pl", "stanowisko Mińska", "BLR"),
        ("cs", "norského premiéra", "NOR"),
        ("cs", "české premiérce", "CZE"),
        ("sk", "minister obrany SR", "SVK"),
        ("sr", "став Скопља", "MKD"),
        ("nl", "de Georgische premier", "GEO"),
        ("nl", "de president van Niger", "NER"),
        ("fi", "Norjan pääministeri", "NOR"),
        ("vi", "Thủ tướng Na Uy", "NOR"),
        ("sr", "norveški premijer", "NOR"),
        ("hi", "नॉर्वे के प्रधानमंत्री", "NOR"),
    ],
)
def test_states_are_known_by_their_forms_without_a_table(
    language: str, text: str, side: str
) -> None:
    assert sides(text, language) == {side}


def test_a_language_whose_words_nobody_listed_has_no_states() -> None:
    """A country in its own words would make an answer sure of which nothing else can be held against the text."""
    assert sides("gruzijski premier v Gruziji", "sl") == set()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("hr", "Tiranija i pragmatičnost"),
        ("pl", "Wiedząc o pragmatycznym podejściu"),
        ("sr", "Прагматичан став"),
    ],
)
def test_what_only_begins_like_a_capital_stands_for_no_state(language: str, text: str) -> None:
    assert sides(text, language) == set()


BRENNSVIK = party("A", "Halvor Brennsvik", "premier", "NOR")
QUISPE = party("B", "Rosaura Quispe", "president", "PER")


def test_dutch_article_makes_no_country_that_of_whoever_is_named_before_it() -> None:
    one, other = parties(
        "Donderdag belde premier Halvor Brennsvik de Peruaanse president Rosaura Quispe.",
        "nl",
        BRENNSVIK,
        QUISPE,
        country="NOR",
    )
    assert (one.country, one.country_basis) == ("NOR", "source")
    assert (other.country, other.country_basis) == ("PER", "text")


def test_office_at_the_end_of_a_headline_is_not_of_whoever_opens_the_text() -> None:
    told = "Minister Halvor Brennsvik belde met de Peruaanse minister van Handel Rosaura Quispe"
    found = parties(
        f"Gesprek met Peruaanse minister\n\n{told}.",
        "nl",
        {**BRENNSVIK, "office": "minister"},
        {**QUISPE, "office": "minister van Handel"},
        told=told,
        country="NOR",
    )
    assert [one.country for one in found] == ["NOR", "PER"]


@pytest.mark.parametrize(
    ("language", "lead", "link", "office"),
    [
        ("ro", "Președintele Norvegiei", "a vorbit cu președintele Perului", "președintele"),
        ("el", "Ο πρόεδρος της Νορβηγίας", "μίλησε με τον πρόεδρο του Περού", "πρόεδρος"),
    ],
)
def test_country_in_the_genitive_is_that_of_whoever_follows_behind_a_comma(
    language: str, lead: str, link: str, office: str
) -> None:
    swapped = [{**BRENNSVIK, "country": "PER"}, {**QUISPE, "country": "NOR"}]
    text = f"{lead}, Halvor Brennsvik, {link}, Rosaura Quispe."
    found = parties(text, language, *({**one, "office": office} for one in swapped))
    assert {one.country for one in found} == {None}


def test_country_of_the_other_party_near_a_name_does_not_make_its_own_doubtful() -> None:
    one, _ = parties(
        "Statsminister Halvor Brennsvik snakket med Perus president Rosaura Quispe.\n"
        "Vi støtter Peru, sa Brennsvik.",
        "nb",
        {**BRENNSVIK, "office": "statsminister"},
        QUISPE,
        told="Halvor Brennsvik snakket med Perus president Rosaura Quispe",
        country="NOR",
    )
    assert (one.country, one.country_basis) == ("NOR", "source")
