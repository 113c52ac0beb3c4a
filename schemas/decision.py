"""Decisions: what a person ruled of a deal, a mention or a company, never altered once written."""

from __future__ import annotations

import datetime
from enum import StrEnum
from typing import Any

from pydantic import Field, model_validator

from schemas.base import Noun


class Action(StrEnum):
    """What a person may decide."""

    ACCEPT = "accept"
    REJECT = "reject"
    EDIT = "edit"
    MERGE = "merge"
    SPLIT = "split"
    DISTINCT = "distinct"
    COMMENT = "comment"
    UNDO = "undo"
    CONFIRM_COMPANY = "confirm-company"
    RENAME_COMPANY = "rename-company"
    MERGE_COMPANIES = "merge-companies"
    SPLIT_COMPANY = "split-company"
    PARENT_COMPANY = "parent-company"


COMPANY_ACTIONS = frozenset(
    {
        Action.CONFIRM_COMPANY,
        Action.RENAME_COMPANY,
        Action.MERGE_COMPANIES,
        Action.SPLIT_COMPANY,
        Action.PARENT_COMPANY,
    }
)


class Anchor(Noun):
    """A mention that a decision speaks of, so told that it is found again in a database built anew.

    `uid` is its name in the database where the decision was made.
    """

    uid: str
    doc_id: str
    kind: str
    parties: tuple[str, ...] = ()
    quote: str


class Decision(Noun):
    """One decision.

    `mentions` are those that it is about: a deal's at that time, or the one mention of `scope` mention. `others` are
    the other deal's (merge, distinct) or those that leave (split). `keeps` says which part of a split keeps the id:
    those that stay, or those that leave. `value` and `before` are JSON: of an edit the new and the old value of
    `field`.
    """

    id: str = Field(pattern=r"^R-[A-Z2-7]{10,}$")
    at: datetime.datetime
    by: str = Field(min_length=1, max_length=200)
    action: Action
    why: str = Field(default="", max_length=10_000)
    scope: str = Field(default="deal", pattern="^(deal|mention|company|decision)$")
    deal_id: str | None = None
    other_id: str | None = None
    mentions: tuple[Anchor, ...] = ()
    others: tuple[Anchor, ...] = ()
    keeps: str = Field(default="stay", pattern="^(stay|leave)$")
    field: str | None = None
    value: Any = None
    before: Any = None
    company: str | None = None
    other_company: str | None = None
    name: str | None = None
    undoes: str | None = None

    @model_validator(mode="after")
    def _complete(self) -> Decision:
        if self.at.tzinfo is None:
            raise ValueError("the time of a decision needs its zone")
        wanted = {
            Action.EDIT: ("field",),
            Action.MERGE: ("others",),
            Action.DISTINCT: ("others",),
            Action.SPLIT: ("others",),
            Action.UNDO: ("undoes",),
            Action.CONFIRM_COMPANY: ("company",),
            Action.RENAME_COMPANY: ("company", "name"),
            Action.MERGE_COMPANIES: ("company", "other_company"),
            Action.SPLIT_COMPANY: ("company", "name"),
            Action.PARENT_COMPANY: ("company",),
        }
        for name in wanted.get(self.action, ()):
            if not getattr(self, name):
                raise ValueError(f"a decision to {self.action} needs {name}")
        return self
