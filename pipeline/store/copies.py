"""Which articles are copies of each other, as one name for all of them."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, select

from pipeline.store import models as t
from pipeline.store.load import parts_of

_FEW = 2000


def copies_of(connection: Connection, doc_ids: Collection[str]) -> dict[str, str]:
    """For each of these articles that has copies, the least doc_id among itself and them."""
    least: dict[str, str] = {}
    links = t.near_duplicate
    if len(doc_ids) > _FEW:
        queries = [select(links.c.doc_id, links.c.of_doc_id)]
    else:
        columns = (links.c.doc_id, links.c.of_doc_id)
        queries = [
            select(links.c.doc_id, links.c.of_doc_id).where(column.in_(part))
            for part in parts_of(sorted(doc_ids))
            for column in columns
        ]
    for query in queries:
        for doc_id, other in connection.execute(query):
            first = min(doc_id, other)
            for each in (doc_id, other):
                if each in doc_ids:
                    least[each] = min(least.get(each, first), first)
    return least
