"""The short and the full forms of an English article's names: JetBlue is JetBlue Airways."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from corpora.lexicon import lexicon
from extractors.company.spans import CompanySpan, Entity


@lru_cache(maxsize=1)
def company_words() -> frozenset[str]:
    """The words that end a company's name, whether its legal form or its trade."""
    table = lexicon("names")
    return frozenset(table["suffixes"]) | frozenset(table["company_words"])


def _stem_words(name: str) -> tuple[str, ...]:
    words = [word.strip(",.()") for word in name.split(" ")]
    suffixes = frozenset(lexicon("names")["suffixes"])
    while len(words) > 1 and words[-1] in suffixes:
        words.pop()
    return tuple(word.lower() for word in words if word)


def unified(text: str, spans: Sequence[CompanySpan]) -> list[CompanySpan]:
    """Names that open a longer name of the article are that company (JetBlue and JetBlue Airways)."""
    forms: dict[tuple[str, ...], Entity] = {}
    for span in spans:
        words = _stem_words(text[span.start : span.end])
        held = forms.get(words)
        if held is None or (span.entity.known and not held.known):
            forms[words] = span.entity
    groups = lexicon("english_names")["groups"]
    full = {
        _stem_words(text[span.start : span.end])
        for span in spans
        if text[span.start : span.end].split(" ")[-1].rstrip(".") in groups
    }
    longest: defaultdict[tuple[str, ...], dict[str, Entity]] = defaultdict(dict)
    for more, other in forms.items():
        for size in range(1, min(len(more), 8)):
            longest[more[:size]][other.key] = other
    same: dict[str, Entity] = {}
    for words, entity in sorted(forms.items(), key=lambda item: -len(item[0])):
        longer = {key: other for key, other in longest.get(words, {}).items() if key != entity.key}
        if len(longer) != 1 or words in full or (entity.known and next(iter(longer.values())).known):
            continue
        other = next(iter(longer.values()))
        if entity.known and words[-1].title() in company_words():
            continue
        winner, loser = (entity, other) if entity.known else (other, entity)
        same[loser.key] = winner
    for words, entity in forms.items():
        named = forms[words]
        if named.key != entity.key:
            same.setdefault(entity.key, named)
    return [replace(span, entity=_last(span.entity, same)) for span in spans]


def _last(entity: Entity, same: dict[str, Entity]) -> Entity:
    for _ in range(4):
        if entity.key not in same:
            break
        entity = same[entity.key]
    return entity
