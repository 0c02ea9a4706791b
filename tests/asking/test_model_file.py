"""``model.yaml``: what it may say, how each mistake is answered, and that no key is ever repeated."""

from __future__ import annotations

from pathlib import Path

import pytest

from readouts.asking.model_file import KeyMissingError, ModelFileError, key_of, load_settings
from readouts.asking.settings import Settings
from readouts.base.instance.home import ROOT, model_file
from tests import mistakes

HERE = Path(__file__).parent
CASES = mistakes.cases(HERE / "cases" / "model.yaml")


@pytest.mark.parametrize("name", CASES)
def test_a_mistake_is_answered_with_its_line_and_what_was_expected(
    name: str, tmp_path: Path
) -> None:
    told = mistakes.require(tmp_path / "model.yaml", CASES[name], load_settings)
    assert not any("SECRET" in line for line in told)


def test_the_example_can_be_used_as_it_is() -> None:
    settings = load_settings(ROOT / "model.example.yaml")
    assert settings is not None
    assert settings.address == "http://127.0.0.1:11434/v1"


def test_without_a_file_there_is_no_model(tmp_path: Path) -> None:
    assert load_settings(tmp_path / "model.yaml") is None


def test_a_file_that_is_named_and_missing_is_a_mistake(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("READOUTS_MODEL", str(tmp_path / "other.yaml"))
    path, is_named = model_file(tmp_path / "sources.yaml")
    assert (path, is_named) == (tmp_path / "other.yaml", True)
    with pytest.raises(ModelFileError, match="READOUTS_MODEL names it"):
        load_settings(path, named=True)


def test_the_key_is_what_the_named_variable_holds() -> None:
    settings = Settings(model="m", key_variable="MODEL_KEY")
    assert key_of(settings, {"MODEL_KEY": " sk-1 \n", "OPENAI_API_KEY": "other"}) == "sk-1"
    assert key_of(Settings(model="m"), {"OPENAI_API_KEY": "other"}) is None


@pytest.mark.parametrize("value", ["", "  ", "sk-\x07", "schlüssel"])
def test_a_key_that_cannot_be_one_is_told_without_it(value: str) -> None:
    with pytest.raises(KeyMissingError) as caught:
        key_of(Settings(model="m", key_variable="MODEL_KEY"), {"MODEL_KEY": value})
    assert "MODEL_KEY" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert not value.strip() or value not in str(caught.value)
