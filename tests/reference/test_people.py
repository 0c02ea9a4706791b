"""Who held which office: the look-up, and the names that must never be taken for one another."""

import re
import subprocess
import sys
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from readouts.reference.names.people import (
    BESIDE,
    SINGLE,
    Side,
    all_terms,
    side_of,
    terms,
)
from readouts.reference.names.spelling import read_name
from readouts.reference.tables import read_table

KINDS = {row["kind"] for row in read_table("offices", "en")} - {"group"}


def country(name, day, kinds=None, **how):
    side = side_of(name, day, kinds, **how)
    return (side.country or side.organisation) if side else None


# Whole names, however they are written.


@pytest.mark.parametrize(
    ("name", "day", "side"),
    [
        ("Joseph R. Biden, Jr.", date(2021, 6, 1), "USA"),
        ("Joe Biden", date(2021, 6, 1), "USA"),
        ("Joseph Biden", date(2016, 6, 1), "USA"),
        ("Antony J. Blinken", date(2022, 6, 1), "USA"),
        ("Tony Blinken", date(2022, 6, 1), "USA"),
        ("Donald J. Trump", date(2025, 6, 1), "USA"),
        ("J.D. Vance", date(2025, 5, 21), "USA"),
        ("JD Vance", date(2025, 5, 21), "USA"),
        ("Volodymyr Zelenskyy", date(2023, 6, 1), "UKR"),
        ("Volodymyr Zelensky", date(2023, 6, 1), "UKR"),
        ("VOLODYMYR ZELENSKIY", date(2023, 6, 1), "UKR"),
        ("Recep Tayyip Erdogan", date(2023, 6, 1), "TUR"),
        ("Tayyip Erdoğan", date(2023, 6, 1), "TUR"),
        ("Abdullah bin Zayed Al Nahyan", date(2020, 6, 1), "ARE"),
        ("Sheikh Abdullah bin Zayed", date(2020, 6, 1), "ARE"),
        ("Mohamed bin Zayed", date(2023, 6, 1), "ARE"),
        ("Mohammad Bin Salman", date(2023, 6, 1), "SAU"),
        ("Xi Jinping", date(2020, 6, 1), "CHN"),
        ("Jinping Xi", date(2020, 6, 1), "CHN"),
        ("Iwaya Takeshi", date(2019, 1, 1), "JPN"),
        ("Takeshi Iwaya", date(2025, 5, 9), "JPN"),
        ("Subrahmanyam Jaishankar", date(2025, 5, 9), "IND"),
        ("Lula da Silva", date(2025, 5, 9), "BRA"),
        ("Andrés Manuel López Obrador", date(2020, 5, 9), "MEX"),
        ("Sergei Lavrov", date(2020, 5, 9), "RUS"),
        ("Сергей Лавров", date(2020, 5, 9), "RUS"),
        ("Abdel-Fattah al-Sisi", date(2020, 5, 9), "EGY"),
        ("Abdelfattah El Sisi", date(2020, 5, 9), "EGY"),
        ("Binyamin Netanyahu", date(2024, 5, 9), "ISR"),
        ("Kim Jong Un", date(2020, 5, 9), "PRK"),
        ("Antonio Guterres", date(2024, 5, 9), "UN"),
        ("Ursula Von Der Leyen", date(2024, 5, 9), "EU"),
    ],
)
def test_a_whole_name_however_written(name, day, side):
    assert country(name, day) == side


@pytest.mark.parametrize(
    ("name", "day", "kinds", "side"),
    [
        ("Biden", date(2023, 6, 1), "president", "USA"),
        ("Trump", date(2019, 6, 1), "president", "USA"),
        ("Harris", date(2023, 6, 1), "vice", "USA"),
        ("Blinken", date(2022, 6, 1), "fm", "USA"),
        ("Johnson", date(2020, 6, 1), "pm", "GBR"),
        ("Xi", date(2020, 6, 1), "president", "CHN"),
        ("Wang", date(2021, 6, 1), "fm", "CHN"),
        ("Modi", date(2020, 6, 1), "pm", "IND"),
        ("Lula", date(2025, 5, 9), "president", "BRA"),
        ("López Obrador", date(2021, 5, 9), "president", "MEX"),
        ("Erdogan", date(2023, 6, 1), "president", "TUR"),
        ("Zelenskyy", date(2023, 6, 1), {"president"}, "UKR"),
        ("Scholz", date(2022, 6, 1), "pm", "DEU"),
        ("Stoltenberg", date(2022, 6, 1), "sg", "NATO"),
        ("von der Leyen", date(2022, 6, 1), "president", "EU"),
        ("Sánchez", date(2021, 8, 21), "president", "ESP"),  # of the Government
        ("Putin", date(2020, 5, 9), "leader", "RUS"),
        ("Путин", date(2020, 5, 9), "president", "RUS"),
        ("拜登", date(2022, 5, 9), "president", "USA"),
        ("Felipe", date(2022, 5, 9), "royal", "ESP"),
        ("Naruhito", date(2022, 5, 9), "royal", "JPN"),
    ],
)
def test_a_family_name_beside_an_office(name, day, kinds, side):
    assert country(name, day, kinds) == side
    assert country(name, day) is None


# Names that must not be taken for one another.


@pytest.mark.parametrize(
    ("name", "day", "kinds"),
    [
        ("Kim Jong-il", date(2016, 1, 1), None),
        ("Kim Jong-il", date(2016, 1, 1), "leader"),
        ("Kim Yo-jong", date(2020, 1, 1), None),
        ("George Bush", date(2016, 1, 1), "president"),
        ("George W. Bush", date(2016, 1, 1), None),
        ("Bill Clinton", date(2016, 1, 1), "president"),
        ("Hunter Biden", date(2023, 1, 1), None),
        ("Jill Biden", date(2023, 1, 1), None),
        ("Jimmy Carter", date(2016, 1, 1), "president"),
        ("Eric Trump", date(2018, 1, 1), None),
        ("Laurent Kabila", date(2016, 1, 1), "president"),
        ("Hafez al-Assad", date(2016, 1, 1), "president"),
        ("Pierre Trudeau", date(2016, 1, 1), "pm"),
        ("Rajiv Gandhi", date(2016, 1, 1), "pm"),
        ("Hassan Khomeini", date(2016, 1, 1), None),
        ("Salman bin Mohammed", date(2020, 1, 1), None),
        ("Zayed bin Mohamed", date(2023, 1, 1), None),
        ("Park Jin-hee", date(2022, 10, 1), None),
        ("Nguyen", date(2018, 1, 1), None),
        ("Jinping", date(2020, 1, 1), None),
        ("Boris", date(2020, 1, 1), "pm"),
        ("Vladimir", date(2020, 1, 1), "president"),
        ("Emmanuel", date(2020, 1, 1), "president"),
        ("Smith", date(2020, 1, 1), "pm"),
        ("", date(2020, 1, 1), "pm"),
        ("R.", date(2020, 1, 1), "president"),
        ("bin", date(2020, 1, 1), "royal"),
        ("Prime Minister", date(2020, 1, 1), "pm"),
        ("United States", date(2020, 1, 1), "president"),
    ],
)
def test_who_is_not_in_the_table_is_nobody(name, day, kinds):
    assert side_of(name, day, kinds) is None
    assert terms(name, day, {kinds} if kinds else None) == ()


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Mohammed bin Salman", "Mohamed bin Zayed Al Nahyan"),
        ("Mohammed bin Salman", "Salman bin Hamad Al Khalifa"),
        ("Mohammed bin Salman", "Mohammed bin Abdulrahman Al Thani"),
        ("Mohammed bin Nayef", "Mohammed bin Salman"),
        ("Abdullah bin Zayed", "Mohamed bin Zayed Al Nahyan"),
        ("Khalifa bin Zayed", "Mohamed bin Zayed Al Nahyan"),
        ("Hun Sen", "Hun Manet"),
        ("Idriss Déby", "Mahamat Idriss Déby"),
        ("Joseph Kabila", "Félix Tshisekedi"),
        ("Park Jin", "Park Geun-hye"),
        ("Cho Hyun", "Cho Tae-yul"),
        ("Cho Hyun", "Cho Hyun-dong"),
        ("Nguyen Phu Trong", "Nguyen Xuan Phuc"),
        ("Li Keqiang", "Li Qiang"),
        ("Wang Yi", "Wang Yang"),
        ("Alberto Fernández", "Cristina Fernández de Kirchner"),
        ("Nawaf Salam", "Tammam Salam"),
        ("Shehbaz Sharif", "Nawaz Sharif"),
        ("Ali Khamenei", "Mojtaba Khamenei"),
        ("Sebastian Kurz", "Sebastián Piñera"),
        ("Badr Abdelatty", "Badr bin Hamad Al Busaidi"),
        ("José Ramos-Horta", "José Mário Vaz"),
    ],
)
def test_people_with_near_names_are_not_each_other(name, other):
    """A name finds its own terms, and none of its neighbour's."""
    found = {term.name for term in terms(name)}
    assert found, name
    assert other not in found
    mirrored = {term.name for term in terms(other)}
    assert mirrored
    assert not found & mirrored


@pytest.mark.parametrize(
    ("name", "day", "kinds", "side"),
    [
        # One name, two sides, on different days.
        ("Mark Rutte", date(2020, 1, 1), None, "NLD"),
        ("Mark Rutte", date(2026, 4, 19), None, "NATO"),
        ("Kaja Kallas", date(2021, 10, 1), None, "EST"),
        ("Kaja Kallas", date(2025, 9, 26), None, "EU"),
        ("Charles Michel", date(2018, 9, 27), None, "BEL"),
        ("Charles Michel", date(2022, 2, 1), None, "EU"),
        ("Antonio Costa", date(2021, 1, 1), None, "PRT"),
        ("Antonio Costa", date(2025, 4, 25), None, "EU"),
        ("Donald Tusk", date(2018, 1, 1), None, "EU"),
        ("Donald Tusk", date(2025, 1, 1), None, "POL"),
        ("Josep Borrell", date(2018, 9, 24), None, "ESP"),
        ("Josep Borrell", date(2022, 9, 24), None, "EU"),
        # Two people of one family name and one kind of office.
        ("Fernández", date(2020, 1, 1), "president", "ARG"),
        ("Park", date(2022, 8, 1), "fm", "KOR"),
        ("Abdullah", date(2022, 1, 1), "royal", None),  # Jordan's and Malaysia's King
        ("Abdullah", date(2018, 6, 1), "royal", None),  # a name of three houses
        ("Michel", date(2021, 9, 25), "pm", None),  # by then of the European Council
        ("Salman", date(2020, 1, 1), "royal", None),  # Bahrain's Crown Prince is one, too
        ("Mohammed", date(2022, 6, 1), "royal", None),
        (
            "Mohammed",
            date(2022, 6, 1),
            "fm",
            None,
        ),  # Eritrea's, but who knows all foreign ministers
        ("Kim", date(2020, 6, 1), "president", "PRK"),
        # Out of office, not yet in office, in another one.
        ("Joe Biden", date(2018, 6, 1), None, None),
        ("Biden", date(2016, 6, 1), "president", None),
        ("Biden", date(2016, 6, 1), "vice", "USA"),
        ("Trump", date(2015, 6, 1), "president", None),
        ("Trump", date(2022, 6, 1), "president", None),
        ("Barack Obama", date(2019, 6, 1), None, None),
        ("Cameron", date(2020, 6, 1), "pm", None),
        ("Cameron", date(2023, 11, 22), "fm", "GBR"),
        ("Angela Merkel", date(2024, 1, 1), None, None),
        ("Johnson", date(2017, 6, 1), "pm", None),
        ("Johnson", date(2017, 6, 1), "fm", "GBR"),
        ("Boris Johnson", date(2018, 12, 1), None, None),
    ],
)
def test_the_day_and_the_office_decide(name, day, kinds, side):
    assert country(name, day, kinds) == side


# Days.


def test_nothing_is_claimed_beyond_the_records_without_the_office():
    """The term's end is not known: beyond its last record only the same office in the text speaks for it."""
    term = next(term for term in terms("Gabrielius Landsbergis") if term.kind == "fm")
    last = date.fromisoformat(term.seen_last)
    after = last + timedelta(days=30)
    assert not term.until
    assert country(term.name, last) == "LTU"
    assert country(term.name, after) is None
    assert country(term.name, after, "fm") == "LTU"
    assert country(term.name, after, "fm", presume=False) is None
    assert country(term.name, after, "president") is None
    assert country(term.name, last + timedelta(days=2000), "fm") is None


def test_a_year_counts_only_for_the_day_that_is_certain():
    """Known to the year: from the last day of the first year to the first of the last."""
    term = next(
        term
        for term in all_terms()
        if len(term.since) == 4
        and len(term.until) == 4
        and int(term.until) - int(term.since) == 1
        and not term.seen_first
        and not term.seen_last
    )
    assert term.certain == (date(int(term.since), 12, 31), date(int(term.until), 1, 1))
    assert term.possible == (date(int(term.since), 1, 1), date(int(term.until), 12, 31))


def test_outgoing_holders_count_for_as_long_as_is_asked():
    left = date(2021, 10, 4)  # Suga
    assert country("Yoshihide Suga", left) == "JPN"
    assert country("Yoshihide Suga", left + timedelta(days=10)) is None
    assert country("Yoshihide Suga", left + timedelta(days=10), after=timedelta(days=30)) == "JPN"
    assert country("Yoshihide Suga", left + timedelta(days=40), after=timedelta(days=30)) is None


def test_without_a_day_all_terms_ever_must_agree():
    assert country("Volodymyr Zelenskyy", None) == "UKR"
    assert country("Zelenskyy", None, "president") == "UKR"
    assert country("Zelenskyy", None) is None
    assert country("Mark Rutte", None) is None
    assert country("Rutte", None, "pm") is None
    assert country("Abdullah", None, "royal") is None


def test_a_successor_ends_a_term_whose_end_no_record_gives():
    for term in all_terms():
        if term.kind not in SINGLE or term.until or not term.certain or not term.side.country:
            continue
        later = [
            other.certain[0]
            for other in all_terms()
            if (other.side, other.kind) == (term.side, term.kind)
            and other.certain
            and other.certain[0] > term.certain[1]
            and other.name != term.name
            and (other.office in BESIDE) == (term.office in BESIDE)
        ]
        again = [other for other in terms(term.name) if other.side == term.side and other != term]
        if later and not again:
            day = min(later) + timedelta(days=60)
            assert side_of(term.name, day, {term.kind}) is None, term


# Every row by its own name.


def test_every_person_is_found_by_the_name_in_the_table():
    for term in all_terms():
        alone = len(read_name(term.name).tokens) > 1
        assert term in terms(term.name, None, None if alone else {term.kind}), term
        for name in term.other_names:
            assert term in terms(name, None, {term.kind}), (term.name, name)


def test_no_person_is_given_a_side_that_is_not_theirs():
    for term in all_terms():
        sides = {other.side for other in all_terms() if other.name == term.name}
        days = [day for day in (term.certain or ()) if day]
        for day in days:
            assert side_of(term.name, day, {term.kind}) in {*sides, None}, term
            assert side_of(term.name, day) in {*sides, None}, term


PEOPLE = st.sampled_from(sorted({(term.name, term.kind) for term in all_terms()}))


@given(st.text(max_size=40), st.none() | st.dates(), st.none() | st.sampled_from(sorted(KINDS)))
def test_any_text_is_answered(name, day, kind):
    side = side_of(name, day, kind)
    assert side is None or isinstance(side, Side)
    if side is not None:
        assert side in {term.side for term in terms(name, day, {kind} if kind else None)} or not day


@example(("Li Keqiang", "pm"), date(2015, 1, 1))
@example(("JD Vance", "vice"), date(2025, 6, 1))
@given(PEOPLE, st.dates(date(2015, 1, 1), date(2026, 12, 31)))
def test_letters_case_and_order_do_not_matter(person, day):
    name, kind = person
    # "II" is a number, and stands last; in capitals "JD" is a name like "LI"
    if re.fullmatch(r"(?!Abd|[A-Z]{2} )[A-Za-z]+ (?![IVX]+$)[A-Za-z]+", name):
        expected = side_of(name, day, kind)
        assert side_of(name.upper(), day, kind) == expected
        assert side_of(" ".join(reversed(name.split())), day, kind) == expected
        assert side_of(name.replace("i", "í"), day, kind) == expected


@given(PEOPLE, st.dates(date(2015, 1, 1), date(2026, 12, 31)))
def test_saying_less_never_changes_the_side(person, day):
    """With the office left out, or without presumption, there may be no answer, but never another one."""
    name, kind = person
    told = side_of(name, day, kind)
    for less in (side_of(name, day), side_of(name, day, kind, presume=False)):
        assert less is None or told is None or less == told


# What it costs.


def test_importing_reads_no_table():
    code = (
        "import readouts.reference.names.people as p, readouts.reference.names.spelling as s;"
        "print(p._table.cache_info().currsize, s._spellings.cache_info().currsize)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["0", "0"]
