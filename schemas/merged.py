"""Merged deals: one real-world deal with the value shown for each field and every source's own claim beside it."""

from __future__ import annotations

from pydantic import Field

from schemas.article import Language
from schemas.base import Noun
from schemas.deal import DealMention, Kind, Party, Status
from schemas.quantity import Money, PartialDate, Power, Terms


class Claim(Noun):
    """What one article says of a deal; `reasons` tell why it was merged with the others."""

    doc_id: str
    position: int = Field(ge=0, description="the mention's order in its article")
    language: Language
    title: str = ""
    url: str | None = None
    published: PartialDate | None = None
    mention: DealMention
    reasons: tuple[str, ...] = ()


class Deal(Noun):
    """A deal merged from claims; each field shows the value chosen among them, `chosen_by` names the rule for it.

    A party of a kind's own roles is shown in its role; the roles of claims of another kind are brought to it.
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
    latest: PartialDate | None = Field(default=None, description="the newest day an article of it was published")
    chosen_by: dict[str, str] = Field(default_factory=dict)
