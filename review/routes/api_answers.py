"""What the API answers, as its description tells it: records of deals, companies, mentions, decisions and the money."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, Field

from schemas.deal import Kind, Role, Status
from schemas.merged import Review

Record = dict[str, Any]


class Fault(BaseModel):
    """Why there is no other answer: a sentence, or what is wrong with which part of the request."""

    detail: str | list[Record]


class Pages(BaseModel):
    """A page of something, of how many."""

    total: int = Field(ge=0)
    page: int = Field(ge=1)
    pages: int = Field(ge=1)


class PartyEntry(BaseModel):
    """A company in a deal; `company_id` is null where it is only a name."""

    name: str
    role: Role
    company_id: str | None


class DealEntry(BaseModel):
    """A deal as lists tell it."""

    id: str
    version: int
    kind: Kind
    status: Status
    review: Review
    day: str | None
    amount: Record | None
    usd: float | None
    gigawatts: float | None
    parties: list[PartyEntry]
    sources: int
    languages: list[str]
    conflicts: list[str]
    confidence: float = Field(ge=0, le=1)


class DealsAnswer(Pages):
    """Deals."""

    deals: list[DealEntry]


class DealAnswer(BaseModel):
    """A deal as it is merged, with what each article says of it."""

    id: str
    version: int
    deal: Record
    claims: list[Record]
    aliases: list[str]


class CompanyEntry(BaseModel):
    """A company; `group` is its topmost owner, `provisional` one that is known by its name alone."""

    id: str
    name: str
    provisional: bool
    mentions: int
    names: list[str]
    group: str


class CompaniesAnswer(Pages):
    """Companies."""

    companies: list[CompanyEntry]


class ItemEntry(BaseModel):
    """Something that a person may decide: a mention, or whether two deals are one."""

    key: str
    what: Literal["mention", "merge"]
    uid: str | None
    deal_id: str
    other_id: str | None
    weight: float
    confidence: float
    state: str
    source: str
    day: str


class MentionsAnswer(Pages):
    """What the queue holds."""

    mentions: list[ItemEntry]


class DecisionsAnswer(Pages):
    """The log of decisions."""

    decisions: list[Record]


class DecidedAnswer(BaseModel):
    """A decision that was made, and the ids of deals that are new, changed or gone by it."""

    decision: Record
    known: bool
    new: list[str]
    changed: list[str]
    gone: list[str]


class LoopsAnswer(BaseModel):
    """Loops of money, the surest and largest first; `cut` says what limits left out."""

    total: int
    loops: list[Record]
    cut: str | None


class LegEntry(BaseModel):
    """What one company pays another; `usd` is a ceiling where only such are told."""

    payer: str
    payer_name: str
    receiver: str
    receiver_name: str
    standing: Literal["firm", "planned", "rumoured"]
    usd: float | None
    ceiling: bool
    sums: Record
    deals: list[str]


class GraphAnswer(BaseModel):
    """Who pays whom, the surest and largest first; `left_out` counts the deals that are no payment, by reason."""

    total: int
    legs: list[LegEntry]
    left_out: dict[str, int]


class CommitmentsAnswer(BaseModel):
    """What companies promised to pay and were promised."""

    total: int
    companies: list[Record]


class RunsAnswer(BaseModel):
    """What crawls did, the last first."""

    runs: list[Record]


FAULTS: dict[int | str, dict[str, Any]] = {
    status: {"model": Fault, "description": description}
    for status, description in (
        (400, "It makes no sense; `detail` says why."),
        (401, "No token, or one that is not known."),
        (403, "This needs another role, or a form that is ours."),
        (404, "There is no such thing."),
        (409, "It has changed since it was looked at."),
    )
}
"""The answers of every operation that are no success."""
