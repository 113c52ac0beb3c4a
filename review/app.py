"""The application: its parts put together."""

from __future__ import annotations

import json
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from pipeline.rates import Rates, shipped_rates
from pipeline.store import Store
from review.guard import guard
from review.navigation import NAVIGATION
from review.routes import api, api_money, articles, companies, deals, decide, money, people, queue, runs, sources
from review.site import Settings, Site, ask_of
from schemas.errors import DealtrailError


def create_app(store: Store, rates: Rates | None = None, settings: Settings | None = None) -> FastAPI:
    """The review pages over an open database.

    Args:
        store: The database.
        rates: By which sums are compared; None takes the small table that ships.
        settings: How it is run; None opens it to whoever asks.
    """
    app = FastAPI(
        title="Dealtrail",
        version="1",
        description="Deals, companies, mentions and decisions.",
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    app.state.site = Site(store, rates or shipped_rates(), settings or Settings())
    parts = (queue, decide, deals, companies, articles, sources, runs, people, money, api, api_money)
    for part in parts:
        app.include_router(part.router)
    paths = {getattr(route, "path", "") for part in parts for route in part.router.routes}
    app.state.site.navigation = tuple(each for each in NAVIGATION if each[0] in paths)
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), name="static")
    app.middleware("http")(guard)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(DealtrailError, _failed)
    app.add_exception_handler(RequestValidationError, _misread)
    return app


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    answer = _told(request, error.status_code, str(error.detail))
    answer.headers.update(error.headers or {})
    described = request.app.openapi()["paths"].get(request.url.path)
    if error.status_code == 405 and described:
        answer.headers["Allow"] = ", ".join(sorted(method.upper() for method in described))
    return answer


async def _failed(request: Request, error: Exception) -> Response:
    return _told(request, 400, str(error))


async def _misread(request: Request, error: Exception) -> Response:
    """What is wrong with a request, without what was sent: it may hold what no answer can, such as half a character."""
    assert isinstance(error, RequestValidationError)
    faults = [{"type": each["type"], "loc": each["loc"], "msg": each["msg"]} for each in error.errors()]
    return Response(json.dumps({"detail": faults}), 422, media_type="application/json")


def _told(request: Request, status: int, text: str) -> Response:
    if request.url.path.startswith("/api") or "application/json" in request.headers.get("accept", ""):
        return JSONResponse({"detail": text}, status)
    if not hasattr(request.state, "ask"):
        return HTMLResponse("", status)
    return ask_of(request).page("error.html", status, code=status, text=text)
