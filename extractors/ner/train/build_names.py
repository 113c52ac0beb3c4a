"""Builds the finder of Chinese names: training, measuring, and a spaCy pipeline with its card."""

from __future__ import annotations

import datetime
import importlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from corpora.tagged import Tagged
from extractors.learned.train.dictionary import DICTIONARY_SHA256
from extractors.ner.characters.model import COMPONENT, NameFinder, NameModel
from extractors.ner.train.characters import CrfSchedule, dictionary_knowledge, train_names


def build_names(texts: Sequence[Tagged], schedule: CrfSchedule, tell: Callable[[str], None]) -> NameModel:
    """Train a finder of names on texts; `tell` hears how it goes."""
    knowledge = dictionary_knowledge()
    tell(f"{len(knowledge.words):,} words of the dictionary")
    return train_names(texts, knowledge, schedule)


def measured(model: NameModel) -> NameFinder:
    """The model as it reads when nothing else is said, to be measured."""
    return NameFinder(model, COMPONENT, 0.5)


def write_pipeline(folder: Path, model: NameModel, licence: str, facts: Mapping[str, Any]) -> None:
    """Write a model as a spaCy pipeline of one component, whose card says what it was made of and how well it does."""
    import spacy

    # The component registers its name as it is read: a checkout that was not installed anew does not know it otherwise.
    importlib.import_module("extractors.ner.characters.component")
    nlp = spacy.blank("zh")
    card = {
        "name": folder.name,
        "licence": licence,
        "made": datetime.date.today().isoformat(),
        "dictionary_sha256": DICTIONARY_SHA256,
        **facts,
    }
    component: Any = nlp.add_pipe(COMPONENT)
    component.set_model(model, card)
    nlp.meta |= {"name": folder.name, "license": licence, "description": "Names of companies in Chinese news"}
    nlp.to_disk(folder)
