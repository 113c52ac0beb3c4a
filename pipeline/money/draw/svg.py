"""The directed graph as SVG: boxes are companies, arrows what flows, each leading to its deals by an anchor."""

from __future__ import annotations

import math
from collections.abc import Iterator

from pipeline.money.draw.labels import ENGLISH, Labels
from pipeline.money.draw.layout import push_apart, spread
from pipeline.money.draw.picture import Arrow, Picture
from pipeline.money.draw.style import DRAWING, FAMILIES, escape, shortened, text_width
from pipeline.money.sums import Standing

_BOX_HEIGHT = 34.0
_LEGEND = 30.0
_WIDEST = 9.0

Point = tuple[float, float]
Box = tuple[float, float, float, float]
"""Left, top, right and bottom."""


def graph_svg(shown: Picture, *, standalone: bool = True, links: bool = False, labels: Labels = ENGLISH) -> str:
    """Draw a picture as a directed graph.

    Args:
        shown: What is drawn.
        standalone: Whether it is a file of its own, with its style; in a page the page has that.
        links: Whether arrows lead to anchors of the page.
        labels: Its words.
    """
    width, height = _frame(len(shown.names))
    ids = list(shown.names)
    number = {node: at for at, node in enumerate(ids)}
    names = [shortened(shown.names[node]) for node in ids]
    widths = [text_width(name) + 26 for name in names]
    ties = [(number[arrow.leg.payer], number[arrow.leg.receiver]) for arrow in shown.arrows]
    settled = push_apart(spread(len(ids), ties, width, height, 70), widths, _BOX_HEIGHT, (width, height))
    places = [(float(x), float(y)) for x, y in settled]
    parts = [head(width, height + _LEGEND, standalone, links, labels.graph), _markers()]
    largest = max((arrow.usd for arrow in shown.arrows), default=0)
    drawn = []
    taken = [
        (x - box / 2, y - _BOX_HEIGHT / 2, x + box / 2, y + _BOX_HEIGHT / 2)
        for (x, y), box in zip(places, widths, strict=True)
    ]
    for arrow in shown.arrows:
        one, other = number[arrow.leg.payer], number[arrow.leg.receiver]
        ends = (places[one], places[other])
        drawn.append(_arrow(arrow, ends, (widths[one], widths[other]), largest, links, taken))
    parts += [line for line, _ in drawn]
    parts += [
        _box(name, shown.names[node], place, box)
        for node, name, place, box in zip(ids, names, places, widths, strict=True)
    ]
    parts += [label for _, label in drawn]
    parts += [legend(10, height + 18, labels), "</svg>"]
    return "\n".join(parts) + "\n"


def _frame(count: int) -> Point:
    side = max(1.0, math.sqrt(count / 8))
    return round(960 * side), round(600 * side)


def head(width: float, height: float, standalone: bool, links: bool, title: str) -> str:
    """How a drawing begins. One with links is a group of them; a picture without is one thing with a name."""
    style, role = (f"<style>{DRAWING}</style>" if standalone else ""), ("group" if links else "img")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" '
        f'height="{height:.0f}" role="{role}" aria-label="{escape(title)}">{style}'
        f'<rect class="paper" width="{width:.0f}" height="{height:.0f}"/>'
    )


def _markers() -> str:
    marks = (
        f'<marker id="head-{name}" viewBox="0 0 10 10" refX="9" refY="5" markerUnits="userSpaceOnUse" '
        f'markerWidth="14" markerHeight="14" orient="auto"><path class="fill {name}" d="M0 0L10 5L0 10z"/></marker>'
        for name in FAMILIES
    )
    return f"<defs>{''.join(marks)}</defs>"


def _box(label: str, name: str, place: Point, width: float) -> str:
    x, y = place
    return (
        f'<g><title>{escape(name)}</title><rect class="box" x="{x - width / 2:.1f}" y="{y - _BOX_HEIGHT / 2:.1f}" '
        f'width="{width:.1f}" height="{_BOX_HEIGHT:.0f}" rx="8"/>'
        f'<text class="ink" x="{x:.1f}" y="{y + 5:.1f}" text-anchor="middle">{escape(label)}</text></g>'
    )


def _arrow(
    arrow: Arrow,
    ends: tuple[Point, Point],
    widths: tuple[float, float],
    largest: float,
    links: bool,
    taken: list[Box],
) -> tuple[str, str]:
    """An arrow and its label, which is drawn above everything and where there is room; `taken` grows by it."""
    bend = _bend(*ends)
    start, end = _border(ends[0], bend, widths[0]), _border(ends[1], bend, widths[1])
    thick = 1.5 + (_WIDEST - 1.5) * math.sqrt(arrow.usd / largest) if largest else 1.5
    path = f"M{start[0]:.1f} {start[1]:.1f}Q{bend[0]:.1f} {bend[1]:.1f} {end[0]:.1f} {end[1]:.1f}"
    line = (
        f'<path class="reach" d="{path}"/>'
        f'<path class="line {arrow.family}{standing_class(arrow.leg.standing)}" stroke-width="{thick:.1f}" '
        f'd="{path}" marker-end="url(#head-{arrow.family})"/>'
    )
    x, y = _free((start, bend, end), text_width(arrow.label, 12), taken)
    label = f'<text class="halo small" x="{x:.1f}" y="{y + 4:.1f}" text-anchor="middle">{escape(arrow.label)}</text>'
    title = f"<title>{escape(arrow.told)}</title>"
    return _linked(arrow, title + line, links, ' tabindex="-1" aria-hidden="true"'), _linked(
        arrow, title + label, links
    )


def _free(curve: tuple[Point, Point, Point], width: float, taken: list[Box]) -> Point:
    """The place on a curve, near its middle, at which words of a width cover the least of what is drawn."""
    best: tuple[float, Point, Box] | None = None
    for along in (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.2, 0.8):
        x, y = (
            (1 - along) ** 2 * one + 2 * along * (1 - along) * two + along**2 * three
            for one, two, three in zip(*curve, strict=True)
        )
        own = (x - width / 2, y - 9, x + width / 2, y + 7)
        cover = sum(_cover(own, other) for other in taken)
        if best is None or cover < best[0] - 1:
            best = (cover, (x, y), own)
        if cover == 0:
            break
    assert best is not None
    taken.append(best[2])
    return best[1]


def _cover(one: Box, other: Box) -> float:
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    return wide * high if wide > 0 and high > 0 else 0.0


def _linked(arrow: Arrow, inner: str, links: bool, more: str = "") -> str:
    """What leads to a leg's deals; a line is no second stop for who goes by keyboard, its label is."""
    return f'<a href="#{arrow.name}"{more}>{inner}</a>' if links else f"<g>{inner}</g>"


def standing_class(standing: Standing) -> str:
    """The class of a line that is not firm."""
    return "" if standing is Standing.FIRM else f" {standing.word}"


def _bend(start: Point, end: Point) -> Point:
    """Where the line between two places bends, to the left of its direction: there and back are two lines."""
    across = (end[0] - start[0], end[1] - start[1])
    length = math.hypot(*across) or 1.0
    aside = min(60.0, 0.18 * length)
    return (
        (start[0] + end[0]) / 2 + across[1] / length * aside,
        (start[1] + end[1]) / 2 - across[0] / length * aside,
    )


def _border(middle: Point, towards: Point, width: float) -> Point:
    """Where a line from the middle of a box leaves it."""
    across = (towards[0] - middle[0], towards[1] - middle[1])
    reach = min(
        (width / 2 + 3) / abs(across[0]) if across[0] else math.inf,
        (_BOX_HEIGHT / 2 + 3) / abs(across[1]) if across[1] else math.inf,
        1.0,
    )
    return middle[0] + across[0] * reach, middle[1] + across[1] * reach


def legend(x: float, y: float, labels: Labels = ENGLISH) -> str:
    """What colours and dashes mean."""
    return "".join(_legend_items(x, y, labels))


def _legend_items(x: float, y: float, labels: Labels) -> Iterator[str]:
    told = (("equity", ""), ("supply", ""), ("debt", ""), ("mixed", ""), ("mixed", "planned"), ("mixed", "rumoured"))
    for family, standing in told:
        words = escape(labels.word(standing) if standing else labels.family(family))
        yield f'<path class="line {family} {standing}" stroke-width="3" d="M{x:.0f} {y - 4:.0f}h34"/>'
        yield f'<text class="ink small" x="{x + 40:.0f}" y="{y:.0f}">{words}</text>'
        x += 56 + text_width(words, 12)
