"""Any spaCy pipeline that names entities, from a folder or an installed package."""

from __future__ import annotations

import gc
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from extractors.ner.found import Found
from extractors.ner.windows import cut
from schemas.errors import ModelError
from schemas.recognisers import NerModel, NerSettings

_WINDOW, _OVERLAP = 20_000, 1_000
"""Characters read at once and shared by neighbours: spaCy refuses texts of a million."""

_UNUSED = ["tagger", "parser", "senter", "morphologizer", "lemmatizer", "attribute_ruler", "textcat"]
_PICKLES = (".pkl", ".pickle")


class SpacyFinder:
    """The entities of a spaCy pipeline whose labels mean a company."""

    def __init__(self, nlp: Any, name: str, labels: Sequence[str]) -> None:
        self._nlp = nlp
        self._name = name
        self._labels = frozenset(label.upper() for label in labels)

    def find(self, text: str) -> list[Found]:
        """The companies of a text, in order; spaCy tells no probabilities."""
        windows = cut(len(text), _WINDOW, _OVERLAP)
        docs = self._nlp.pipe([text[window.start : window.end] for window in windows])
        found: dict[int, Found] = {}
        for window, doc in zip(windows, docs, strict=True):
            for entity in doc.ents:
                start = window.start + entity.start_char
                if entity.label_.upper() in self._labels and window.first <= start < window.last:
                    found[start] = Found(start, window.start + entity.end_char, 1.0, self._name)
        kept: list[Found] = []
        for start in sorted(found):
            if not kept or start >= kept[-1].end:  # two windows may part a name differently
                kept.append(found[start])
        return kept


def load_spacy(model: NerModel, settings: NerSettings) -> SpacyFinder:
    """The finder of a spaCy pipeline.

    Raises:
        ModelError: If it is missing, cut short, foreign, too new, holds pickles or names no companies.
    """
    import spacy

    folder = Path(model.where).expanduser()
    if folder.is_dir():
        pickled = next((path for path in folder.rglob("*") if path.suffix in _PICKLES), None)
        if pickled is not None:
            raise ModelError(f"{pickled}: pickled data can run code when it is read, so it is refused")
    collecting = gc.isenabled()
    try:
        _refuse_newer(_meta(folder), model.where)
        nlp = spacy.load(folder if folder.is_dir() else model.where, exclude=_UNUSED)
        _refuse_newer(nlp.meta, model.where)
    except ModelError:
        raise
    except Exception as error:  # damaged files raise errors of many sorts, all of which mean the same to the user
        raise ModelError(f"{model.where}: this spaCy model cannot be loaded: {_first_line(error)}") from error
    finally:
        if collecting:  # srsly turns the collector off to read a file, and leaves it off where the file is damaged
            gc.enable()
    told = {label.upper() for each in nlp.pipe_names for label in nlp.pipe_labels.get(each, ())}
    if told.isdisjoint(label.upper() for label in settings.labels):
        has = ", ".join(sorted(told)[:12]) or "no labels at all"
        raise ModelError(
            f"{model.where}: none of its labels means a company (it has {has}); say which with [ner] labels"
        )
    nlp.max_length = max(nlp.max_length, _WINDOW)
    return SpacyFinder(nlp, model.name, settings.labels)


def _meta(folder: Path) -> Any:
    path = folder / "meta.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def _refuse_newer(meta: Any, where: str) -> None:
    import spacy

    wanted = meta.get("spacy_version", "")
    lower = spacy.util.get_model_lower_version(wanted) if wanted else None
    if lower is not None and _numbers(lower) > _numbers(spacy.about.__version__):
        raise ModelError(f"{where}: made for spaCy {wanted}, this is {spacy.about.__version__}: update one of them")


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".")[:3] if part.isdigit())


def _first_line(error: Exception) -> str:
    return (str(error) or type(error).__name__).strip().splitlines()[0][:300]
