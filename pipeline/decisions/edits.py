"""Fields that people set: what may be edited, in which form, and deals and mentions with the edits applied."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from schemas.deal import CENTRES, PAYERS, RECEIVERS, ROLES_OF_KIND, DealMention, Kind, Party, Role
from schemas.errors import DecisionError
from schemas.merged import Deal
from schemas.quantity import Terms
from schemas.record import money_record, party_record, terms_record

_TERMS = tuple(Terms.model_fields)
EDITABLE = ("kind", "status", "parties", "amount", "power_gw", "announced", *(f"terms.{name}" for name in _TERMS))
"""The fields that a person may set, as the gold format names them."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A field that a person set, the JSON value, and the decision that says so."""

    decision_id: str
    field: str
    value: Any


def value_of(told: Deal | DealMention, name: str) -> Any:
    """The value of an editable field as JSON, as the gold format writes it.

    Raises:
        DecisionError: If there is no such field.
    """
    _known(name)
    if name == "amount":
        return money_record(told.amount)
    if name == "power_gw":
        return None if told.power is None else {"value": _exact(told.power.value), "bound": told.power.bound.value}
    if name == "parties":
        return [party_record(party) for party in told.parties]
    if name == "announced":
        return None if told.announced is None else str(told.announced)
    if name.startswith("terms."):
        return terms_record(told.terms)[name.removeprefix("terms.")]
    return getattr(told, name).value


def edit_deal(deal: Deal, edits: Iterable[Edit]) -> Deal:
    """A deal with fields set, the last edit of a field counting; `edited` names the decision behind each.

    Raises:
        DecisionError: If a value does not fit its field.
    """
    edited = dict(deal.edited)
    for edit in edits:
        deal = _set(deal, edit)
        edited[edit.field] = edit.decision_id
    return deal.model_copy(update={"edited": edited}) if edited != deal.edited else deal


def edit_mention(mention: DealMention, edits: Iterable[Edit]) -> DealMention:
    """A mention with fields set.

    Raises:
        DecisionError: If a value does not fit its field.
    """
    for edit in edits:
        mention = _set(mention, edit)
    return mention


def _set(told: Any, edit: Edit) -> Any:
    _known(edit.field)
    record = told.model_dump(mode="json")
    name, value = edit.field, _plain(edit.value)
    if name == "power_gw":
        record["power"] = value
    elif name.startswith("terms."):
        record["terms"] = {**record["terms"], name.removeprefix("terms."): value}
    else:
        record[name] = value
    try:
        if name == "kind":
            record["parties"] = [_in_kind(party, Kind(value), told.parties) for party in told.parties]
        edited = type(told).model_validate(record)
        wrong = [party.role for party in edited.parties if party.role not in ROLES_OF_KIND[edited.kind]]
        if wrong:
            raise ValueError(f"a deal of kind {edited.kind} has no role {wrong[0]}")
        return edited
    except (ValidationError, ValueError) as error:
        raise DecisionError(f"{edit.field} cannot be {edit.value!r}: {_reason(error)}") from error


def _in_kind(party: Party, kind: Kind, parties: Iterable[Party]) -> dict[str, Any]:
    """A party in the role that its side has in another kind; the payer stays the payer.

    Who sells goods becomes the one that the deal is about, unless another party is that already.
    """
    record = party.model_dump(mode="json")
    centres = CENTRES & ROLES_OF_KIND[kind]
    about = party.role is Role.SELLER and centres and not any(each.role in CENTRES for each in parties)
    if party.role in ROLES_OF_KIND[kind] and not about:
        return record
    side = RECEIVERS if party.role in RECEIVERS else PAYERS
    fitting = [role for role in Role if role in ROLES_OF_KIND[kind]]
    chosen = next((role for role in fitting if role in side), fitting[0])
    return record | {"role": chosen.value}


def _plain(value: Any) -> Any:
    """Numbers of JSON as exact text, so that no float becomes a sum of money."""
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _exact(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _known(name: str) -> None:
    if name not in EDITABLE:
        raise DecisionError(f"there is no field {name!r} to edit; the fields are {', '.join(EDITABLE)}")


def _reason(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return "; ".join(each["msg"] for each in error.errors()[:3])
    return str(error)
