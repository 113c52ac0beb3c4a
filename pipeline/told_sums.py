"""Other sums in a deal's own sentence: what it was before a change, what others said, what it is with debts."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.resolve import simplified
from pipeline.standing import words_of_change

_CHANGES = ("cut", "raised", "corrected")


def former_sums(quote: str, currency: str, own: float, *, with_debts: bool) -> tuple[float, ...]:
    """Sums that a sentence names beside the deal's own and tells to be the same deal's.

    Args:
        quote: The sentence.
        currency: The currency of the deal's sum; others are left alone.
        own: The deal's sum.
        with_debts: Whether a sum with debts may be meant: where a company is bought.

    Returns:
        The sums that it was or was said to be where the sentence speaks of a change, and the sum with debts where it
        speaks of those.
    """
    plain = simplified(quote).casefold()
    changed = _changes().search(plain)
    indebted = _debts().search(plain) if with_debts else None
    if changed is None and indebted is None:
        return ()
    others = [value for value in _sums(quote, currency) if abs(value - own) > 0.01 * own]
    told = list(others) if changed else []
    if indebted:
        told += [own + value for value in others]
    return tuple(told)


def _sums(quote: str, currency: str) -> list[float]:
    from extractors.normal_text import normalise
    from extractors.quantity.find import find_quantities
    from extractors.quantity.spans import QuantityKind

    return [
        float(each.value)
        for each in find_quantities(normalise(quote).text)
        if each.kind is QuantityKind.MONEY and each.currency == currency and each.value is not None
    ]


@lru_cache(maxsize=1)
def _changes() -> re.Pattern[str]:
    return _either(word for what in _CHANGES for word in words_of_change(what))


@lru_cache(maxsize=1)
def _debts() -> re.Pattern[str]:
    return _either(words_of_change("debt"))


def _either(words: object) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(word) for word in sorted(set(words), key=len, reverse=True)))  # type: ignore[call-overload]
