"""What every page of the application is made from: the database, its lists, the templates, who asks."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Thread
from typing import Annotated, Any
from urllib.parse import parse_qsl, urlencode

from fastapi import Depends, HTTPException, Request
from fastapi.responses import HTMLResponse, Response
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from pipeline.companies import read_listed_names
from pipeline.money.commitments import commitments
from pipeline.money.kept import Views
from pipeline.money.view import Wanted
from pipeline.rates import Rates
from pipeline.resolve import company_ids
from pipeline.store import Store
from review import show
from review.accounts import Person, Role
from review.catalogue import Catalogue
from review.limits import TRIES_OF_ADDRESS, Limiter
from review.messages import LANGUAGES, Words
from review.navigation import ADMIN_ONLY

FORM_BYTES = 1_000_000
FORM_FIELDS = 2_000


@dataclass(frozen=True, slots=True)
class Settings:
    """How the application is run.

    `open` lets whoever asks do everything, as `local_name`: for loopback without accounts. `secure` cookies are sent
    over HTTPS alone. `proxy_header` names the header in which a proxy at one of `proxies` says who asks.
    `hosts` are the names under which it answers; empty for any.
    """

    open: bool = True
    local_name: str = "local"
    secure: bool = False
    proxy_header: str | None = None
    proxies: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()


class Site:
    """One running application."""

    def __init__(self, store: Store, rates: Rates, settings: Settings) -> None:
        self.store = store
        self.rates = rates
        self.settings = settings
        self.catalogue = Catalogue(store, rates)
        self.views = Views(store, rates)
        self.limiter = Limiter()
        self.address_limiter = Limiter(TRIES_OF_ADDRESS)
        self.templates = _environment()
        self.navigation: tuple[tuple[str, str], ...] = ()

    def warm(self) -> None:
        """Read what every page needs, so that the first visitor does not wait for it."""
        company_ids("")
        read_listed_names()
        for name in self.templates.list_templates():
            self.templates.get_template(name)
        self.catalogue.look()
        # Pages of the money need every deal: whoever opens the first finds it made, or half made.
        Thread(target=self._draw, daemon=True).start()

    def _draw(self) -> None:
        rolled_up, usual = (self.views.of(Wanted(rolled_up=each)) for each in (True, False))
        rolled_up.loops()
        commitments(usual.graph)
        assert usual.legs is not None


@dataclass(slots=True)
class Ask:
    """A request with who sends it and the language of the answer; `secret` is the browser's cookie."""

    request: Request
    site: Site
    person: Person | None
    words: Words
    secret: str

    @property
    def csrf(self) -> str:
        """What a form must bring along, which only our own pages can read."""
        return csrf_of(self.secret)

    @property
    def name(self) -> str:
        """Who asks."""
        assert self.person is not None
        return self.person.name

    def need(self, role: Role) -> None:
        """Refuse who may not do what a role may."""
        if self.person is None or not self.person.may(role):
            raise HTTPException(403, f"this needs the role {role.name.lower()}")

    def page(self, template: str, status: int = 200, **values: Any) -> HTMLResponse:
        """A page, or a part of one."""
        return HTMLResponse(self.html(template, **values), status)

    def html(self, template: str, **values: Any) -> str:
        """A template filled in for who asks."""
        words = self.words
        return self.site.templates.get_template(template).render(
            _=words,
            count=words.count,
            language=words.language,
            languages=LANGUAGES,
            person=self.person,
            may_review=self.person is not None and self.person.may(Role.REVIEWER),
            may_admin=self.person is not None and self.person.may(Role.ADMIN),
            csrf=self.csrf,
            path=self.request.url.path,
            query=self.request.url.query,
            settings=self.site.settings,
            navigation=self.site.navigation,
            admin_only=ADMIN_ONLY,
            **values,
        )


def csrf_of(secret: str) -> str:
    """The token that belongs to a browser's cookie."""
    return hashlib.sha256(f"csrf:{secret}".encode()).hexdigest()


def ask_of(request: Request) -> Ask:
    """The asking person of a request, as the guard found them."""
    found: Ask = request.state.ask
    return found


Asking = Annotated[Ask, Depends(ask_of)]
"""What a page takes to know who asks."""


async def form_of(request: Request) -> dict[str, list[str]]:
    """The fields of a form, each with all its values.

    Raises:
        HTTPException: If it is too long or no form.
    """
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > FORM_BYTES:
            raise HTTPException(413, "this form is too long")
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=FORM_FIELDS)
    except ValueError as error:
        raise HTTPException(400, "this is no form") from error
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value.replace("\r\n", "\n").replace("\x00", ""))
    return found


def see_other(address: str) -> Response:
    """Send the browser on to a page of ours after a form."""
    return Response(status_code=303, headers={"Location": local(address)})


def local(address: str) -> str:
    """An address if it leads within this site, else its front page."""
    fine = address.startswith("/") and not address.startswith(("//", "/\\")) and "\n" not in address
    return address if fine and "\r" not in address else "/"


def address(path: str, query: Iterable[tuple[str, Any]] = (), **values: Any) -> str:
    """A path with a query; empty values are left out, `values` take the place of what the query had."""
    pairs = [(name, value) for name, value in query if name not in values]
    pairs += list(values.items())
    told = urlencode([(name, str(value)) for name, value in pairs if value not in (None, "", ())])
    return f"{path}?{told}" if told else path


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("review"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= show.FILTERS
    environment.globals |= {"address": address, "asset": asset, "link": show.web_address}
    return environment


@lru_cache(maxsize=32)
def asset(name: str) -> Markup:
    """The address of a file that never changes under it: its name carries a hash of what it holds."""
    content = (Path(__file__).parent / "static" / name).read_bytes()
    return Markup(f"/static/{name}?{hashlib.sha256(content).hexdigest()[:12]}")
