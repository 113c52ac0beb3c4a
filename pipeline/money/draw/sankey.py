"""A Sankey diagram as SVG: who pays on the left, who is paid on the right, ribbons as wide as the sums.

Money runs in circles, so a company stands on both sides where it both pays and is paid. Ribbons without a sum are
thin lines.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.money.draw.labels import ENGLISH, Labels
from pipeline.money.draw.picture import Arrow, Picture
from pipeline.money.draw.style import escape, shortened
from pipeline.money.draw.svg import head, legend, standing_class
from pipeline.wording import short

_WIDTH, _LEFT, _RIGHT, _BAR = 960.0, 230.0, 730.0, 12.0
_GAP, _THIN, _TALL = 16.0, 2.0, 520.0
_LINE = 18.0


@dataclass(slots=True)
class _Bar:
    """A company on one side: where its bar begins, how high it is, and where its next ribbon begins."""

    top: float
    height: float
    at: float


def sankey_svg(shown: Picture, *, standalone: bool = True, links: bool = False, labels: Labels = ENGLISH) -> str:
    """Draw a picture as a Sankey diagram; the arguments are those of `graph_svg`."""
    scale = _scale(shown.arrows)
    sizes = {arrow.name: max(_THIN, arrow.usd * scale) for arrow in shown.arrows}
    left = _bars(shown.arrows, sizes, [arrow.leg.payer for arrow in shown.arrows])
    right = _bars(shown.arrows, sizes, [arrow.leg.receiver for arrow in shown.arrows])
    height = max([bar.top + max(bar.height, _LINE) for bar in (*left.values(), *right.values())], default=60) + 20
    parts = [head(_WIDTH, height + 30, standalone, links, labels.sankey)]
    payers, receivers = list(left), list(right)
    for arrow in sorted(
        shown.arrows, key=lambda each: (payers.index(each.leg.payer), receivers.index(each.leg.receiver))
    ):
        parts.append(_ribbon(arrow, left[arrow.leg.payer], right[arrow.leg.receiver], sizes[arrow.name], links))
    totals = [_totals(shown.arrows, 0), _totals(shown.arrows, 1)]
    parts += [_name(shown.names[node], bar, totals[0][node], True) for node, bar in left.items()]
    parts += [_name(shown.names[node], bar, totals[1][node], False) for node, bar in right.items()]
    parts += [legend(10, height + 18, labels), "</svg>"]
    return "\n".join(parts) + "\n"


def _scale(arrows: Iterable[Arrow]) -> float:
    total = sum(arrow.usd for arrow in arrows)
    return _TALL / total if total else 0.0


def _bars(arrows: Iterable[Arrow], sizes: dict[str, float], ends: Iterable[str]) -> dict[str, _Bar]:
    """The bars of one side, the largest on top."""
    heights: dict[str, float] = defaultdict(float)
    for arrow, node in zip(arrows, ends, strict=True):
        heights[node] += sizes[arrow.name]
    bars, top = {}, 20.0
    for node, height in sorted(heights.items(), key=lambda item: (-item[1], item[0])):
        bars[node] = _Bar(top, height, top)
        top += max(height, _LINE) + _GAP
    return bars


def _ribbon(arrow: Arrow, left: _Bar, right: _Bar, size: float, links: bool) -> str:
    one, other = left.at, right.at
    left.at += size
    right.at += size
    first, last, middle = _LEFT + _BAR, _RIGHT - _BAR, (_LEFT + _RIGHT) / 2
    path = (
        f"M{first:.1f} {one:.1f}C{middle:.1f} {one:.1f} {middle:.1f} {other:.1f} {last:.1f} {other:.1f}"
        f"v{size:.1f}C{middle:.1f} {other + size:.1f} {middle:.1f} {one + size:.1f} {first:.1f} {one + size:.1f}z"
    )
    classes = f"ribbon fill {arrow.family}{standing_class(arrow.leg.standing)}"
    inner = f'<title>{escape(arrow.told)}</title><path class="{classes}" d="{path}"/>'
    return f'<a href="#{arrow.name}">{inner}</a>' if links else f"<g>{inner}</g>"


def _name(name: str, bar: _Bar, total: str, left: bool) -> str:
    x = _LEFT if left else _RIGHT - _BAR
    at, anchor = (_LEFT - 8, "end") if left else (_RIGHT + 8, "start")
    y = bar.top + max(bar.height, _LINE) / 2 + 5
    words = f"{shortened(name, 22)} {total}".strip()
    return (
        f'<g><title>{escape(name)}</title><rect class="box" x="{x:.1f}" y="{bar.top:.1f}" width="{_BAR:.0f}" '
        f'height="{max(bar.height, _THIN):.1f}"/><text class="ink" x="{at:.1f}" y="{y:.1f}" '
        f'text-anchor="{anchor}">{escape(words)}</text></g>'
    )


def _totals(arrows: Iterable[Arrow], end: int) -> dict[str, str]:
    """What is written at a bar: the firm sums that are drawn there, or nothing."""
    found: dict[str, list[Arrow]] = defaultdict(list)
    for arrow in arrows:
        found[arrow.leg.pair[end]].append(arrow)
    return {node: _total(own) for node, own in found.items()}


def _total(arrows: Iterable[Arrow]) -> str:
    """The sum of firm legs; ceilings, plans and rumours are never in it."""
    firm = [arrow.leg.usd for arrow in arrows if arrow.leg.usd and not arrow.leg.ceiling and not arrow.leg.standing]
    return short(sum(firm[1:], firm[0])) if firm else ""
