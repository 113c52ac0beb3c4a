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


def _rules(ink: str, paper: str, box: str, edge: str, colours: dict[str, str]) -> str:
    rules = [
        f".paper{{fill:{paper}}}",
        f".box{{fill:{box};stroke:{edge}}}",
        f".ink{{fill:{ink}}}",
        f".halo{{fill:{ink};stroke:{paper}}}",
    ]
    for name, colour in colours.items():
        rules += [
            f".line.{name}{{stroke:{colour}}}",
            f".fill.{name}{{fill:{colour}}}",
            f".ribbon.{name}{{stroke:{colour}}}",
        ]
    return "".join(rules)


DRAWING = (
    f"text{{font-family:{FONTS};font-size:14px}}.small{{font-size:12px}}"
    ".line{fill:none}.reach{fill:none;stroke:transparent;stroke-width:18px;pointer-events:stroke}"
    ".box{stroke-width:1.5}.halo{stroke-width:4px;paint-order:stroke;stroke-linejoin:round}"
    ".planned{stroke-dasharray:9 5}.rumoured{stroke-dasharray:2 5}"
    ".ribbon{fill-opacity:.45;stroke-width:0}.ribbon.planned,.ribbon.rumoured{fill-opacity:.18;stroke-width:1}"
    + _rules("#1b1b1b", "#ffffff", "#f3f1ea", "#5c5a52", _LIGHT)
    + "@media (prefers-color-scheme: dark){"
    + _rules("#eceae4", "#17181b", "#26282d", "#a09d94", _DARK)
    + "}"
)
"""The style sheet of a drawing: light, and dark where the reader's system is."""


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
