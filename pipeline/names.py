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
_LATIN_WORD = re.compile(r"[a-z0-9][a-z0-9&'-]*")
_CHINESE = re.compile(r"[\u3400-\u9fff]+")
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


@lru_cache(maxsize=100_000)
def heads(party: Party) -> frozenset[str]:
    """The beginnings of a party's names by which a longer and a shorter form of one name are found.

    A Latin name's first word, or its first two where many names begin so; the first two characters of a Chinese name
    behind its place.
    """
    return frozenset(head for name in (party.name, *party.aliases) if (head := _head(name)))


def _head(name: str) -> str:
    plain = simplified(name).casefold()
    words: list[str] = _LATIN_WORD.findall(plain)
    if words:
        return words[0] + words[1] if words[0] in _words_of("heads") and len(words) > 1 else words[0]
    chinese = "".join(_CHINESE.findall(plain))
    own = _leading_place().sub("", chinese)
    return (own if len(own) >= _LEAST else chinese)[:_LEAST]


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
        for name in names:
            first, second = sorted((find(names[0]), find(name)))
            home[second] = first
    return Companies(CompanyRulings(names={name: PROVISIONAL + find(name) for name in list(home)}))


@lru_cache(maxsize=1)
def _words() -> dict[str, list[str]]:
    return dict(tomllib.loads(_FILE.read_text(encoding="utf-8")))


@lru_cache(maxsize=8)
def _words_of(name: str) -> frozenset[str]:
    return frozenset(_words()[name])


@lru_cache(maxsize=1)
def _leading_place() -> re.Pattern[str]:
    places = "|".join(sorted(_words()["places"], key=len, reverse=True))
    return re.compile(rf"^(?:(?:{places})(?:省|市)?){{1,2}}")


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
