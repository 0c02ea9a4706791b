from collections import defaultdict

import pycountry
import pytest

from readouts import reference
from readouts.reference.geography import spellings

BESIDE_THE_UN = {"XKX", "PSE", "TWN", "VAT"}
LANGUAGES = reference.languages()


@pytest.fixture(params=LANGUAGES)
def language(request):
    return request.param


def test_codes_are_those_of_iso_3166():
    for country in reference.countries():
        known = pycountry.countries.get(alpha_3=country.iso3)
        if country.iso3 == "XKX":
            assert known is None
            assert country.iso2 == "XK"
        else:
            assert known is not None, country
            assert known.alpha_2 == country.iso2


def test_every_member_of_the_united_nations_and_four_others_is_there():
    codes = {country.iso3 for country in reference.countries()}
    assert codes >= BESIDE_THE_UN
    assert len(codes) == 193 + len(BESIDE_THE_UN)


def test_names_agree_with_iso_3166():
    """Every name that ISO 3166 has for a country stands for that country, where the table has it."""
    words = reference.words_to_country("en")
    for country in reference.countries("en"):
        known = pycountry.countries.get(alpha_3=country.iso3)
        for name in (known.name, getattr(known, "official_name", "")) if known else ():
            word = words.get(name.casefold().removeprefix("the "))
            assert word is None or country.iso3 in (word.iso3, *word.others), name


def test_every_country_has_its_words(language):
    for country in reference.countries(language):
        assert country.name, country.iso3
        assert country.demonyms, country.iso3
        assert country.capitals, country.iso3
        assert country.region, country.iso3


def test_every_country_of_the_code_table_has_words_in_english():
    codes = {row["iso3"] for row in reference.read_table("countries")}
    assert codes == {country.iso3 for country in reference.countries("en")}


def test_a_word_of_two_countries_is_listed_as_ambiguous(language):
    rows = defaultdict(set)
    flagged = defaultdict(set)
    for country in reference.countries(language):
        for word in country.ambiguous:
            flagged[word].add(country.iso3)
        for column in ("other_names", "abbreviations", "demonyms", "persons", "capitals", "seats"):
            for word in (country.name, *country.official_names, *getattr(country, column)):
                rows[word].add(country.iso3)
    for word, codes in rows.items():
        if len(codes) > 1:
            assert len(codes - flagged[word]) <= 1, f"{word}: which of {codes} comes first?"
            assert flagged[word], f"{word}: {codes}"


def test_what_is_listed_as_ambiguous_is_a_word_of_its_row(language):
    words = reference.words_to_country(language)
    for country in reference.countries(language):
        for word in country.ambiguous:
            found = words[word.casefold()]
            assert country.iso3 in (found.iso3, *found.others), word


def test_no_cell_has_a_stray_space_or_a_repeated_item(language):
    for table in ("countries", "organisations", "fixed_names"):
        for row in reference.read_table(table, language):
            for cell in row.values():
                words = reference.items(cell)
                assert len(words) == len(set(words)), cell
                assert all(word == word.strip() and word for word in words), cell


@pytest.mark.parametrize(
    ("word", "iso3", "form"),
    [
        ("Türkiye", "TUR", "name"),
        ("Turkey", "TUR", "name"),
        ("Turkiye", "TUR", "name"),
        ("Turkish", "TUR", "demonym"),
        ("Turks", "TUR", "person"),
        ("Ankara", "TUR", "capital"),
        ("Azeri", "AZE", "demonym"),
        ("Emirati", "ARE", "demonym"),
        ("UAE", "ARE", "abbrev"),
        ("Kosovar", "XKX", "demonym"),
        ("Kyrgyz", "KGZ", "demonym"),
        ("Kyrgyz Republic", "KGZ", "name"),
        ("British", "GBR", "demonym"),
        ("Briton", "GBR", "person"),
        ("Bahraini", "BHR", "demonym"),
        ("Downing Street", "GBR", "seat"),
        ("Kremlin", "RUS", "seat"),
        ("White House", "USA", "seat"),
        ("Foggy Bottom", "USA", "seat"),
        ("Élysée", "FRA", "seat"),
        ("Elysee", "FRA", "seat"),
        ("Quai d'Orsay", "FRA", "seat"),
        ("Quai d’Orsay", "FRA", "seat"),
        ("Zhongnanhai", "CHN", "seat"),
        ("Blue House", "KOR", "seat"),
        ("Farnesina", "ITA", "seat"),
        ("DPRK", "PRK", "abbrev"),
        ("RoK", "KOR", "abbrev"),
        ("KSA", "SAU", "abbrev"),
        ("DRC", "COD", "abbrev"),
        ("Côte d’Ivoire", "CIV", "name"),
        ("Hellenic Republic", "GRC", "name"),
        ("Holy See", "VAT", "name"),
        ("Kiev", "UKR", "capital"),
        ("Kyiv", "UKR", "capital"),
        ("Niamey", "NER", "capital"),
        ("Nigerien", "NER", "demonym"),
        ("Nigerian", "NGA", "demonym"),
    ],
)
def test_words_stand_for_countries(word, iso3, form):
    found = reference.words_to_country("en")[word.casefold()]
    assert (found.iso3, found.form) == (iso3, form)


@pytest.mark.parametrize("word", ["Georgia", "Jordan", "Chad", "Washington", "Congolese", "Male"])
def test_words_that_need_their_context_say_so(word):
    assert reference.words_to_country("en")[word.casefold()].ambiguous


@pytest.mark.parametrize(
    ("word", "first", "other"),
    [("Congolese", "COD", "COG"), ("Dominican", "DOM", "DMA"), ("Congo", "COD", "COG")],
)
def test_a_word_of_two_countries_names_both(word, first, other):
    found = reference.words_to_country("en")[word.casefold()]
    assert (found.iso3, found.others) == (first, (other,))


@pytest.mark.parametrize("word", ["the", "in", "be", "may", "sea", "minister", "president", "gulf"])
def test_common_words_are_no_country(word):
    assert word not in reference.words_to_country("en")


def test_an_abbreviation_keeps_its_spelling():
    assert reference.words_to_country("en")["us"].written == ("US",)
    assert reference.words_to_country("en")["us"].form == "abbrev"


@pytest.mark.parametrize("name", sorted(reference.fixed_names("en")))
def test_fixed_names_are_no_country_themselves(name):
    assert name.casefold() not in reference.words_to_country("en")


def test_a_language_without_tables_is_refused_by_name():
    with pytest.raises(reference.UnknownLanguageError, match=r"'qq'.*en"):
        reference.countries("qq")


def test_spellings_cover_diacritics_and_apostrophes():
    assert spellings("Quai d’Orsay") == {"quai d'orsay", "quai d’orsay"}
    assert "priština" in spellings("Priština")
    assert "pristina" in spellings("Priština")


def test_territories_are_all_other_codes_of_iso_3166_and_name_a_state():
    rows = reference.read_table("territories")
    states = {country.iso3 for country in reference.countries()}
    others = {known.alpha_3 for known in pycountry.countries} - states
    assert {row["iso3"] for row in rows} == others
    assert {row["state"] for row in rows} <= states | {""}


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("NOR", None),
        ("XKX", None),
        ("GRL", "'GRL', Greenland, is no state: write DNK"),
        ("HKG", "'HKG', Hong Kong, is no state: write CHN"),
        ("MAC", "'MAC', Macao, is no state: write CHN"),
        ("PRI", "'PRI', Puerto Rico, is no state: write USA"),
        ("ESH", "'ESH', Western Sahara, is no state and belongs to none that is agreed on"),
        ("NO", "'NO' is written NOR"),
        ("nor", "'nor' is written NOR"),
        ("Norway", "'Norway' is written NOR"),
        ("ZZZ", "'ZZZ' is no country's code"),
        ("", "'' is no country's code"),
    ],
)
def test_what_is_no_country_is_told_with_what_to_write(code, told):
    found = reference.no_country(code)
    assert found is None if told is None else str(found).startswith(told)
