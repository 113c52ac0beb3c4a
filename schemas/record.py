"""The gold format: articles and mentions as the JSON objects that are printed, exported and scored."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from schemas.deal import DealMention, Extraction, Party
from schemas.quantity import Money, Price, Terms

Record = dict[str, Any]


def number(value: Decimal | None) -> int | float | None:
    """A decimal as JSON writes it: an integer where it is one."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def money_record(money: Money | None) -> Record | None:
    """An amount with its bound, and `low` and `high` where it is a range."""
    if money is None:
        return None
    record: Record = {"value": number(money.value), "currency": money.currency, "bound": money.bound.value}
    if money.low is not None and money.high is not None:
        record |= {"low": number(money.low), "high": number(money.high)}
    return record


def price_record(price: Price | None) -> Record | None:
    """A price as value and currency."""
    return None if price is None else {"value": number(price.value), "currency": price.currency}


def terms_record(terms: Terms) -> Record:
    """All terms, null where the text states none."""
    return {
        "years": number(terms.years),
        "start": None if terms.start is None else str(terms.start),
        "end": None if terms.end is None else str(terms.end),
        "stake_pct": number(terms.stake_pct),
        "shares": number(terms.shares),
        "price_per_share": price_record(terms.price_per_share),
        "annual_amount": price_record(terms.annual_amount),
        "tranche": terms.tranche,
    }


def party_record(party: Party) -> Record:
    """A party with its role and surface forms."""
    return {
        "name": party.name,
        "aliases": list(party.aliases),
        "role": party.role.value,
        "company_id": party.company_id,
    }


def mention_record(mention: DealMention) -> Record:
    """One deal mention in the gold format, with confidence, evidence and rule ids added."""
    return {
        "kind": mention.kind.value,
        "parties": [party_record(party) for party in mention.parties],
        "amount": money_record(mention.amount),
        "power_gw": None
        if mention.power is None
        else {"value": number(mention.power.value), "bound": mention.power.bound.value},
        "terms": terms_record(mention.terms),
        "status": mention.status.value,
        "announced": None if mention.announced is None else str(mention.announced),
        "quote": mention.quote,
        "confidence": round(mention.confidence, 3),
        "evidence": [item.model_dump() for item in mention.evidence],
        "rules": list(mention.rules),
    }


def extraction_record(extraction: Extraction) -> Record:
    """One article with its deals, as `extract` prints it: a JSON object of the gold format."""
    article = extraction.article
    return {
        "doc_id": article.doc_id,
        "lang": extraction.language.value,
        "url": article.url,
        "title": article.title,
        "published": None if article.published is None else str(article.published),
        "text": article.text,
        "deals": [mention_record(mention) for mention in extraction.mentions],
    }
