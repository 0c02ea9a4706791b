"""The kinds of damage, by name.

What belongs here: which there are, and whether a check can see them. What does not: how they are done (``of_letters``,
``of_calls``, ``of_parties``, ``of_reactions``).
"""

from __future__ import annotations

from tests.grounding.damage.common import Kind
from tests.grounding.damage.of_calls import (
    date_invented,
    date_of_another_event,
    date_without_words,
    initiator_invented,
    initiator_turned,
    told_of_another_call,
    told_of_no_call,
    video_invented,
)
from tests.grounding.damage.of_letters import (
    cut_in_a_word,
    date_words_letters,
    in_evidence,
    name_letters,
    other_letter,
    paraphrased,
    swap_letters,
    told_letters,
    word_dropped,
    word_put_in,
)
from tests.grounding.damage.of_parties import (
    countries_swapped,
    country_invented,
    country_of_the_text,
    party_invented,
    party_of_another_call,
)
from tests.grounding.damage.of_reactions import (
    evidence_lengthened,
    evidence_of_another_call,
    evidence_of_another_party,
    evidence_of_the_same_party,
    evidence_shortened,
    holder_swapped,
    one_word,
    stance_changed,
    toward_invented,
    toward_of_the_text,
    toward_self,
)

BY_BYTES: dict[str, Kind] = {
    "evidence: letters swapped": in_evidence(swap_letters),
    "evidence: another letter": in_evidence(other_letter),
    "evidence: a word dropped": in_evidence(word_dropped),
    "evidence: a word put in": in_evidence(word_put_in),
    "evidence: cut within a word": in_evidence(cut_in_a_word),
    "told: letters swapped": told_letters,
    "name: another letter": name_letters,
    "date_words: letters swapped": date_words_letters,
}

BY_MEANING: dict[str, Kind] = {
    "evidence: paraphrased": in_evidence(paraphrased),
    "evidence: one word": one_word,
    "evidence: drawn out": evidence_lengthened,
    "evidence: of another call": evidence_of_another_call,
    "evidence: of the other party": evidence_of_another_party,
    "holder: the other party": holder_swapped,
    "stance: another": stance_changed,
    "toward: out of the air": toward_invented,
    "toward: oneself": toward_self,
    "initiator: turned round": initiator_turned,
    "initiator: invented": initiator_invented,
    "date: another day": date_invented,
    "date: without words": date_without_words,
    "countries: swapped": countries_swapped,
    "country: another of the text": country_of_the_text,
    "country: out of the air": country_invented,
    "party: invented": party_invented,
    "party: of another call": party_of_another_call,
    "told: of another call": told_of_another_call,
    "told: of no call": told_of_no_call,
    "medium: video invented": video_invented,
}

UNSEEN: dict[str, Kind] = {
    "evidence: last third alone": evidence_shortened,
    "evidence: of the same party": evidence_of_the_same_party,
    "toward: another of the text": toward_of_the_text,
    "date: of another event": date_of_another_event,
}
"""Damage that is true to the letter and sounds true: measured, and held to no bar."""
