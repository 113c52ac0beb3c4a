"""Deals as flat rows for tables: one a deal, one a claim, one a party. Numbers are exact decimals."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.export.selection import Exported
from pipeline.resolve import Companies
from pipeline.wording import amount_words
from schemas.deal import PAYERS, RECEIVERS, DealMention, Party
from schemas.merged import Deal, Event
from schemas.quantity import Price
from schemas.rates import Converted
from schemas.record import Record

SEPARATOR = "; "


def side(party: Party) -> str:
    """The side a party is on: payer, receiver or participant."""
    return "payer" if party.role in PAYERS else "receiver" if party.role in RECEIVERS else "participant"


def deal_row(each: Exported) -> Record:
    """A deal as a row of the table `deals`."""
    deal, claims, terms = each.deal, each.claims, each.deal.terms
    return {
        "deal_id": each.deal_id,
        "kind": deal.kind.value,
        "status": deal.status.value,
        "parties": _parties(deal),
        "payers": SEPARATOR.join(party.name for party in deal.parties if party.role in PAYERS),
        "receivers": SEPARATOR.join(party.name for party in deal.parties if party.role in RECEIVERS),
        "announced": _text(deal.announced),
        **_amount(deal),
        **dollar_cells(each.dollars),
        "power_gw": deal.power.value if deal.power else None,
        "years": terms.years,
        "stake_pct": terms.stake_pct,
        "shares": terms.shares,
        **_price(terms.price_per_share, "price_per_share", "price_currency"),
        **_price(terms.annual_amount, "annual_amount", "annual_currency"),
        "power_bound": deal.power.bound.value if deal.power else None,
        "start": _text(terms.start),
        "end": _text(terms.end),
        "tranche": terms.tranche,
        "languages": SEPARATOR.join(deal.languages),
        "sources": deal.sources,
        "independent": deal.independent,
        "review": deal.review.value,
        "conflicts": SEPARATOR.join(deal.conflicts),
        "history": SEPARATOR.join(_step(event) for event in deal.history),
        "confidence": round(deal.confidence, 3),
        "doc_ids": SEPARATOR.join(sorted({claim.doc_id for claim in claims})),
        "urls": SEPARATOR.join(sorted({claim.url for claim in claims if claim.url})),
        "quote": deal.quote,
    }


def claim_rows(each: Exported) -> Iterator[Record]:
    """A deal's claims as rows of the table `claims`."""
    for claim in each.claims:
        mention = claim.mention
        yield {
            "deal_id": each.deal_id,
            "doc_id": claim.doc_id,
            "position": claim.position,
            "title": claim.title,
            "url": claim.url,
            "published": _text(claim.published),
            "language": claim.language.value,
            "kind": mention.kind.value,
            "status": mention.status.value,
            "parties": _parties(mention),
            "announced": _text(mention.announced),
            **_amount(mention),
            "power_gw": mention.power.value if mention.power else None,
            "power_bound": mention.power.bound.value if mention.power else None,
            "confidence": round(mention.confidence, 3),
            "review": claim.review.value,
            "uid": claim.uid,
            "copies": claim.copies,
            "reasons": SEPARATOR.join(claim.reasons),
            "rules": SEPARATOR.join(mention.rules),
            "quote": mention.quote,
        }


def party_rows(each: Exported, companies: Companies) -> Iterator[Record]:
    """A deal's companies as rows of the table `parties`."""
    for party in each.deal.parties:
        identity = companies.identity(party)
        yield {
            "deal_id": each.deal_id,
            "company_id": identity.id,
            "name": party.name,
            "role": party.role.value,
            "side": side(party),
            "known": identity.known,
            "aliases": SEPARATOR.join(party.aliases),
        }


def dollar_cells(dollars: Converted | None) -> Record:
    """An amount in USD with its rate and the day of that."""
    return {
        "amount_usd": dollars.value if dollars else None,
        "usd_rate": dollars.rate.value if dollars else None,
        "usd_rate_date": dollars.rate.day if dollars else None,
    }


def _parties(told: Deal | DealMention) -> str:
    return SEPARATOR.join(f"{party.name} ({party.role})" for party in told.parties)


def _step(event: Event) -> str:
    """A step in a deal's life as in `2025-09-22 planned 100bn USD`."""
    return " ".join(word for word in (_text(event.day), event.what.value, amount_words(event.amount)) if word)


def _amount(told: Deal | DealMention) -> Record:
    amount = told.amount
    return {
        "currency": amount.currency if amount else None,
        "amount_bound": amount.bound.value if amount else None,
        "amount": amount.value if amount else None,
        "amount_low": amount.low if amount else None,
        "amount_high": amount.high if amount else None,
    }


def _price(price: Price | None, value: str, currency: str) -> Record:
    return {value: price.value if price else None, currency: price.currency if price else None}


def _text(value: object) -> str | None:
    return None if value is None else str(value)
