"""Scores of predicted deals against a gold file: precision, recall and F1 of deals and of each field.

A predicted deal is matched to at most one gold deal of the same article, the best total first. A field counts over
matched and unmatched deals together, so a missed deal costs all its fields and an invented one too. Merging is scored
by B-cubed over the matched deals that carry both the gold's `cluster` and the prediction's `deal_id`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from schemas.errors import SettingsError
from schemas.record import Record

SCOPES = ("all", "zh-Hant", "zh-Hans", "en")
"""What is counted apart: all articles, and those of each language."""

VALUE_FIELDS = ("amount", "power_gw", "years", "start", "stake_pct", "shares", "status")
"""Fields that a deal may or may not state; each is counted only where stated."""

FIELDS = ("deal", "pair", "parties", "roles", "kind", *VALUE_FIELDS)
"""All counted fields: `deal` is parties and kind right, `pair` the parties alone."""

_TERMS = frozenset({"years", "start", "stake_pct", "shares"})
_QUANTITIES = frozenset({"amount", "power_gw"})
_TOLERANCE = 0.01
_SUFFIX = re.compile(
    r"[,\s]*(inc|corp|corporation|co|ltd|plc|llc|group|holdings|technologies|公司|集團|集团)\.?$", re.IGNORECASE
)


@dataclass(slots=True)
class Count:
    """How many were right, how many the gold has and how many were said."""

    hit: int = 0
    gold: int = 0
    said: int = 0

    def add(self, hit: int, gold: int, said: int) -> None:
        """Add to all three."""
        self.hit += hit
        self.gold += gold
        self.said += said

    def rates(self) -> dict[str, float | int]:
        """Precision `p`, recall `r` and `f1` to three places, with the two totals."""
        p = self.hit / self.said if self.said else 0.0
        r = self.hit / self.gold if self.gold else 0.0
        return {"p": round(p, 3), "r": round(r, 3), "f1": _f1(p, r), "gold": self.gold, "said": self.said}


@dataclass(frozen=True, slots=True)
class Fault:
    """A gold deal that was missed or told as another kind, or a deal that was invented."""

    missed: bool
    doc_id: str
    deal: Record

    def __str__(self) -> str:
        names = [party.get("name") for party in self.deal.get("parties") or []]
        amount = (self.deal.get("amount") or {}).get("value")
        return f"{'MISSED' if self.missed else 'INVENTED'} {self.doc_id}: {self.deal.get('kind')} {names} {amount}"


@dataclass(slots=True)
class Report:
    """The counts of each scope, the pairs (gold cluster, predicted deal) for merging, and the faults."""

    counts: dict[str, dict[str, Count]] = field(default_factory=lambda: {scope: {} for scope in SCOPES})
    clusters: list[tuple[str, str]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def add(self, lang: str, name: str, hit: int, gold: int, said: int) -> None:
        """Count one field for all articles and for the article's language."""
        for scope in ("all", lang):
            self.counts[scope].setdefault(name, Count()).add(hit, gold, said)

    def join(self, other: Report) -> None:
        """Count what another report counted, as if its articles had been scored here."""
        for scope, counts in other.counts.items():
            for name, count in counts.items():
                self.counts[scope].setdefault(name, Count()).add(count.hit, count.gold, count.said)
        self.clusters.extend(other.clusters)
        self.faults.extend(other.faults)

    def numbers(self) -> Record:
        """All rates by scope and field, and `merge` where ids allow it."""
        result: Record = {
            scope: {name: count.rates() for name, count in counts.items()}
            for scope, counts in self.counts.items()
            if counts
        }
        return result | ({"merge": bcubed(self.clusters)} if self.clusters else {})


def score(gold: Iterable[Record], said: Iterable[Record]) -> Report:
    """Score predicted articles against gold ones; of two predictions for one article the last counts.

    Raises:
        SettingsError: If a gold article's `lang` is none of `SCOPES`.
    """
    predicted = {record["doc_id"]: record for record in said}
    report = Report()
    for record in gold:
        if record.get("lang") not in SCOPES[1:]:
            raise SettingsError(f"gold article {record['doc_id']} has lang {record.get('lang')!r}, not {SCOPES[1:]}")
        _score_article(report, record, (predicted.get(record["doc_id"]) or {}).get("deals") or [])
    return report


def told_right(golds: Sequence[Record], saids: Sequence[Record]) -> list[bool]:
    """For each said deal of an article whether it is a gold one, told with its parties and its kind."""
    matched = {said: gold for gold, said in match_deals(golds, saids).items()}
    return [place in matched and _kind_ok(golds[matched[place]], said) for place, said in enumerate(saids)]


def bcubed(pairs: Sequence[tuple[str, str]]) -> dict[str, float | int]:
    """B-cubed precision, recall and F1 of pairs (true cluster, said cluster); `pairs` must not be empty."""
    both, true, said = Counter(pairs), Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    p = r = 0.0
    # One addend a pair, in order: the same sum, bit for bit, as any other B-cubed that adds this way.
    for pair in pairs:
        p += both[pair] / said[pair[1]]
        r += both[pair] / true[pair[0]]
    p, r = p / len(pairs), r / len(pairs)
    return {"bcubed_p": round(p, 3), "bcubed_r": round(r, 3), "bcubed_f1": _f1(p, r), "pairs": len(pairs)}


def _f1(p: float, r: float) -> float:
    return round(2 * p * r / (p + r), 3) if p + r else 0.0


def _score_article(report: Report, record: Record, saids: Sequence[Record]) -> None:
    golds: Sequence[Record] = record["deals"]
    match = match_deals(golds, saids)
    for index, gold in enumerate(golds):
        _score_gold(report, record, gold, saids[match[index]] if index in match else {})
    for index, said in enumerate(saids):
        _count_said(report, record["lang"], said)
        if index not in match.values():
            report.faults.append(Fault(False, record["doc_id"], said))


def _score_gold(report: Report, record: Record, gold: Record, said: Record) -> None:
    lang = record["lang"]
    same, roles = _shared_parties(gold, said)
    kind = _kind_ok(gold, said)
    report.add(lang, "deal", int(bool(said) and kind), 1, 0)
    report.add(lang, "pair", int(bool(said)), 1, 0)
    report.add(lang, "parties", same, len(gold["parties"]), 0)
    report.add(lang, "roles", roles, len(gold["parties"]), 0)
    report.add(lang, "kind", int(kind), 1, 0)
    for name in VALUE_FIELDS:
        true = _value(gold, name)
        if true is not None:
            report.add(lang, name, int(_equal(name, true, _value(said, name))), 1, 0)
    if said and gold.get("cluster") and said.get("deal_id"):
        report.clusters.append((gold["cluster"], str(said["deal_id"])))
    if not (said and kind):
        report.faults.append(Fault(True, record["doc_id"], gold))


def _count_said(report: Report, lang: str, said: Record) -> None:
    parties = len(said.get("parties") or [])
    for name, number in (("deal", 1), ("pair", 1), ("parties", parties), ("roles", parties), ("kind", 1)):
        report.add(lang, name, 0, 0, number)
    for name in VALUE_FIELDS:
        report.add(lang, name, 0, 0, int(_value(said, name) is not None))


def match_deals(golds: Sequence[Record], saids: Sequence[Record]) -> dict[int, int]:
    """Match each gold deal to at most one said deal, by affinity; both as positions in their lists.

    Two parties must be shared, or the only one where the gold deal has one.
    """
    match: dict[int, int] = {}
    taken: set[int] = set()
    for affinity, gold, said in _ranked(golds, saids):
        needed = min(2, len(golds[gold]["parties"]))
        free = gold not in match and said not in taken
        if affinity and free and _shared_parties(golds[gold], saids[said])[0] >= needed:
            match[gold] = said
            taken.add(said)
    return match


def _ranked(golds: Sequence[Record], saids: Sequence[Record]) -> Iterator[tuple[int, int, int]]:
    triples = ((_affinity(g, s), i, j) for i, g in enumerate(golds) for j, s in enumerate(saids))
    yield from sorted(triples, key=lambda triple: -triple[0])


def _affinity(gold: Record, said: Record) -> int:
    same, roles = _shared_parties(gold, said)
    if not same:
        return 0
    total = 10 * same + 4 * _kind_ok(gold, said) + roles
    for name, weight in (("amount", 3), ("power_gw", 2), ("years", 1)):
        true = _value(gold, name)
        if true is not None and _equal(name, true, _value(said, name)):
            total += weight
    return total


def _shared_parties(gold: Record, said: Record) -> tuple[int, int]:
    """Parties in common, and those with the right role; a participant may be told as buyer and seller."""
    same = roles = 0
    used: set[int] = set()
    kind_ok = _kind_ok(gold, said)
    for true in gold["parties"]:
        for index, told in enumerate(said.get("parties") or []):
            if index not in used and _gold_names(true) & _said_names(told):
                used.add(index)
                same += 1
                roles += true["role"] == told.get("role") or (true["role"] == "participant" and kind_ok)
                break
    return same, roles


def _kind_ok(gold: Record, said: Record) -> bool:
    return said.get("kind") in (gold.get("kinds_ok") or [gold["kind"]])


def _gold_names(party: Record) -> set[str]:
    return {_norm(name) for name in [party["name"], *party.get("aliases", [])]}


def _said_names(party: Record) -> set[str]:
    return {_norm(name) for name in [party.get("name"), party.get("surface"), *party.get("aliases", [])] if name}


def _norm(name: str | None) -> str:
    """A name in lower case without spaces and legal suffixes, which are never all of it."""
    name = re.sub(r"\s+", "", (name or "").strip().lower())
    while (cut := _SUFFIX.sub("", name)) and cut != name:
        name = cut
    return name


def _value(deal: Record, name: str) -> Any:
    if name in _QUANTITIES:
        quantity = deal.get(name)
        return quantity if quantity and quantity.get("value") is not None else None
    if name in _TERMS:
        return (deal.get("terms") or {}).get(name)
    return deal.get(name)


def _equal(name: str, gold: Any, said: Any) -> bool:
    if said is None:
        return False
    if name == "amount":
        return _same_money(gold, said)
    if name == "power_gw":
        return _near(gold["value"], said["value"])
    if name in ("years", "stake_pct", "shares"):
        return _near(gold, said)
    return str(gold) == str(said)


def _same_money(gold: Record, said: Record) -> bool:
    if (gold.get("currency") or "").upper() != (said.get("currency") or "").upper():
        return False
    if _near(gold.get("value"), said.get("value")):
        return True
    return "low" in gold and _near(gold["low"], said.get("low")) and _near(gold["high"], said.get("high"))


def _near(a: Any, b: Any) -> bool:
    try:
        a, b = float(a), float(b)
    except (TypeError, ValueError):
        return False
    return bool(abs(a - b) <= _TOLERANCE * max(abs(a), abs(b)))
