"""Bytes to text: UTF-8 first, then what the bytes themselves give evidence of; never a guess that loses characters."""

from __future__ import annotations

import codecs
import re

from schemas.errors import InputError

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_MAGIC = {b"%PDF": "a PDF", b"PK\x03\x04": "a ZIP or Office file", b"\x1f\x8b": "a gzip file", b"\x89PNG": "an image"}

# Lead bytes of the characters that each standard puts first because they are common: text decoded with the wrong
# one of the two shows mostly rare characters.
_LEGACY = {"gb18030": (0xB0, 0xD7), "big5hkscs": (0xA4, 0xC6)}
_LEAST_IDEOGRAPHS = 10
_LEAST_COMMON = 0.7
_LEAST_CHINESE = 0.9

_IDEOGRAPH = re.compile(r"[\u3400-\u9fff]")
_CHINESE = re.compile(r"[\u3400-\u9fff\u3000-\u303f\uff00-\uffef\u2010-\u2027\u00b7]")
_FOREIGN = re.compile(r"[^\x00-\x7f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def decode(data: bytes, place: str, declared: str | None = None) -> str:
    """Decode a file; a byte order mark is taken off, nothing else is changed.

    Args:
        data: The bytes of the file.
        place: Its name, for the error.
        declared: The encoding that the file itself declares (HTML), tried after UTF-8.

    Raises:
        InputError: If the bytes are binary, or text in an encoding that they give no evidence of.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _marked(data[len(mark) :], encoding, place)
    _refuse_binary(data, place)
    for encoding in ("utf-8", *_declared(declared)):
        text = _try(data, encoding)
        if text is not None:
            return text
    text = _by_evidence(data)
    if text is None:
        raise InputError(place, "is not UTF-8, and not clearly GB18030 or Big5; save it as UTF-8 and try again")
    return text


def check_text(text: str, place: str, line: int | None = None) -> str:
    """Return `text` if a database and the text libraries can hold it.

    Raises:
        InputError: If it is blank, or holds a NUL or half a surrogate pair.
    """
    if not text.strip():
        raise InputError(place, "is empty: there is no text to read", line)
    if "\0" in text:
        raise InputError(place, "holds a NUL character and is no text", line)
    if found := _SURROGATE.search(text):
        raise InputError(place, f"holds half a surrogate pair at character {found.start()} and is no valid text", line)
    return text


def _marked(data: bytes, encoding: str, place: str) -> str:
    text = _try(data, encoding)
    if text is None:
        raise InputError(place, f"starts with the mark of {encoding.upper()} but does not decode as such")
    return text


def _refuse_binary(data: bytes, place: str) -> None:
    for magic, name in _MAGIC.items():
        if data.startswith(magic):
            raise InputError(place, f"is {name}, not text; export it as text or HTML first")
    if b"\0" in data:
        raise InputError(place, "is binary (it holds NUL bytes), not text")


def _declared(name: str | None) -> tuple[str, ...]:
    """The declared encoding as its superset: pages that say gb2312 or big5 use characters beyond them."""
    if not name:
        return ()
    plain = name.strip().lower().replace("_", "-")
    if plain in ("gb2312", "gbk", "gb18030", "x-gbk"):
        return ("gb18030",)
    if plain in ("big5", "big5-hkscs", "x-x-big5", "cp950"):
        return ("big5hkscs", "cp950")
    return (plain,)


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _by_evidence(data: bytes) -> str | None:
    candidates = ((_try(data, encoding), encoding) for encoding in _LEGACY)
    rated = [(_common_share(text, encoding), text) for text, encoding in candidates if text is not None]
    likely = [(share, text) for share, text in rated if share >= _LEAST_COMMON and _mostly_chinese(text)]
    return max(likely)[1] if likely else None


def _common_share(text: str, encoding: str) -> float:
    ideographs = _IDEOGRAPH.findall(text)
    if len(ideographs) < _LEAST_IDEOGRAPHS:
        return 0.0
    first, last = _LEGACY[encoding]
    common: int = sum(first <= character.encode(encoding)[0] <= last for character in ideographs)
    return float(common / len(ideographs))


def _mostly_chinese(text: str) -> bool:
    foreign = _FOREIGN.findall(text)
    return len(_CHINESE.findall(text)) >= _LEAST_CHINESE * len(foreign)
