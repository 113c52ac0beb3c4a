"""Whether the words that a frame asks for, or forbids, stand in the clauses around its trigger."""

from __future__ import annotations

from extractors.frames import Frame
from extractors.slots import MaskedSentence


def near_enough(frame: Frame, masked: MaskedSentence, clause: int) -> bool:
    """Whether a frame's near words stand in a clause or its neighbours, and none of its forbidden words in the clause."""
    if not frame.near and not frame.without:
        return True
    own, around = _lowered(masked, clause)
    if frame.near and not any(_has(around, word) for word in frame.near):
        return False
    return not any(_has(own, word) for word in frame.without)


def _lowered(masked: MaskedSentence, clause: int) -> tuple[str, str]:
    """A clause, and it with its neighbours, in small letters; kept, for many frames look at the same clause."""
    if clause not in masked.lowered:
        clauses = masked.sentence.clauses
        around = masked.text[clauses[max(clause - 1, 0)][0] : clauses[min(clause + 1, len(clauses) - 1)][1]]
        masked.lowered[clause] = masked.text[slice(*clauses[clause])].lower(), around.lower()
    return masked.lowered[clause]


def _has(span: str, word: str) -> bool:
    if word not in span:
        return False
    if not word[0].isascii() or not word[0].isalpha():
        return True
    position = span.find(word)
    while position >= 0:
        end = position + len(word)
        if not (position and span[position - 1].isalpha() and span[position - 1].isascii()) and not (
            word[-1].isalpha() and end < len(span) and span[end].isascii() and span[end].isalpha() and span[end] != "s"
        ):
            return True
        position = span.find(word, position + 1)
    return False
