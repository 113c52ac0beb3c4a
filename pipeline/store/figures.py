"""Company figures as rows: written with their article and read back with it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from pipeline.resolve import Companies
from pipeline.store import models as t
from pipeline.store.rows import exact, to_date
from schemas.deal import Party, Role
from schemas.evidence import Evidence
from schemas.figure import Basis, CompanyFigure, Measure
from schemas.quantity import Bound, Money


def write_figures(
    connection: Connection, article_id: int, figures: Sequence[CompanyFigure], companies: Companies
) -> None:
    """Put the figures of an article in the place of those that it had."""
    connection.execute(delete(t.figure).where(t.figure.c.article_id == article_id))
    if figures:
        rows = [_row(article_id, position, each, companies) for position, each in enumerate(figures)]
        connection.execute(insert(t.figure), rows)


def load_figures(connection: Connection, article_id: int) -> tuple[CompanyFigure, ...]:
    """The figures of an article, in order."""
    query = select(t.figure).where(t.figure.c.article_id == article_id).order_by(t.figure.c.position)
    return tuple(to_figure(row._mapping) for row in connection.execute(query))


def party_of(name: str, known_id: str | None) -> Party:
    """A figure's company as a party, by which companies are known."""
    return Party(name=name, role=Role.PARTICIPANT, company_id=known_id)


def _row(article_id: int, position: int, figure: CompanyFigure, companies: Companies) -> dict[str, Any]:
    amount = figure.amount
    return {
        "article_id": article_id,
        "position": position,
        "company_id": companies.identity(party_of(figure.company, figure.company_id)).id,
        "known_id": figure.company_id,
        "company": figure.company,
        "measure": figure.measure.value,
        "amount_value": exact(amount.value) if amount else None,
        "amount_currency": amount.currency if amount else None,
        "amount_low": exact(amount.low) if amount else None,
        "amount_high": exact(amount.high) if amount else None,
        "percent": exact(figure.percent),
        "bound": figure.bound.value,
        "period": None if figure.period is None else str(figure.period),
        "basis": figure.basis.value,
        "quote": figure.quote,
        "evidence": json.dumps([item.model_dump() for item in figure.evidence], ensure_ascii=False),
        "rule": figure.rule,
    }


def to_figure(row: Mapping[Any, Any]) -> CompanyFigure:
    """A figure from its row."""
    amount = None
    if row["amount_value"] is not None:
        low, high = (None if row[name] is None else Decimal(row[name]) for name in ("amount_low", "amount_high"))
        amount = Money(
            value=Decimal(row["amount_value"]),
            currency=row["amount_currency"],
            bound=Bound(row["bound"]),
            low=low,
            high=high,
        )
    return CompanyFigure(
        company=row["company"],
        company_id=row["known_id"],
        measure=Measure(row["measure"]),
        amount=amount,
        percent=None if row["percent"] is None else Decimal(row["percent"]),
        bound=Bound(row["bound"]),
        period=to_date(row["period"]),
        basis=Basis(row["basis"]),
        quote=row["quote"],
        evidence=tuple(Evidence(**item) for item in json.loads(row["evidence"])),
        rule=row["rule"],
    )
