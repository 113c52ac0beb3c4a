"""Windows as rows of token ids: the ids of their words, and one token for each slot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from extractors.learned.window import MOST_COMPANIES, SLOT_WORDS, Slot, Window, slot_word

FIRST_COMPANY = 1
"""The token id of the first masked company; ids 1 to 99 are free in BERT's vocabulary."""

FIRST_QUANTITY = FIRST_COMPANY + MOST_COMPANIES + 5
UNKNOWN, START, STOP = 100, 101, 102
MOST_TOKENS = 256


class Words(Protocol):
    """Turns a stretch of text without slots into token ids."""

    def ids(self, text: str) -> list[int]:
        """The token ids of a stretch."""
        ...


@dataclass(frozen=True, slots=True)
class Row:
    """A window as tokens: `companies` holds the positions of each company's slots, `quantities` one position each.

    The first token (position 0) stands for the window, and for the party that is not named.
    """

    ids: tuple[int, ...]
    companies: tuple[tuple[int, ...], ...]
    quantities: tuple[int, ...]


def encode(window: Window, words: Words, order: Sequence[int] | None = None) -> Row | None:
    """The row of a window; `order` permutes the company tokens. None where the window is longer than a model reads."""
    ids = [START]
    companies: list[list[int]] = [[] for _ in window.companies]
    quantities = [0] * len(window.quantities)
    for piece in window.pieces():
        if isinstance(piece, Slot):
            if piece.company >= 0:
                companies[piece.company].append(len(ids))
                number = piece.company if order is None else order[piece.company]
                ids.append(FIRST_COMPANY + number)
            else:
                quantities[piece.quantity] = len(ids)
                ids.append(FIRST_QUANTITY + SLOT_WORDS.index(slot_word(window.quantities[piece.quantity])))
        else:
            ids.extend(words.ids(piece))
    ids.append(STOP)
    if len(ids) > MOST_TOKENS:
        return None
    return Row(tuple(ids), tuple(tuple(places) for places in companies), tuple(quantities))
