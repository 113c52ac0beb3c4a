"""How values are shown: filters of the templates."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urlsplit

from markupsafe import Markup

from pipeline.wording import amount_words, party_words, power_words, short
from review.visible import shown
from schemas.article import Language
from schemas.quantity import Money, Power

_OF_ADDRESSES = "%/:=&?~#+!$,;'@()*[]"


def web_address(url: str | None) -> str:
    """An address that may be a link: one of the web, percent-encoded; else nothing."""
    if not url:
        return ""
    try:
        parts = urlsplit(url.strip())
        host = parts.hostname
    except ValueError:
        return ""
    return quote(url.strip(), safe=_OF_ADDRESSES) if parts.scheme in {"http", "https"} and host else ""


def money_words(usd: float | None) -> str:
    """A size in dollars in few digits."""
    from decimal import Decimal

    return "" if usd is None else f"{short(Decimal(f'{usd:.4g}'))} USD"


def field_class(name: str) -> str:
    """The colour of a field: that of all parties, all terms, or its own."""
    return name.split(".")[0].replace("_", "-")


def language_tag(language: Any) -> str:
    """The `lang` of a text in a language."""
    return language.value if isinstance(language, Language) else str(language)


def script_of(text: str) -> str:
    """The `lang` of a few words, such as a company's name, by their characters; empty if they are Latin ones."""
    from extractors.language import script_evidence

    if not any("\u3400" <= character <= "\u9fff" for character in text[:200]):
        return "en"
    traditional, simplified = script_evidence(text[:200])
    return "zh-Hans" if simplified > traditional else "zh-Hant"


def evidence_word(name: str) -> str:
    """The word for a field that evidence is given for: of a party its role."""
    return name.removeprefix("party.")


def value_words(value: Any) -> str:
    """A JSON value of a field that sources tell in different ways: a sum, a power, or what it is."""
    if isinstance(value, dict) and "currency" in value:
        return amount_words(Money.model_validate(value))
    if isinstance(value, dict) and "value" in value:
        return power_words(Power.model_validate(value))
    if isinstance(value, list):
        return ", ".join(str(each.get("name", each)) if isinstance(each, dict) else str(each) for each in value)
    return str(value)


FILTERS: dict[str, Callable[..., Any]] = {
    "amount": amount_words,
    "power": power_words,
    "parties": party_words,
    "shown": shown,
    "drawing": Markup,  # SVG of pipeline.money.draw, which escapes whatever articles say
    "usd": money_words,
    "told_value": value_words,
    "field_class": field_class,
    "evidence_word": evidence_word,
    "lang_tag": language_tag,
    "lang_of": script_of,
    "number": lambda value: f"{value:,}",
    "percent": lambda value: f"{value * 100:.0f}%",
}
