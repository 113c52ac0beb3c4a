"""Companies: the list, a company's page, and who it is."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException
from fastapi.responses import HTMLResponse, Response

from pipeline.companies import company_called
from pipeline.decide import decide_company
from review import ruling
from review.accounts import Role
from review.company_view import company_rows, company_view
from review.paging import page_count, page_number
from review.routes.decide import Form
from review.site import Ask, Asking, address, see_other
from schemas.decision import COMPANY_ACTIONS, Action
from schemas.errors import DecisionError

router = APIRouter(include_in_schema=False)

PER_PAGE = 100


@router.get("/companies")
def list_companies(ask: Asking) -> HTMLResponse:
    """The companies that deals name."""
    query = ask.request.query_params
    like, provisional = query.get("q", "").strip()[:200], bool(query.get("provisional"))
    rows = company_rows(ask.site.store, ask.site.catalogue, like, provisional)
    pages = page_count(len(rows), PER_PAGE)
    page = page_number(query, pages)
    return ask.page(
        "companies.html", rows=rows[(page - 1) * PER_PAGE : page * PER_PAGE], total=len(rows), page=page, pages=pages,
        like=like, provisional=provisional,
    )  # fmt: skip


@router.get("/companies/{company_id:path}")
def one_company(company_id: str, ask: Asking) -> HTMLResponse:
    """A company's deals, totals, counterparties, timeline and names."""
    view = company_view(ask.site.store, ask.site.catalogue, company_id)
    if view is None:
        raise HTTPException(404, ask.words("No deal names this company."))
    return ask.page("company.html", view=view, notice=ask.request.query_params.get("notice", ""))


@router.post("/companies/{company_id:path}")
def decide_about(company_id: str, ask: Asking) -> Response:
    """Confirm, rename, merge or split a company, or say who owns it."""
    ask.need(Role.REVIEWER)
    form = Form(ask)
    action = form.text("action")
    if action not in {each.value for each in COMPANY_ACTIONS}:
        raise HTTPException(400, f"{action!r} is no decision about a company")
    other = form.text("other") or None
    if other is not None and action in (Action.MERGE_COMPANIES, Action.PARENT_COMPANY):
        other = _called(ask, other, action)
    catalogue = ask.site.catalogue
    touched = catalogue.deals_of([company_id, *([other] if other else [])])
    done = decide_company(
        ask.site.store, Action(action), ask.name, company_id, other=other, name=form.text("name") or None,
        why=form.text("why"),
    )  # fmt: skip
    ruling.take_in(catalogue, done, *touched)
    to = other if action == Action.MERGE_COMPANIES and other else company_id
    return see_other(address(f"/companies/{to}", notice=ask.words("Done: %(action)s.", action=ask.words(action))))


def _called(ask: Ask, text: str, action: str) -> str:
    try:
        return company_called(ask.site.store, text)
    except DecisionError:
        # An owner need not have deals of its own.
        from corpora.gazetteer import company_by_id

        if action == Action.PARENT_COMPANY and company_by_id(text) is not None:
            return text
        raise
