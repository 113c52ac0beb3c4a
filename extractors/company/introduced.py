"""Names that the article itself introduces: X（下称「Y」）, X (the "Company"), 芝浦电子(Shibaura Electronics)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_QUOTED = r"[\"“”「『‘'](?P<{0}>[^\"“”」』’']{{1,24}})[\"”“」』’']"
_DEFINED = re.compile(
    rf"[(（][^()（）]{{0,24}}?(?:以下统?简?称|下称|简称|以下合称|统称|又称"
    rf"|hereinafter|hereafter|collectively|together,?|the|or|,)?(?:为|as|referred to as| )*{_QUOTED.format('first')}"
    rf"(?:(?:或|、|and|or|, ?| )+(?:the )?{_QUOTED.format('second')})?[)）]"
)
_PLAIN = re.compile(r"[(（](?:以下简称|下称|简称|以下称)[:：]?(?P<name>[^()（）\"“「,，]{2,12})[)）]")
_BRACKET = re.compile(r" ?[(（](?:原名|又名|前身为|formerly |f/k/a )?(?P<name>[^()（）,，;；:：\"“「]{2,40})[)）]")
_ACRONYM = re.compile(r"^[A-Z][A-Za-z&]{1,7}$")
_COMPANY_ITSELF = re.compile(
    r"^(?:本|贵)?(?:公司|集团|本行|发行人)$|^(?:the )?(?:Company|Group|Issuer|Corporation)$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Introduced:
    """A further name at `start:end`, given to the company whose name ends at `owner_end`."""

    start: int
    end: int
    name: str
    owner_end: int
    generic: bool


def find_introduced(text: str) -> Iterator[Introduced]:
    """Brackets that define names; `generic` for roles such as 公司 and the Company, which are no names."""
    for match in _DEFINED.finditer(text):
        for group in ("first", "second"):
            if match[group]:
                name = match[group].removeprefix("the ")
                yield Introduced(*match.span(group), name, match.start(), bool(_COMPANY_ITSELF.match(name)))
    for match in _PLAIN.finditer(text):
        yield Introduced(*match.span("name"), match["name"], match.start(), bool(_COMPANY_ITSELF.match(match["name"])))


def find_brackets(text: str) -> Iterator[tuple[int, int, int, str]]:
    """Plain brackets behind a name: where the bracket opens, and the start, end and text of what it holds."""
    for match in _BRACKET.finditer(text):
        opened = match.start()
        yield opened, match.start("name"), match.end("name"), match["name"]


def is_acronym_of(short: str, name: str) -> bool:
    """Whether `KDP` may stand for `Keurig Dr Pepper`: capitals that open its words, in order."""
    if not _ACRONYM.match(short):
        return False
    initials = "".join(word[0] for word in re.split(r"[\s-]+", name) if word and word[0].isalpha()).upper()
    letters = short.upper()
    position = 0
    for letter in letters:
        position = initials.find(letter, position) + 1
        if position == 0:
            return letters[0] == name[:1].upper() and letters[:2] == name[:2].upper()
    return True
