"""The log of decisions as text: written out whole, and taken over by any database."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pydantic import ValidationError

from pipeline.decide import decisions
from pipeline.store import Refreshed, Store, refresh
from pipeline.store.engine import lock_companies, lock_merging
from pipeline.store.log import append, read_decision, waiting_anchors
from pipeline.store.parties import identify_parties
from pipeline.store.unsettle import unsettle_all
from schemas.decision import Anchor, Decision
from schemas.errors import InputError


def write_decisions(store: Store) -> Iterator[str]:
    """Every decision as a line of JSON, in order: all that people ever ruled, to be replayed on any database."""
    for decision in decisions(store):
        yield decision.model_dump_json(exclude_defaults=True) + "\n"


@dataclass(frozen=True, slots=True)
class Replayed:
    """What a replay did: decisions that were new and known already, and anchors that no mention was found for."""

    new: int
    known: int
    waiting: tuple[tuple[str, Anchor], ...]
    deals: Refreshed


def replay(store: Store, lines: Iterable[str], place: str = "decisions") -> Replayed:
    """Take over decisions from their lines. What is known already changes nothing; what speaks of mentions that are not
    there waits for them.

    Raises:
        InputError: At the first line that is no decision, or another one under a known id; nothing is taken over then.
    """
    read = [_read(line, place, number) for number, line in enumerate(lines, start=1) if line.strip()]
    with store.writing() as connection:
        lock_companies(connection, change=True)
        lock_merging(connection)
        new = 0
        for number, decision in enumerate(read, start=1):
            held = read_decision(connection, decision.id)
            if held is None:
                append(connection, decision)
                new += 1
            elif held != decision:
                raise InputError(place, f"{decision.id} is another decision in this database", number)
        if new:
            identify_parties(connection)
            unsettle_all(connection)
        done = refresh.refresh(connection, datetime.datetime.now(datetime.UTC).isoformat(timespec="microseconds"))
        return Replayed(new, len(read) - new, tuple(waiting_anchors(connection)), done)


def _read(line: str, place: str, number: int) -> Decision:
    try:
        return Decision.model_validate_json(line)
    except ValidationError as error:
        raise InputError(place, f"no decision: {error.errors()[0]['msg']}", number) from error
