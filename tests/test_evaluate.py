"""Measuring the parser against a folder of annotated documents."""

import json

from readouts.evaluate import main, predictions


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
