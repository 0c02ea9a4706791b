"""Measuring the parser against a folder of annotated documents."""

import json
from types import SimpleNamespace

from readouts.evaluation.measure import countries_told, main, predictions


def test_a_folder_that_is_not_there_is_said_and_no_failure(tmp_path, capsys):
    assert main([str(tmp_path / "nowhere")]) == 0
    assert "nothing to measure" in capsys.readouterr().out


def test_gold_without_a_scorer_is_said_and_no_failure(tmp_path, capsys):
    (tmp_path / "dev_en.jsonl").write_text(json.dumps({"id": "a", "text": "", "calls": []}) + "\n")
    assert main([str(tmp_path)]) == 0
    assert "score.py" in capsys.readouterr().out


def test_predictions_are_kept_by_document():
    text = "Norwegian Foreign Minister Ilvar Quen rang Turkish Foreign Minister Tamsel Orhu on Thursday."
    found = predictions([{"id": "a", "text": text, "published": "2026-03-06", "lang": "en"}])
    (call,) = found["a"]["calls"]
    assert (call["date"], call["medium"], call["initiator"]) == (
        "2026-03-05",
        "phone",
        "Ilvar Quen",
    )


def test_countries_of_named_parties_are_counted_right_wrong_and_empty():
    def party(name, country, **more):
        return {"name": name, "country": country, **more}

    gold = [
        {
            "id": "a",
            "calls": [
                {"parties": [party("Quen", "NOR"), party("Orhu", "TUR"), party("Tarr", None)]},
                {"parties": [party("Vale", "JOR"), party(None, "EGY")]},
            ],
        }
    ]
    said = [
        party("Quen", "NOR"),
        party("Orhu", "SYR"),
        party("Tarr", None, organisation="EU"),
        party("Vale", None),
        party("Nobody", "FRA"),
        party(None, "EGY"),
    ]
    same = SimpleNamespace(same_name=lambda a, b: a == b)
    counts = countries_told(gold, {"a": {"calls": [{"parties": said}]}}, same)
    assert counts == {"right": 2, "wrong": 1, "empty": 1}
