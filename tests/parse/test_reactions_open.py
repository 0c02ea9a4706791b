"""Layer 4 on open input: whatever the text, no exception, exact offsets, the same answer twice."""

from __future__ import annotations

import csv

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from readouts.parse.reactions.reactions import find_reactions
from readouts.reference.stances.lexicon import lexicon
from tests.parse.effort import effort
from tests.parse.marked import COUNTRIES, GROUPS, PERSONS, PRONOUNS, document
from tests.parse.test_reactions import CASES

WORDS = sorted(
    set(lexicon("en").requirements)
    | set(lexicon("en").forms)
    | {w for words in lexicon("en").grammar.values() for w in words}
)
NAMES = sorted([*PERSONS, *COUNTRIES, *GROUPS, *PRONOUNS])
MARKS = [",", ".", ";", "“", "”", '"', "'s", "(", ")", "—", "\n", "and", "that", "who", "not"]
SALAD = st.lists(
    st.one_of(st.sampled_from(WORDS), st.sampled_from(NAMES), st.sampled_from(MARKS)), max_size=60
).map(" ".join)
OPEN = st.one_of(SALAD, st.text(max_size=300))
PARTIES = st.sampled_from([(0, 1), (1, 2), (0, 4), (0, 1, 2), (0, 1, 2, 3, 4)])
QUIET = settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])


@QUIET
@given(OPEN, PARTIES)
def test_offsets_are_exact(text: str, parties: tuple[int, ...]) -> None:
    for reaction in find_reactions(*document(text, parties)):
        assert text[reaction.start : reaction.end] == reaction.evidence
        assert 0 <= reaction.start < reaction.end <= len(text)


@QUIET
@given(OPEN, PARTIES)
@example("appalled abhor , stressed", (0, 1))
def test_the_same_text_gives_the_same_reactions(text: str, parties: tuple[int, ...]) -> None:
    assert find_reactions(*document(text, parties)) == find_reactions(*document(text, parties))


@QUIET
@given(OPEN, PARTIES)
def test_speakers_are_parties_and_never_their_own_target(
    text: str, parties: tuple[int, ...]
) -> None:
    found, frame = document(text, parties)
    names = {found.actors[a].name for a in frame.parties} | {"joint"}
    for reaction in find_reactions(found, frame):
        assert reaction.speaker in names
        assert reaction.toward is None or reaction.toward != reaction.country


@QUIET
@given(SALAD)
def test_no_reaction_twice(text: str) -> None:
    keys = [(r.speaker, r.country, r.stance, r.toward) for r in find_reactions(*document(text))]
    assert len(keys) == len(set(keys))


def test_a_denied_stance_is_none() -> None:
    with CASES.open(encoding="utf-8", newline="") as file:
        lines = (line for line in file if not line.startswith("#"))
        texts = [r["text"] for r in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)]
    plain = [t for t in texts if t.startswith("Quen condemned") or " strongly condemned" in t]
    assert plain
    for text in plain:
        denied = text.replace("strongly condemned", "did not condemn", 1)
        denied = denied.replace("Quen condemned", "Quen did not condemn", 1)
        stances = {r.stance for r in find_reactions(*document(denied)) if r.country == "NOR"}
        assert "condemnation" not in stances, denied


def test_work_grows_with_length_alone() -> None:
    sentence = "Quen condemned the Peruvian raid and urged both sides to exercise restraint, and "
    spent = []
    for times in (50, 400):
        found, frame = document("They said that " + sentence * times + "left.")
        spent.append(effort(lambda found=found, frame=frame: find_reactions(found, frame)))
    assert spent[1] < 2 * 8 * spent[0]
