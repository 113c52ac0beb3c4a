"""Tells a deal anew by what changes hands: whoever buys mines buys a business, whoever buys a tenth of it invests."""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.candidate import Candidate, Filled
from extractors.english.fill import is_passive
from extractors.english.kinds import english_kind
from extractors.english.sellers import sold_by
from extractors.english.structure import insert_of
from extractors.english.ware import Ware, manner_of, ware_before, ware_behind
from extractors.quantity.spans import QuantityKind
from schemas.deal import Kind

_HALF = 50
_TAKERS = {Kind.ACQUISITION: "acquirer", Kind.INVESTMENT: "investor", Kind.DEBT: "lender"}
_THINGS = {Kind.ACQUISITION: "target", Kind.INVESTMENT: "investee", Kind.DEBT: "borrower"}
_TAKES = frozenset(["buyer", "acquirer", "investor"])
_IS_THING = frozenset(["target", "investee"])
_SUPPLY = frozenset([Kind.PURCHASE, Kind.COMPUTE, Kind.POWER])
_FOR = {
    "for": re.compile(r"\b(?:for|in exchange for|in return for)\s", re.IGNORECASE),
    "on": re.compile(r"\b(?:for|on)\s", re.IGNORECASE),
    "with": re.compile(r"\b(?:with|of|access to)\s", re.IGNORECASE),
    "of": re.compile(r"\s?(?:of|for|on|in)\s", re.IGNORECASE),
}
_NEW = re.compile(
    r"\b(?:new|newly|common|preferred|ordinary|own|treasury|primary|its shares|its stock)\b", re.IGNORECASE
)
_FAR = 110
_ENGAGES = frozenset(["engage", "supply", "serve", "make"])
"""What is done with a company that is not bought: it is supplied with something, or contracted for it."""
_WITH_WHAT = re.compile(r"(?:'s|’s)?[^,.;]{0,40}? (?:with|of|for) ")


def find_ware(candidate: Candidate) -> Ware | None:
    """The thing that a candidate's verb hands over, where its frame says in which phrase it stands."""
    place, masked, trigger = candidate.frame.ware, candidate.masked, candidate.trigger
    if not place:
        return None
    if place == "object":
        if is_passive(masked.text, trigger):
            return ware_before(masked, trigger.start)
        found = ware_behind(masked, _after_of(masked.text, trigger.end))
        if found is not None and found.sort == "company" and manner_of(trigger.text) in _ENGAGES:
            behind = _WITH_WHAT.match(masked.text, found.end)
            return None if behind is None else ware_behind(masked, behind.end())
        return found if found is not None else _antecedent(candidate)
    clause = masked.sentence.clauses[candidate.clause]
    stop = min(masked.sentence.end, trigger.end + _FAR)
    if place == "of":
        if trigger.text.endswith((" of", " for", " on")):
            return ware_behind(masked, trigger.end)
        match = _FOR[place].match(masked.text, trigger.end, stop)
        return None if match is None else ware_behind(masked, match.end())
    for match in _FOR[place].finditer(masked.text, trigger.end, max(clause[1], stop)):
        found = ware_behind(masked, match.end())
        if found is not None:
            return found
    return None


def _after_of(text: str, position: int) -> int:
    """Behind the `of` that leads from a noun to its object: the sale of its mines."""
    return position + 4 if text.startswith(" of ", position) else position


def _antecedent(candidate: Candidate) -> Ware | None:
    """The company that a relative clause speaks of, where its verb has no object of its own: X, which Y bought."""
    masked, trigger = candidate.masked, candidate.trigger
    insert = insert_of(masked.inserts, trigger.start)
    if insert is None or not insert.relative or insert.antecedent.end > trigger.start:
        return None
    inner = [slot for slot in masked.companies if insert.start <= slot.start < trigger.start]
    return Ware("company", (insert.antecedent,), None, trigger.end) if inner else None


def kind_of_ware(ware: Ware, manner: str, candidate: Candidate) -> Kind | None:
    """The kind of a deal in which a thing of this sort is bought, rented, made or served; None where that is open."""
    if ware.sort == "stake":
        if manner not in ("move", "use"):
            return None
        return Kind.ACQUISITION if ware.share is not None and ware.share > _HALF else Kind.INVESTMENT
    if ware.sort in ("company", "business", "hall"):
        if manner in ("move", "use"):
            return Kind.ACQUISITION
        if manner == "rent" or ware.sort == "hall":
            return Kind.COMPUTE
        return Kind.PURCHASE if ware.sort == "business" else None
    if ware.sort == "hardware":
        lasting = any(item.kind is QuantityKind.DURATION for item in candidate.masked.quantities)
        hired = manner in ("rent", "serve") or (manner == "use" and (lasting or _from_cloud(candidate)))
        return Kind.COMPUTE if hired else Kind.PURCHASE
    if ware.sort == "goods":
        return Kind.PURCHASE
    if ware.sort == "compute":
        return Kind.COMPUTE
    if ware.sort == "power":
        return Kind.COMPUTE if manner == "rent" else Kind.POWER
    if ware.sort == "capacity":
        return english_kind(candidate, (Kind.POWER.value, Kind.COMPUTE.value))
    return None


def _from_cloud(candidate: Candidate) -> bool:
    """Whether the seller of machines is one that lets them."""
    return any(item.role == "seller" and sold_by(item.entity) is Kind.COMPUTE for item in candidate.filled)


def retell(candidate: Candidate) -> None:
    """Set the kind of a candidate by what changes hands, with the roles of that kind; unchanged where nothing tells."""
    candidate.ware = ware = find_ware(candidate)
    if ware is None and candidate.kind is Kind.PURCHASE and candidate.frame.ware == "object" and _gets_money(candidate):
        candidate.kind = Kind.INVESTMENT
        candidate.filled = [replace(item, role=_GIVEN.get(item.role, item.role)) for item in candidate.filled]
    if candidate.frame.id == "en-supply-object":
        _settle_object(candidate)
    if ware is None or candidate.kind is None:
        return
    if ware.sort in ("hall", "business") and candidate.trigger.text.startswith("spen") and not ware.companies:
        candidate.kind = Kind.PROJECT
        candidate.filled = [replace(item, role="participant") for item in candidate.filled]
        return
    kind = kind_of_ware(ware, manner_of(candidate.trigger.text), candidate)
    if kind is None or kind is candidate.kind:
        return
    candidate.filled = _roles(candidate, ware, kind)
    candidate.kind = kind


def _settle_object(candidate: Candidate) -> None:
    """Whether the company behind a verb of giving is what is given (sold Sparkle to…) or gets money (gave Mistral €1.7bn)."""
    masked = candidate.masked
    got = next((item.slot for item in candidate.filled if item.role == "buyer" and item.slot is not None), None)
    if got is None:
        return
    if candidate.trigger.text.startswith(("sell", "sold")) and masked.text.startswith(" to ", got.end):
        candidate.kind, roles = Kind.ACQUISITION, {"buyer": "target"}
    elif candidate.trigger.text.startswith(("giv", "gave")) and any(
        0 <= item.start - got.end <= 16 for item in masked.of_kind(QuantityKind.MONEY)
    ):
        candidate.kind, roles = Kind.INVESTMENT, {"buyer": "investee", "seller": "investor"}
    else:
        return
    candidate.filled = [replace(item, role=roles.get(item.role, item.role)) for item in candidate.filled]


_GIVEN = {"buyer": "investee", "seller": "investor"}
_FROM = re.compile(r" from\b")


def _gets_money(candidate: Candidate) -> bool:
    """Whether a verb's whole object is a sum that comes from somebody: `is taking $7 billion from Apollo`."""
    masked, trigger = candidate.masked, candidate.trigger
    if manner_of(trigger.text) not in ("move", "use") or not trigger.text.startswith(_TAKING):
        return False
    money = next((item for item in masked.of_kind(QuantityKind.MONEY) if item.start >= trigger.end), None)
    if money is None or not _FROM.match(masked.text, money.end):
        return False
    return not re.sub(
        r"\b(?:up to|about|around|some|another|nearly|more than|over|at least|a further)\b|\W",
        "",
        masked.text[trigger.end : money.start],
    )


_TAKING = ("tak", "took", "get", "got", "draw", "drew", "secur", "obtain", "receiv", "tap")


def _roles(candidate: Candidate, ware: Ware, kind: Kind) -> list[Filled]:
    """The parties in the roles of another kind; the company that is bought, or in which a stake is, joins them."""
    taker, thing = _TAKERS.get(kind, "buyer"), _THINGS.get(kind, "seller")
    filled: list[Filled] = []
    named = {entity.key for slot in ware.companies for entity in slot.entities}
    for item in candidate.filled:
        if item.role in _TAKES:
            filled.append(replace(item, role=taker))
        elif item.role in _IS_THING or (
            kind not in _SUPPLY and item.entity.key in named and not (item.slot and item.slot.owner)
        ):
            filled.append(replace(item, role=thing))
        else:
            filled.append(item)
    if kind in _SUPPLY:  # a thing's maker was taken for a target: it sells only where nobody else does
        sold = any(item.role == "seller" for item in candidate.filled)
        return [
            item for item, old in zip(filled, candidate.filled, strict=True) if not (sold and old.role in _IS_THING)
        ]
    held = {item.entity.key for item in filled}
    if thing not in {item.role for item in filled}:
        filled += [
            Filled(thing, entity, slot)
            for slot in ware.companies
            for entity in slot.entities
            if entity.key not in held and not (slot.owner and ware.sort == "business")
        ]
    if kind is Kind.INVESTMENT and thing not in {item.role for item in filled}:
        text = candidate.masked.text[candidate.trigger.end : ware.end]
        if _NEW.search(text) and not ware.companies:
            filled = [replace(item, role=thing) if item.role == "seller" else item for item in filled]
    return filled
