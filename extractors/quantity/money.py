"""Currencies before and behind a number, and the place's own currency for a bare 元 or $."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from corpora.lexicon import lexicon
from schemas.article import Place

_LATIN = re.compile(r"^[A-Za-z]")


@dataclass(frozen=True, slots=True)
class CurrencyGrammar:
    """Compiled spellings; each table maps a spelling (folded) to its code, `?` for the place's own currency."""

    before: re.Pattern[str]
    after: re.Pattern[str]
    english: re.Pattern[str]
    codes: dict[str, str]
    last: frozenset[str]
    """The characters that a spelling before a number may end with."""


def _alternatives(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


@lru_cache(maxsize=1)
def grammar() -> CurrencyGrammar:
    """The currency grammar from `currencies.toml`."""
    table = lexicon("currencies")
    local = table["local"]
    codes: dict[str, str] = {}
    before: list[str] = [*local["before_dollar"], *local["before_yen"]]
    after: list[str] = list(local["after"])
    english: list[str] = []
    for row in table["currency"]:
        for key, words in (("before", before), ("after", after), ("english", english)):
            words.extend(row.get(key, []))
            codes.update({f"{key}:{word.lower()}": row["code"] for word in row.get(key, [])})
    for word in local["before_dollar"]:
        codes[f"before:{word}"] = "$"
    for word in local["before_yen"]:
        codes[f"before:{word}"] = "¥"
    for word in local["after"]:
        codes[f"after:{word}"] = "?"
    return CurrencyGrammar(
        before=re.compile(
            rf"(?P<sign>(?<![0-9A-Za-z%])-|负|minus )?(?<![A-Za-z])(?P<code>{_alternatives(before)}) ?(?P<inner>-)?$"
        ),
        after=re.compile(rf"(?:{_alternatives(after)})"),
        english=re.compile(rf"[ -](?P<code>{_alternatives(english)})(?![A-Za-z])", re.IGNORECASE),
        codes=codes,
        last=frozenset(word[-1] for word in before),
    )


_NOT_YUAN = re.compile(r"元(?:件|素|年|老|首|宇|旦|月|帅|勋|凶|代|祖|气|组|曲|朝|配|婴)")


def currency_before(text: str, start: int) -> tuple[int, str, bool] | None:
    """Where a currency that ends at `start` begins, its code, and whether a minus stands before it."""
    last = start - 1 - (text[start - 1 : start] == "\n")  # where $ matches, too
    last -= text[last : last + 1] == "-"
    last -= text[last : last + 1] == " "
    if last < 0 or text[last] not in grammar().last:
        return None
    match = grammar().before.search(text, max(0, start - 16), start)
    if match is None:
        return None
    first = match.start()
    return first, grammar().codes[f"before:{match['code'].lower()}"], bool(match["sign"] or match["inner"])


def currency_after(text: str, end: int) -> tuple[int, str] | None:
    """Where a currency that begins at `end` ends, and its code."""
    position = end + 1 if text[end : end + 1] == " " else end
    match = grammar().after.match(text, position)
    if match and not (match[0] == "元" and _NOT_YUAN.match(text, position)):
        if _LATIN.match(match[0]) and _LATIN.match(text[match.end() : match.end() + 1]):
            return None
        return match.end(), grammar().codes[f"after:{match[0].lower()}"]
    if text[end : end + 1] not in (" ", "-"):
        return None
    match = grammar().english.match(text, end) or (
        grammar().english.match(text, end + 3) if text.startswith(" of", end) else None
    )
    if match:
        return match.end(), grammar().codes[f"english:{match['code'].lower()}"]
    return None


def resolve(code: str, place: Place | None) -> str:
    """The ISO code behind `?` (bare 元), `$` and `¥` in an article of `place` (None: an English text)."""
    local: dict[str, str] = lexicon("currencies")["local"]
    if code == "?":
        return local[place.value] if place else "CNY"
    if code == "$":
        return "USD"
    if code == "¥":
        return "CNY" if place in (Place.MAINLAND, Place.HONG_KONG) else "JPY"
    return code
