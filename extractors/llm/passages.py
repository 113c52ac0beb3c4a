"""Which passages of an article a language model reads: all of it, or where rules and models are unsure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from extractors.quantity.spans import QuantityKind
from extractors.slots import MaskedSentence


@dataclass(frozen=True, slots=True)
class Passage:
    """Characters `start:end` of the matching text; `sentences` are the numbers of its sentences."""

    start: int
    end: int
    sentences: range


def whole(sentences: Sequence[MaskedSentence], most: int) -> list[Passage]:
    """All sentences, in pieces of at most `most` characters (a longer sentence is one), neighbours sharing one."""
    return list(_pieces(sentences, range(len(sentences)), most)) if sentences else []


def unsure(
    sentences: Sequence[MaskedSentence], doubted: Collection[int], settled: Collection[int], most: int
) -> list[Passage]:
    """The passages worth a question, each with the sentence before and behind it.

    Args:
        sentences: All sentences of an article.
        doubted: The numbers of those that tell a deal of which the others are unsure.
        settled: The numbers of those that tell a sure deal, or of which a cue says why they tell none.
        most: Characters of a passage.
    """
    wanted = [
        number
        for number, masked in enumerate(sentences)
        if number in doubted or (number not in settled and _promising(masked))
    ]
    near = sorted(
        {place for number in wanted for place in (number - 1, number, number + 1)} & set(range(len(sentences)))
    )
    found: list[Passage] = []
    first = 0
    for place in range(1, len(near) + 1):
        if place == len(near) or near[place] != near[place - 1] + 1:
            found.extend(_pieces(sentences, range(near[first], near[place - 1] + 1), most))
            first = place
    return found


def _promising(masked: MaskedSentence) -> bool:
    """Whether a sentence has what a deal is made of, though nobody found one."""
    companies = {entity.key for slot in masked.companies if not slot.reference for entity in slot.entities}
    sums = any(item.kind in (QuantityKind.MONEY, QuantityKind.POWER) for item in masked.quantities)
    return (len(companies) > 1 and (sums or bool(masked.triggers))) or (
        bool(companies) and sums and bool(masked.triggers)
    )


def _pieces(sentences: Sequence[MaskedSentence], numbers: range, most: int) -> Iterator[Passage]:
    first = numbers.start
    for number in numbers:
        start = sentences[first].sentence.start
        if number > first and sentences[number].sentence.end - start > most:
            yield Passage(start, sentences[number - 1].sentence.end, range(first, number))
            back = number - 1  # a deal may be told across the cut
            first = (
                back
                if back > first and sentences[number].sentence.end - sentences[back].sentence.start <= most
                else number
            )
    yield Passage(sentences[first].sentence.start, sentences[numbers[-1]].sentence.end, range(first, numbers.stop))
