"""The finders of companies, each loaded once a process: the one that ships, and those that a user names."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from extractors.ner.characters.model import COMPONENT, NameFinder, load_names
from extractors.ner.found import Finder
from extractors.ner.spacy_model import load_spacy
from extractors.ner.transformers_model import load_transformers
from schemas.recognisers import NerModel, NerSettings

SHIPPED = Path(__file__).parent / "shipped" / "zh-names"
"""Where the finder of Chinese names lies that ships: a spaCy pipeline of one component."""

_LEAST = 0.7  # as many deals of texts left out are found as with 0.5, among fewer false names


@lru_cache(maxsize=1)
def shipped_finder() -> Finder:
    """The finder of Chinese names that ships.

    Raises:
        ModelError: If its files are missing, altered or cut short.
    """
    return NameFinder(load_names(SHIPPED / COMPONENT), SHIPPED.name, _LEAST)


@lru_cache(maxsize=8)
def load_finder(model: NerModel, settings: NerSettings) -> Finder:
    """What finds companies by a model.

    Raises:
        ModelError: If the model cannot be used; the text names it and says what to do.
    """
    return load_spacy(model, settings) if model.form == "spacy" else load_transformers(model, settings)
