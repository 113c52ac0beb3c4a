"""What stands before every page: the names it answers to, cookies, who asks, forged forms, binding headers."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Awaitable, Callable

from fastapi import Request
from fastapi.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from review import accounts
from review.accounts import Person, Role
from review.messages import LANGUAGES, preferred, words
from review.site import Ask, Site, csrf_of, form_of

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_FREE = ("/static/", "/sign-in", "/language")
"""What may be asked for by whoever is not signed in."""

_LANGUAGE_COOKIE = "dealtrail-language"
Next = Callable[[Request], Awaitable[Response]]


def cookie_name(site: Site) -> str:
    """The name of the cookie; with `__Host-` browsers refuse it from other hosts and without HTTPS."""
    return "__Host-dealtrail" if site.settings.secure else "dealtrail"


async def guard(request: Request, answer: Next) -> Response:
    """Answer a request if it may be answered."""
    site: Site = request.app.state.site
    # No database keeps this character and PostgreSQL refuses to be asked for it.
    request.scope["query_string"] = request.scope["query_string"].replace(b"%00", b"").replace(b"\x00", b"")
    response = await _guarded(site, request, answer)
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    static = request.url.path.startswith("/static/")
    response.headers.setdefault("Cache-Control", "no-cache" if static else "no-store")
    return response


async def _guarded(site: Site, request: Request, answer: Next) -> Response:
    if not _is_our_name(site, request):
        return _refusal(request, "This is not a name of this server.", 421)
    if "\x00" in request.url.path or "\x00" in request.scope["path"]:
        return _refusal(request, "There is no such page.", 404)
    secret = request.cookies.get(cookie_name(site), "")
    fresh = not 40 <= len(secret) <= 60
    if fresh:
        secret = secrets.token_urlsafe(32)
    person, by_token = await run_in_threadpool(_person, site, request, "" if fresh else secret)
    language = request.cookies.get(_LANGUAGE_COOKIE, "")
    if language not in LANGUAGES:
        language = preferred(request.headers.get("accept-language", ""))
    request.state.ask = Ask(request, site, person, words(language), secret)
    path = request.url.path
    if person is None and not path.startswith(_FREE):
        if path.startswith("/api"):
            return _refusal(request, "Send a token: Authorization: Bearer …", 401)
        if request.method == "GET":
            wanted = path + (f"?{request.url.query}" if request.url.query else "")
            return RedirectResponse(request.url_for("sign_in_page").path + "?to=" + _quoted(wanted), 303)
        return _refusal(request, "Sign in first.", 401)
    if request.method not in ("GET", "HEAD", "OPTIONS") and not by_token:
        refused = await _forged(request, secret, fresh)
        if refused is not None:
            return refused
    response = await answer(request)
    if fresh and not path.startswith("/static/") and "set-cookie" not in response.headers:
        set_cookie(site, response, secret)
    return response


def _refusal(request: Request, told: str, status: int) -> Response:
    """A refusal in the form that who asks can read."""
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else None
    if request.url.path.startswith("/api"):
        return JSONResponse({"detail": told}, status, headers)
    return PlainTextResponse(told, status, headers)


def set_cookie(site: Site, response: Response, secret: str) -> None:
    """Give the browser its secret."""
    response.set_cookie(
        cookie_name(site),
        secret,
        max_age=int(accounts.SESSION_SECONDS),
        path="/",
        secure=site.settings.secure,
        httponly=True,
        samesite="lax",
    )


def set_language(site: Site, response: Response, language: str) -> None:
    """Let the browser remember its language."""
    response.set_cookie(
        _LANGUAGE_COOKIE, language, max_age=31_536_000, secure=site.settings.secure, httponly=True, samesite="lax"
    )


async def _forged(request: Request, secret: str, fresh: bool) -> Response | None:
    """Refuse a form that one of our own pages did not send."""
    sent = request.headers.get("x-csrf-token", "")
    if not sent and request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        request.state.form = await form_of(request)
        sent = (request.state.form.get("csrf") or [""])[0]
    if fresh or not hmac.compare_digest(sent.encode(), csrf_of(secret).encode()):
        told = "This form is too old or not from here. Load the page again and send it again."
        return _refusal(request, told, 403)
    if "form" not in request.state._state:
        request.state.form = await form_of(request) if _has_form(request) else {}
    return None


def _has_form(request: Request) -> bool:
    return request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded")


def _person(site: Site, request: Request, secret: str) -> tuple[Person | None, bool]:
    """Who asks, and whether a program's token says so: such a request cannot be forged by another site."""
    settings = site.settings
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token and not settings.open:
        return accounts.person_of(site.store, token.strip(), "token"), True
    if settings.open:
        return Person(settings.local_name, Role.ADMIN, open=True), False
    if settings.proxy_header and request.client is not None and request.client.host in settings.proxies:
        name = request.headers.get(settings.proxy_header, "")
        if name:
            return accounts.person_called(site.store, name), False
    return (accounts.person_of(site.store, secret) if secret else None), False


def _is_our_name(site: Site, request: Request) -> bool:
    """Whether a request names a host that is ours; pages of other sites may lead a name of theirs to this machine."""
    if not site.settings.hosts:
        return True
    host = request.headers.get("host", "")
    name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
    return name.strip("[]").lower() in site.settings.hosts


def _quoted(text: str) -> str:
    from urllib.parse import quote

    return quote(text, safe="")
