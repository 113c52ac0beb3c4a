"""The models that a user names, each loaded once a process."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from extractors.ner.characters.model import COMPONENT, NameFinder, load_names
from extractors.ner.found import Finder
from extractors.ner.spacy_model import load_spacy
from extractors.ner.transformers_model import load_transformers
from schemas.recognisers import NerModel, NerSettings

SHIPPED = Path(__file__).parent / "shipped"
"""Where the models lie that ship: each a spaCy pipeline of one component."""


@lru_cache(maxsize=8)
def load_finder(model: NerModel, settings: NerSettings) -> Finder:
    """What finds companies by a model.

    Raises:
        ModelError: If the model cannot be used; the text names it and says what to do.
    """
    if model.form == "own":
        return NameFinder(load_names(SHIPPED / model.where / COMPONENT), model.name, settings.least)
    return load_spacy(model, settings) if model.form == "spacy" else load_transformers(model, settings)
