"""The fields of a mention or a deal as rows to be shown and edited."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pipeline.wording import amount_words, plain, power_words, short
from review.highlight import Mark
from review.values import Typed, typed
from schemas.deal import ROLES_OF_KIND, DealMention, Kind, Party, Role, Status
from schemas.merged import Deal
from schemas.quantity import Price, Terms

TERMS = tuple(f"terms.{name}" for name in Terms.model_fields)
FIELDS = ("kind", "status", "parties", "amount", "power_gw", "announced", *TERMS)


@dataclass(frozen=True, slots=True)
class Row:
    """A field: its name, the value in words, how it is typed, the evidence for it, and what may be chosen for it.

    `name` is the field that is edited, `evidence` the name under which its evidence stands; a party has its `number`.
    """

    name: str
    words: str
    typed: Typed
    evidence: str
    marks: tuple[Mark, ...] = ()
    quotes: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    number: int | None = None
    role: str = ""
    company_id: str | None = None
    edited: bool = False
    conflict: bool = False

    @property
    def told(self) -> bool:
        """Whether it has a value."""
        return bool(self.words)

    @property
    def control(self) -> str:
        """Which control edits it."""
        if self.choices and self.number is None:
            return "choice"
        return "bounded" if self.name in ("amount", "power_gw") else "text"


def mention_rows(mention: DealMention, marks: Sequence[Mark] = (), edited: Iterable[str] = ()) -> list[Row]:
    """The rows of a mention, with its located evidence and the fields that people set."""
    changed = set(edited)
    quotes = {number: item.quote for number, item in enumerate(mention.evidence)}
    return [
        _with_marks(row, marks, quotes, row.name in changed, mention.parties)
        for row in (
            *_simple(mention, ("kind", "status")),
            *_party_rows(mention.parties, mention.kind),
            *_others(mention),
        )
    ]


def deal_rows(deal: Deal) -> list[Row]:
    """The rows of a deal as it is shown, with the fields on which its sources differ."""
    rows = (*_simple(deal, ("kind", "status")), *_party_rows(deal.parties, deal.kind), *_others(deal))
    conflicts = set(deal.conflicts) | ({"power_gw"} if "power" in deal.conflicts else set())
    return [
        replace(row, edited=row.name in deal.edited, conflict=row.name in conflicts or row.evidence in conflicts)
        for row in rows
    ]


def words_of(told: Deal | DealMention, name: str) -> str:
    """A field's value in few words."""
    if name == "amount":
        return amount_words(told.amount)
    if name == "power_gw":
        return power_words(told.power)
    if name == "announced":
        return "" if told.announced is None else str(told.announced)
    if name.startswith("terms."):
        value = getattr(told.terms, name.removeprefix("terms."))
        if value is None:
            return ""
        if isinstance(value, Price):
            return f"{short(value.value)} {value.currency}"
        if name == "terms.stake_pct":
            return f"{plain(value)}%"
        if name == "terms.shares":
            return f"{int(value):,}" if value == value.to_integral_value() else plain(value)
        return plain(value) if name == "terms.years" else str(value)
    if name == "parties":
        return ", ".join(f"{party.name} ({party.role})" for party in told.parties)
    return str(getattr(told, name).value)


def _simple(told: Deal | DealMention, names: Iterable[str]) -> list[Row]:
    choices = {"kind": tuple(each.value for each in Kind), "status": tuple(each.value for each in Status)}
    return [Row(name, words_of(told, name), typed(told, name), name, choices=choices.get(name, ())) for name in names]


def _others(told: Deal | DealMention) -> list[Row]:
    return _simple(told, ("amount", "power_gw", "announced", *TERMS))


def _party_rows(parties: Sequence[Party], kind: Kind) -> list[Row]:
    roles = tuple(role.value for role in Role if role in ROLES_OF_KIND[kind])
    return [
        Row(
            "parties", party.name, Typed(party.name), f"party.{party.role.value}",
            choices=roles, number=number, role=party.role.value, company_id=party.company_id,
        )
        for number, party in enumerate(parties)
    ]  # fmt: skip


def _with_marks(row: Row, marks: Sequence[Mark], quotes: dict[int, str], edited: bool, parties: Sequence[Party]) -> Row:
    own = [mark for mark in marks if mark.field == row.evidence]
    if row.number is not None and len(own) > 1:
        # Of several parties in one role, each has the evidence that bears one of its names where there is such.
        party = parties[row.number]
        names = {party.name.casefold(), *(alias.casefold() for alias in party.aliases)}
        own = [mark for mark in own if quotes[mark.number].casefold() in names] or own
    return replace(row, marks=tuple(own), quotes=tuple(quotes[mark.number] for mark in own), edited=edited)
