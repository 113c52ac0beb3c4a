"""Deals: a mention as one article tells it, its parties, and the evidence for every field."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field, model_validator

from schemas.article import Article, Language
from schemas.base import Noun
from schemas.evidence import Evidence as Evidence
from schemas.figure import CompanyFigure
from schemas.quantity import Money, PartialDate, Power, Terms


class Kind(StrEnum):
    """What is exchanged."""

    INVESTMENT = "investment"
    ACQUISITION = "acquisition"
    PURCHASE = "purchase"
    COMPUTE = "compute"
    DEBT = "debt"
    POWER = "power"
    PROJECT = "project"
    PARTNERSHIP = "partnership"


class Role(StrEnum):
    """What a party does in a deal."""

    INVESTOR = "investor"
    INVESTEE = "investee"
    ACQUIRER = "acquirer"
    TARGET = "target"
    BUYER = "buyer"
    SELLER = "seller"
    LENDER = "lender"
    BORROWER = "borrower"
    PARTICIPANT = "participant"


class Status(StrEnum):
    """How far a deal has come, in the order in which deals usually move."""

    RUMOURED = "rumoured"
    PLANNED = "planned"
    AGREED = "agreed"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


PAYERS = (Role.INVESTOR, Role.ACQUIRER, Role.BUYER, Role.LENDER)
"""The roles whose money moves."""

CENTRES = frozenset({Role.INVESTEE, Role.TARGET, Role.BORROWER})
"""The roles of whom a deal is about."""

RECEIVERS = (Role.INVESTEE, Role.TARGET, Role.SELLER, Role.BORROWER)
"""The roles to whom the money goes."""

ROLES_OF_KIND: dict[Kind, frozenset[Role]] = {
    Kind.INVESTMENT: frozenset({Role.INVESTOR, Role.INVESTEE, Role.SELLER}),
    Kind.ACQUISITION: frozenset({Role.ACQUIRER, Role.TARGET, Role.SELLER}),
    Kind.PURCHASE: frozenset({Role.BUYER, Role.SELLER}),
    Kind.COMPUTE: frozenset({Role.BUYER, Role.SELLER}),
    Kind.POWER: frozenset({Role.BUYER, Role.SELLER}),
    Kind.DEBT: frozenset({Role.LENDER, Role.BORROWER}),
    Kind.PROJECT: frozenset({Role.PARTICIPANT}),
    Kind.PARTNERSHIP: frozenset({Role.PARTICIPANT}),
}


class Party(Noun):
    """A company in a deal: `company_id` is its gazetteer identity if known, `aliases` its forms in the text."""

    name: str = Field(min_length=1)
    role: Role
    company_id: str | None = None
    aliases: tuple[str, ...] = ()


class DealMention(Noun):
    """One deal as one article tells it.

    `rules` are the ids of the rules and models that found it: a rule's own id, `zh-learned` or `en-learned` for the
    reader of roles, `zh-llm` or `en-llm` for a language model; and `ner:NAME` where a company of it was found by that
    model alone. Companies with a `company_id` were found by the gazetteer, the others by their context.
    """

    kind: Kind
    parties: tuple[Party, ...] = Field(min_length=1)
    amount: Money | None = None
    power: Power | None = None
    terms: Terms = Terms()
    status: Status
    announced: PartialDate | None = None
    quote: str = Field(min_length=1)
    evidence: tuple[Evidence, ...]
    confidence: float = Field(ge=0, le=1)
    rules: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _roles_fit(self) -> DealMention:
        wrong = [party.role for party in self.parties if party.role not in ROLES_OF_KIND[self.kind]]
        if wrong:
            raise ValueError(f"a deal of kind {self.kind} has no role {wrong[0]}")
        return self


class Extraction(Noun):
    """What one article says: the article, its language by evidence, and in order of appearance its deal mentions and
    the figures that it reports of companies.
    """

    article: Article
    language: Language
    mentions: tuple[DealMention, ...]
    figures: tuple[CompanyFigure, ...] = ()
