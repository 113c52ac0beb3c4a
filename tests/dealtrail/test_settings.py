"""Settings and options that people write: which recognisers read, and what training needs."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from dealtrail import settings
from extractors.recognisers import Choice
from schemas.errors import SettingsError

train = importlib.import_module("dealtrail.train")


def test_recognisers_are_named_by_a_list() -> None:
    assert settings.recognisers("rules") == Choice(rules=True, roles=None)
    assert settings.recognisers("roles=models/roles") == Choice(rules=False, roles=Path("models/roles"))
    assert settings.recognisers(" rules , roles=m") == Choice(rules=True, roles=Path("m"))


@pytest.mark.parametrize("text", ["", "rule", "rules,llm", "roles", "rules,roles="])
def test_recognisers_that_mean_nothing_are_refused(text: str) -> None:
    with pytest.raises(SettingsError, match="--recognisers"):
        settings.recognisers(text)


def test_training_without_its_libraries_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(train, "find_spec", lambda name: None)
    with pytest.raises(SettingsError, match=r"pip install 'dealtrail\[train\]'"):
        train.roles(out=Path("nowhere"))
