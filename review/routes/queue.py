"""The queue's pages: one item at a time, most valuable first."""

from __future__ import annotations

import json

from fastapi import APIRouter, HTTPException
from fastapi.responses import HTMLResponse, Response

from review import leases, queue
from review.accounts import Role
from review.entries import MERGE, Item
from review.item_view import mention_view, merge_view
from review.queue_filter import QueueFilter
from review.site import Ask, Asking, address
from review.vocabulary import KEYS, KINDS, LANGUAGES, STATUSES
from schemas.article import Language

router = APIRouter(include_in_schema=False)


@router.get("/")
def queue_page(ask: Asking) -> HTMLResponse:
    """The queue with the item that the address names, or the next one for whoever asks."""
    query = ask.request.query_params
    wanted = QueueFilter.of(query)
    site = ask.site
    site.catalogue.look()
    item, holder = _chosen(ask, wanted, query.get("item"))
    total = queue.count(site.catalogue, wanted)
    return ask.page(
        "queue.html",
        wanted=wanted,
        total=total,
        total_words=f"{total:,}",
        whole=site.catalogue.whole,
        item_html="" if item is None else item_html(ask, item, wanted, holder),
        item=item,
        sources=_sources(ask),
        kinds=KINDS,
        statuses=STATUSES,
        languages_of_articles=LANGUAGES,
        keys=KEYS,
        filter_query=address("", wanted.query()).removeprefix("?"),
        notice=query.get("notice", ""),
        batch=query.get("batch", ""),
    )


@router.get("/queue/next")
def next_items(ask: Asking) -> Response:
    """The next items as parts of a page, for the script that shows them at once."""
    query = ask.request.query_params
    wanted = QueueFilter.of(query)
    site = ask.site
    have = [key for key in query.get("have", "").split(",") if key][:100]
    found = queue.give(
        site.catalogue, site.store, wanted, _reviewer(ask), after=query.get("after"), without=have,
        number=min(int(query.get("number", "1")) if query.get("number", "1").isdecimal() else 1, 5),
    )  # fmt: skip
    told = {
        "items": [{"key": item.key, "html": item_html(ask, item, wanted)} for item in found],
    }
    return Response(json.dumps(told, ensure_ascii=False), media_type="application/json")


@router.get("/queue/item/{key}")
def one_item(key: str, ask: Asking) -> HTMLResponse:
    """One item as a part of a page."""
    ask.site.catalogue.look()
    item = ask.site.catalogue.item(key)
    if item is None:
        raise HTTPException(404, ask.words("This is no longer there: it was merged, split or read anew."))
    holder = None if _alone(ask) else leases.hold(ask.site.store, key, ask.name)
    return HTMLResponse(item_html(ask, item, QueueFilter.of(ask.request.query_params), holder))


def item_html(ask: Ask, item: Item, wanted: QueueFilter, holder: str | None = None) -> str:
    """An item as a part of a page; `holder` is who else looks at it."""
    site = ask.site
    script = ask.request.query_params.get("script", "")
    chosen = Language(script) if script in {each.value for each in Language} else None
    common = {"item": item, "wanted": wanted, "holder": holder, "kinds": KINDS, "statuses": STATUSES}
    if item.what == MERGE:
        view = merge_view(site.store, site.catalogue, item)
        return (
            ask.html("item_gone.html", **common) if view is None else ask.html("item_merge.html", view=view, **common)
        )
    mention = mention_view(site.store, site.catalogue, item, chosen)
    if mention is None:
        return ask.html("item_gone.html", **common)
    return ask.html("item_mention.html", view=mention, **common)


def _chosen(ask: Ask, wanted: QueueFilter, key: str | None) -> tuple[Item | None, str | None]:
    site = ask.site
    named = site.catalogue.item(key) if key else None
    if named is not None:
        holder = None if _alone(ask) else leases.hold(site.store, named.key, ask.name)
        return named, holder
    after = ask.request.query_params.get("after")
    found = queue.give(site.catalogue, site.store, wanted, _reviewer(ask), after=after)
    return (found[0] if found else None), None


def _reviewer(ask: Ask):  # type: ignore[no-untyped-def]
    """Whoever may only read holds nothing."""
    assert ask.person is not None
    if ask.person.may(Role.REVIEWER):
        return ask.person
    return type(ask.person)(ask.person.name, ask.person.role, open=True)


def _alone(ask: Ask) -> bool:
    return bool(_reviewer(ask).open)


def _sources(ask: Ask) -> list[str]:
    return ask.site.catalogue.sources()
