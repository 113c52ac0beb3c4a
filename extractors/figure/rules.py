"""The rules by which company figures are found: rules.toml, checked as it is read."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated, NamedTuple

from pydantic import Field, ValidationError

from schemas.base import Noun
from schemas.errors import RuleError
from schemas.figure import Measure

FILE = Path(__file__).parent / "rules.toml"
ARROW = " => "
_CHINESE = re.compile(r"[\u3400-\u9fff]")


class FigureRule(Noun):
    """One rule: `words` name the measure, `between` lets the company stand between word and value."""

    id: str = Field(pattern=r"^(zh|en)-[a-z-]+$")
    measure: Measure
    words: Annotated[tuple[str, ...], Field(min_length=1)]
    between: bool = False
    examples: Annotated[tuple[str, ...], Field(min_length=1)]
    not_examples: Annotated[tuple[str, ...], Field(min_length=1)]


class Shared(Noun):
    """What all rules of a language share; the regular expressions are told in rules.toml.

    `longest` is how many characters may stand between word and value, `breaks` ends the reach of a word, `change` and
    `after_change` tell a change and no level, `adjoining` is what may stand between a value and a word behind it,
    `segment` before a word makes it a part's figure, `expected` makes it no fact, `lead` denies it, `condition` before it
    makes it a mere possibility, `continues` leads
    to the next company's figure and `continued` from that company to it.
    """

    longest: int
    breaks: str
    change: str
    after_change: str
    adjoining: str
    segment: str
    expected: str
    lead: str
    condition: str
    continues: str
    continued: str


class Hit(NamedTuple):
    """A word of a rule at `start:end` of the matching text."""

    rule: FigureRule
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Language:
    """The rules of a language, compiled."""

    rules: tuple[tuple[FigureRule, re.Pattern[str]], ...]
    any_word: re.Pattern[str]
    longest: int
    breaks: re.Pattern[str]
    change: re.Pattern[str]
    after_change: re.Pattern[str]
    adjoining: re.Pattern[str]
    segment: re.Pattern[str]
    expected: re.Pattern[str]
    lead: re.Pattern[str]
    condition: re.Pattern[str]
    continues: re.Pattern[str]
    continued: re.Pattern[str]

    def hits(self, text: str, start: int, end: int) -> list[Hit]:
        """The words in a sentence, in order; of two that overlap the longer."""
        if self.any_word.search(text, start, end) is None:
            return []
        found = [
            Hit(rule, match.start(), match.end())
            for rule, pattern in self.rules
            for match in pattern.finditer(text, start, end)
        ]
        chosen: list[Hit] = []
        for hit in sorted(found, key=lambda hit: (hit.start - hit.end, hit.start)):
            if all(hit.end <= other.start or other.end <= hit.start for other in chosen):
                chosen.append(hit)
        return sorted(chosen, key=lambda hit: hit.start)


def read_rules(path: Path = FILE) -> tuple[list[FigureRule], dict[str, Shared]]:
    """The rules of a file and what each language's share.

    Raises:
        RuleError: If it does not fit; the text names the file and the rule.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        shared = {name: Shared(**table[name]) for name in ("zh", "en")}
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RuleError(f"{path.name}: {error}") from error
    except (KeyError, ValidationError) as error:
        raise RuleError(f"{path.name}: [zh] and [en] do not fit: {error}") from error
    rules = []
    for number, row in enumerate(table.get("figure", []), start=1):
        try:
            rules.append(FigureRule(**row))
        except ValidationError as error:
            raise RuleError(f"{path.name}, figure {row.get('id', f'number {number}')}: {error}") from error
    return rules, shared


@lru_cache(maxsize=1)
def languages() -> dict[bool, Language]:
    """The rules, by whether they are for Chinese."""
    rules, shared = read_rules()
    return {chinese: _compiled(rules, shared["zh" if chinese else "en"], chinese) for chinese in (True, False)}


def is_chinese(text: str, start: int, end: int) -> bool:
    """Whether a sentence has Chinese characters."""
    return _CHINESE.search(text, start, end) is not None


def _compiled(rules: list[FigureRule], shared: Shared, chinese: bool) -> Language:
    own = [rule for rule in rules if rule.id.startswith("zh") is chinese]
    try:
        words = [(rule, _either(rule.words, chinese)) for rule in own]
        told = {name: re.compile(value, re.IGNORECASE) for name, value in shared if name != "longest"}
        return Language(
            rules=tuple(words),
            any_word=_either([word for rule in own for word in rule.words], chinese),
            longest=shared.longest,
            **told,
        )
    except re.error as error:
        raise RuleError(f"{FILE.name}: {error}") from error


def _either(words: tuple[str, ...] | list[str], chinese: bool) -> re.Pattern[str]:
    joined = "|".join(words)
    # A company is known by its capital, so only Chinese words and their few Latin letters are sought in any case.
    return re.compile(joined if chinese else rf"\b(?:{joined})\b", re.IGNORECASE if chinese else re.NOFLAG)
