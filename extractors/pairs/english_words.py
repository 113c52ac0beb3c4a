"""The words of an English text as pairs are weighed by: in small letters, verbs told by their form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from corpora.lexicon import lexicon
from extractors.company.chinese_words import Word

_TOKEN = re.compile(r"[A-Za-z]+(?:[-&.][A-Za-z]+)*|['’]s\b|\d[\d.,]*|[^\w\s]")
_VERBAL = re.compile(r"(?:[a-z]{2,}(?:ed|ing)|[a-z]+(?:ises|izes|ates|ifies))$")


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
        yield Word(match.start(), match.end(), word, "u" if little else "v" if verbal else "n", False)
