"""Who is who: persons from office and title, later mentions by surname, office, country and pronoun."""

import datetime

import pytest

from readouts.domain.records import Report
from readouts.parse import analyse

FRIDAY = datetime.date(2026, 3, 6)

# (text, source's country, the persons: name, office, country or organisation)
PERSONS = [
    (
        "Norwegian Foreign Minister Ilvar Quen spoke.",
        None,
        ("Ilvar Quen", "Foreign Minister", "NOR"),
    ),
    (
        "Norway's foreign minister, Ilvar Quen, spoke.",
        None,
        ("Ilvar Quen", "foreign minister", "NOR"),
    ),
    (
        "Ilvar Quen, Norway's foreign minister, spoke.",
        None,
        ("Ilvar Quen", "foreign minister", "NOR"),
    ),
    (
        "Ilvar Quen, the foreign minister of Norway, left.",
        None,
        ("Ilvar Quen", "foreign minister", "NOR"),
    ),
    (
        "Foreign Minister Ilvar Quen of Norway spoke.",
        None,
        ("Ilvar Quen", "Foreign Minister", "NOR"),
    ),
    (
        "The Foreign Minister of Norway, Ilvar Quen, left.",
        None,
        ("Ilvar Quen", "Foreign Minister", "NOR"),
    ),
    ("Norway's Ilvar Quen spoke.", None, ("Ilvar Quen", None, "NOR")),
    (
        "Minister of Foreign Affairs and Trade Ilvar Quen of Norway left.",
        None,
        ("Ilvar Quen", "Minister of Foreign Affairs and Trade", "NOR"),
    ),
    (
        "Deputy Prime Minister and Foreign Minister Ilvar Quen of Norway left.",
        None,
        ("Ilvar Quen", "Deputy Prime Minister and Foreign Minister", "NOR"),
    ),
    (
        "UK Secretary of State for Foreign, Commonwealth and Development Affairs Clara Penrith left.",
        None,
        (
            "Clara Penrith",
            "Secretary of State for Foreign, Commonwealth and Development Affairs",
            "GBR",
        ),
    ),
    (
        "Acting Foreign Minister Reza Toluan of Iran left.",
        None,
        ("Reza Toluan", "Acting Foreign Minister", "IRN"),
    ),
    (
        "NATO Secretary General Ruud Zwager left.",
        None,
        ("Ruud Zwager", "NATO Secretary General", "NATO"),
    ),
    (
        "European Commission President Saskia Vermeer left.",
        None,
        ("Saskia Vermeer", "European Commission President", "EU"),
    ),
    (
        "Saskia Vermeer, the president of the European Commission, left.",
        None,
        ("Saskia Vermeer", "president of the European Commission", "EU"),
    ),
    ("UN Secretary-General Boro Tesk left.", None, ("Boro Tesk", "UN Secretary-General", "UN")),
    (
        "Crown Prince Salim bin Faris of Oman left.",
        None,
        ("Salim bin Faris", "Crown Prince", "OMN"),
    ),
    ("Jordan's King Tariq II left.", None, ("Tariq II", "King", "JOR")),
    (
        "Dutch Prime Minister Jan van der Tallow left.",
        None,
        ("Jan van der Tallow", "Prime Minister", "NLD"),
    ),
    (
        "Iraqi Prime Minister Laith al-Dobay left.",
        None,
        ("Laith al-Dobay", "Prime Minister", "IRQ"),
    ),
    ("US President Carl T. Vane, Jr. left.", None, ("Carl T. Vane, Jr.", "President", "USA")),
    (
        "Indian National Security Adviser A K Rao left.",
        None,
        ("A K Rao", "National Security Adviser", "IND"),
    ),
    (
        "Japanese Foreign Minister HOSHINO Kaoru left.",
        None,
        ("HOSHINO Kaoru", "Foreign Minister", "JPN"),
    ),
    ("[US President Carl] Vane left.", None, ("Carl Vane", "President", "USA")),
    (
        "Republic of Korea (ROK) Foreign Minister Baek Jinho left.",
        None,
        ("Baek Jinho", "Foreign Minister", "KOR"),
    ),
    ("Foreign Minister Ilvar Quen left.", "NOR", ("Ilvar Quen", "Foreign Minister", "NOR")),
    ("Secretary of State Carl Vane left.", None, ("Carl Vane", "Secretary of State", "USA")),
    (
        "Omani Foreign Minister Said al-Tolwi left.",
        None,
        ("Said al-Tolwi", "Foreign Minister", "OMN"),
    ),
    (
        "Foreign Minister of Israel, Israel Kadosh, left.",
        None,
        ("Israel Kadosh", "Foreign Minister", "ISR"),
    ),
    (
        "Head of the Presidential Office of Ukraine Taras Olenk left.",
        None,
        ("Taras Olenk", "Head of the Presidential Office", "UKR"),
    ),
    (
        "Senator Kamil Sethar, Pakistan's Foreign Minister, left.",
        None,
        ("Kamil Sethar", "Foreign Minister", "PAK"),
    ),
    (
        "Peru's May Flores, foreign minister since June, left.",
        None,
        ("May Flores", "foreign minister", "PER"),
    ),
    # Honorifics, in any number and language.
    (
        "H.E. Mr Ilvar Quen, Foreign Minister of Norway, left.",
        None,
        ("Ilvar Quen", "Foreign Minister", "NOR"),
    ),
    (
        "Bhutan's Foreign Minister Lyonpo Karma Dendo left.",
        None,
        ("Karma Dendo", "Foreign Minister", "BTN"),
    ),
    (
        "Malaysian Foreign Minister Yang Berhormat Dato Seri Azlan Mokh left.",
        None,
        ("Azlan Mokh", "Foreign Minister", "MYS"),
    ),
    (
        "Cambodian Prime Minister Samdech Sok Phea left.",
        None,
        ("Sok Phea", "Prime Minister", "KHM"),
    ),
    (
        "His Majesty the Sultan of Oman, Sultan Qais bin Fahd, left.",
        None,
        ("Qais bin Fahd", "Sultan", "OMN"),
    ),
    ("Kabul's Mullah Wali Hotak left.", None, ("Wali Hotak", None, "AFG")),
    # Where a name begins and ends.
    (
        "Sultan bin Salim Haris, minister of state of Oman, left.",
        None,
        ("Sultan bin Salim Haris", "minister of state", "OMN"),
    ),
    (
        "With Norwegian Prime Minister Ilva Quen I had a call.",
        None,
        ("Ilva Quen", "Prime Minister", "NOR"),
    ),
    (
        "Norwegian Minister Ilvar Quen Previewing Talks With Chile\nHe left.",
        None,
        ("Ilvar Quen", "Minister", "NOR"),
    ),
    ("Chilean President Delvin St. Rose left.", None, ("Delvin St. Rose", "President", "CHL")),
    (
        "Mongolian Foreign Minister B.Enkhtul left.",
        None,
        ("B.Enkhtul", "Foreign Minister", "MNG"),
    ),
    (
        "French Foreign Minister Segol d'Aubry left.",
        None,
        ("Segol d'Aubry", "Foreign Minister", "FRA"),
    ),
    ("US President Tam Jordan left.", None, ("Tam Jordan", "President", "USA")),
    ("Chad Vole, the US foreign minister, left.", None, ("Chad Vole", "foreign minister", "USA")),
    ("Norwegian PM @IlvarQuen left.", None, ("Ilvar Quen", "PM", "NOR")),
    (
        "A statement\n\nPrime Minister: Quen, Ilvar\nI left.",
        "NOR",
        ("Ilvar Quen", "Prime Minister", "NOR"),
    ),
    # Offices with a field, an institution or a country in brackets.
    (
        "Spain's Minister for Foreign Affairs, European Union and Cooperation, Ana Ruz, left.",
        None,
        ("Ana Ruz", "Minister for Foreign Affairs, European Union and Cooperation", "ESP"),
    ),
    (
        "Ginevra Mala, President of the Council of Ministers of Italy, left.",
        None,
        ("Ginevra Mala", "President of the Council of Ministers", "ITA"),
    ),
    (
        "The President of the Republic of Chile, Dario Velt, left.",
        None,
        ("Dario Velt", "President", "CHL"),
    ),
    (
        "The Cardinal Secretary of State, Anselmo Picc, left.",
        None,
        ("Anselmo Picc", "Cardinal Secretary of State", "VAT"),
    ),
    (
        "Commander-in-Chief of the Ukrainian Armed Forces General Valer Zalu left.",
        None,
        ("Valer Zalu", "Commander-in-Chief of the Ukrainian Armed Forces", "UKR"),
    ),
    ("FM Ilvar Quen (Norway) left.", None, ("Ilvar Quen", "FM", "NOR")),
    (
        "* NORWAY - Foreign Minister Ilvar Quen left.",
        None,
        ("Ilvar Quen", "Foreign Minister", "NOR"),
    ),
    # Offices that several names share.
    (
        "The Heads of State of Norway, Ilvar Quen, and of Chile, Dario Velt, left.",
        None,
        ("Dario Velt", "Head of State", "CHL"),
    ),
    (
        "She rang the foreign ministers of Norway and Chile and Peru's president, Dario Velt.",
        None,
        ("Dario Velt", "president", "PER"),
    ),
    (
        "She rang the foreign ministers of Norway and Chile and the US special envoy, Dario Velt.",
        None,
        ("Dario Velt", "special envoy", "USA"),
    ),
    (
        "She rang the foreign ministers of Norway, Ilvar Quen, and Chile, Dario Velt.",
        None,
        ("Dario Velt", "foreign minister", "CHL"),
    ),
    # Offices with a body or a number in them.
    (
        "The President of the National Assembly of Norway, Ilvar Quen, left.",
        None,
        ("Ilvar Quen", "President of the National Assembly", "NOR"),
    ),
    ("Senate President Ilvar Quen left.", None, ("Ilvar Quen", "Senate President", None)),
    (
        "International Relations Minister Ilvar Quen left.",
        None,
        ("Ilvar Quen", "International Relations Minister", None),
    ),
    (
        "The Presidency Council head Ilvar Quen left.",
        "LBY",
        ("Ilvar Quen", "Presidency Council head", "LBY"),
    ),
    (
        "Norway's Foreign Minister II Ilvar Quen left.",
        None,
        ("Ilvar Quen", "Foreign Minister II", "NOR"),
    ),
    (
        "EU special envoy for the South Caucasus, Ilvar Quen, left.",
        None,
        ("Ilvar Quen", "EU special envoy", "EU"),
    ),
    # "Sultan" is also a given name.
    (
        "Dr Sultan Al Quen, Minister of Industry, left.",
        "ARE",
        ("Sultan Al Quen", "Minister of Industry", "ARE"),
    ),
    (
        "Prince Sultan bin Quen, Crown Prince, left.",
        "SAU",
        ("Sultan bin Quen", "Crown Prince", "SAU"),
    ),
    (
        "She rang Sultan Al Quen, the UAE industry minister.",
        None,
        ("Sultan Al Quen", "industry minister", "ARE"),
    ),
    ("Sultan Ilvar bin Quen of Oman left.", None, ("Ilvar bin Quen", "Sultan", "OMN")),
]


@pytest.mark.parametrize(("text", "country", "person"), PERSONS)
def test_persons_are_learned_from_office_and_country(text, country, person):
    document = analyse(Report(text, published=FRIDAY, country=country))
    found = [(a.name, a.office, a.country or a.organisation) for a in document.actors if a.name]
    assert person in found


@pytest.mark.parametrize(
    "text",
    [
        "Unity Agenda was told.",
        "Prior to that he left.",
        "According to the Palacio Verde, the Chilean foreign minister protested.",
        "The Norwegian minister was told, Quen said.",
    ],
)
def test_who_is_no_official(text):
    document = analyse(Report(text, published=FRIDAY))
    assert [a for a in document.actors if a.name and (a.office or a.country)] == []
    assert not any(a.name in ("Unity Agenda", "Prior") for a in document.actors)


STAGE = (
    "Norwegian Foreign Minister Ilvar Quen spoke by phone with Turkish President Tamsel Orhu. "
    "Chilean Prime Minister Dario Velt was told later. "
)
ANOTHER = "Indonesian Foreign Minister Ratna Dewi Suryani was there."
# (what follows, the words, whom they mean)
LATER = [
    ("Quen left.", "Quen", ["Ilvar Quen"]),
    ("Mr Quen left.", "Mr Quen", ["Ilvar Quen"]),
    ("Minister Quen left.", "Minister Quen", ["Ilvar Quen"]),
    ("The Norwegian foreign minister left.", "Norwegian foreign minister", ["Ilvar Quen"]),
    ("The foreign minister left.", "foreign minister", ["Ilvar Quen"]),
    ("The Turkish president left.", "Turkish president", ["Tamsel Orhu"]),
    ("The Turkish leader left.", "Turkish leader", ["Tamsel Orhu"]),
    ("The President left.", "President", ["Tamsel Orhu"]),
    ("The prime minister left.", "prime minister", ["Dario Velt"]),
    ("Orhu left. She was late.", "She", ["Tamsel Orhu"]),
    ("Ilvar Quen left, and he was late.", "he", ["Ilvar Quen"]),
    ("Tamsel Orhu left.", "Tamsel Orhu", ["Tamsel Orhu"]),
    ("Türkiye's president left.", "Türkiye's president", ["Tamsel Orhu"]),
    ("Velt met Quen. The latter part was short.", "latter", None),
    (f"{ANOTHER} Dr. Ratna left.", "Dr. Ratna", ["Ratna Dewi Suryani"]),
    (f"{ANOTHER} Minister Ratna left.", "Minister Ratna", ["Ratna Dewi Suryani"]),
    (f"{ANOTHER} Dewi left.", "Dewi", None),
    (f"{ANOTHER} Kofi Ratna came. Mr Ratna left.", "Mr Ratna", ["Kofi Ratna"]),
]


@pytest.mark.parametrize(("more", "words", "meant"), LATER)
def test_later_mentions_mean_those_named_before(more, words, meant):
    text = STAGE + more
    document = analyse(Report(text, published=FRIDAY))
    start = text.rindex(words)
    found = [m for m in document.mentions if m.start == start]
    assert bool(found) == (meant is not None), document.mentions
    assert not found or [document.actors[a].name for a in found[0].actors] == meant


PLACES = [
    ("Ankara protested.", "Ankara", "TUR"),
    ("The Kremlin protested.", "Kremlin", "RUS"),
    ("Norwegian officials protested.", "Norwegian", "NOR"),
    ("The United Arab Emirates protested.", "United Arab Emirates", "ARE"),
    ("the US protested.", "US", "USA"),
    ("They told us so in Oslo.", "Oslo", "NOR"),
]


@pytest.mark.parametrize(("text", "words", "country"), PLACES)
def test_words_for_countries_are_found(text, words, country):
    document = analyse(Report(text, published=FRIDAY))
    start = text.index(words)
    assert any(m.country == country and m.start <= start < m.end for m in document.mentions)


def test_words_that_only_look_like_countries_are_none():
    document = analyse(Report("They told us to be in time.", published=FRIDAY))
    assert [m for m in document.mentions if m.country] == []


def test_an_office_holder_is_a_man_or_a_woman_by_the_name_that_the_table_has() -> None:
    """So that a "her" in a text about the only leader it names does not make him a woman."""
    day = datetime.date(2017, 3, 1)
    told = analyse(
        Report("U.S. President Trump arrived. So did Chancellor Merkel of Germany.", published=day)
    )
    assert [(a.name, a.gender) for a in told.actors] == [("Trump", "m"), ("Merkel", "f")]
