"""What articles report of companies themselves, read from the database by company."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from pipeline.resolve import PROVISIONAL, Companies, normal_name
from pipeline.store import Store
from pipeline.store import models as t
from pipeline.store.figures import party_of, to_figure
from pipeline.store.log import companies_of
from pipeline.store.rows import to_date
from schemas.figure import CompanyFigure
from schemas.quantity import PartialDate


@dataclass(frozen=True, slots=True)
class FigureClaim:
    """A figure as one article reports it, and the company that it is of after what people ruled."""

    company_id: str
    figure: CompanyFigure
    doc_id: str
    title: str
    url: str | None
    published: PartialDate | None


def figures_of(store: Store, company_ids: Iterable[str] | None = None) -> list[FigureClaim]:
    """What articles report of companies (all, or these), the newest article first."""
    wanted = None if company_ids is None else set(company_ids)
    article = (t.article.c.doc_id, t.article.c.title, t.article.c.url, t.article.c.published)
    query = select(t.figure, *article).join(t.article, t.article.c.id == t.figure.c.article_id)
    found = []
    with store.reading() as connection:
        companies = companies_of(connection)
        if wanted is not None and not companies.rulings.leads and not companies.rulings.names:
            query = query.where(t.figure.c.company_id.in_(wanted | _learned_by(connection, wanted)))
        learned = {row.name: row.company_id for row in connection.execute(select(t.company_name))}
        for row in connection.execute(query.order_by(t.article.c.doc_id, t.figure.c.position)):
            company_id = _company(row.company, row.known_id, companies, learned)
            if wanted is None or company_id in wanted:
                published = to_date(row.published)
                figure = to_figure(row._mapping)
                found.append(FigureClaim(company_id, figure, row.doc_id, row.title, row.url, published))
    return sorted(found, key=_newest_first, reverse=True)


def _newest_first(claim: FigureClaim) -> str:
    return "" if claim.published is None else claim.published.last_day().isoformat()


def _company(name: str, known_id: str | None, companies: Companies, learned: Mapping[str, str]) -> str:
    found = companies.identity(party_of(name, known_id)).id
    return companies.final(learned.get(normal_name(name), found)) if found.startswith(PROVISIONAL) else found


def _learned_by(connection: Connection, company_ids: set[str]) -> set[str]:
    """The ids under which figures of these companies stand that were written before their names were learned."""
    query = select(t.company_name.c.name).where(t.company_name.c.company_id.in_(company_ids))
    return {PROVISIONAL + name for name in connection.scalars(query)}
