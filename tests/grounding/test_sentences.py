"""Where a text's sentences end for answers of a model: where they end for the rules, in every language."""

import pytest

from readouts.domain.records import Report
from readouts.grounding.document import read_document


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("en", ["Minister Quen thanked Peru on X. ", "Orhu rang him later."]),
        ("en", ["They spoke at 5 p.m. Eastern time on Monday. ", "Orhu rang him later."]),
        ("en", ["Smt. Orhu thanked Peru. ", "Quen rang her later."]),
        ("fr", ["M. Quen a remercié le Pérou. ", "Orhu l'a appelé plus tard."]),
        ("de", ["Ministerin Orhu dankte Peru. ", "Quen rief sie später an."]),
    ],
)
def test_a_text_is_cut_at_the_ends_of_its_sentences(language, sentences):
    document = read_document(Report(text="".join(sentences), language=language))
    cut = [document.view.text[s.start : s.end].strip() for s in document.sentences]
    assert cut == [sentence.strip() for sentence in sentences]
