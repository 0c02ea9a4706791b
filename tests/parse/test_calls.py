"""Who spoke with whom, how, when and at whose call: one sentence or two a case, by invented people."""

import datetime
from pathlib import Path

import pytest

from readouts import parse

FRIDAY = datetime.date(2026, 3, 6)
CASES = Path(__file__).parent / "cases" / "calls.txt"


def cases():
    for number, line in enumerate(CASES.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            text, _, wanted = line.rpartition(" => ")
            country = ""
            if text.startswith("["):
                country, _, text = text[1:].partition("] ")
            text = text.replace("\\n", "\n")
            yield pytest.param(text, country, wanted.strip(), id=f"line-{number}")


def told(call):
    parties = sorted(f"{p.name or '?'} {p.country or p.organisation}" for p in call.parties)
    rang = call.parties[call.initiator].name if call.initiator is not None else None
    return (tuple(parties), call.medium, call.date and call.date.isoformat(), rang)


def asked(entry):
    fields = [field.strip() for field in entry.split(";")] + ["-"] * 3
    parties, medium, day, rang = fields[:4]
    return (
        tuple(sorted(party.strip() for party in parties.split(" + "))),
        medium,
        None if day == "-" else day,
        None if rang == "-" else rang,
    )


@pytest.mark.parametrize(("text", "country", "wanted"), cases())
def test_calls_are_read_as_told(text, country, wanted):
    parsed = parse(
        text,
        published=FRIDAY,
        source_country=country.strip("!") or None,
        is_official=country.endswith("!"),
    )
    expected = [] if wanted == "-" else [asked(entry) for entry in wanted.split(" || ")]
    assert sorted(map(told, parsed.calls), key=str) == sorted(expected, key=str)


@pytest.mark.parametrize(
    ("office", "kind"),
    [
        ("Foreign Minister", "fm"),
        ("Minister of Foreign Affairs", "fm"),
        ("Deputy Prime Minister and Foreign Minister", "fm"),
        ("Minister of Trade", "minister"),
        ("Prime Minister", "pm"),
        ("", None),
    ],
)
def test_kind_of_an_office_is_told_however_it_is_worded(office, kind):
    text = (
        f"{office} Ilvar Quen of Norway called Foreign Minister Osk Tarrandel of Chile on Friday."
    )
    (call,) = parse(text.strip(), published=FRIDAY).calls
    (quen,) = (party for party in call.parties if party.name == "Ilvar Quen")
    assert (quen.office, quen.office_kind) == (office or None, kind)


def test_the_head_of_a_diplomacy_is_a_foreign_minister():
    text = "The head of Norwegian diplomacy, Ilvar Quen, called Foreign Minister Osk Tarrandel of Chile on Friday."
    (call,) = parse(text, published=FRIDAY).calls
    assert {party.office_kind for party in call.parties} == {"fm"}


@pytest.mark.parametrize(
    ("whom", "office"),
    [
        ("Tom Rill, Norway's President", "President"),
    ],
)
def test_who_serves_somebody_has_not_that_one_s_office(whom, office):
    text = f"Foreign Minister Osk Tarrandel of Chile spoke by phone with {whom}."
    (call,) = parse(text, published=FRIDAY).calls
    assert office in {party.office for party in call.parties}


def test_counterpart_has_no_office_of_another_rank():
    text = (
        "Prime Minister Bidhya Quen of Nepal and her Indian counterpart Tom Rill spoke by phone on Wednesday."
        " India's ambassador met Quen that morning."
    )
    [call] = parse(text, published=FRIDAY).calls
    assert [p.office for p in call.parties] == ["Prime Minister", None]


@pytest.mark.parametrize(
    ("behind", "office"),
    [
        ("Quen complained of the Turkish energy minister.", None),
        ("He had called the Turkish trade minister a liar.", None),
        ("The Turkish energy minister thanked him.", "energy minister"),
        ("Quen thanked the Turkish president.", "president"),
        ("Türkiye's actual prime minister, Orhu's son-in-law, did not take part.", None),
    ],
)
def test_an_office_that_is_spoken_of_need_not_be_of_whom_was_rung(behind, office):
    text = f"Norway's Ilvar Quen rang Tamsel Orhu of Türkiye on Sunday. {behind}"
    (call,) = parse(text, published=FRIDAY).calls
    assert [p.office for p in call.parties if p.country == "TUR"] == [office]
