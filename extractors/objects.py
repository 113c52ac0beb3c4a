"""What an agreement or purchase is about: the object's words choose the kind, and who sells to whom."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from corpora.gazetteer import company_by_id
from corpora.lexicon import lexicon
from extractors.candidate import Candidate, Filled
from extractors.company.spans import Entity
from extractors.english.agreed import agreed_kind, builds_together, funds_works
from extractors.english.kinds import UNSURE_WHO, english_kind
from extractors.english.lent import settle_banks, settle_lent
from extractors.english.retell import retell
from extractors.english.sellers import sold_by
from extractors.frames import AGREEMENT
from extractors.quantity.spans import QuantityKind
from extractors.slots import MaskedSentence
from schemas.deal import Kind

_ORDER = tuple(
    kind.value
    for kind in (
        Kind.POWER,
        Kind.COMPUTE,
        Kind.DEBT,
        Kind.ACQUISITION,
        Kind.INVESTMENT,
        Kind.PURCHASE,
        Kind.PROJECT,
        Kind.PARTNERSHIP,
    )
)
_REFINED = {Kind.PURCHASE.value, Kind.COMPUTE.value, Kind.POWER.value}
ROLES = {
    Kind.POWER: ("buyer", "seller"),
    Kind.COMPUTE: ("buyer", "seller"),
    Kind.PURCHASE: ("buyer", "seller"),
    Kind.DEBT: ("borrower", "lender"),
    Kind.ACQUISITION: ("acquirer", "target"),
    Kind.INVESTMENT: ("investor", "investee"),
    Kind.PROJECT: ("participant", "participant"),
    Kind.PARTNERSHIP: ("participant", "participant"),
}
_SUPPLIES = re.compile(
    r"供应|提供|供货|出售|销售|供电|建设|承建|代工|出租|交付|\b(?:supply|supplies|supplying|provide|provides|providing|sell|sells|selling|deliver|host|hosting|build|lease out|landed|won|commit(?:s)? the)\b"
)
_CLOUD = re.compile(r"Cloud|Web Services|[云雲](?:端|计算|計算|科技|服务|服務|$)|Compute\b|Data Cent", re.IGNORECASE)


@lru_cache(maxsize=1)
def _patterns() -> dict[str, tuple[re.Pattern[str], re.Pattern[str]]]:
    table = lexicon("objects")
    return {
        kind: (
            re.compile("|".join(sorted(map(re.escape, table[kind]["zh"]), key=len, reverse=True)), re.IGNORECASE),
            re.compile(
                r"\b(?:" + "|".join(sorted(map(re.escape, table[kind]["en"]), key=len, reverse=True)) + r")\b",
                re.IGNORECASE,
            ),
        )
        for kind in _ORDER
    }


def _window(masked: MaskedSentence, clause: int) -> list[tuple[int, str]]:
    """The texts to look in with their penalty: the clause, the one after it, then the rest of the sentence."""
    clauses = masked.sentence.clauses
    own = masked.text[clauses[clause][0] : clauses[clause][1]]
    found = [(0, own)]
    if clause + 1 < len(clauses):
        found.append((40, masked.text[clauses[clause + 1][0] : clauses[clause + 1][1]]))
    found.append((90, masked.body))
    return found


def _hidden(text: str, masked: MaskedSentence) -> str:
    """The text without company names, whose words (Bloom Energy, 数据港) say nothing of the object."""
    for slot in masked.companies:
        name = masked.text[slot.start : slot.end]
        if len(name) > 1:
            text = text.replace(name, " " * len(name))
    return text


def _nearest(candidate: Candidate, allowed: tuple[str, ...]) -> Kind | None:
    masked = candidate.masked
    best: tuple[int, int, str] | None = None
    anchor = candidate.trigger.start
    for penalty, window in _window(masked, candidate.clause):
        offset = masked.text.find(window, masked.sentence.start)
        hidden = _hidden(window, masked)
        for rank, kind in enumerate(_ORDER):
            if kind not in allowed:
                continue
            for pattern in _patterns()[kind]:
                for match in pattern.finditer(hidden):
                    distance = (
                        penalty
                        + min(abs(offset + match.start() - anchor), abs(offset + match.end() - anchor))
                        - 2 * len(match[0])
                    )
                    if best is None or (distance, rank) < best[:2]:
                        best = (distance, rank, kind)
        if best is not None:
            break
    return None if best is None else Kind(best[2])


def object_words(masked: MaskedSentence) -> list[tuple[int, int, Kind]]:
    """The Chinese words of a sentence that say what a deal is about, outside the names of companies: place and kind."""
    hidden = _hidden(masked.body, masked)
    offset = masked.sentence.start
    return [
        (offset + match.start(), offset + match.end(), Kind(kind))
        for kind in _ORDER
        for match in _patterns()[kind][0].finditer(hidden)
    ]


def _told_kind(candidate: Candidate, allowed: tuple[str, ...]) -> Kind | None:
    return english_kind(candidate, allowed) if candidate.frame.english else _nearest(candidate, allowed)


@lru_cache(maxsize=10_000)
def _sells_computing(entity: Entity) -> bool:
    """Whether one of a company's names says that it sells computing (AWS is Amazon Web Services)."""
    company = company_by_id(entity.key)
    names = [entity.name] if company is None else [entity.name, *(alias.text for alias in company.aliases)]
    return any(_CLOUD.search(name) for name in names)


def decide_kind(candidate: Candidate) -> None:
    """Set the kind of a candidate, and its roles where the object decides them."""
    frame = candidate.frame
    if frame.kind == AGREEMENT:
        kind = agreed_kind(candidate) if frame.english else None
        kind = kind or _told_kind(candidate, _ORDER) or Kind.PARTNERSHIP
        if kind in (Kind.PURCHASE, Kind.PARTNERSHIP) and any(
            _sells_computing(item.entity) for item in candidate.filled
        ):
            kind = Kind.COMPUTE if kind is Kind.PURCHASE or candidate.masked.of_kind(QuantityKind.MONEY) else kind
        first, second = ROLES[kind]
        if kind in (Kind.COMPUTE, Kind.PURCHASE, Kind.POWER) and _sells_first(candidate, kind):
            first, second = second, first
        names = {"first": first, "second": second, "asset": second}
        if all(item.role == "first" for item in candidate.filled) and len(candidate.filled) > 1:
            candidate.filled[-1] = replace_role(candidate.filled[-1], "second")
        candidate.filled = [replace_role(item, names.get(item.role, item.role)) for item in candidate.filled]
        candidate.kind = kind
        return
    candidate.kind = Kind(frame.kind)
    candidate.filled = [
        replace_role(
            item,
            "participant" if item.role == "asset" and frame.kind in (Kind.PARTNERSHIP, Kind.PROJECT) else item.role,
        )
        for item in candidate.filled
    ]
    if frame.refine:
        refined = _told_kind(candidate, tuple(_REFINED))
        candidate.kind = refined or candidate.kind
    if frame.ware:
        retell(candidate)
    if frame.english:
        settle_lent(candidate)
        settle_banks(candidate)
    if frame.english and frame.id in UNSURE_WHO:
        _settle_seller(candidate)
    if candidate.kind is Kind.INVESTMENT and frame.id in _GIVES and funds_works(candidate):
        candidate.kind = Kind.PROJECT
        candidate.filled = [replace_role(item, "participant") for item in candidate.filled]
    if candidate.kind is Kind.PARTNERSHIP and frame.english and builds_together(candidate):
        candidate.kind = Kind.PROJECT
    elif candidate.kind is Kind.PARTNERSHIP:
        wanted = _nearest(
            candidate, ("power", "compute", "purchase", "project", "acquisition", "investment", "partnership")
        )
        money = candidate.masked.of_kind(QuantityKind.MONEY)
        if wanted in (Kind.PROJECT,) and money:
            candidate.kind = Kind.PROJECT


def _sells_first(candidate: Candidate, kind: Kind) -> bool:
    """Whether the first party of an agreement sells: by its trade, else by the verbs of the sentence."""
    if candidate.frame.english:
        trade = {item.role: sold_by(item.entity) is kind for item in candidate.filled}
        if trade.get("first", False) is not trade.get("second", False):
            return trade.get("first", False)
    return bool(_SUPPLIES.search(candidate.masked.body))


_GIVES = frozenset(["en-invest-in", "en-put-into", "en-put-in-shares", "en-raise"])
"""Frames of money that may go into works instead of a company."""


def _settle_seller(candidate: Candidate) -> None:
    """Let who is known to sell in such deals be the seller, where the other is not."""
    kind = candidate.kind
    sells = {
        role
        for role in ("buyer", "seller")
        for item in candidate.filled
        if item.role == role and sold_by(item.entity) is kind
    }
    if sells == {"buyer"}:
        other = {"buyer": "seller", "seller": "buyer"}
        candidate.filled = [replace_role(item, other.get(item.role, item.role)) for item in candidate.filled]


def replace_role(item: Filled, role: str) -> Filled:
    """The same company in another role."""
    return replace(item, role=role)
