"""Confidences become probabilities: how often a deal of such a confidence is one, by what was counted on texts.

The rules weigh a deal by rule of thumb; all limits inside the extractor are in those raw confidences. A mention's
`confidence` is the probability that its deal is told with the right parties and kind. The map is strictly rising, so no
order within a language changes. `calibration.toml` says what it was made from; `dealtrail train calibration` makes it.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from schemas.article import Language
from schemas.errors import ModelError

FILE = Path(__file__).parent / "calibration.toml"
FORMAT = 1
FAMILIES = ("en", "zh")
"""The languages that are calibrated apart: both Chinese scripts are read as one text by the same rules."""

RULES, MODELS = "rules", "models"
"""Whose confidences are calibrated apart: deals that a rule found, and those that only a model tells."""

_MODEL_IDS = ("-learned", "-llm")

_MOST = 0.999


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line over log-odds: Platt's (1999) map from a confidence to a probability; `slope` is above 0."""

    slope: float = 1.0
    offset: float = 0.0

    def probability(self, raw: float) -> float:
        """The probability of a raw confidence."""
        held = min(_MOST, max(1 - _MOST, raw))
        return 1 / (1 + math.exp(-(self.slope * math.log(held / (1 - held)) + self.offset)))


@dataclass(frozen=True, slots=True)
class Calibration:
    """A line for each family of languages and each of `RULES` and `MODELS`; where there is none, confidences stay."""

    lines: Mapping[tuple[str, str], Line] = field(default_factory=dict)

    def probability(self, raw: float, by: str, language: Language) -> float:
        """How probable a deal of a raw confidence, found by rules or models, is in an article of a language."""
        line = self.lines.get((family(language.value), by))
        return raw if line is None else line.probability(raw)


RAW = Calibration()
"""Confidences as they are."""


def found_by(ids: Iterable[str]) -> str:
    """Whether the ids of what found a deal name a rule, or only models."""
    finders = [each for each in ids if not each.startswith("ner:")]
    return MODELS if finders and all(each.endswith(_MODEL_IDS) for each in finders) else RULES


def family(language: str) -> str:
    """The family of a language by its code."""
    return "en" if language == "en" else "zh"


@lru_cache(maxsize=1)
def shipped_calibration() -> Calibration:
    """The calibration that ships with the program.

    Raises:
        ModelError: If its file is damaged.
    """
    return read_calibration(FILE)


def read_calibration(path: Path) -> Calibration:
    """The calibration of a file.

    Raises:
        ModelError: If it is missing, no calibration, or newer than this program.
    """
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        if told.get("format") != FORMAT:
            raise ModelError(f"{path}: format {told.get('format')!r}; this program reads format {FORMAT}")
        lines = {
            (name, by): Line(float(line["slope"]), float(line["offset"]))
            for name in FAMILIES
            for by, line in told[name].items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(f"{path}: no calibration ({type(error).__name__}: {error}); get it again") from error
    if any(not line.slope > 0 for line in lines.values()):
        raise ModelError(f"{path}: a slope is not above 0: surer deals would be less probable")
    return Calibration(lines)
