import pytest

from readouts import reference


@pytest.mark.parametrize(
    ("word", "short"),
    [
        ("European Union", "EU"),
        ("European Commission", "EU"),
        ("European Council", "EU"),
        ("EU", "EU"),
        ("NATO", "NATO"),
        ("Nato", "NATO"),
        ("North Atlantic Treaty Organization", "NATO"),
        ("UN", "UN"),
        ("U.N.", "UN"),
        ("UN Security Council", "UN"),
        ("African Union", "AU"),
        ("Organisation of Islamic Cooperation", "OIC"),
        ("Gulf Cooperation Council", "GCC"),
        ("ASEAN", "ASEAN"),
        ("IAEA", "IAEA"),
        ("WHO", "WHO"),
        ("World Health Organization", "WHO"),
        ("League of Arab States", "Arab League"),
        ("Arab League", "Arab League"),
        ("ECOWAS", "ECOWAS"),
        ("Council of Europe", "Council of Europe"),
        ("Organization for Security and Co-operation in Europe", "OSCE"),
        ("International Committee of the Red Cross", "ICRC"),
        ("OPCW", "OPCW"),
        ("World Bank", "World Bank"),
        ("Caribbean Community", "CARICOM"),
        ("Mercosur", "MERCOSUR"),
        ("BRICS", "BRICS"),
    ],
)
def test_words_stand_for_organisations(word, short):
    assert reference.words_to_organisation("en")[word.casefold()].short == short


def test_abbreviations_count_only_as_spelt():
    words = reference.words_to_organisation("en")
    assert words["who"].cased
    assert not words["world health organization"].cased


def test_short_names_are_unique():
    shorts = [body.short for body in reference.organisations("en")]
    assert len(shorts) == len(set(shorts))


def test_no_name_belongs_to_two_organisations():
    owner = {}
    for body in reference.organisations("en"):
        for word in (body.short, *body.names, *body.abbreviations, *body.seats):
            assert owner.setdefault(word, body.short) == body.short, word


def test_no_name_belongs_to_a_country_too():
    both = set(reference.words_to_country("en")) & set(reference.words_to_organisation("en"))
    assert both == set()


def test_kinds_are_a_closed_list():
    kinds = {body.kind for body in reference.organisations("en")}
    assert kinds <= {
        "union", "alliance", "forum", "agency", "bank", "court", "movement", "cartel", "office",
    }  # fmt: skip
