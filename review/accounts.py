"""Accounts of the review pages: who may do what, their passwords, and what lets a browser or a program in."""

from __future__ import annotations

import datetime
import hashlib
import re
import secrets
import time
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Connection, delete, func, insert, select, update

from pipeline.store import Store
from pipeline.store import models as t
from schemas.errors import AccountError

SESSION_SECONDS = 14 * 24 * 3600.0
"""How long a browser stays signed in."""

_LEAST = 10
_MOST = 1_000
_NAME = re.compile(r"[^\s/\\<>\"'&~]{1,60}")


class Role(IntEnum):
    """What an account may do; each may all that the ones before may."""

    READER = 1
    REVIEWER = 2
    ADMIN = 3

    @classmethod
    def called(cls, name: str) -> Role:
        """The role of a name."""
        try:
            return cls[name.upper()]
        except KeyError:
            raise AccountError(f"there is no role {name!r}; the roles are reader, reviewer and admin") from None


@dataclass(frozen=True, slots=True)
class Person:
    """Who is asking; `open` is the local user of pages without accounts."""

    name: str
    role: Role
    open: bool = False

    def may(self, role: Role) -> bool:
        """Whether they may do what a role may."""
        return self.role >= role


@dataclass(frozen=True, slots=True)
class Account:
    """An account as admins see it."""

    name: str
    role: str
    created: str
    closed: bool


@lru_cache(maxsize=1)
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@lru_cache(maxsize=1)
def _nobody() -> str:
    """A hash that is checked where there is no such account, so that both answers take as long."""
    return _hasher().hash(secrets.token_hex())


def add_account(store: Store, name: str, role: Role, password: str) -> None:
    """Make an account.

    Raises:
        AccountError: If there is one of this name, or the name or the password will not do.
    """
    if not _NAME.fullmatch(name):
        raise AccountError(f"{name!r} is no name for an account: up to 60 letters, digits, dots, no spaces")
    hashed = _hashed(password)
    with store.writing() as connection:
        if _held(connection, name) is not None:
            raise AccountError(f"there is an account {name} already")
        connection.execute(
            insert(t.account).values(name=name, role=role.name.lower(), password=hashed, created=_now(), closed=False)
        )


def change_account(
    store: Store, name: str, *, role: Role | None = None, password: str | None = None, closed: bool | None = None
) -> None:
    """Change an account's role, password, or whether it is closed; whoever is signed in by it has to sign in again.

    Raises:
        AccountError: If there is no such account.
    """
    values: dict[str, object] = {}
    if role is not None:
        values["role"] = role.name.lower()
    if password is not None:
        values["password"] = _hashed(password)
    if closed is not None:
        values["closed"] = closed
    with store.writing() as connection:
        if _held(connection, name) is None:
            raise AccountError(f"there is no account {name}; `dealtrail users list` shows them")
        connection.execute(update(t.account).where(t.account.c.name == name).values(**values))
        connection.execute(delete(t.sign_in).where(t.sign_in.c.account == name))


def accounts(store: Store) -> list[Account]:
    """All accounts by name."""
    with store.reading() as connection:
        rows = connection.execute(select(t.account).order_by(t.account.c.name))
        return [Account(row.name, row.role, row.created, row.closed) for row in rows]


def has_accounts(store: Store) -> bool:
    """Whether anybody can sign in."""
    with store.reading() as connection:
        count = select(func.count()).select_from(t.account).where(t.account.c.closed.is_(False))
        return bool(connection.scalar(count))


def check_password(store: Store, name: str, password: str) -> Person | None:
    """Who a name and password belong to; None if they do not fit, which takes as long."""
    with store.reading() as connection:
        row = _held(connection, name)
    held = row.password if row is not None else _nobody()
    try:
        _hasher().verify(held, password[:_MOST])
    except (VerificationError, InvalidHashError):
        return None
    return None if row is None or row.closed else Person(row.name, Role.called(row.role))


def sign_in(store: Store, person: Person, *, title: str = "", kind: str = "session") -> str:
    """Let a browser (session) or a program (token) in; give the secret that it shows from now on."""
    secret = secrets.token_urlsafe(32)
    until = time.time() + SESSION_SECONDS if kind == "session" else None
    with store.writing() as connection:
        connection.execute(delete(t.sign_in).where(t.sign_in.c.until < time.time()))
        connection.execute(
            insert(t.sign_in).values(
                secret_hash=_digest(secret), account=person.name, kind=kind, title=title, created=_now(), until=until
            )
        )
    return secret


def sign_out(store: Store, secret: str) -> None:
    """Let a secret lead in no more."""
    with store.writing() as connection:
        connection.execute(delete(t.sign_in).where(t.sign_in.c.secret_hash == _digest(secret)))


def person_of(store: Store, secret: str, kind: str = "session") -> Person | None:
    """Who shows a secret."""
    query = (
        select(t.account.c.name, t.account.c.role, t.sign_in.c.until)
        .join(t.sign_in, t.sign_in.c.account == t.account.c.name)
        .where(t.sign_in.c.secret_hash == _digest(secret), t.sign_in.c.kind == kind, t.account.c.closed.is_(False))
    )
    with store.reading() as connection:
        row = connection.execute(query).first()
    if row is None or (row.until is not None and row.until < time.time()):
        return None
    return Person(row.name, Role.called(row.role))


def person_called(store: Store, name: str) -> Person | None:
    """The account of a name that somebody trusted has vouched for."""
    with store.reading() as connection:
        row = _held(connection, name)
    return None if row is None or row.closed else Person(row.name, Role.called(row.role))


def _held(connection: Connection, name: str):  # type: ignore[no-untyped-def]
    return connection.execute(select(t.account).where(t.account.c.name == name)).first()


def _hashed(password: str) -> str:
    if not _LEAST <= len(password) <= _MOST:
        raise AccountError(f"a password needs {_LEAST} to {_MOST:,} characters")
    return _hasher().hash(password)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
