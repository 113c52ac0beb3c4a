"""The finder of Chinese names as a spaCy component: `doc.ents` gets what it finds, with the label ORG.

A pipeline holds the model's files in the component's folder: `spacy.load` of such a folder needs this package installed.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import filter_spans

from extractors.ner.characters.model import COMPONENT, NameModel, card_of, load_names, save_names
from extractors.normal_text import normalise
from schemas.errors import ModelError

LABEL = "ORG"


class NameComponent:
    """Marks companies in `doc.ents`; names that others marked before stand."""

    labels = (LABEL,)

    def __init__(self, least: float) -> None:
        self._least = least
        self._model: NameModel | None = None
        self._facts: dict[str, Any] = {}

    def set_model(self, model: NameModel, facts: dict[str, Any]) -> None:
        """Read with a model; `facts` are what its card says."""
        self._model, self._facts = model, facts

    def __call__(self, doc: Doc) -> Doc:
        """Mark the companies of a doc.

        Raises:
            ModelError: If no model was read.
        """
        if self._model is None:
            raise ModelError("the component dealtrail_names has no model: load the pipeline from its folder")
        normal = normalise(doc.text)
        for item in self._model.find(normal.text, self._least):
            start, end = normal.span(item.start, item.end)
            span = doc.char_span(start, end, LABEL, alignment_mode="expand")
            if span is not None:
                doc.ents = filter_spans([*doc.ents, span])
        return doc

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Write the model and its card to a folder."""
        if self._model is None:
            raise ModelError("the component dealtrail_names has no model to write")
        save_names(Path(path), self._model, self._facts)

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> NameComponent:
        """Read the model of a folder.

        Raises:
            ModelError: If it cannot be used; the text names its file.
        """
        folder = Path(path)
        self.set_model(load_names(folder), card_of(folder))
        return self


@Language.factory(COMPONENT, assigns=["doc.ents"], default_config={"least": 0.5})
def factory(nlp: Language, name: str, least: float) -> NameComponent:
    """The component, without a model yet; `least` is the least probable name that counts."""
    return NameComponent(least)
