"""Cues: words that make a sentence no deal, say how far a deal has come, or mark a sum that is no deal's amount."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

from pydantic import ValidationError

from corpora.lexicon import lexicon
from extractors.slots import MaskedSentence
from schemas.base import Noun
from schemas.deal import Status
from schemas.errors import RuleError

FOLDER = Path(__file__).parent / "cues"


class Cue(Noun):
    """One cue rule: regular expressions (`words`), what they say (`category`) and how far they reach (`scope`)."""

    id: str
    category: str
    scope: Literal["clause", "before", "sentence", "paragraph", "line"]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A cue with its patterns; where `small`, the English one wants a text in small letters, which is searched faster."""

    cue: Cue
    chinese: re.Pattern[str] | None
    english: re.Pattern[str] | None
    small: bool


class CueHit(NamedTuple):
    """A cue found at `start:end` of the matching text."""

    cue: Cue
    start: int
    end: int


_CHINESE = re.compile(r"[\u3400-\u9fff]")


def _joined(words: tuple[str, ...], *, chinese: bool) -> re.Pattern[str] | None:
    """The expressions of one language as one pattern: a sentence is in one of the two and is searched once."""
    chosen = [word for word in words if bool(_CHINESE.search(word)) is chinese]
    if not chosen:
        return None
    flags = re.NOFLAG if not chinese and _small(words) else re.IGNORECASE
    if chinese or not all(word.startswith("\\b") or word[0].isalpha() for word in chosen):
        return re.compile("|".join(chosen), flags)
    # one \b before all words: the search tries them only where a word begins
    return re.compile(r"\b(?:" + "|".join(word.removeprefix("\\b") for word in chosen) + ")", flags)


def _small(words: tuple[str, ...]) -> bool:
    """Whether the English expressions ask for small letters alone (escapes such as \\W are no capitals)."""
    return not any(_CAPITAL.search(word) for word in words if not _CHINESE.search(word))


_CAPITAL = re.compile(r"(?<!\\)[A-Z]")


@lru_cache(maxsize=2)
def _lowered(text: str) -> str:
    """A text in small letters, every position kept."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(small if len(small := character.lower()) == 1 else character for character in text)


@lru_cache(maxsize=4)
def load_cues(name: str) -> tuple[_Compiled, ...]:
    """The cues of one file (`drop`, `status`); RuleError names the file and the cue."""
    path = FOLDER / f"{name}.toml"
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8")).get("cue", [])
        cues = [Cue(**row) for row in rows]
        return tuple(
            _Compiled(cue, _joined(cue.words, chinese=True), _joined(cue.words, chinese=False), _small(cue.words))
            for cue in cues
        )
    except (OSError, tomllib.TOMLDecodeError, ValidationError, re.error) as error:
        raise RuleError(f"{path.name}: {error}") from error


def find_cues(name: str, masked: MaskedSentence, only: frozenset[str] = frozenset()) -> list[CueHit]:
    """The cues of one file in a sentence; `only` those of some categories, where any are given."""
    text, start, end = masked.text, masked.sentence.start, masked.sentence.end
    chinese = bool(_CHINESE.search(text, start, end))
    small = text if chinese else _lowered(text)
    hits: list[CueHit] = []
    for compiled in load_cues(name):
        pattern = compiled.chinese if chinese else compiled.english
        if pattern is None or (only and compiled.cue.category not in only):
            continue
        first, last = _line(text, start, end) if compiled.cue.scope == "line" else (start, end)
        for match in pattern.finditer(small if compiled.small else text, first, last):
            hits.append(CueHit(compiled.cue, match.start(), match.end()))
    return hits


def _line(text: str, start: int, end: int) -> tuple[int, int]:
    """The line that holds a sentence, at most fifteen hundred characters to each side."""
    first, last = max(0, start - 1_500), min(len(text), end + 1_500)
    behind = text.find("\n", end - 1, last)
    return text.rfind("\n", first, start) + 1 or first, behind if behind >= 0 else last


def reaches(hit: CueHit, masked: MaskedSentence, clause: int) -> bool:
    """Whether a cue's scope holds the clause of a trigger."""
    own = masked.sentence.clause_of(hit.end - 1)
    if hit.cue.scope == "clause":
        return own == clause
    if hit.cue.scope == "before":
        return own <= clause <= own + 1
    return True


@lru_cache(maxsize=1)
def _figures() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """What may stand before a sum, the Chinese part of it, and what may stand behind."""
    table = lexicon("figures")
    chinese = [word for word in table["before"] if _CHINESE.search(word)]
    before, own, after = (
        re.compile("|".join(words), re.IGNORECASE) for words in (table["before"], chinese, table["after"])
    )
    return before, own, after


_LETTER = re.compile(r"[A-Za-z]")


def is_figure(text: str, start: int, end: int, floor: int) -> bool:
    """Whether the sum at `start:end` is a valuation, revenue, cost or the like; `floor` is where its sentence begins."""
    return _leads_to_figure(text[max(floor, start - 90) : start]) or bool(_figures()[2].match(text, end))


@lru_cache(maxsize=1_000)
def _leads_to_figure(window: str) -> bool:
    """Whether words before a sum make it a figure; a sum is asked about by each deal that may be for it."""
    either, chinese, _ = _figures()
    # letters or characters must stand before it: a row of sums has neither, and Chinese needs no English words
    before = either if _LETTER.search(window) else chinese if _CHINESE.search(window) else None
    return before is not None and bool(before.search(window))


_STRENGTH = ("cancelled", "rumoured", "completed", "planned", "agreed")


_MODAL = re.compile(
    r"可以|可能|或(?!者)|若|恐|一旦|不得|无法|避免|有权|如|\b(?:may|might|could|if|unless|can|would|unable|cannot|without)\b",
    re.IGNORECASE,
)


def certain(hit: CueHit, masked: MaskedSentence) -> bool:
    """Whether a cue stands outside a mere possibility (甚至可能取消, could be cancelled)."""
    return not _MODAL.search(masked.text, max(masked.sentence.start, hit.start - 40), hit.start)


def status_of(
    hits: list[CueHit], masked: MaskedSentence, clause: int, own_subject: bool = False
) -> tuple[Status, CueHit | None]:
    """The status that the cues of a sentence give to a deal told in `clause`; agreed where nothing is said."""
    hits = [hit for hit in hits if hit.cue.category not in ("cancelled", "completed") or certain(hit, masked)]
    gone = next(
        (hit for hit in hits if hit.cue.category == "cancelled" and masked.sentence.clause_of(hit.start) >= clause),
        None,
    )
    if gone is not None:
        return Status.CANCELLED, gone
    for reach in (0, 1, len(masked.sentence.clauses)):
        for category in _STRENGTH:
            for hit in hits:
                step = masked.sentence.clause_of(hit.start) - clause
                near = abs(step) <= reach and not (own_subject and step < 0 and hit.cue.scope == "clause")
                wide = hit.cue.scope == "sentence" and reach > 1
                if hit.cue.category == category and near and (hit.cue.scope == "clause" or reach <= 1 or wide):
                    return Status(category), hit
    return Status.AGREED, None
