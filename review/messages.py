"""The words of the interface: gettext catalogues, compiled in memory when they are first needed.

The English words stand in the code; `locale/en.po` has words for the names of data alone, such as `terms.years`.
`locale/zh_Hant.po` is written by people, `locale/zh_Hans.po` is made of it (`python -m review.simplify`).
"""

from __future__ import annotations

import ast
import gettext
import io
import struct
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

LANGUAGES = {"en": "English", "zh-Hant": "繁體中文", "zh-Hans": "简体中文"}
LOCALE = Path(__file__).parent / "locale"


@dataclass(frozen=True, slots=True)
class Words:
    """The interface in one language."""

    language: str
    _catalogue: gettext.NullTranslations

    def __call__(self, message: str, **values: Any) -> str:
        """A message in this language, with its values filled in."""
        told = self._catalogue.gettext(message)
        return told % values if values else told

    def count(self, one: str, many: str, number: int, **values: Any) -> str:
        """A message about a number of things, which it names as `%(number)s`."""
        told = self._catalogue.ngettext(one, many, number)
        return told % {"number": f"{number:,}", **values}


@lru_cache(maxsize=8)
def words(language: str) -> Words:
    """The words of a language; English for one that there is none of."""
    if language not in LANGUAGES:
        language = "en"
    entries = read_po((LOCALE / f"{language.replace('-', '_')}.po").read_text(encoding="utf-8"))
    return Words(language, gettext.GNUTranslations(io.BytesIO(compile_mo(entries))))


def preferred(header: str) -> str:
    """The language that a browser asks for (Accept-Language), of those that there are."""
    ranked: list[tuple[float, int, str]] = []
    for number, part in enumerate(header.split(",")[:20]):
        name, _, quality = part.strip().partition(";q=")
        try:
            ranked.append((-float(quality or 1), number, name.strip().lower()))
        except ValueError:
            continue
    for _, _, name in sorted(ranked):
        if name.startswith("en"):
            return "en"
        if name.startswith("zh"):
            traditional = any(part in {"hant", "tw", "hk", "mo"} for part in name.split("-"))
            return "zh-Hant" if traditional else "zh-Hans"
    return "en"


def read_po(text: str) -> dict[str, str]:
    """The messages of a .po file with their translations; of plurals `one NUL many` with `one NUL many`."""
    entries: dict[str, str] = {}
    for block in text.replace("\r\n", "\n").split("\n\n"):
        parts: dict[str, str] = {}
        current = ""
        for line in block.splitlines():
            if line.startswith("#"):
                continue
            if not line.startswith('"'):
                current, _, line = line.partition(" ")
            parts[current] = parts.get(current, "") + ast.literal_eval(line)
        if "msgid" not in parts:
            continue
        if "msgid_plural" in parts:
            forms = [parts[name] for name in sorted(parts) if name.startswith("msgstr[")]
            if all(forms):
                entries[f"{parts['msgid']}\0{parts['msgid_plural']}"] = "\0".join(forms)
        elif parts.get("msgstr"):
            entries[parts["msgid"]] = parts["msgstr"]
    return entries


def compile_mo(entries: dict[str, str]) -> bytes:
    """A catalogue as GNU gettext's binary .mo file, in the machine's byte order."""
    pairs = sorted((message.encode(), told.encode()) for message, told in entries.items())
    count = len(pairs)
    keys, values = 28, 28 + 8 * count
    at = 28 + 16 * count
    tables: list[list[int]] = [[], []]
    body = b""
    for side in (0, 1):
        for pair in pairs:
            tables[side] += [len(pair[side]), at + len(body)]
            body += pair[side] + b"\0"
    header = struct.pack("=7I", 0x950412DE, 0, count, keys, values, 0, 0)
    return header + b"".join(struct.pack(f"={2 * count}I", *table) for table in tables) + body
