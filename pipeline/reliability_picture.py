"""The reliability curve as SVG: a panel a language, a dot a bin, the diagonal where all of them should lie."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from corpora.reliability import BINS, Bin, Reliability
from pipeline.money.draw.style import DRAWING, escape

_SIDE = 240.0
_LEFT, _TOP, _GAP, _BELOW = 64.0, 64.0, 84.0, 110.0
_BARS = 34.0
_STYLE = (
    ".grid{stroke:#8888;stroke-width:1}.even{stroke:#888;stroke-width:1.5;stroke-dasharray:6 4}"
    ".line.supply{stroke-width:2.5}.middle{text-anchor:middle}.right{text-anchor:end}"
)


def reliability_svg(curves: Mapping[str, Reliability], title: str) -> str:
    """Draw the curves of languages side by side.

    Args:
        curves: The curve of each language, by its name.
        title: What stands above them.
    """
    width = _LEFT + len(curves) * (_SIDE + _GAP)
    height = _TOP + _SIDE + _BELOW
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" '
        f'height="{height:.0f}" role="img" aria-label="{escape(title)}"><style>{DRAWING}{_STYLE}</style>'
        f'<rect class="paper" width="{width:.0f}" height="{height:.0f}"/>',
        f'<text class="ink" x="{_LEFT:.0f}" y="24">{escape(title)}</text>',
    ]
    for number, (name, curve) in enumerate(curves.items()):
        parts += _panel(name, curve, _LEFT + number * (_SIDE + _GAP))
    return "\n".join([*parts, "</svg>"]) + "\n"


def _panel(name: str, curve: Reliability, left: float) -> Iterator[str]:
    bottom = _TOP + _SIDE
    yield f'<text class="ink" x="{left:.1f}" y="{_TOP - 10:.1f}">{escape(name)}</text>'
    told = f"{curve.mentions} mentions, error {curve.error:.3f} (chance {curve.chance:.3f})"
    yield f'<text class="ink small" x="{left:.1f}" y="{bottom + 96:.1f}">{told}</text>'
    for tenth in range(0, 11, 2):
        across, up = left + _SIDE * tenth / 10, bottom - _SIDE * tenth / 10
        cross = f"M{left:.1f} {up:.1f}H{left + _SIDE:.1f}M{across:.1f} {bottom:.1f}V{_TOP:.1f}"
        yield f'<path class="line grid" d="{cross}"/>'
        yield f'<text class="ink small right" x="{left - 6:.1f}" y="{up + 4:.1f}">{tenth * 10}%</text>'
        yield f'<text class="ink small middle" x="{across:.1f}" y="{bottom + 16:.1f}">{tenth * 10}%</text>'
    yield f'<path class="line even" d="M{left:.1f} {bottom:.1f}L{left + _SIDE:.1f} {_TOP:.1f}"/>'
    places = [(left + _SIDE * each.confidence, bottom - _SIDE * each.right) for each in curve.bins]
    if len(places) > 1:
        yield f'<path class="line supply" d="M{"L".join(f"{x:.1f} {y:.1f}" for x, y in places)}"/>'
    for each, (x, y) in zip(curve.bins, places, strict=True):
        yield _dot(each, x, y)
    yield from _bars(curve, left, bottom + 24)


def _dot(each: Bin, x: float, y: float) -> str:
    words = (
        f"{each.low:.0%} to {each.high:.0%}: {each.right:.0%} of {each.mentions} are right, told {each.confidence:.0%}"
    )
    return f'<circle class="fill supply" cx="{x:.1f}" cy="{y:.1f}" r="5"><title>{words}</title></circle>'


def _bars(curve: Reliability, left: float, top: float) -> Iterator[str]:
    """How many mentions each bin has, below the curve."""
    most = max((each.mentions for each in curve.bins), default=1)
    wide = _SIDE / BINS
    for each in curve.bins:
        high = _BARS * each.mentions / most
        yield (
            f'<rect class="fill equity" x="{left + _SIDE * each.low + 1:.1f}" y="{top + _BARS - high:.1f}" '
            f'width="{wide - 2:.1f}" height="{high:.1f}"/>'
        )
        yield (
            f'<text class="ink small middle" x="{left + _SIDE * each.low + wide / 2:.1f}" y="{top + _BARS + 14:.1f}">'
            f"{each.mentions}</text>"
        )
