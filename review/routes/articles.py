"""Articles: the list, an article with everything found in it, and the rest of a long one."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, HTTPException
from fastapi.responses import HTMLResponse
from sqlalchemy import func, or_, select

from pipeline.decisions import rulings_of
from pipeline.store import models as t
from pipeline.store.load import load_mentions
from pipeline.store.log import ruled_about
from review.fields import mention_rows
from review.highlight import Mark, located
from review.item_view import article_rest, article_row, article_text, marks_of
from review.paging import page_count, page_number
from review.site import Ask, Asking
from schemas.article import Language
from schemas.merged import Review

router = APIRouter(include_in_schema=False)

PER_PAGE = 50


@router.get("/articles")
def list_articles(ask: Asking) -> HTMLResponse:
    """The articles, the newest first."""
    query = ask.request.query_params
    words, language = query.get("q", "").strip()[:200], query.get("language", "")
    page = page_number(query)
    count = (
        select(t.mention.c.article_id, func.count().label("found")).group_by(t.mention.c.article_id).subquery("counted")
    )
    where = []
    if words:
        from review.script import in_script

        forms = {words, in_script(words, Language.ZH_HANS), in_script(words, Language.ZH_HANT)}
        where.append(
            or_(
                *(t.article.c.title.contains(form, autoescape=True) for form in forms),
                t.article.c.doc_id.contains(words, autoescape=True),
                t.article.c.url.contains(words, autoescape=True),
            )
        )
    if language in {each.value for each in Language}:
        where.append(t.article.c.language == language)
    if query.get("empty"):
        where.append(count.c.found.is_(None))
    columns = (t.article.c.doc_id, t.article.c.title, t.article.c.url, t.article.c.published, t.article.c.language)
    base = select(*columns, count.c.found).outerjoin(count, count.c.article_id == t.article.c.id).where(*where)
    order = (t.article.c.published.is_(None), t.article.c.published.desc(), t.article.c.doc_id)
    with ask.site.store.reading() as connection:
        total = connection.scalar(select(func.count()).select_from(base.subquery())) or 0
        rows = connection.execute(base.order_by(*order).limit(PER_PAGE).offset((page - 1) * PER_PAGE)).all()
    return ask.page(
        "articles.html", rows=rows, total=total, page=page, pages=page_count(total, PER_PAGE), words=words,
        language_wanted=language, empty=bool(query.get("empty")),
    )  # fmt: skip


@router.get("/articles/{doc_id:path}/text")
def more_text(doc_id: str, ask: Asking) -> HTMLResponse:
    """Characters of an article that were left out, as a part of a page."""
    query = ask.request.query_params
    start, end, uid = query.get("start", ""), query.get("end", ""), query.get("uid", "")
    if not (start.isdecimal() and end.isdecimal() and len(start + end) < 30):
        raise HTTPException(400, "start and end are positions in the text")
    with ask.site.store.reading() as connection:
        row = article_row(connection, doc_id)
        if row is None:
            raise HTTPException(404, ask.words("There is no such article."))
        marks = marks_of(connection, uid) if uid else []
    parts, script = article_rest(row, marks, int(start), int(end), _script(ask))
    return ask.page("article_parts.html", parts=parts, script=script, doc_id=doc_id, uid=uid)


@router.get("/articles/{doc_id:path}")
def one_article(doc_id: str, ask: Asking) -> HTMLResponse:
    """An article with all that was found in it."""
    with ask.site.store.reading() as connection:
        row = article_row(connection, doc_id)
        if row is None:
            raise HTTPException(404, ask.words("There is no such article."))
        stored = load_mentions(connection, row.id, evidence=True, counted=True)
        review = rulings_of(ruled_about(connection, [each.claim.uid for each in stored])).review
        reading = connection.execute(select(t.reading).where(t.reading.c.doc_id == doc_id)).first()
        near = select(t.near_duplicate).where(
            or_(t.near_duplicate.c.doc_id == doc_id, t.near_duplicate.c.of_doc_id == doc_id)
        )
        copies = [each.of_doc_id if each.doc_id == doc_id else each.doc_id for each in connection.execute(near)]
    found: list[dict[str, Any]] = []
    every: list[Mark] = []
    for place, each in enumerate(stored):
        pairs = [
            (Mark(item.start, item.end, item.field, number), item.quote)
            for number, item in enumerate(each.mention.evidence)
        ]
        good, lost = located(row.text, pairs)
        every += good
        found.append(
            {
                "number": place + 1, "claim": each.claim, "deal_id": each.deal_id, "lost": len(lost),
                "rows": [field for field in mention_rows(each.mention, good) if field.told],
                "review": review.get(each.claim.uid, Review.OPEN).value,
            }
        )  # fmt: skip
    article = article_text(row, every, _script(ask))
    return ask.page("article.html", article=article, found=found, reading=reading, copies=copies)


def _script(ask: Ask) -> Language | None:
    script = ask.request.query_params.get("script", "")
    return Language(script) if script in {each.value for each in Language} else None
