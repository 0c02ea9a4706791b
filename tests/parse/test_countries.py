"""Whose official somebody is: told by the text, by the source, by the table of office-holders, or not known.

Names of the table are real where a case needs one, and nothing is said of them; all others are invented.
"""

from __future__ import annotations

import datetime

import pytest

from readouts import parse

FRIDAY = datetime.date(2026, 3, 6)


def parties(text, **more):
    """Name (or office), side and basis of each party of the only call, if there is one."""
    calls = parse(text, **{"published": FRIDAY, **more}).calls
    assert len(calls) < 2
    return {
        p.name or p.office: (p.country or p.organisation, p.country_basis)
        for call in calls
        for p in call.parties
    }


NOT_TOLD = [
    # What else the text speaks of says nothing of a person.
    "President Wade L. Corbell, Jr. spoke today with President Hugo Morand of France. They discussed Norway's build-up"
    " on Chile's borders and their support for Chile's sovereignty.",
    "President Wade Corbell spoke by phone with French President Hugo Morand. Chile's government called for calm.",
    "Chile recalled its envoy, a day after President Wade Corbell telephoned French President Hugo Morand.",
    "The Chilean defence minister met the new prime minister, Wade Corbell. Mr Corbell spoke by phone with French"
    " President Hugo Morand.",
    "President Wade Corbell spoke by phone with French President Hugo Morand, and assured him of Chilean support.",
    # Nor do the words for somebody else's counterpart, or for another holder of the office.
    "Health Minister Wade Corbell spoke by phone with French Health Minister Hugo Morand. The Chilean minister, who was"
    " to join them, was ill.",
    "President Wade Corbell spoke by phone with French President Hugo Morand. Chile's president spoke to reporters.",
    # Two presidents without a country beside them: which is the Chilean is not told.
    "The call was at the request of the Chilean side. President Wade Corbell and President Nils Tarr"
    " spoke by phone with"
    " French President Hugo Morand. The President of Chile was late.",
]


@pytest.mark.parametrize("text", NOT_TOLD)
def test_no_country_is_guessed_from_what_else_is_spoken_of(text):
    found = parties(text)
    corbell = next(value for name, value in found.items() if "Corbell" in name)
    assert corbell == (None, "none")
    assert found["Hugo Morand"] == ("FRA", "text")


@pytest.mark.parametrize(
    ("text", "basis"),
    [
        ("Chilean President Wade Corbell spoke by phone with {}.", "text"),
        ("Wade Corbell, the president of Chile, spoke by phone with {}.", "text"),
        ("Santiago's foreign minister, Wade Corbell, spoke by phone with {}.", "text"),
        ("Chile's own president, Wade Corbell, spoke by phone with {}.", "text"),
        ("The presidents of Chile and Peru met. Chile's Wade Corbell later phoned {}.", "text"),
        ("SANTIAGO, March 6 (Agency) - President Wade Corbell spoke by phone with {}.", "source"),
        ("Santiago, 6 March.\nPresident Wade Corbell spoke by phone with {}.", "source"),
        ("Chile, 6 March (Agency) -- President Wade Corbell spoke by phone with {}.", "source"),
        ("Chilean President Dora Lim and her foreign minister, Wade Corbell, phoned {}.", "text"),
    ],
)
def test_a_country_that_the_text_tells(text, basis):
    found = parties(text.format("French President Hugo Morand"))
    assert found["Wade Corbell"] == ("CHL", basis)


@pytest.mark.parametrize(
    ("text", "official", "wanted"),
    [
        ("Foreign Minister Wade Corbell spoke by phone with {}.", True, "CHL"),
        ("Foreign Minister Wade Corbell spoke by phone with {}.", False, "CHL"),
        ("{} phoned Foreign Minister Wade Corbell on Monday.", False, "CHL"),
        ("{} phoned Foreign Minister Wade Corbell on Monday.", True, "CHL"),
        # A story of another state's doings is of that state, or of nobody's.
        (
            "Norway's government fell. Prime Minister Wade Corbell spoke by phone with {}.",
            False,
            None,
        ),
        # Nor of the newsroom's where no word is of its state, and something of another's.
        (
            "Foreign Minister Wade Corbell spoke by phone with {}. The people of Peru mourn.",
            False,
            None,
        ),
        (
            "Foreign Minister Wade Corbell spoke by phone with {}. Chile and the people of Peru mourn.",
            False,
            "CHL",
        ),
        (
            "Foreign Minister Wade Corbell spoke by phone with {}. The people of Peru mourn.",
            True,
            "CHL",
        ),
        # The head of an agency in the capital is nobody's official.
        ("Director General Wade Corbell spoke by phone with {}.", False, None),
    ],
)
def test_the_source_speaks_of_its_own(text, official, wanted):
    text = text.format("French President Hugo Morand")
    found = parties(text, source_country="CHL", is_official=official)
    assert found.get("Wade Corbell", (None, "none")) == (
        (wanted, "source") if wanted else (None, "none")
    )


def test_whom_the_sources_official_rang_is_not_the_sources():
    text = "President Wade Corbell spoke by phone on Monday with President Hugo Morand."
    found = parties(text, source_country="CHL", is_official=True)
    assert found == {"Wade Corbell": ("CHL", "source"), "Hugo Morand": (None, "none")}


@pytest.mark.parametrize(
    ("name", "day", "wanted"),
    [
        ("President Joe Biden", datetime.date(2022, 2, 11), ("USA", "office-holder")),
        ("President Joseph R. Biden, Jr.", datetime.date(2022, 2, 11), ("USA", "office-holder")),
        ("President Joe Biden", datetime.date(2016, 2, 11), (None, "none")),
        ("Chilean President Joe Biden", datetime.date(2022, 2, 11), ("CHL", "text")),
    ],
)
def test_the_table_of_office_holders_within_the_term_and_where_the_text_says_nothing(
    name, day, wanted
):
    found = parties(f"{name} spoke by phone with French President Hugo Morand.", published=day)
    assert next(value for who, value in found.items() if "Biden" in who) == wanted


def test_a_surname_of_the_table_counts_only_where_the_country_is_spoken_of():
    text = "President Biden spoke by phone with French President Hugo Morand."
    day = datetime.date(2022, 2, 11)
    assert parties(text, published=day)["Biden"] == (None, "none")
    more = text + " The two discussed trade between France and the United States."
    assert parties(more, published=day)["Biden"] == ("USA", "office-holder")


@pytest.mark.parametrize(
    ("name", "day", "beside", "wanted"),
    [
        ("Biden", datetime.date(2022, 2, 11), "", None),
        ("Biden", datetime.date(2022, 2, 11), "They spoke of US trade with Chile.", None),
        ("Biden", datetime.date(2016, 2, 11), "They spoke of US wine, and US cars.", None),
        ("Haider al-Abadi", datetime.date(2017, 2, 11), "They spoke of trade.", None),
        ("Haider al-Abadi", datetime.date(2019, 2, 11), "They spoke of trade with Iraq.", None),
        # Somebody else is known in the office half a year later.
        ("Liz Truss", datetime.date(2022, 11, 20), "They spoke of trade with Britain.", None),
    ],
)
def test_who_is_named_without_an_office_is_the_tables_where_the_country_is_spoken_of(
    name, day, beside, wanted
):
    text = f"{name} spoke by phone with French President Hugo Morand. {beside}"
    found = parties(text, published=day)
    assert found.get(name) == ((wanted, "office-holder") if wanted else None)


@pytest.mark.parametrize(
    "text",
    [
        "Biden, a driver, spoke by phone with {}. He knew US wine, and US cars.",
        "The singer Biden spoke by phone with {}. He knew US wine, and US cars.",
        "Norway's Biden spoke by phone with {}. He knew US wine, and US cars.",
        "A Biden envoy spoke by phone with {} about US wine, and US cars.",
        "Biden officials spoke by phone with {} about US wine, and US cars.",
        "Biden ally Wade Corbell spoke by phone with {} about US wine, and US cars.",
        "Biden's son-in-law spoke by phone with {} about US wine, and US cars.",
        # Another holds the office in this text.
        "US President Wade Corbell was in Lima. Biden spoke by phone with {} about US cars.",
    ],
)
def test_whoever_or_whatever_only_bears_a_name_of_the_table_is_not_the_holder(text):
    day = datetime.date(2022, 2, 11)
    assert parties(text.format("French President Hugo Morand"), published=day) == {}


def test_whose_minister_stands_without_a_name_is_not_the_president_named_beside():
    text = "The US secretary of state spoke by phone with French President Hugo Morand. Biden knew US wine."
    assert parties(text, published=datetime.date(2022, 2, 11)) == {
        "secretary of state": ("USA", "text"),
        "Hugo Morand": ("FRA", "text"),
    }


@pytest.mark.parametrize(
    ("word", "beside", "wanted"),
    [
        ("Congo", "", None),
        ("Congo", "A Kinshasa daily told of it.", "COD"),
        ("Congo", "A Brazzaville daily did.", "COG"),
        ("The Kingdom", "", None),
        ("The Kingdom", "A Manama daily told of it.", "BHR"),
        ("The Kingdom", "A Manama daily told of it, and one in Riyadh.", None),
    ],
)
def test_a_word_for_two_countries_stands_for_the_one_named_otherwise(word, beside, wanted):
    text = f"{word}'s President Wade Corbell phoned French President Hugo Morand. {beside}"
    assert parties(text)["Wade Corbell"][0] == wanted


@pytest.mark.parametrize(
    ("written", "name"),
    [
        (r"Fr\xE9d\xE9ric Morand", "Frédéric Morand"),
        (r"Fr\u00e9d\u00e9ric Morand", "Frédéric Morand"),
        ("Fr&eacute;d&#233;ric Morand", "Frédéric Morand"),
        ("Hassan Aden Warre", "Hassan Aden Warre"),
        ("Ilvar de la Madrid", "Ilvar de la Madrid"),
    ],
)
def test_names_with_escapes_and_with_places_in_them(written, name):
    found = parties(f"Norwegian Prime Minister Ilva Quen phoned French President {written}.")
    assert found[name] == ("FRA", "text")


@pytest.mark.parametrize(
    "text",
    [
        "Senior officials of Norway spoke by phone with French President Hugo Morand.",
        "Norwegian diplomats spoke by phone with French President Hugo Morand.",
    ],
)
def test_officials_in_general_are_nobody(text):
    assert parse(text, published=FRIDAY).calls == ()


def test_the_office_holder_is_named_as_the_table_has_it():
    text = "US President Joseph R. Biden, Jr. spoke by phone with French President Hugo Morand."
    (call,) = parse(text, published=datetime.date(2022, 2, 11)).calls
    assert {party.person for party in call.parties} == {"Joe Biden", None}
    (call,) = parse(text, published=datetime.date(2016, 2, 11)).calls
    assert {party.person for party in call.parties} == {None}


ROLES = [
    # Who holds a body's chair for his country speaks for the country, unless the text has him act for the body.
    ("Chilean President Wade Corbell, who is the current Chairman of ECOWAS,", "CHL"),
    ("Chilean President Wade Corbell, whose country chairs ECOWAS,", "CHL"),
    ("OSCE Chairperson-in-Office, Chile's Foreign Minister Wade Corbell,", "OSCE"),
    ("Wade Corbell, President of Chile, in his capacity as Chairperson of SADC,", "SADC"),
    ("The OSCE Chairperson, Chile's Wade Corbell,", "OSCE"),
    ("The Chilean chair of the OAS, President Wade Corbell,", "CHL"),
    ("Former Chilean President Wade Corbell, the Commonwealth's special envoy,", "Commonwealth"),
    ("Wade Corbell, Secretary General, Council of Europe,", "Council of Europe"),
]


@pytest.mark.parametrize(("who", "side"), ROLES)
def test_for_whom_the_chair_of_a_body_speaks(who, side):
    found = parties(f"{who} spoke by phone with French President Hugo Morand.")
    assert found["Wade Corbell"] == (side, "text")
    assert len(found) == 2


def test_a_head_of_government_who_chairs_a_body_is_of_his_country_though_it_is_not_told():
    who = "Prime Minister Wade Corbell, Chairman of the Caribbean Community,"
    text = f"{who} spoke by phone with French President Hugo Morand."
    assert parties(text)["Wade Corbell"] == (None, "none")
    assert parties(text, source_country="ATG")["Wade Corbell"] == ("ATG", "source")


@pytest.mark.parametrize(
    ("office", "country"),
    [("Prime Minister", "USA"), ("Crown Prince", "GBR"), ("President", "GBR"), ("King", "GHA")],
)
def test_a_newsroom_s_country_is_not_given_to_an_office_that_it_has_not(office, country):
    text = f"{office} Wade Corbell spoke by phone with French President Hugo Morand."
    assert parties(text, source_country=country).get("Wade Corbell") == (None, "none")


def test_a_ministry_s_secretary_general_is_not_of_a_body_that_its_page_does_not_name():
    text = "Secretary-General Wade Corbell spoke by phone with French President Hugo Morand."
    assert parse(text, published=FRIDAY, source_country="BRA", is_official=True).calls == ()
    more = f"{text} They discussed the United Nations."
    (call,) = parse(more, published=FRIDAY, source_country="BRA", is_official=True).calls
    assert "UN" in {party.organisation for party in call.parties}


def test_a_state_of_a_union_is_no_country():
    text = "Georgia's secretary of state, Wade Corbell, spoke by phone with French President Hugo Morand."
    assert parse(text, published=FRIDAY).calls == ()


@pytest.mark.parametrize(
    ("publisher", "country"),
    [
        ("Maldives Independent", "MDV"),
        ("Kigali Daily Post", "RWA"),  # and not of the country of a "Daily Post"
        ("State Department for Foreign Affairs, Kenya", "KEN"),
        ("US State Department, Lima", "USA"),
    ],
)
def test_a_name_beside_another_country_s_is_not_its_usual_bearer_s(publisher: str, country: str):
    text = "Minister Wade Corbell spoke by phone with French President Hugo Morand."
    assert parties(text, publisher=publisher)["Wade Corbell"] == (country, "source")


@pytest.mark.parametrize(
    ("publisher", "text", "side"),
    [
        (
            "British broadsheet",
            "From our correspondent in Lima\n\nIt was raining. Prime Minister Wade Corbell telephoned French President"
            " Hugo Morand. Britain was silent.",
            "PER",
        ),
        (
            "Austrian daily",
            "And Lima?\n\nIt blames Chile. President Wade Corbell telephoned French President Hugo Morand. Austria is"
            " silent.",
            None,
        ),
        (
            None,
            "LONDON, March 5 - Oil prices fell in Britain. Lima said Energy Minister Wade Corbell had talked by phone"
            " with French Energy Minister Hugo Morand.",
            None,
        ),
        (
            "Austrian daily",
            "In one week, Foreign Minister Wade Corbell spoke by phone with Hugo Morand of France. The call shows how"
            " much Lima wants peace.",
            None,
        ),
        (
            None,
            "Prime Minister Wade Corbell spoke by phone with Hugo Morand of France.\n\nSeoul (Foreign Minister"
            " Noh Tae).",
            None,
        ),
    ],
)
def test_whose_page_it_is_says_nothing_of_whom_the_words_put_elsewhere(publisher, text, side):
    found = parties(text, publisher=publisher)
    assert found["Wade Corbell"][0] == side


@pytest.mark.parametrize("publisher", ["Politico Europe", "Jeune Afrique", "The EastAfrican"])
def test_a_newsroom_of_several_states_makes_nobody_one_of_theirs(publisher: str):
    text = "The president spoke by phone with French President Hugo Morand."
    assert parties(text, publisher=publisher) == {}
    assert parties(text, publisher="Politico")["president"][0] == "USA"


def test_an_organisation_s_page_speaks_of_its_own_secretary_general_beside_another_s():
    text = "The Secretary-General rang the Secretary-General of NATO, Hugo Morand. The Secretary-General condemned it."
    (call,) = parse(text, published=FRIDAY, publisher="United Nations").calls
    assert {party.organisation for party in call.parties} == {"UN", "NATO"}
    assert [reaction.organisation for reaction in call.reactions] == ["UN"]


def test_a_page_s_own_president_is_not_the_one_of_a_body():
    text = "The President rang the President of the European Commission, Hugo Morand."
    (call,) = parse(text, published=FRIDAY, source_country="PER").calls
    assert {party.country or party.organisation for party in call.parties} == {"PER", "EU"}
