"""Gold files: articles with the deals a careful reader found in them, one JSON object a line.

The same format is what `dealtrail extract` prints, so a file of predictions is read here too.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from schemas.article import Article, Language
from schemas.deal import DealMention, Evidence, Extraction, Kind, Party, Role, Status
from schemas.errors import InputError
from schemas.quantity import Bound, Money, PartialDate, Power, Price, Terms
from schemas.record import Record

GOLD = Path(__file__).parent / "gold"
"""The project's gold articles: `*dev-*` to learn from, `check-*` and `*test-*` to be scored alone."""

_TERM_NUMBERS = ("years", "stake_pct", "shares")
_TERM_DATES = ("start", "end")
_TERM_PRICES = ("price_per_share", "annual_amount")


def read_records(path: Path) -> Iterator[Record]:
    """Yield the objects of a gold or predicted file in its order; blank lines are passed over.

    Raises:
        InputError: At the first line that is no JSON object with `doc_id` and a list of `deals`.
    """
    for _, record in _numbered(path):
        yield record


def read_gold(path: Path) -> Iterator[Extraction]:
    """Yield every article of a gold file as if the extractor had found just its deals.

    Raises:
        InputError: At the first line whose article or deals do not fit the nouns.
    """
    for number, record in _numbered(path):
        try:
            yield extraction(record)
        except KeyError as error:
            raise InputError(str(path), f"{record['doc_id']} lacks the field {error}", number) from error
        except (ValueError, TypeError, ArithmeticError) as error:
            raise InputError(str(path), f"{record['doc_id']} does not fit the gold format: {error}", number) from error


def extraction(record: Record) -> Extraction:
    """An object of the gold format as an `Extraction`; fields that the format does not name are left aside.

    Raises:
        ValueError: If a field does not fit (pydantic's ValidationError is one).
        KeyError: If a field that the format asks for is missing.
    """
    published = record.get("published")
    article = Article(
        doc_id=record["doc_id"],
        text=record["text"],
        title=record.get("title") or "",
        url=record.get("url"),
        published=_date(published),
        lang=record["lang"],
    )
    mentions = tuple(mention(deal) for deal in record["deals"])
    return Extraction(article=article, language=Language(record["lang"]), mentions=mentions)


def mention(deal: Record) -> DealMention:
    """A deal of the gold format as a `DealMention`; without `confidence` it is taken as certain."""
    power = deal.get("power_gw")
    return DealMention(
        kind=Kind(deal["kind"]),
        parties=tuple(_party(party) for party in deal["parties"]),
        amount=_money(deal.get("amount")),
        power=None if power is None else Power(value=_exact(power["value"]), bound=Bound(power.get("bound", "exact"))),
        terms=_terms(deal.get("terms") or {}),
        status=Status(deal["status"]),
        announced=_date(deal.get("announced")),
        quote=deal["quote"],
        evidence=tuple(Evidence.model_validate(item) for item in deal.get("evidence", ())),
        confidence=deal.get("confidence", 1.0),
        rules=tuple(deal.get("rules", ())),
    )


def _numbered(path: Path) -> Iterator[tuple[int, Record]]:
    """The objects of a file with the numbers of their lines, from 1."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except OSError as error:
        raise InputError(str(path), f"cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise InputError(str(path), f"is not UTF-8 text: {error}") from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield number, _record(str(path), number, line)


def _record(place: str, number: int, line: str) -> Record:
    try:
        record = json.loads(line)
    except ValueError as error:
        raise InputError(place, f"is not JSON: {error}", number) from error
    if not isinstance(record, dict) or not isinstance(record.get("doc_id"), str):
        raise InputError(place, 'is no JSON object with a text "doc_id"', number)
    if not isinstance(record.get("deals"), list):
        raise InputError(place, 'has no list of "deals"', number)
    return record


def _party(party: Record) -> Party:
    return Party(
        name=party["name"],
        role=Role(party["role"]),
        company_id=party.get("company_id"),
        aliases=tuple(party.get("aliases") or ()),
    )


def _money(amount: Record | None) -> Money | None:
    if amount is None or amount.get("value") is None:
        return None
    return Money(
        value=_exact(amount["value"]),
        currency=amount["currency"],
        bound=Bound(amount.get("bound", "exact")),
        low=_exact_or_none(amount.get("low")),
        high=_exact_or_none(amount.get("high")),
    )


def _terms(terms: Record) -> Terms:
    fields: dict[str, Any] = {name: _exact_or_none(terms.get(name)) for name in _TERM_NUMBERS}
    fields |= {name: _date(terms.get(name)) for name in _TERM_DATES}
    fields |= {name: _price(terms.get(name)) for name in _TERM_PRICES}
    return Terms(**fields, tranche=terms.get("tranche"))


def _price(price: Record | None) -> Price | None:
    return None if price is None else Price(value=_exact(price["value"]), currency=price["currency"])


def _date(text: str | None) -> PartialDate | None:
    return None if text is None else PartialDate(text)


def _exact(value: int | float | str) -> Decimal:
    """The decimal that the JSON file shows, not the binary fraction that a float holds."""
    return Decimal(str(value))


def _exact_or_none(value: int | float | str | None) -> Decimal | None:
    return None if value is None else _exact(value)
