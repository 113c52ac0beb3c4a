"""Merged deals: one real-world deal with the value shown for each field and every source's own claim beside it."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from pydantic import Field

from schemas.article import Language
from schemas.base import Noun
from schemas.deal import DealMention, Kind, Party, Status
from schemas.quantity import Money, PartialDate, Power, Terms


class Standing(StrEnum):
    """What stands behind a claim, the weightiest first."""

    RELEASE = "company release"
    REPORT = "report"
    RUMOUR = "rumour"


class Review(StrEnum):
    """What people said of a deal or a mention; `partly` is a deal of which they have not seen every mention."""

    OPEN = "open"
    ACCEPTED = "accepted"
    PARTLY = "partly"
    REJECTED = "rejected"


class Claim(Noun):
    """What one article says of a deal.

    `reasons` tell why it was merged with the others; articles with the same `copies` are copies of one another; `uid`
    is the mention's name in decisions; `mention` is as people edited it.
    """

    doc_id: str
    position: int = Field(ge=0, description="the mention's order in its article")
    language: Language
    title: str = ""
    url: str | None = None
    published: PartialDate | None = None
    mention: DealMention
    reasons: tuple[str, ...] = ()
    uid: str = ""
    copies: str = ""
    review: Review = Review.OPEN


class Happening(StrEnum):
    """What happened to a deal: a status that it reached, or a change of its size; a plan never agreed lapses."""

    RUMOURED = "rumoured"
    PLANNED = "planned"
    AGREED = "agreed"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    LAPSED = "lapsed"
    CUT = "cut"
    RAISED = "raised"


class Event(Noun):
    """One step in a deal's life; `amount` is its size from then on where that is told, `doc_ids` who told of it
    first.
    """

    day: PartialDate | None = None
    what: Happening
    amount: Money | None = None
    doc_ids: tuple[str, ...] = ()


class Alternative(Noun):
    """A value of a field that some claims state: JSON `value`, how many independent sources, and their articles."""

    value: Any
    sources: int
    doc_ids: tuple[str, ...]
    standing: Standing = Standing.REPORT


class Deal(Noun):
    """A deal merged from claims; each field shows the value chosen among them, `chosen_by` names the rule for it.

    A party of a kind's own roles is shown in its role; the roles of claims of another kind are brought to it.
    `history` is its life in order of days, `alternatives` all values of the fields on which claims differ, the shown
    one first, `conflicts` the fields on which claims of the best standing differ, `edited` the decision behind a
    field that a person set.
    """

    kind: Kind
    parties: tuple[Party, ...] = Field(min_length=1)
    amount: Money | None = None
    power: Power | None = None
    terms: Terms = Terms()
    status: Status
    announced: PartialDate | None = None
    quote: str = Field(min_length=1)
    confidence: float = Field(ge=0, le=1)
    languages: tuple[Language, ...]
    sources: int = Field(ge=1, description="the number of articles")
    independent: int = Field(default=1, ge=1, description="the number of articles, copies counted once")
    latest: PartialDate | None = Field(default=None, description="the newest day an article of it was published")
    chosen_by: dict[str, str] = Field(default_factory=dict)
    history: tuple[Event, ...] = ()
    alternatives: dict[str, tuple[Alternative, ...]] = Field(default_factory=dict)
    conflicts: tuple[str, ...] = ()
    edited: dict[str, str] = Field(default_factory=dict)
    review: Review = Review.OPEN
