"""How each company stands in a whole article: which sentences name it, in which it acts, and what trade it is in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from corpora.lexicon import lexicon
from extractors.candidate import Candidate
from extractors.company.spans import CompanySpan, Entity
from extractors.slots import MaskedSentence


class Standing(NamedTuple):
    """A company of an article: the numbers of the sentences that name it and of those in which it acts, its trades.

    `sources` say who found its name, and `shapes` how it is written; `roles` are those that frames gave it, with the
    numbers of their sentences.
    """

    named: tuple[int, ...]
    acts: frozenset[int]
    trades: tuple[str, ...]
    sources: tuple[str, ...] = ()
    shapes: tuple[str, ...] = ()
    roles: frozenset[tuple[int, str]] = frozenset()


_MOST_ROLES = 60  # a company with more is one of a list, each of whose lines would look at all the others

NOBODY = Standing((), frozenset(), ())
"""How a company stands that no sentence names."""


@lru_cache(maxsize=1)
def _trades() -> frozenset[str]:
    table = lexicon("trades")
    return frozenset([*(words[0] for words in table["families"]), *table["heads"]])


def standings(
    sentences: Sequence[MaskedSentence],
    spans: Sequence[CompanySpan],
    told: Mapping[str, set[str]],
    candidates: Sequence[Sequence[Candidate]],
) -> dict[Entity, Standing]:
    """How each company stands that the sentences of an article name; `told` are the words used of each, by its key."""
    sources: dict[Entity, set[str]] = {}
    beside: dict[Entity, tuple[str, ...]] = {}
    for span in spans:
        sources.setdefault(span.entity, set()).add(span.source)
        if sentences and span.entity not in beside:
            beside[span.entity] = tuple(_beside(sentences[0].text, span))
    named: dict[Entity, list[int]] = {}
    acts: dict[Entity, set[int]] = {}
    for number, masked in enumerate(sentences):
        for slot in masked.companies:
            for entity in slot.entities:
                places = named.setdefault(entity, [])
                if not slot.reference and places[-1:] != [number]:
                    places.append(number)
                if slot.case == "subject" and not slot.owner:
                    acts.setdefault(entity, set()).add(number)
    roles: dict[Entity, set[tuple[int, str]]] = {}
    for number, found in enumerate(candidates):
        for candidate in found:
            for item in candidate.filled if candidate.kind is not None and not candidate.dropped else ():
                roles.setdefault(item.entity, set()).add((number, f"{candidate.kind}:{item.role}"))
    trades = _trades()
    return {
        entity: Standing(
            tuple(places),
            frozenset(acts.get(entity, ())),
            tuple(sorted({word.removeprefix("~") for word in told.get(entity.key, ())} & trades)),
            tuple(sorted(sources.get(entity, ()))),
            (*_shapes(entity.name), *beside.get(entity, ())),
            frozenset(sorted(roles.get(entity, ()))[:_MOST_ROLES]),
        )
        for entity, places in named.items()
    }


def _shapes(name: str) -> Iterator[str]:
    """How a name is written: its number of words, capitals throughout, small words, figures or hyphens in it."""
    words = name.split()
    yield f"words{min(len(words), 4)}"
    if name.isupper():
        yield "capitals"
    if any(word.islower() for word in words):
        yield "small"
    if any(letter.isdigit() for letter in name):
        yield "figures"
    if "-" in name:
        yield "hyphen"
    if len(words) > 1:
        yield f"ends {words[-1].lower()}"


_BEFORE, _BEHIND = re.compile(r"([A-Za-z]+|[^\s\w])\s*$"), re.compile(r"\s*([A-Za-z]+|'s\b|[^\s\w])")


def _beside(text: str, span: CompanySpan) -> Iterator[str]:
    """The words, or marks, right before a name and behind it."""
    before = _BEFORE.search(text, max(0, span.start - 20), span.start)
    behind = _BEHIND.match(text, span.end, span.end + 20)
    yield f"before {before[1].lower() if before else ''}"
    yield f"behind {behind[1].lower() if behind else ''}"
