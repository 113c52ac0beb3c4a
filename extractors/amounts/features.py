"""What a text shows of one of its sums and one of its deals: who else may claim it, the words around, what the rules say.

Each feature is a short text; `extractors.amounts.score` gives it a weight for each label, learned by
`extractors.amounts.learn` from the project's passages.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractors.amounts.scene import COMPANIES, OTHER, Line, Scene
from extractors.amounts.score import AMOUNT, ANNUAL, NONE, PRICE
from extractors.assemble import Draft
from extractors.attach import is_part, is_yearly, restated, speaks_of_total
from extractors.candidate import Candidate
from extractors.cue import is_figure
from extractors.english.value import speaks_of_deal
from extractors.quantity.spans import Quantity, QuantityKind

_NEAR = 4  # words looked at on either side of a sum
_FARTHEST = 8  # words between a sum and the word that shows the deal that are looked at


def said_of(item: Draft, quantity: Quantity) -> str:
    """What the rules say that a sum is to a deal."""
    if item.amount is not None and item.amount.start == quantity.start:
        return AMOUNT
    for name in (ANNUAL, PRICE):
        if name in item.others and item.others[name].start == quantity.start:
            return name
    return NONE


def features_of(item: Draft, candidate: Candidate, line: Line, quantity: Quantity, scene: Scene) -> list[str]:
    """What a text shows of a sum and a deal.

    Args:
        item: The deal.
        candidate: That of its candidates which stands nearest.
        line: The sentence of the sum.
        quantity: The sum.
        scene: The article.
    """
    apart = line.masked.number - candidate.masked.number
    said = said_of(item, quantity)
    where = f"{max(-2, min(apart, 3))}"
    if apart and line.masked.sentence.paragraph != candidate.masked.sentence.paragraph:
        where += "p"
    other = "-" if item.amount is None else "same" if _equal(item.amount, quantity) else "other"
    return [
        f"said={said}|{quantity.kind.value}",
        f"said={said}|{where}",
        f"said={said}|{other}|{where}",
        f"where={where}",
        f"where={where}|{item.kind}",
        f"kind={item.kind}",
        *_of_sum(line, quantity, said),
        *_of_claims(item, candidate, line, quantity, scene, where),
        *_of_words(item, candidate, line, quantity, scene.texts(line, item), where),
    ]


def _equal(one: Quantity, other: Quantity) -> bool:
    return one.value == other.value and one.currency == other.currency


def _of_sum(line: Line, quantity: Quantity, said: str) -> Iterator[str]:
    """The sum by itself and among the sums of its sentence."""
    if quantity.start not in line.shown:
        line.shown[quantity.start] = tuple(_shown(line, quantity)), tuple(_marks(line, quantity))
    shown, marks = line.shown[quantity.start]
    yield from shown
    yield from (f"{mark}|{said}" for mark in marks)


def _shown(line: Line, quantity: Quantity) -> Iterator[str]:
    sums = line.sums
    yield f"size={int(math.log10(abs(quantity.value) + 1)) if quantity.value else '-'}"
    yield f"bound={quantity.bound}"
    yield f"again={restated(line.masked, quantity, line.masked.of_kind(QuantityKind.MONEY))}"
    yield f"sums={min(len(sums), 4)}|{min(sums.index(quantity), 3)}"
    values = [each.value for each in sums if each.value is not None and each.currency == quantity.currency]
    if len(values) > 1 and quantity.value is not None:
        yield f"largest={quantity.value == max(values)}"


def _marks(line: Line, quantity: Quantity) -> Iterator[str]:
    masked = line.masked
    yield f"figure={is_figure(masked.text, quantity.start, quantity.end, masked.sentence.start)}"
    if is_part(masked, quantity):
        yield "part"
    if speaks_of_total(masked, quantity):
        yield "total"
    if is_yearly(masked, quantity):
        yield "yearly"


def _of_claims(
    item: Draft, candidate: Candidate, line: Line, quantity: Quantity, scene: Scene, where: str
) -> Iterator[str]:
    """Who else may claim a sum, and whether the deal has another one."""
    parties = scene.keys(item)
    rivals = [other for other in scene.chosen.get(quantity.start, ()) if other is not item]
    yield f"rivals={min(len(rivals), 2)}|{where}"
    yield from {f"rival={other.kind}|{item.kind}|{bool(scene.keys(other) & parties)}" for other in rivals}
    masked, own = line.masked, candidate.masked.number
    others = [(other, each) for other, each in scene.told.get(masked.number, ()) if other is not item]
    if masked.number != own:
        yield f"tells={min(len(others), 2)}|{where}"
        yield from {f"tells={other.kind}|{item.kind}|{bool(scene.keys(other) & parties)}" for other, _ in others}
        sums = scene.line(own).sums
        yield f"home={min(len(sums), 2)}|{where}"
    else:
        yield f"beside={min(len(others), 2)}"
        gap = abs(candidate.trigger.start - quantity.start)
        nearer = [each for _, each in others if abs(each.trigger.start - quantity.start) < gap]
        yield f"nearer={min(len(nearer), 2)}"
    strangers = own_parties = 0
    for keys in line.keys.values():
        if keys & parties:
            own_parties += 1
        else:
            strangers += 1
    yield f"named={min(own_parties, 3)}|{min(strangers, 3)}|{where}"
    yield f"had={item.amount is not None}|{where}"
    nearest = min(masked.triggers, key=lambda each: abs(each.start - quantity.start), default=None)
    if nearest is not None:
        kinds = {frame.kind for frame in nearest.frames}
        yield f"nearest={item.kind.value in kinds}|{where}"
        yield f"nearest={nearest.text.lower()}|{item.kind}"
    yield from _of_order(item, candidate, line, quantity, scene)


def _of_order(item: Draft, candidate: Candidate, line: Line, quantity: Quantity, scene: Scene) -> Iterator[str]:
    """Whether the deals of a sentence stand in the order of its sums (to X and Y for $1bn and $2bn)."""
    rows = scene.told.get(line.masked.number, ())
    if line.masked is not candidate.masked or len(rows) < 2:
        return
    common = frozenset.intersection(*(scene.keys(other) for other, _ in rows))
    begins = sorted(
        (_begin(line, scene.keys(other) - common, each.trigger.start), other is item) for other, each in rows
    )
    place = next(number for number, (_, own) in enumerate(begins) if own)
    ordinal = line.sums.index(quantity)
    yield f"order={len(rows) == len(line.sums)}|{place == ordinal}"


def _begin(line: Line, keys: frozenset[str], otherwise: int) -> int:
    return min((start for start, named in line.keys.items() if named & keys), default=otherwise)


def _of_words(
    item: Draft, candidate: Candidate, line: Line, quantity: Quantity, texts: Sequence[str], where: str
) -> list[str]:
    """The words around a sum, as `Scene.texts` has them."""
    masked = line.masked
    first, last = line.place(quantity.start), line.place(quantity.end)
    before, behind = texts[max(0, first - _NEAR) : first], texts[last : last + _NEAR]
    left, right = before[-1] if before else "^", behind[0] if behind else "$"
    company = next((text for text in reversed(texts[:first]) if text in COMPANIES), "-")
    company += next((text for text in texts[last:] if text in COMPANIES), "-")
    found = [
        f"p1={left}",
        f"n1={right}",
        f"p1n1={left}_{right}",
        f"companies={company}",
        f"companies={company}|{where}",
    ]
    found += [f"p={text}" for text in before]
    found += [f"n={text}" for text in behind]
    found += [f"pp={one}_{other}" for one, other in pairwise(before)]
    found += [f"nn={one}_{other}" for one, other in pairwise(behind)]
    found += [f"k={item.kind}|{text}" for text in (*before[-2:], *behind[:2])]
    if masked is candidate.masked:
        found += _of_way(candidate, line, texts, (first, last), masked.sentence.clause_of(quantity.start))
    else:
        found.append(f"goes-on={speaks_of_deal(masked.body)}|{where}")
        found += [f"w={where[:2]}|{text}" for text in texts[:6]]
    return found


def _of_way(
    candidate: Candidate, line: Line, texts: Sequence[str], span: tuple[int, int], clause: int
) -> Iterator[str]:
    """What stands between a sum and the word that shows the deal."""
    trigger = candidate.trigger
    own = trigger.text.lower()
    first, last = span
    begin, end = line.place(trigger.start), line.place(trigger.end)
    yield f"clauses={max(-2, min(clause - candidate.clause, 2))}"
    side = "behind" if first >= end else "before" if last <= begin else "in"
    between = texts[end:first] if side == "behind" else texts[last:begin]
    yield f"side={side}|{min(len(between), 12) // 2}"
    yield f"side={side}|{own}"
    if len(between) <= _FARTHEST:
        yield from (f"b={side}|{text}" for text in between)
        yield f"way={own}|{'_'.join(between[:4])}"
    sums = between.count("<money>") + between.count("<price_per_share>")
    yield f"between={side}|{min(sums, 2)}|{min(between.count(OTHER), 2)}"
