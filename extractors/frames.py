"""Frames: rules as data. A frame is a trigger and the slots around it that play its roles; TOML files hold them."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

import ahocorasick_rs
from pydantic import Field, ValidationError, model_validator

from schemas.base import Noun
from schemas.deal import Kind, Role
from schemas.errors import RuleError

FOLDER = Path(__file__).parent / "rules"

AGREEMENT = "agreement"
"""The kind of a frame whose object (`cloud contract`, 采购协议) decides the kind of its deals."""


class Frame(Noun):
    """One rule.

    `trigger` words are simplified Chinese or lower-case English; `roles` gives for each role the cases that may fill
    it, best first: `subject`, `object`, `object's` (it owns what follows), `owner` (it owns the trigger), `first` (the
    first company of the sentence), or the very word that marks it (向, from…). `near` words must stand in the clause
    or the next one; `without` words must not. `solo` frames need only one party. `round` frames of one sentence tell one
    funding round and share their investors. `refine` lets the object choose
    between purchase, compute and power. `union` roles take the companies of all their cases, `mutual` frames may find
    both parties in one coordination (A and B agreed to merge), and `implied = false` frames want every party said.
    `then` wants a sum right behind the trigger, `needs` one in the sentence. `ware` says in which phrase the thing
    stands that changes hands, so that it decides the kind: the verb's `object`, or what follows `for`, `with`, `of`.
    """

    id: str = Field(pattern=r"^(zh|en)-[a-z0-9-]+$")
    kind: Kind | Literal["agreement"]
    trigger: Annotated[tuple[str, ...], Field(min_length=1)]
    roles: dict[str, tuple[str, ...]]
    optional: tuple[str, ...] = ()
    voice: Literal["active", "passive", "any"] = "active"
    near: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    solo: bool = False
    refine: bool = False
    round: bool = False
    union: tuple[str, ...] = ()
    mutual: bool = False
    implied: bool = True
    needs: tuple[Literal["money", "power"], ...] = ()
    then: Literal["", "money"] = ""
    ware: Literal["", "object", "for", "on", "with", "of"] = ""
    priority: int = 50
    confidence: float = Field(default=0.8, ge=0, le=1)
    examples: Annotated[tuple[str, ...], Field(min_length=1)]
    not_examples: Annotated[tuple[str, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _roles_exist(self) -> Frame:
        allowed = {"first", "second", "asset"} if self.kind == AGREEMENT else {role.value for role in Role} | {"asset"}
        wrong = [role for role in self.roles if role not in allowed]
        if wrong:
            raise ValueError(f"unknown role {wrong[0]!r}")
        return self

    @cached_property
    def english(self) -> bool:
        """Whether the frame is for English."""
        return self.id.startswith("en-")

    @cached_property
    def ordered_roles(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The roles in the order in which they are filled: those that take the subject come last."""
        return tuple(sorted(self.roles.items(), key=lambda item: "subject" in item[1] or "first" in item[1]))


@dataclass(frozen=True, slots=True)
class FrameSet:
    """All frames with one automaton over their triggers; `by_trigger` leads from a trigger to its frames."""

    frames: tuple[Frame, ...]
    automaton: ahocorasick_rs.AhoCorasick
    by_trigger: tuple[tuple[Frame, ...], ...]
    triggers: tuple[str, ...]


class Trigger(NamedTuple):
    """A trigger word at `start:end` and the frames that it may open."""

    start: int
    end: int
    text: str
    frames: tuple[Frame, ...]


def read_frames(path: Path) -> list[Frame]:
    """The frames of one file; RuleError names the file and the rule at fault."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise RuleError(f"{path.name}: {error}") from error
    frames = []
    for number, row in enumerate(table.get("frame", []), start=1):
        try:
            frames.append(Frame(**row))
        except ValidationError as error:
            faults = "; ".join(
                f"{'.'.join(map(str, fault['loc'])) or 'frame'}: {fault['msg']}" for fault in error.errors()
            )
            raise RuleError(f"{path.name}, frame {row.get('id', f'number {number}')}: {faults}") from error
        except TypeError as error:
            raise RuleError(f"{path.name}, frame number {number}: {error}") from error
    return frames


@lru_cache(maxsize=1)
def load_frames() -> FrameSet:
    """All frames of the rules folder; an id that stands twice is a RuleError."""
    frames: list[Frame] = []
    for path in sorted(FOLDER.glob("*.toml")):
        frames.extend(read_frames(path))
    seen: set[str] = set()
    for frame in frames:
        if frame.id in seen:
            raise RuleError(f"frame {frame.id} stands twice in {FOLDER.name}")
        seen.add(frame.id)
    groups: dict[str, list[Frame]] = {}
    for frame in frames:
        for word in frame.trigger:
            groups.setdefault(word, []).append(frame)
    words = tuple(groups)
    return FrameSet(
        tuple(frames), ahocorasick_rs.AhoCorasick(words), tuple(tuple(groups[word]) for word in words), words
    )


# 投资者, 采购人, 贷款额, 出租率 name who does or how much, not a deal; 投资人民币 and 投资人工智能 do tell one.
_WHO_DOES = re.compile(r"[者额率]|人(?![民工寿和形])|级(?!别)")
_LETTER = re.compile(r"[A-Za-z]")
_PAPER = re.compile(r" (?:agreements?|orders?|contracts?|price|obligations?)\b")
"""What a purchase is no verb before."""


def find_triggers(text: str) -> list[Trigger]:
    """The triggers of a matching text in order; at one place the longest wins for each language, words end whole."""
    frames = load_frames()
    found: list[Trigger] = []
    for number, start, end in frames.automaton.find_matches_as_indexes(text.lower(), overlapping=True):
        word = frames.triggers[number]
        if word[0].isascii():
            if start and _LETTER.match(text, start - 1):
                continue
            if end < len(text) and _LETTER.match(text, end):
                continue
            if word == "purchase" and _PAPER.match(text, end):
                continue
        elif _WHO_DOES.match(text, end):
            continue
        found.append(Trigger(start, end, word, frames.by_trigger[number]))
    return sorted(found, key=lambda item: (item.start, -item.end))
