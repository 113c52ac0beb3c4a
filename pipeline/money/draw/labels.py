"""The words of drawings, so that who draws can put them in another language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from pipeline.money.sums import Sums


def _as_it_is(word: str) -> str:
    return word


@dataclass(frozen=True, slots=True)
class Labels:
    """What a drawing says: `graph` and `sankey` name it, `word` tells one of the words below, `sums` what a leg adds up
    to.

    The words are those of families (equity, purchases, debt, several kinds), of what flows (shares, joint) and of how
    sure it is (planned, rumoured).
    """

    graph: str = "Who pays whom"
    sankey: str = "Who pays whom, as a Sankey diagram"
    word: Callable[[str], str] = field(default=_as_it_is)
    sums: Callable[[Sums], str] = field(default=Sums.words)
    only: str = "only {}"

    def family(self, name: str) -> str:
        """The word for a family of deals, as its colour is called in the style sheet."""
        return self.word({"supply": "purchases", "mixed": "several kinds"}.get(name, name))


ENGLISH = Labels()
"""The words as commands tell them."""
