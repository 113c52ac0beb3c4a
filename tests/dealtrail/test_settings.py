"""Settings and options that people write: which recognisers read, and what training needs."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from dealtrail import settings
from extractors.recognisers import Choice
from pipeline.configuration import choose_recognisers
from schemas.errors import SettingsError
from schemas.settings import Settings

train = importlib.import_module("dealtrail.train")


def test_recognisers_are_named_by_a_list() -> None:
    assert settings.recognisers("rules") == Choice(rules=True, roles=None)
    assert settings.recognisers("roles=models/roles") == Choice(rules=False, roles=Path("models/roles"))
    assert settings.recognisers(" rules , roles=m") == Choice(rules=True, roles=Path("m"))


def test_a_choice_is_told_to_other_processes_in_full(tmp_path: Path) -> None:
    told = f"rules,-context,-shipped-names,ner=en:spacy:{tmp_path},ner=transformers:a/b@{'0' * 40},roles=/m"
    assert Choice.parse(told).text == told
    choice = choose_recognisers(told, Settings.model_validate({"llm": "http://127.0.0.1:1/v1"}))
    assert choice.llm is not None
    assert Choice.parse(choice.text) == choice.for_run("")
    assert choice.text == Choice.parse(choice.text).for_run("again").text


def test_a_language_model_of_the_settings_can_be_left_out() -> None:
    settings_with = Settings.model_validate({"llm": "http://127.0.0.1:1/v1", "recognisers": "rules,-llm"})
    assert choose_recognisers(None, settings_with).llm is None
    runs = [choose_recognisers("rules", settings_with).llm for _ in range(2)]
    assert all(run is not None for run in runs)
    assert len({run.run for run in runs if run}) == 2


@pytest.mark.parametrize(
    "text", ["", "rule", "rules,llm", "roles", "rules,roles=", "ner=spacy:a", "rules,ner=torch:a", "rules,ner=zh"]
)
def test_recognisers_that_mean_nothing_are_refused(text: str) -> None:
    with pytest.raises(SettingsError, match="--recognisers"):
        settings.recognisers(text)


def test_training_without_its_libraries_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(train, "find_spec", lambda name: None)
    with pytest.raises(SettingsError, match=r"pip install 'dealtrail\[train\]'"):
        train.roles(out=Path("nowhere"))
