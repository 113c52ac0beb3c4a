"""Deals as they stand in the database."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, func, select

from pipeline.store import models as t
from schemas.merged import Deal


def deal_of(row: Row[Any]) -> Deal:
    """The deal of its row."""
    return Deal.model_validate_json(row.record)


def count_deals(connection: Connection) -> int:
    """How many deals there are."""
    return connection.scalar(select(func.count()).select_from(t.deal)) or 0
