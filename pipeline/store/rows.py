"""Between nouns and rows: mentions, their parties and their evidence. Numbers become exact decimal text and back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from pipeline.facts import Gigawatts, Sum
from pipeline.resolve import Companies, Identity
from schemas.article import Article
from schemas.deal import DealMention, Evidence, Extraction, Kind, Party, Role, Status
from schemas.quantity import Bound, Money, PartialDate, Power, Terms

Row = dict[str, Any]


def exact(value: Decimal | None) -> str | None:
    """A decimal as plain digits, without exponent or idle zeros behind the point."""
    if value is None:
        return None
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def article_row(extraction: Extraction) -> Row:
    """The row of an article with the hashes of what it says and of what was found in it."""
    article = extraction.article
    found: list[Any] = [extraction.language.value, *(m.model_dump(mode="json") for m in extraction.mentions)]
    if extraction.figures:  # articles without any keep the hash that they had before there were figures
        found.append([figure.model_dump(mode="json") for figure in extraction.figures])
    return {
        "doc_id": article.doc_id,
        "content_hash": content_hash(article),
        "extraction_hash": _hash(found),
        "text": article.text,
        "title": article.title,
        "url": article.url,
        "published": _text(article.published),
        "lang": article.lang,
        "language": extraction.language.value,
    }


def content_hash(article: Article) -> str:
    """The hash of all that an article says of itself."""
    return _hash(article.model_dump(mode="json"))


def mention_uid(doc_id: str, mention: DealMention) -> str:
    """The name of a mention, made of its article and of what it says."""
    parties = [[party.name, party.role.value] for party in mention.parties]
    return _hash([doc_id, mention.kind.value, parties, mention.quote])[:20]


def mention_row(article_id: int, position: int, uid: str, mention: DealMention) -> Row:
    """The row of a mention; its parties and evidence have rows of their own."""
    amount, power = mention.amount, mention.power
    return {
        "article_id": article_id,
        "position": position,
        "uid": uid,
        "kind": mention.kind.value,
        "status": mention.status.value,
        "amount_value": exact(amount.value) if amount else None,
        "amount_currency": amount.currency if amount else None,
        "amount_bound": amount.bound.value if amount else None,
        "amount_low": exact(amount.low) if amount else None,
        "amount_high": exact(amount.high) if amount else None,
        "power_value": exact(power.value) if power else None,
        "power_bound": power.bound.value if power else None,
        "terms": terms_json(mention.terms),
        "announced": _text(mention.announced),
        "quote": mention.quote,
        "confidence": mention.confidence,
        "rules": _json(mention.rules),
    }


def party_rows(mention_id: int, mention: DealMention, companies: Companies) -> list[tuple[Identity, Row]]:
    """The rows of a mention's parties, each with the company it is."""
    found = []
    for position, party in enumerate(mention.parties):
        identity = companies.identity(party)
        row = {
            "mention_id": mention_id,
            "position": position,
            "company_id": identity.id,
            "known_id": party.company_id,
            "name": party.name,
            "role": party.role.value,
            "aliases": _json(party.aliases),
        }
        found.append((identity, row))
    return found


def evidence_rows(mention_id: int, mention: DealMention) -> list[Row]:
    """The rows of a mention's evidence."""
    return [
        {"mention_id": mention_id, "position": position, **item.model_dump()}
        for position, item in enumerate(mention.evidence)
    ]


def to_mention(
    row: Mapping[str, Any],
    parties: Iterable[Mapping[str, Any]],
    evidence: Iterable[Mapping[str, Any]],
    counted: bool = False,
) -> DealMention:
    """A mention from its row and the rows of its parties and evidence, each in order; `counted` as in `load_mentions`.

    The rows are this program's own and were validated when they were written, so they are not validated again.
    """
    return DealMention.model_construct(
        UNTOLD,
        kind=_KINDS[row["kind"]],
        parties=tuple(
            _party(party["name"], party["role"], party["company_id" if counted else "known_id"], party["aliases"])
            for party in parties
        ),
        amount=_money(row),
        power=None
        if row["power_value"] is None
        else Power.model_construct(UNTOLD, value=Decimal(row["power_value"]), bound=_BOUNDS[row["power_bound"]]),
        terms=_terms(row["terms"]),
        status=_STATUSES[row["status"]],
        announced=to_date(row["announced"]),
        quote=row["quote"],
        evidence=tuple(
            Evidence(field=item["field"], start=item["start"], end=item["end"], quote=item["quote"])
            for item in evidence
        ),
        confidence=row["confidence"],
        rules=_names(row["rules"]),
    )


@dataclass(frozen=True, slots=True)
class Outline:
    """What is compared of a mention, in floats and without its evidence: a hundred thousand are made in seconds."""

    kind: Kind
    status: Status
    parties: tuple[Party, ...]
    amount: Sum | None
    power: Gigawatts | None
    terms: Terms
    announced: PartialDate | None
    quote: str


def to_outline(row: Mapping[str, Any], parties: Iterable[Mapping[str, Any]]) -> Outline:
    """The outline of a mention from its row and the rows of its parties, in order, as companies that they count as."""
    value, power = row["amount_value"], row["power_value"]
    low, high = row["amount_low"], row["amount_high"]
    return Outline(
        _KINDS[row["kind"]],
        _STATUSES[row["status"]],
        tuple([_party(each["name"], each["role"], each["company_id"], each["aliases"]) for each in parties]),
        None
        if value is None
        else Sum(
            float(value),
            row["amount_currency"],
            _BOUNDS[row["amount_bound"]],
            None if low is None else float(low),
            None if high is None else float(high),
        ),
        None if power is None else Gigawatts(float(power), _BOUNDS[row["power_bound"]]),
        _terms(row["terms"]),
        to_date(row["announced"]),
        row["quote"],
    )


def terms_json(terms: Terms) -> str:
    """The terms that are stated, as JSON with exact decimals."""
    return terms.model_dump_json(exclude_none=True)


def to_date(text: str | None) -> PartialDate | None:
    """A partial date from its text."""
    return None if text is None else _date(text)


UNTOLD: set[str] = set()
"""Which fields were given is not kept of a hundred thousand nouns: one empty set serves them all."""

_KINDS = {kind.value: kind for kind in Kind}
_STATUSES = {status.value: status for status in Status}
_BOUNDS = {bound.value: bound for bound in Bound}


@lru_cache(maxsize=20_000)
def _date(text: str) -> PartialDate:
    return PartialDate(text)


@lru_cache(maxsize=20_000)
def _terms(text: str) -> Terms:
    return Terms.model_validate_json(text)


@lru_cache(maxsize=20_000)
def _names(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


@lru_cache(maxsize=100_000)
def _party(name: str, role: str, known_id: str | None, aliases: str) -> Party:
    return Party(name=name, role=Role(role), company_id=known_id, aliases=tuple(json.loads(aliases)))


def _money(row: Mapping[str, Any]) -> Money | None:
    if row["amount_value"] is None:
        return None
    low, high = row["amount_low"], row["amount_high"]
    return Money.model_construct(
        UNTOLD,
        value=Decimal(row["amount_value"]),
        currency=row["amount_currency"],
        bound=_BOUNDS[row["amount_bound"]],
        low=None if low is None else Decimal(low),
        high=None if high is None else Decimal(high),
    )


def _text(date: PartialDate | None) -> str | None:
    return None if date is None else str(date)


def _json(values: Iterable[str]) -> str:
    return json.dumps(list(values), ensure_ascii=False)


def _hash(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
