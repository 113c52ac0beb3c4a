"""What is compared of a mention, made ready once: who takes part on which side, names in the sentence, the days."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass
from enum import Enum

from pipeline.resolve import identify, names_of, parent_of
from schemas.deal import DealMention, Kind, Party, Role
from schemas.quantity import PartialDate

Key = tuple[str, int]
"""A mention's place in the world: its article's doc_id and its order there."""


class Side(Enum):
    """Whose money moves: the payer's, to the receiver; a participant's side is not told."""

    PAYER = "payer"
    RECEIVER = "receiver"
    OPEN = "open"


_SIDES = {
    Role.INVESTOR: Side.PAYER,
    Role.ACQUIRER: Side.PAYER,
    Role.BUYER: Side.PAYER,
    Role.LENDER: Side.PAYER,
    Role.INVESTEE: Side.RECEIVER,
    Role.TARGET: Side.RECEIVER,
    Role.SELLER: Side.RECEIVER,
    Role.BORROWER: Side.RECEIVER,
    Role.PARTICIPANT: Side.OPEN,
}
_CENTRES = frozenset({Role.INVESTEE, Role.TARGET, Role.BORROWER})

_LEAST_LATIN, _LEAST_CHINESE = 4, 3

_WORD = re.compile(r"[A-Za-z][A-Za-z0-9-]+")
_COMMON_TEXT = """
ai gpu gpus cpu cpus ceo cfo ipo usd rmb gw mw kw gwh mwh us usa eu uk hk inc corp ltd
the this that with from under its their they it in on at for and both after also billion million trillion
january february march april may june july august september october november december
monday tuesday wednesday thursday friday
"""
_COMMON = frozenset(_COMMON_TEXT.split())


@dataclass(frozen=True, slots=True)
class Actor:
    """A company in a mention; `names` are its normalised names, `centre` whether the deal is about it."""

    id: str
    known: bool
    parent: str | None
    names: frozenset[str]
    side: Side
    centre: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """A mention ready to be compared; `words` are the Latin names in its quote that are no party's."""

    key: Key
    mention: DealMention
    published: PartialDate | None
    actors: tuple[Actor, ...]
    words: frozenset[str]

    @property
    def doc_id(self) -> str:
        """The article's id."""
        return self.key[0]

    def blocks(self, names: Set[str]) -> frozenset[str]:
        """Keys of which two mentions of one deal share at least one: pairs of its companies, or a central one.

        Args:
            names: The names of all mentions that are compared, of which a longer name may begin with a shorter.
        """
        handles = [_handles(actor, names) for actor in self.actors]
        pairs = {
            f"{min(a, b)}+{max(a, b)}"
            for i, left in enumerate(handles)
            for right in handles[i + 1 :]
            for a in left
            for b in right
        }
        alone = len(self.actors) == 1 or self.mention.kind is Kind.PROJECT
        centres = {
            handle for actor, own in zip(self.actors, handles, strict=True) if alone or actor.centre for handle in own
        }
        return frozenset(pairs | centres)


def facts(key: Key, mention: DealMention, published: PartialDate | None) -> Facts:
    """Make a mention ready to be compared."""
    actors = tuple(_actor(party) for party in mention.parties)
    return Facts(key, mention, published, actors, _words(mention))


def _actor(party: Party) -> Actor:
    identity = identify(party)
    parent = parent_of(identity.id) if identity.known else None
    return Actor(identity.id, identity.known, parent, names_of(party), _SIDES[party.role], party.role in _CENTRES)


def _handles(actor: Actor, names: Set[str]) -> set[str]:
    """What finds every company that may be this one: ids, its names, and shorter names that those begin with."""
    beginnings = {name[:end] for name in actor.names for end in range(least_prefix(name), len(name) + 1)}
    return {actor.id, *actor.names, *(beginnings & names)} | ({actor.parent} if actor.parent else set())


def least_prefix(name: str) -> int:
    """How long a name must be, in characters of its script, to stand for a longer one that begins with it."""
    return _LEAST_LATIN if name[:_LEAST_LATIN].isascii() else _LEAST_CHINESE


def _words(mention: DealMention) -> frozenset[str]:
    own = " ".join(name for party in mention.parties for name in (party.name, *party.aliases)).casefold()
    found = (word for word in _WORD.findall(mention.quote) if word[0].isupper() or any(map(str.isdigit, word)))
    return frozenset(w for w in map(str.casefold, found) if w not in _COMMON and w not in own)
