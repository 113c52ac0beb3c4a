"""Packs windows of texts that have nothing to do with each other into longer ones.

Most texts that teach are short, and all of each is about its own deals. A network that saw no others reads a sentence
worse the more of something else stands before it, and worst in the second half of a long article, where it was hardly
ever taught. Packed, the same texts teach what a sentence says whatever stands around it, at no more tokens.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import NamedTuple

from extractors.learned.tokens import COMPANIES, FIRST_COMPANY, MOST_TOKENS, Window
from extractors.learned.train.examples import Taught

SHARE = 0.6
"""How probable it is that one more text joins those that are packed, where there is room for it."""

_TRIES = 4


class Seen(NamedTuple):
    """A window and the text that it is from."""

    window: Window
    text: Taught


def packed(seen: Sequence[Seen], chance: random.Random, share: float = SHARE, most: int = MOST_TOKENS) -> list[Seen]:
    """The same windows, each in one, in random order: some as they were, others behind each other up to `most` tokens.

    Windows that name the same company, or whose texts count unlike, are not joined.
    """
    left = list(seen)
    chance.shuffle(left)
    found: list[Seen] = []
    while left:
        own = left.pop()
        while chance.random() < share:
            last = range(len(left) - 1, max(-1, len(left) - 1 - _TRIES), -1)
            behind = next((place for place in last if _fits(own, left[place], most)), None)
            if behind is None:
                break
            own = joined(own, left.pop(behind), chance)
        found.append(own)
    return found


def _fits(own: Seen, other: Seen, most: int) -> bool:
    companies, others = own.window.mentions.keys(), other.window.mentions.keys()
    return (
        len(own.window.ids) + len(other.window.ids) - 1 <= most
        and own.text.weight == other.text.weight
        and len(companies) + len(others) <= COMPANIES
        and companies.isdisjoint(others)
    )


def joined(own: Seen, other: Seen, chance: random.Random) -> Seen:
    """Two windows without a company in common as one, the second behind the first; its companies get other tokens."""
    first, second = own.window, other.window
    taken = {first.ids[places[0]] for places in first.mentions.values()}
    free = [each for each in range(FIRST_COMPANY, FIRST_COMPANY + COMPANIES) if each not in taken]
    chance.shuffle(free)
    ids = list(second.ids)
    for number, places in enumerate(second.mentions.values()):
        for place in places:
            ids[place] = free[number]
    tokens = len(first.ids) - 1
    # A gap in the numbers, so that the first sentence of the second text is not taken for the next of the first.
    sentences = max(first.sentences) + 2
    window = Window(
        first.ids + ids[1:],
        first.sentences + [each + sentences for each in second.sentences[1:]],
        first.mentions | {entity: [at + tokens for at in places] for entity, places in second.mentions.items()},
        first.places
        + [
            each._replace(
                sentence=each.sentence + sentences,
                opening=each.opening + tokens,
                left=each.left + tokens,
                right=each.right + tokens,
            )
            for each in second.places
        ],
    )
    ways = _ways(own, 0) | _ways(other, sentences)
    text = Taught([], {}, ways, own.text.article_ways | other.text.article_ways, own.text.weight)
    return Seen(window, text)


def _ways(seen: Seen, sentences: int) -> dict[tuple[int, int], str]:
    """The ways of the pairs of a window, not of all its text, whose sentences are numbered from `sentences` on."""
    asked = ((each.sentence, each.number) for each in seen.window.places)
    return {(key[0] + sentences, key[1]): seen.text.ways[key] for key in asked if key in seen.text.ways}
