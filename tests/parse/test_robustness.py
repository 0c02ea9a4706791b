"""What holds of the parser whatever it is given: it does not raise, quotes verbatim, repeats itself, stays quick."""

from __future__ import annotations

import random
import re
from datetime import date
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.texts import HARD, report
from readouts import parse
from readouts.domain.records import Medium, ParsedArticle, Stance
from tests.parse.effort import effort

PUBLISHED = date(2025, 5, 9)

# Pieces that the rules look for, put together without sense: nearly a report, never one.
PIECES = """
Foreign Minister|Prime Minister|President|the Secretary|Secretary of State|His Majesty|King|Dr|Mr|Ms
Ilvar Quen|Sunniva Hallvik|Tobren Varga-Lind|O'Dunmore|van der Tallow|Quen|Hallvik|ÉLKA ŠOSKÝ|李|Ó
Norway|Norwegian|Japan's|Türkiye|the United Kingdom|Tokyo|the Kremlin|Washington|EU|NATO|the UN Security Council
spoke by phone with|called|called on|called for|telephoned|received a call from|held a phone call with|rang
held a video conference with|reached out to|told AFP by phone|had a telephone conversation with|discussed
expressed concern over|condemned|did not condemn|offered condolences|urged both sides to show restraint
reaffirmed solidarity with|thanked|rejected|agreed to remain in close contact|was ready to mediate between
The Norwegian said he|him about his
he|she|they|his|her counterpart|his Norwegian counterpart|both sides|the two ministers|both leaders
on Friday|yesterday|today|on 31 February|on 9 May 2025|late Thursday|May 9|last week|at the request of
.|,|;|:|“|”|"|'|’|(|)|[|—|–|-|!|?|…|\n|\n\n|\t|\r\n|\u00a0|\u200b|\u2028|and|of|the|with|that|which|who|not|no
""".strip()
WORDS = [piece for line in PIECES.split("\n") for piece in line.split("|")]

near_reports = st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join)
glued = st.lists(st.sampled_from(WORDS), max_size=30).map("".join)
unicode_noise = st.text(max_size=400)


@st.composite
def damaged_reports(draw: st.DrawFn) -> str:
    """A report with pieces cut out and noise put in, as bad extraction leaves it."""
    text = report(random.Random(draw(st.integers(0, 500))), 1_200)
    for _ in range(draw(st.integers(0, 6))):
        at = draw(st.integers(0, len(text)))
        cut = draw(st.integers(0, 80))
        text = text[:at] + draw(st.one_of(st.just(""), st.sampled_from(WORDS))) + text[at + cut :]
    return text


texts = st.one_of(near_reports, glued, unicode_noise, damaged_reports())


def check(text: str, parsed: ParsedArticle) -> None:
    """What every parse of ``text`` has to be."""
    for call in parsed.calls:
        assert quoted(text, call.start, call.end) == call.evidence
        assert len(call.parties) >= 2
        assert call.medium in get_args(Medium)
        assert call.initiator is None or 0 <= call.initiator < len(call.parties)
        assert (call.date is None) == (call.date_basis == "open")
        for party in call.parties:
            assert party.country is None or re.fullmatch("[A-Z]{3}", party.country)
            assert party.name is None or party.name.strip() == party.name != ""
        names = {party.name for party in call.parties} | {"joint", None}
        for reaction in call.reactions:
            assert quoted(text, reaction.start, reaction.end) == reaction.evidence
            assert reaction.stance in get_args(Stance)
            assert reaction.speaker in names
            assert reaction.rule
            assert reaction.toward is None or re.fullmatch("[A-Z]{3}", reaction.toward)
    for passage in parsed.unparsed:
        assert quoted(text, passage.start, passage.end) == passage.text
        assert passage.reason


def quoted(text: str, start: int, end: int) -> str:
    assert 0 <= start < end <= len(text)
    return text[start:end]


@settings(max_examples=150, deadline=None)
@given(texts)
def test_whatever_the_text_the_records_are_whole_and_verbatim(text: str) -> None:
    check(text, parse(text, published=PUBLISHED, source_country="NOR"))


@settings(max_examples=60, deadline=None)
@given(
    texts,
    st.one_of(st.none(), near_reports),
    st.one_of(st.none(), st.dates(date(1, 1, 1), date(9999, 12, 31))),
    st.one_of(st.none(), st.sampled_from(["NOR", "USA", "XKX", "ZZZ"])),
)
def test_whatever_is_known_besides_the_text(
    text: str, title: str | None, published: date | None, country: str | None
) -> None:
    check(text, parse(text, title=title, published=published, source_country=country))


@settings(max_examples=40, deadline=None)
@given(texts)
def test_the_same_text_gives_the_same_records(text: str) -> None:
    first = parse(text, published=PUBLISHED)
    parse("Chilean President Elka Oskarby called Kenyan President Orlo Quen.", published=PUBLISHED)
    assert parse(text, published=PUBLISHED) == first


@pytest.mark.parametrize("seed", range(20))
def test_reports_are_read(seed: int) -> None:
    text = report(random.Random(seed), 3_000)
    parsed = parse(text, published=PUBLISHED)
    check(text, parsed)
    assert parsed.calls


@pytest.mark.parametrize("name", HARD)
def test_work_grows_with_the_length_of_the_text_alone(name: str) -> None:
    """Eight times the text may be twice eight times the work; a cost by pairs would be sixty-four times."""
    small, large = HARD[name](2_500), HARD[name](20_000)
    check(small, parse(small, published=PUBLISHED))
    least, most = (effort(lambda t=t: parse(t, published=PUBLISHED)) for t in (small, large))
    assert most < 2 * 8 * max(least, 1_000)


@pytest.mark.parametrize("language", ["tr", "ja", "xx", ""])
def test_a_language_without_a_pack_is_said_to_have_none(language: str) -> None:
    text = "Norwegian Foreign Minister Ilvar Quen visited Sunniva Hallvik."
    parsed = parse(text, published=PUBLISHED, language=language)
    assert not parsed.calls
    assert [passage.reason for passage in parsed.unparsed] == ["other_language"]
    check(text, parsed)


@pytest.mark.parametrize("text", ["", " ", "\n", "\u200b", "\ufeff", "\x00", "\ud800"])
def test_there_may_be_nothing_to_read(text: str) -> None:
    assert parse(text).calls == ()
