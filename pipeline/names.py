"""What the names of a company that no gazetteer knows tell: the name within a legal name, and names told together.

An article that writes 雲梯智能（CloudLadder AI） says that both are one company's: what others call by either name is
that company too. Words that stand for any party (the buyer, 目標公司) say nothing.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from pipeline.resolve import PROVISIONAL, Companies, CompanyRulings, company_ids, identify, normal_name, simplified
from schemas.deal import Party

_FILE = Path(__file__).parents[1] / "corpora" / "lexicons" / "generic_names.toml"
_LEAST_CORE = 3
_LEAST = 2


@lru_cache(maxsize=100_000)
def own_names(party: Party) -> frozenset[str]:
    """The normalised names of a party that tell who it is."""
    names: set[str] = set()
    for name in (party.name, *party.aliases):
        plain = normal_name(name)
        if len(plain) >= _LEAST and plain not in _generic():
            names.add(plain)
            names.update(core_name(name))
    return frozenset(names)


def learnable(party: Party) -> frozenset[str]:
    """The names by which a company that no gazetteer knows is known from then on; none of a known company."""
    if identify(party).known:
        return frozenset()
    return frozenset(name for name in own_names(party) if not company_ids(name))


def core_name(name: str) -> tuple[str, ...]:
    """The name proper within a Chinese legal name: 星曜智算 of 深圳市星曜智算科技有限公司; nothing of other names."""
    match = _legal().match(simplified(name).strip())
    if match is None or len(match["core"]) < _LEAST_CORE:
        return ()
    return (match["core"].casefold(),)


def told_together(parties: Iterable[Party]) -> Companies:
    """Companies as the gazetteer knows them, and others by what their own names tell."""
    home: dict[str, str] = {}

    def find(name: str) -> str:
        while home.setdefault(name, name) != name:
            home[name] = home[home[name]]
            name = home[name]
        return name

    for party in set(parties):
        names = sorted(learnable(party))
        for name in names[1:]:
            first, second = sorted((find(names[0]), find(name)))
            home[second] = first
    return Companies(CompanyRulings(names={name: PROVISIONAL + find(name) for name in list(home)}))


@lru_cache(maxsize=1)
def _words() -> dict[str, list[str]]:
    return dict(tomllib.loads(_FILE.read_text(encoding="utf-8")))


@lru_cache(maxsize=1)
def _generic() -> frozenset[str]:
    return frozenset(normal_name(word) for word in _words()["generic"]) | frozenset(_words()["generic"])


@lru_cache(maxsize=1)
def _legal() -> re.Pattern[str]:
    words = _words()

    def either(name: str) -> str:
        return "|".join(sorted(words[name], key=len, reverse=True))

    return re.compile(
        rf"^(?:(?:{either('places')})(?:省|市)?){{0,2}}(?P<core>.+?)(?:{either('trades')})?(?:{either('forms')})$"
    )
