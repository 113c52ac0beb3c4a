"""Text that XML can hold."""

from __future__ import annotations

import re

_NOT_XML = re.compile("[^\\t\\n\\r\\u0020-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")


def xml_text(text: str) -> str:
    """A text whose characters XML 1.0 allows (section 2.2); others become U+FFFD."""
    return _NOT_XML.sub("\ufffd", text)
