"""Makes `locale/zh_Hans.po` of `locale/zh_Hant.po`: OpenCC's tw2sp, corrected by the words of `locale/zh_Hans.toml`.

`python -m review.simplify` writes it; a test holds the two files to each other.
"""

from __future__ import annotations

import re
import tomllib

import opencc

from review.messages import LOCALE

_TRANSLATION = re.compile(r'^(msgstr(?:\[0\])? )(".*")$', re.MULTILINE)


def simplified_po() -> str:
    """What `zh_Hans.po` should be."""
    converter = opencc.OpenCC("tw2sp")
    told = tomllib.loads((LOCALE / "zh_Hans.toml").read_text(encoding="utf-8"))
    own = (LOCALE / "zh_Hant.po").read_text(encoding="utf-8").replace("Language: zh_Hant", "Language: zh_Hans")

    def convert(match: re.Match[str]) -> str:
        text = str(converter.convert(match[2]))
        for word, better in told["words"].items():
            text = text.replace(word, better)
        return match[1] + text

    return _TRANSLATION.sub(convert, own)


def main() -> None:
    """Write the file."""
    (LOCALE / "zh_Hans.po").write_text(simplified_po(), encoding="utf-8")


if __name__ == "__main__":
    main()
