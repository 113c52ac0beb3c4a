"""Colours, fonts and text measures that all drawings share."""

from __future__ import annotations

import html
import unicodedata

from pipeline.xml_text import xml_text

FONTS = (
    "system-ui, 'Segoe UI', 'Noto Sans', 'Noto Sans CJK TC', 'Noto Sans CJK SC', 'PingFang TC', 'PingFang SC', "
    "'Microsoft JhengHei', 'Microsoft YaHei', 'DejaVu Sans', sans-serif"
)
FAMILIES = ("equity", "supply", "debt", "mixed")

_LIGHT = {"equity": "#1f5fa8", "supply": "#14713d", "debt": "#a04a00", "mixed": "#5b3a8c"}
_DARK = {"equity": "#7db7f5", "supply": "#74cf98", "debt": "#f2a65e", "mixed": "#c3a5f0"}


_SHAPES = {
    "text": f"font-family:{FONTS};font-size:14px",
    ".small": "font-size:12px",
    ".line": "fill:none",
    ".reach": "fill:none;stroke:transparent;stroke-width:18px;pointer-events:stroke",
    ".box": "stroke-width:1.5",
    ".halo": "stroke-width:4px;paint-order:stroke;stroke-linejoin:round",
    ".planned": "stroke-dasharray:9 5",
    ".rumoured": "stroke-dasharray:2 5",
    ".ribbon": "fill-opacity:.45;stroke-width:0",
    ".ribbon.planned": "fill-opacity:.18;stroke-width:1",
    ".ribbon.rumoured": "fill-opacity:.18;stroke-width:1",
}


def _colours(ink: str, paper: str, box: str, edge: str, families: dict[str, str]) -> dict[str, str]:
    rules = {
        ".paper": f"fill:{paper}",
        ".box": f"fill:{box};stroke:{edge}",
        ".ink": f"fill:{ink}",
        ".halo": f"fill:{ink};stroke:{paper}",
    }
    for name, colour in families.items():
        rules[f".line.{name}"] = rules[f".ribbon.{name}"] = f"stroke:{colour}"
        rules[f".fill.{name}"] = f"fill:{colour}"
    return rules


def drawing_style(within: str = "") -> str:
    """The style sheet of a drawing: light, and dark on screens whose reader's system is.

    Args:
        within: A selector of what the drawing stands in, where its rules must not reach anything else.
    """
    light = _colours("#1b1b1b", "#ffffff", "#f3f1ea", "#5c5a52", _LIGHT)
    dark = _colours("#eceae4", "#17181b", "#26282d", "#a09d94", _DARK)
    on_screens = f"@media screen and (prefers-color-scheme: dark){{{_sheet(dark, within)}}}"
    return _sheet(_SHAPES, within) + _sheet(light, within) + on_screens


def _sheet(rules: dict[str, str], within: str) -> str:
    return "".join(f"{within} {selector}{{{rule}}}".lstrip() for selector, rule in rules.items())


DRAWING = drawing_style()
"""The style sheet of a drawing that is a file of its own."""


def escape(text: str) -> str:
    """Text for XML and HTML, with what XML cannot hold replaced."""
    return html.escape(xml_text(text), quote=True)


def text_width(text: str, size: float = 14) -> float:
    """About how wide a text is drawn, in pixels."""
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return size * (wide + 0.56 * (len(text) - wide))


def shortened(text: str, most: int = 28) -> str:
    """A name that fits: cut where it is longer."""
    return text if len(text) <= most else text[: most - 1] + "…"
