"""Characters of an article made safe to show: what is invisible or turns the direction of text becomes a visible sign.

Each character stays one character, so that positions counted in the browser are those of the text.
"""

from __future__ import annotations

import re
import unicodedata

from markupsafe import Markup, escape

_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U000e007f]"
)
_SIGN = "\u25cc"


def shown(text: str) -> Markup:
    """Text as HTML: escaped, with a sign in the place of every character that cannot be seen; carriage returns are
    signs too, since HTML would swallow them."""
    parts: list[str] = []
    last = 0
    for match in _UNSEEN.finditer(text.replace("\r", "\x1e")):
        parts.append(str(escape(text[last : match.start()])))
        own = text[match.start()]
        if own == "\r":
            parts.append('<span class="unseen return">\u240d</span>')
        else:
            name = unicodedata.name(own, "control character")
            parts.append(f'<span class="unseen" title="U+{ord(own):04X} {escape(name)}">{_SIGN}</span>')
        last = match.end()
    parts.append(str(escape(text[last:])))
    return Markup("".join(parts))
