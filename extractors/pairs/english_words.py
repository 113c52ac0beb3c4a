"""The words of an English text as pairs are weighed by: in small letters, verbs told by their form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from corpora.lexicon import lexicon
from extractors.company.chinese_words import Word

_TOKEN = re.compile(r"[A-Za-z]+(?:[-&.][A-Za-z]+)*|['’]s\b|\d[\d.,]*|[^\w\s]")
_VERBAL = re.compile(r"(?:[a-z]{2,}(?:ed|ing)|[a-z]+(?:ises|izes|ates|ifies))$")


_ENDINGS = (("ies", "y"), ("ing", ""), ("ed", ""), ("es", ""), ("s", ""))


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """A word in small letters without its commonest endings: `leases`, `leased` and `leasing` are one."""
    if len(word) < 4:
        return word
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)] + instead
            break
    word = word.removesuffix("e")
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "sl" else word


@lru_cache(maxsize=1)
def _lists() -> tuple[frozenset[str], frozenset[str]]:
    table = lexicon("english_pairs")
    return frozenset(table["small"]), frozenset(table["verbs"])


def english_words(text: str) -> Iterator[Word]:
    """The words of a text in order; `tag` is `v` for verbs, `u` for words that say little by themselves, else `n`."""
    small, verbs = _lists()
    for match in _TOKEN.finditer(text):
        word = match[0].lower().replace("’", "'")
        verbal = word in verbs or bool(_VERBAL.match(word))
        little = not word[0].isalpha() or word in small
        yield Word(
            match.start(), match.end(), word if little else stem(word), "u" if little else "v" if verbal else "n", False
        )


@lru_cache(maxsize=1)
def _phrases() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """The deal words as words are weighed, by their first one, with the class of each."""
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for name, entries in lexicon("english_deal_words").items():
        for entry in entries:
            words = tuple(word.text for word in english_words(entry))
            known = phrases.setdefault(words[0], [])
            if (words, name) not in known:
                known.append((words, name))
    return phrases


def deal_words(words: Sequence[Word]) -> list[tuple[int, int, str]]:
    """The deal words among the words of a sentence, with where they stand and their classes."""
    phrases = _phrases()
    found = []
    for place, word in enumerate(words):
        for phrase, name in phrases.get(word.text, ()):
            last = place + len(phrase)
            if len(phrase) == 1 or tuple(each.text for each in words[place:last]) == phrase:
                found.append((word.start, words[min(last, len(words)) - 1].end, name))
    return found
