"""How many companies a finder finds: spans that are just those of a tagged corpus."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from corpora.tagged import Tagged
from extractors.ner.found import Finder
from extractors.normal_text import normalise


@dataclass(frozen=True, slots=True)
class NameScore:
    """Spans found that are right, found that are wrong, and missed; a span is right if both its ends are."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """How much of what was found is right; 0 where nothing was."""
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        """How much of what there is was found; 0 where there is nothing."""
        return self.right / max(1, self.right + self.missed)

    @property
    def f1(self) -> float:
        """The harmonic mean of the two."""
        return 2 * self.right / max(1, 2 * self.right + self.wrong + self.missed)

    def __str__(self) -> str:
        return f"P {self.precision:.3f} R {self.recall:.3f} F1 {self.f1:.3f} ({self.right + self.missed} names)"


def score_names(finder: Finder, texts: Iterable[Tagged]) -> NameScore:
    """Hold what a finder finds in texts, which it reads as it reads articles (`normalise`), to their companies."""
    right = wrong = missed = 0
    for each in texts:
        normal = normalise(each.text)
        found = {normal.span(name.start, name.end) for name in finder.find(normal.text)}
        true = set(each.companies)
        right += len(found & true)
        wrong += len(found - true)
        missed += len(true - found)
    return NameScore(right, wrong, missed)
