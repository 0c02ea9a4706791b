"""What a model read, joined with what the rules read: in core, in figures, and again from the archive alone."""

from __future__ import annotations

import json
from pathlib import Path

from readouts.warehouse.reading.query import answer
from tests.asking.server import says, serving
from tests.asking.test_step import configure, rows
from tests.pipelines.instance import FIRST, Lean
from tests.pipelines.pages import write_page

READ = {
    "calls": [
        {
            "told": "Foreign Minister Ilvar Quen of Norway called Foreign Minister Osk Tarrandel of Chile today",
            "date": FIRST.isoformat(),
            "date_words": "today",
            "medium": "phone",
            "initiator": "A",
            "parties": [
                {
                    "letter": "A",
                    "name": "Ilvar Quen",
                    "as_written": "Ilvar Quen",
                    "office": "Foreign Minister",
                    "country": "NOR",
                },
                {
                    "letter": "B",
                    "name": "Osk Tarrandel",
                    "as_written": "Osk Tarrandel",
                    "office": "Foreign Minister",
                    "country": "CHL",
                },
            ],
            "reactions": [
                {
                    "by": "A",
                    "stance": "concern",
                    "toward": None,
                    "evidence": "Quen voiced deep concern about the fighting",
                },
                {
                    "by": "B",
                    "stance": "solidarity",
                    "toward": "NOR",
                    "evidence": "words that stand nowhere in it",
                },
            ],
        }
    ]
}
"""What a model says of the page of the first call: one stance that is there, and one that is not."""

READINGS = "SELECT stance, read_by, model, is_doubtful, doubts FROM core.reactions ORDER BY ALL"
QUOTED = "SELECT stance, read_by, model FROM marts.evidence ORDER BY ALL"


def test_both_readings_stand_in_core_and_figures_count_what_nobody_doubts(tmp_path: Path) -> None:
    instance = Lean(tmp_path)
    write_page(instance.pages, 0, FIRST)
    instance.run(FIRST)
    alone = rows(instance, "SELECT stance, read_by, is_doubtful, confidence FROM core.reactions")
    assert {(stance, read_by, doubt) for stance, read_by, doubt, _ in alone} == {
        (stance, "rules", False)
        for stance in ("concern", "condemnation", "restraint", "cooperation")
    }
    assert all(0.5 < confidence < 1 for *_, confidence in alone)
    with serving(says(json.dumps(READ))) as server:
        configure(instance, server)
        instance.run(FIRST)
    found = rows(instance, READINGS)
    assert ("concern", "both", "tiny", False, []) in found
    assert {row[0] for row in found if row[3]} == {"condemnation", "restraint", "cooperation"}
    assert all(row[1:] == ("rules", None, True, ["rules-alone"]) for row in found if row[3])
    assert rows(instance, QUOTED) == [("concern", "both", "tiny")]
    assert rows(instance, "SELECT read_by, model, is_doubtful FROM core.call_reports") == [
        ("both", "tiny", False)
    ]
    ids = "SELECT reaction_id FROM core.reactions ORDER BY ALL"
    before = rows(instance, ids)
    instance.home.build.unlink()
    instance.home.warehouse.unlink()
    instance.sources.with_name("model.yaml").unlink()
    instance.run(FIRST, offline=True)
    assert rows(instance, ids) == before
    assert rows(instance, QUOTED) == [("concern", "both", "tiny")]


REFUSED = "SELECT reason, passage FROM core.unparsed ORDER BY ALL"
KNOWN = "SELECT articles, with_calls, unread, waiting, refused FROM articles_by_language"


def test_what_of_an_answer_the_text_does_not_carry_is_a_row_with_its_reason(tmp_path: Path) -> None:
    instance = Lean(tmp_path)
    write_page(instance.pages, 0, FIRST)
    call = READ["calls"][0]
    answered = {"calls": [call, call | {"told": "Quen and Tarrandel rang off"}]}
    with serving(says(json.dumps(answered))) as server:
        configure(instance, server)
        instance.run(FIRST)
    headline = "Call with the Foreign Minister of Chile"
    assert rows(instance, REFUSED) == [
        ("refused_call_not_in_text", headline),
        ("refused_stance_not_in_text", headline),
    ]
    assert answer(instance.home.warehouse, KNOWN).rows == [(1, 1, 0, 0, 0)]


SPOKEN = "Utenriksminister Ilvar Quen snakket i telefonen med Osk Tarrandel i dag"
PAGE = f"""<html lang="no"><head><title>Fiske</title>
<meta property="article:published_time" content="{FIRST}T09:00:00Z"></head><body><article><h1>Fiske</h1><p>{SPOKEN}.</p>
<p>De to ministrene var enige om å holde nær kontakt i saken i dagene som kommer.</p></article></body></html>"""


def test_an_article_whose_only_call_is_refused_is_no_article_without_a_call(tmp_path: Path) -> None:
    instance = Lean(tmp_path)
    (instance.pages / "call.html").write_text(PAGE, "utf-8")
    call = READ["calls"][0]
    alone = call | {"told": SPOKEN, "parties": call["parties"][:1], "reactions": []}
    with serving(says(json.dumps({"calls": [alone]}))) as server:
        configure(instance, server)
        instance.run(FIRST)
    assert rows(instance, REFUSED) == [("refused_call_too_few", SPOKEN)]
    assert answer(instance.home.warehouse, KNOWN).rows == [(1, 0, 0, 0, 1)]
