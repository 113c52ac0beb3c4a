"""Bytes to text: UTF-8 first, then what the bytes themselves give evidence of; never a guess that loses characters.

Files must decode whole. Pages may have a few bad bytes, as real sites do, and often declare a wrong encoding: the
evidence is all of their text and not its first kilobytes, which are markup and English.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterable

from extractors.normal_text import to_simplified
from schemas.errors import InputError

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_MAGIC = {b"%PDF": "a PDF", b"PK\x03\x04": "a ZIP or Office file", b"\x1f\x8b": "a gzip file", b"\x89PNG": "an image"}

_LEGACY = ("gb18030", "big5hkscs")
_COMMON_LEADS = (0xB0, 0xD7)
"""First bytes of the 3,755 characters that GB2312 puts first because they are common."""

_LEAST_IDEOGRAPHS = 10
_MOST_BAD = 0.02
"""Share of a page's characters beyond ASCII that may be undecodable; truncated comments and cut titles make some."""

_MOST_WESTERN = 0.05
"""Share of bytes beyond ASCII up to which a page that is nothing else is read as Windows-1252, the web's default."""

_NEIGHBOURS = frozenset({"euc-kr", "ks-c-5601-1987", "cp949", "euc-jp", "shift-jis", "sjis", "iso-2022-jp"})
"""Encodings of Korean and Japanese, whose bytes look like common Chinese characters."""
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
    if plain in ("gb2312", "gbk", "gb18030", "x-gbk", "cp936", "gb-2312"):
        return ("gb18030",)
    if plain in ("big5", "big5-hkscs", "big5hkscs", "x-x-big5", "cp950"):
        return ("big5hkscs", "cp950")
    if plain in ("iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii"):
        return ("cp1252",)  # as every browser reads them
    return (plain,)


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def decode_page(data: bytes, place: str, declared: Iterable[str | None] = ()) -> str:
    """Decode an HTML page; its few undecodable bytes become U+FFFD.

    Args:
        data: The bytes of the page.
        place: Its address or name, for the error.
        declared: The encodings that its source, its headers and its markup declare, the most trusted first.

    Raises:
        InputError: If the bytes are binary, or text in an encoding that they give no evidence of.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace")
    _refuse_binary(data, place)
    text = _try(data, "utf-8") or _tolerant(data, "utf-8")
    if text is not None:
        return text
    names = [name for each in declared if each for name in _declared(each)]
    neighbours = (_try(data, name) for name in names if name in _NEIGHBOURS)
    text = next((text for text in neighbours if text is not None), None)
    text = text or _by_evidence(data, tolerant=True)
    if text is None:
        tries = (_try(data, name) or _tolerant(data, name) for name in names)
        text = next((text for text in tries if text is not None), None)
    if text is None and sum(byte > 0x7F for byte in data) <= _MOST_WESTERN * len(data):
        text = data.decode("cp1252", errors="replace")
    if text is None:
        raise InputError(place, "is in no encoding that its bytes give evidence of")
    return text


def _tolerant(data: bytes, encoding: str) -> str | None:
    """Text with a few bad bytes; None if they are too many for this to be the encoding."""
    try:
        text = data.decode(encoding, errors="replace")
    except LookupError:
        return None
    foreign = len(_FOREIGN.findall(text))
    return text if text.count("\ufffd") <= _MOST_BAD * foreign else None


def _by_evidence(data: bytes, tolerant: bool = False) -> str | None:
    candidates = (_tolerant(data, name) if tolerant else _try(data, name) for name in _LEGACY)
    rated = [(_common_share(text), text) for text in candidates if text is not None]
    likely = [(share, text) for share, text in rated if share >= _LEAST_COMMON and _mostly_chinese(text)]
    return max(likely)[1] if likely else None


def _common_share(text: str) -> float:
    """The share of a text's ideographs that are common in either script; wrongly decoded text shows rare ones."""
    counts = Counter(_IDEOGRAPH.findall(text))
    total = sum(counts.values())
    if total < _LEAST_IDEOGRAPHS:
        return 0.0
    characters = "".join(counts)
    simple = to_simplified(characters)
    pairs = zip(characters, simple if len(simple) == len(characters) else characters, strict=True)
    return sum(counts[own] for own, low in pairs if _is_common(low)) / total


def _is_common(character: str) -> bool:
    code = character.encode("gb2312", errors="ignore")
    return len(code) == 2 and _COMMON_LEADS[0] <= code[0] <= _COMMON_LEADS[1]


def _mostly_chinese(text: str) -> bool:
    foreign = _FOREIGN.findall(text)
    return len(_CHINESE.findall(text)) >= _LEAST_CHINESE * len(foreign)
