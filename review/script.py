"""A text in the other Chinese script, character for character, so that highlights and selections stay in place."""

from __future__ import annotations

import re
from functools import lru_cache

import opencc

from extractors.normal_text import to_simplified
from schemas.article import Language

_PIECE = re.compile(r"[^\n。！？；，]*[\n。！？；，]?")


def in_script(text: str, script: Language) -> str:
    """`text` in Traditional or Simplified characters, as long as it was; in English as it is.

    Traditional characters are those of Taiwan's standard. Where OpenCC would change the length of a clause, that clause
    is converted character by character.
    """
    if script is Language.ZH_HANS:
        return to_simplified(text)
    if script is Language.ZH_HANT:
        return _to_traditional(text)
    return text


def other_script(language: Language) -> Language | None:
    """The script to switch to from an article's own; None for English."""
    return {Language.ZH_HANT: Language.ZH_HANS, Language.ZH_HANS: Language.ZH_HANT}.get(language)


def _to_traditional(text: str) -> str:
    whole = _convert(text)
    if len(whole) == len(text):
        return whole
    return "".join(_kept_length(piece) for piece in _PIECE.findall(text))


def _kept_length(piece: str) -> str:
    converted = _convert(piece)
    if len(converted) == len(piece):
        return converted
    parts = ((own, _convert(own)) for own in piece)
    return "".join(part if len(part) == 1 else own for own, part in parts)


def _convert(text: str) -> str:
    return str(_converter().convert(text))


@lru_cache(maxsize=1)
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("s2tw")
