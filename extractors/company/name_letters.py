"""How often a character opens, follows or ends the Chinese names of the gazetteer: what names are made of."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

from corpora.gazetteer import load_companies
from extractors.normal_text import to_simplified

_CHINESE = re.compile(r"[\u3400-\u9fff]{2,12}\Z")


class Letters(NamedTuple):
    """For each character or pair, the power of two of how many listed names have it in that place."""

    first: dict[str, int]
    second: dict[str, int]
    last: dict[str, int]
    pair: dict[str, int]


@lru_cache(maxsize=1)
def chinese_names() -> tuple[str, ...]:
    """The Chinese names of the gazetteer, in simplified characters and in order."""
    names = [alias.text for company in load_companies() for alias in company.aliases]
    return tuple(sorted({name for name in to_simplified("\n".join(names)).split("\n") if _CHINESE.match(name)}))


def uncounted_names() -> list[str]:
    """The names that `letters` leaves out: for these it says no more than for a name that nobody listed."""
    return [name for name in chinese_names() if not crc32(name.encode()) % 2]


@lru_cache(maxsize=1)
def letters() -> Letters:
    """The counts of every other Chinese name of the gazetteer, counted once."""
    written = [name for name in chinese_names() if crc32(name.encode()) % 2]
    rows = (
        Counter(name[0] for name in written),
        Counter(name[1] for name in written),
        Counter(name[-1] for name in written),
        Counter(name[:2] for name in written),
    )
    return Letters(*({key: count.bit_length() for key, count in row.items()} for row in rows))
