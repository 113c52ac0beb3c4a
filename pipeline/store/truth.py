"""Whether what was found and decided is whole: evidence for each claim, in the words of its article; exact money."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Connection, select

from pipeline.store import models as t
from pipeline.store.fault import Fault, fault
from pipeline.store.load import parts_of
from schemas.decision import Decision

_EXACT = re.compile(r"-?\d+(\.\d+)?")
_STATED = (("amount_value", "amount"), ("power_value", "power_gw"), ("announced", "announced"))
_MONEY = (
    (t.mention, ("amount_value", "amount_low", "amount_high", "power_value")),
    (t.deal, ("amount_value",)),
    (t.figure, ("amount_value", "amount_low", "amount_high", "percent")),
)


def unfounded(connection: Connection) -> list[Fault]:
    """Claims without evidence, and evidence that is not what its article says there."""
    missing: list[str] = []
    beyond: list[str] = []
    other: list[str] = []
    articles = list(connection.scalars(select(t.article.c.id).order_by(t.article.c.doc_id)))
    for part in parts_of(articles):
        texts = {
            row.id: row
            for row in connection.execute(
                select(t.article.c.id, t.article.c.doc_id, t.article.c.text).where(t.article.c.id.in_(part))
            )
        }
        mentions = list(connection.execute(select(t.mention).where(t.mention.c.article_id.in_(part))))
        held = _evidence(connection, [row.id for row in mentions])
        for row in sorted(mentions, key=lambda row: (texts[row.article_id].doc_id, row.position)):
            article = texts[row.article_id]
            place = f"{article.doc_id} mention {row.position}"
            fields = {each.field for each in held[row.id]}
            missing += [f"{place} {name}".rstrip() for name in _stated(row._mapping) if name not in fields]
            for each in held[row.id]:
                if not 0 <= each.start < each.end <= len(article.text):
                    beyond.append(f"{place} {each.field} {each.start}:{each.end}")
                elif article.text[each.start : each.end] != each.quote:
                    other.append(f"{place} {each.field} {each.start}:{each.end}")
    return [
        *fault("claims without evidence", missing, False),
        *fault("pieces of evidence beyond their text", beyond, False),
        *fault("pieces of evidence that their text does not say", other, False),
        *fault("figures of companies that their text does not say", _unfounded_figures(connection), False),
    ]


def _unfounded_figures(connection: Connection) -> Iterator[str]:
    query = (
        select(t.figure.c.position, t.figure.c.evidence, t.article.c.doc_id, t.article.c.text)
        .join(t.article, t.article.c.id == t.figure.c.article_id)
        .order_by(t.article.c.doc_id, t.figure.c.position)
    )
    for row in connection.execute(query):
        try:
            said = all(row.text[each["start"] : each["end"]] == each["quote"] for each in json.loads(row.evidence))
        except (ValueError, KeyError, TypeError):
            said = False
        if not said:
            yield f"{row.doc_id} figure {row.position}"


def _evidence(connection: Connection, ids: list[int]) -> dict[int, list[Any]]:
    held: dict[int, list[Any]] = defaultdict(list)
    for part in parts_of(ids):
        for row in connection.execute(select(t.evidence).where(t.evidence.c.mention_id.in_(part))):
            held[row.mention_id].append(row)
    return held


def _stated(row: Any) -> Iterator[str]:
    """The fields that a mention states; its kind stands for all of what makes it one."""
    yield "kind"
    yield from (field for column, field in _STATED if row[column] is not None)
    try:
        terms = json.loads(row["terms"])
    except ValueError:
        return
    yield from (f"terms.{name}" for name in terms)


def inexact(connection: Connection) -> list[Fault]:
    """Money, power and terms that are no exact decimals."""
    found: list[str] = []
    for table, names in _MONEY:
        for name in names:
            column = table.c[name]
            rows = connection.execute(select(table.c.id, column).where(column.is_not(None)).order_by(table.c.id))
            found += (f"{table.name} {row.id} {name} {row[1]!r}" for row in rows if not _EXACT.fullmatch(str(row[1])))
    terms = select(t.mention.c.id, t.mention.c.terms).where(t.mention.c.terms != "{}").order_by(t.mention.c.id)
    found += (f"mention {row.id} terms {row.terms}" for row in connection.execute(terms) if _has_float(row.terms))
    return fault("numbers that are no exact decimals", found, False)


def _has_float(text: str) -> bool:
    floats: list[str] = []
    try:
        json.loads(text, parse_float=floats.append)
    except ValueError:
        return True
    return bool(floats)


def garbled(connection: Connection) -> list[Fault]:
    """Decisions that cannot be read, or whose columns say other than their record."""
    wrong = []
    for row in connection.execute(select(t.decision).order_by(t.decision.c.number)):
        try:
            told = Decision.model_validate_json(row.record)
        except ValidationError:
            wrong.append(row.id)
            continue
        if (told.id, told.by, told.action.value, told.undoes) != (row.id, row.by, row.action, row.undoes):
            wrong.append(row.id)
    return fault("decisions that cannot be read", wrong, False)
