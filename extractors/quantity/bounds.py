"""Words that bound a number: up to, at least, nearly, 最多, 至少, 约, 以上."""

from __future__ import annotations

import re

_BEFORE = {
    "max": (
        r"最多|最高|至多|不超过|不多于|不逾|不高于|不大于|未超过|顶多|上限(?:为|是|达|约)?|以内|高达|多达|上看|可达|最大|最长(?:为|可?达)?"
        r"|up to|as (?:much|many|high|large) as|no (?:more|higher|later) than|not more than|not exceeding|at most|a maximum of|maximum|"
        r"a ceiling of|capped at|limit of|最迟|最晚|by|before|之?前|until|worth up to|for up to|not to exceed"
    ),
    "min": (
        r"至少|最少|不少于|不低于|不下|不小于|超过|超逾|逾|超|起码|最低|大于|高于|多于|突破|最快|最早|不下于|超出"
        r"|at least|more than|over|above|exceeding|in excess of|upwards of|no (?:less|fewer) than|not less than|a minimum of|minimum|"
        r"greater than|north of|well over|as early as|surpassing|topping|as little as"
    ),
    "approx": (
        r"约(?:为|合|达|值)?|大约|将近|接近|近|大概|估计|约莫|折合|相当于|约当|料约|大致|左右"
        r"|折合约?|about|around|roughly|approximately|approx\.?|some|nearly|almost|close to|an estimated|estimated|circa|c\.|~|or so|just under|just over|"
        r"somewhere near|in the region of|the equivalent of|equivalent to"
    ),
}
_FILLER = r"(?:为|达|约|是|人民币|的|合计|共|共计|总额|总计|a |an |another |a total of |the |some |approximately |about |all |a further |roughly )?"
_PATTERNS = [
    (bound, re.compile(rf"(?:(?<![A-Za-z])(?:{words})) ?{_FILLER}$", re.IGNORECASE)) for bound, words in _BEFORE.items()
]
# What stands right before a number for a bound to be possible: a character or a word of those above.
_LAST = frozenset(re.findall(r"[A-Za-z]+|[^\x00-\x7f]|~", "|".join([*_BEFORE.values(), _FILLER])))
_LAST_PIECE = re.compile(r"([A-Za-z]+|[^A-Za-z\s])\.? ?$")
_AFTER = [
    ("min", re.compile(r"以上|多(?=的|，|。)|-plus\b| or more\b|\+|起(?=，|。|$)| plus\b(?! )| and up\b")),
    ("max", re.compile(r"以内|以下|之内|为限|封顶| or less\b| at most\b|为上限| tops\b")),
    ("approx", re.compile(r"左右|上下|许(?=，|。)| or so\b| or thereabouts\b|前后")),
]
_FIRST_AFTER = frozenset("以多-+起 之为封左上许前")
_OVER_TIME = re.compile(r"(?<=years)|(?<=months)|(?<=decade)|(?<=decades)|(?<=year)")
_NOT_NEAR = re.compile(
    r"(?<!折)(?:附近|最近|靠近|邻近|亲近|远近|签约|合约|条约|契约|违约|履约|预约|租约|节约|公约|大纲约|纽约)$"
)


def bound_around(text: str, start: int, end: int, *, date: bool = False) -> tuple[str, int]:
    """The bound that the words before `start` or behind `end` state, and where its words begin."""
    window = text[max(0, start - 18) : start]
    if (
        not date
        and text[end - 1] in "rshe"
        and _OVER_TIME.match(text, end)
        and re.search(r"(?<!for )over (?:the )?(?:next )?$", window)
    ):
        return "exact", start
    last = window.removesuffix(" ").removesuffix(".")[-1:]
    piece = _LAST_PIECE.search(window) if last in _LAST or last.isascii() else None
    if piece is not None and piece[1].lower() in _LAST and not _NOT_NEAR.search(window):
        for bound, pattern in _PATTERNS:
            match = pattern.search(window)
            if match and (
                date or match[0].strip().lower() not in ("by", "before", "until", "前", "之前", "最快", "最早")
            ):
                return bound, start - (len(window) - match.start())
    for bound, pattern in _AFTER if text[end : end + 1] in _FIRST_AFTER else ():
        if pattern.match(text, end):
            return bound, start
    return "exact", start
