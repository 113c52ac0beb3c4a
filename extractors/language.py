"""The language, script and market of an article by the evidence of its characters, not by what it declares."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from urllib.parse import urlsplit

import opencc

from corpora.lexicon import lexicon
from extractors.normal_text import to_simplified
from schemas.article import Article, Language, Place

_CHINESE = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]+")
_SAMPLE = 20_000
_TOP_LEVEL = {"tw": Place.TAIWAN, "hk": Place.HONG_KONG}


@lru_cache(maxsize=1)
def _to_traditional() -> opencc.OpenCC:
    return opencc.OpenCC("s2t")


def script_evidence(text: str) -> tuple[int, int]:
    """How many characters of `text` are written only in Traditional, and how many only in Simplified script."""
    counts = Counter(text[:_SAMPLE])
    _learn([character for character in counts if character not in _SCRIPTS and _CHINESE.match(character)])
    traditional = sum(count for character, count in counts.items() if _SCRIPTS.get(character) is True)
    simplified = sum(count for character, count in counts.items() if _SCRIPTS.get(character) is False)
    return traditional, simplified


_SCRIPTS: dict[str, bool | None] = {}
"""The characters seen so far: whether they are only Traditional (True), only Simplified (False), or of both scripts."""


def _learn(characters: list[str]) -> None:
    if not characters:
        return
    own = "\n".join(characters)
    simple = to_simplified(own)
    full: str = _to_traditional().convert(simple)
    if len(full) != len(own):
        full = simple
    for character, low, high in zip(own, simple, full, strict=True):
        _SCRIPTS[character] = True if character != low else False if low != high else None


def detect_language(text: str) -> Language:
    """The language of a text: English where words outnumber Chinese characters, else the script that shows more."""
    sample = text[:_SAMPLE]
    chinese = len(_CHINESE.findall(sample))
    if chinese * 2 < len(_LATIN.findall(sample)) or chinese == 0:
        return Language.EN
    traditional, simplified = script_evidence(sample)
    return Language.ZH_HANT if traditional > simplified else Language.ZH_HANS


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:  # an address that is none, such as http://[broken
        return ""


def detect_place(article: Article, language: Language, matching: str) -> Place | None:
    """The market of an article (None for English): by address, by script, then by the words of its matching text."""
    if language is Language.EN:
        return None
    if language is Language.ZH_HANS:
        return Place.MAINLAND
    host = _host(article.url or "")
    if host.rsplit(".", 1)[-1] in _TOP_LEVEL:
        return _TOP_LEVEL[host.rsplit(".", 1)[-1]]
    words = lexicon("regions")
    sample = matching[:_SAMPLE]
    scores = {
        place: sum(sample.count(word) for word in words[place.value]) for place in (Place.TAIWAN, Place.HONG_KONG)
    }
    return Place.HONG_KONG if scores[Place.HONG_KONG] > scores[Place.TAIWAN] else Place.TAIWAN
