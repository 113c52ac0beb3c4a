"""Which Chinese words a role reader knows: frequent ones, those of business by their gloss, and single characters."""

from __future__ import annotations

import re
from collections.abc import Mapping

from corpora.lexicon import lexicon

_FREQUENT = 25_000
_HAN = re.compile(r"[\u3400-\u9fff]{1,4}")


def choose_words(glosses: Mapping[str, list[str]]) -> list[str]:
    """The words with a gloss that stand among the most frequent of Chinese, or whose gloss speaks of business.

    Frequencies are those of the package wordfreq (extra `train`); characters are those of GB 2312, to which a word
    outside the list is cut.
    """
    import wordfreq

    frequent = set(wordfreq.top_n_list("zh", _FREQUENT))
    business = re.compile(r"\b(?:" + "|".join(lexicon("glosses")["business"]) + ")", re.IGNORECASE)
    own = set(lexicon("glosses")["words"])
    return sorted(
        word
        for word, meanings in glosses.items()
        if _HAN.fullmatch(word)
        and (
            word in own
            or word in frequent
            or (len(word) == 1 and _common(word))
            or (len(word) > 1 and any(business.search(meaning) for meaning in meanings))
        )
    )


def _common(character: str) -> bool:
    return len(character.encode("gb2312", "ignore")) == 2
