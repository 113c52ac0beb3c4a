"""Signing in and out, the language of the pages, tokens, and what admins see of the people."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, PlainTextResponse, Response
from sqlalchemy import delete, select

from pipeline.decide import decisions
from pipeline.decisions import active
from pipeline.store import models as t
from review import accounts
from review.accounts import Role
from review.guard import set_cookie, set_language
from review.messages import LANGUAGES
from review.people_view import agreements, paces
from review.routes.decide import Form
from review.site import Ask, Asking, local, see_other

router = APIRouter(include_in_schema=False)


@router.get("/sign-in", name="sign_in_page")
def sign_in_page(ask: Asking) -> Response:
    """Ask for name and password."""
    to = local(ask.request.query_params.get("to", "/"))
    if ask.person is not None:
        return see_other(to)
    return ask.page("sign_in.html", to=to, problem="", name="")


@router.post("/sign-in")
def sign_in(ask: Asking) -> Response:
    """Let somebody in by name and password; too many failures have to wait."""
    form = Form(ask)
    site = ask.site
    name, to = form.text("name", 60), local(form.text("to") or "/")
    client = ask.request.client.host if ask.request.client else ""
    wait = max(site.limiter.wait(name), site.address_limiter.wait(client))
    if wait:
        told = ask.words("Too many tries. Wait %(minutes)s minutes.", minutes=int(wait // 60) + 1)
        page = ask.page("sign_in.html", 429, to=to, problem=told, name=name)
        page.headers["Retry-After"] = str(int(wait) + 1)
        return page
    person = accounts.check_password(site.store, name, (form.texts("password") or [""])[0])
    if person is None:
        site.limiter.failed(name)
        site.address_limiter.failed(client)
        return ask.page("sign_in.html", 403, to=to, problem=ask.words("This name and password do not fit."), name=name)
    site.limiter.passed(name)
    response = see_other(to)
    set_cookie(site, response, accounts.sign_in(site.store, person))
    return response


@router.post("/sign-out")
def sign_out(ask: Asking) -> Response:
    """Let the browser's secret lead in no more."""
    accounts.sign_out(ask.site.store, ask.secret)
    response = see_other("/sign-in")
    response.delete_cookie("__Host-dealtrail" if ask.site.settings.secure else "dealtrail", path="/")
    return response


@router.post("/language")
def language(ask: Asking) -> Response:
    """Remember the language of the pages."""
    form = Form(ask)
    response = see_other(form.text("to") or "/")
    if form.text("language") in LANGUAGES:
        set_language(ask.site, response, form.text("language"))
    return response


@router.get("/people")
def people(ask: Asking) -> HTMLResponse:
    """The people who review: accounts, how fast they decide, how often two agree."""
    ask.need(Role.ADMIN)
    store = ask.site.store
    return ask.page("people.html", accounts=accounts.accounts(store), paces=paces(store), agreements=agreements(store))


@router.get("/decisions")
def decision_log(ask: Asking) -> HTMLResponse:
    """What people decided, the newest first."""
    log = decisions(ask.site.store)
    standing = {each.id for each in active(log)}
    by = ask.request.query_params.get("by", "")
    shown = [each for each in reversed(log) if not by or each.by == by]
    return ask.page(
        "decisions.html", shown=shown[:200], total=len(shown), standing=standing, by=by,
        names=sorted({each.by for each in log}),
    )  # fmt: skip


@router.get("/tokens")
def tokens(ask: Asking) -> HTMLResponse:
    """The tokens of whoever asks."""
    return _tokens(ask, "")


@router.post("/tokens")
def make_token(ask: Asking) -> Response:
    """Make a token, which is shown once, or take one back."""
    form = Form(ask)
    store = ask.site.store
    if ask.person is None or ask.person.open:
        return PlainTextResponse("The pages are open here: no token is needed.", 400)
    if form.text("forget"):
        with store.writing() as connection:
            own = (t.sign_in.c.account == ask.name) & (t.sign_in.c.kind == "token")
            connection.execute(delete(t.sign_in).where(own, t.sign_in.c.secret_hash == form.text("forget")))
        return see_other("/tokens")
    return _tokens(ask, accounts.sign_in(store, ask.person, title=form.text("title", 100), kind="token"))


def _tokens(ask: Ask, fresh: str) -> HTMLResponse:
    with ask.site.store.reading() as connection:
        own = select(t.sign_in).where(t.sign_in.c.account == ask.name, t.sign_in.c.kind == "token")
        rows = connection.execute(own.order_by(t.sign_in.c.created)).all()
    return ask.page("tokens.html", rows=rows, fresh=fresh)
