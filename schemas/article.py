"""An article as read, and what is known of the text before any deal is looked for."""

from __future__ import annotations

import re
from enum import StrEnum

from pydantic import Field, field_validator

from schemas.base import Noun
from schemas.quantity import PartialDate

_SURROGATE = re.compile("[\ud800-\udfff]")


class Language(StrEnum):
    """Language and script of an article, by the evidence of its text."""

    ZH_HANT = "zh-Hant"
    ZH_HANS = "zh-Hans"
    EN = "en"


class Place(StrEnum):
    """The market an article is written for; a bare 元 takes its currency from it."""

    TAIWAN = "TW"
    HONG_KONG = "HK"
    MAINLAND = "CN"


class Article(Noun):
    """One article: its own text, never altered; offsets everywhere are code points of `text`."""

    doc_id: str = Field(min_length=1)
    text: str
    title: str = ""
    url: str | None = None
    published: PartialDate | None = None
    lang: str | None = Field(default=None, description="as declared by the source; not trusted")

    @field_validator("text", "title", mode="before")
    @classmethod
    def _whole_characters(cls, text: object) -> object:
        """Half of a surrogate pair, which no encoding can write, becomes U+FFFD; the length stays."""
        return _SURROGATE.sub("\ufffd", text) if isinstance(text, str) else text
