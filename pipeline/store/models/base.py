"""What all tables share: the names of their constraints, the metadata, columns of text."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    MetaData,
    Text,
)

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
"""How constraints are named, so that every migration can name what it drops on either database."""

metadata = MetaData(naming_convention=NAMES)


def text_column(name: str, *, needed: bool = True, index: bool = False, unique: bool = False) -> Column[str]:
    """A column of text, needed unless it says otherwise."""
    return Column(name, Text, nullable=not needed, index=index, unique=unique or None)
