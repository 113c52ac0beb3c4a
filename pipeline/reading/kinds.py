"""What a page is when it holds no article: an error page, an index, a paywall's stub, a consent wall, a tongue we lack."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from pipeline.reading.body import long_enough
from pipeline.reading.document import Document, text_of

_WORDS = Path(__file__).parent / "kinds.toml"
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_KANA = re.compile(r"[\u3040-\u30ff]")
_HANGUL = re.compile(r"[\uac00-\ud7af]")
_LATIN_WORD = re.compile(r"[^\W\d_]+")
_OTHER_SCRIPT = re.compile(r"[\u0370-\u1cff]")
_ENGLISH = frozenset(
    [
        "the",
        "of",
        "and",
        "to",
        "in",
        "a",
        "that",
        "for",
        "is",
        "on",
        "with",
        "as",
        "by",
        "at",
        "from",
        "it",
        "was",
        "has",
        "said",
        "will",
        "be",
        "an",
        "are",
        "its",
    ]
)
_LEAST_ENGLISH = 0.12
"""Share of these words among all words; English news has 0.25 and more, other tongues under 0.08."""

_SHORT = {True: 250, False: 800}
_LINK_LENGTH = {True: 8, False: 25}
_LEAST_LINKS = 12
_MOST_LINKED = 0.75
_BESIDE = 1.4
_SENTENCES = re.compile(r"[。！？]|[.!?](?=\s|$)")
_LEAST_SENTENCES = 2


def why_no_article(document: Document, url: str | None, title: str, lines: list[str]) -> tuple[str, str] | None:
    """The kind of page without an article and the reason, or None if there is one.

    Args:
        document: The whole page.
        url: Its address.
        title: Its title.
        lines: The paragraphs that were found.
    """
    text = "\n".join(lines)
    chinese = len(_CHINESE.findall(text)) * 8 > len(text)
    short = len(text) < _SHORT[chinese]
    words = _kinds()
    if words["error"].search(title) and short:
        return "error", f"its title is {title[:60]!r}"
    if short and (found := _shut(document, words)):
        return found
    if not long_enough(text) or len(_SENTENCES.findall(text)) < _LEAST_SENTENCES:
        kind = "index" if _is_index(document, chinese, lines) else "short"
        return kind, f"its text is {len(text)} characters"
    if _is_index(document, chinese, lines) or (_is_front(url) and not document.linked_articles):
        return "index", "it is a list of links to articles"
    if (tongue := _tongue(text)) is not None:
        return "language", tongue
    return None


def _shut(document: Document, words: dict[str, re.Pattern[str]]) -> tuple[str, str] | None:
    for node in document.linked_articles:
        if str(node.get("isAccessibleForFree")).lower() == "false":
            return "paywall", "it says that it is not accessible for free, and shows little"
    whole = " ".join(text_of(document.tree).split())
    for kind in ("paywall", "consent"):
        if found := words[kind].search(whole):
            return kind, f"it shows little, and says {found[0][:60]!r}"
    return None


def _is_index(document: Document, chinese: bool, lines: list[str]) -> bool:
    """Whether most of what was found are the texts of links, as on front pages and in archives."""
    whole = sum(len(line) for line in lines if _SENTENCES.search(line))
    if whole > (1 - _MOST_LINKED) * sum(map(len, lines)):
        return False  # Headlines have no full stop.
    links = {text_of(link) for link in document.tree.iter("a") if link.get("href")}
    titles = {text for text in links if len(text) >= _LINK_LENGTH[chinese]}
    if len(titles) < _LEAST_LINKS:
        return False
    linked = sum(len(line) for line in lines if line in titles or _is_mostly(line, titles))
    return linked >= _MOST_LINKED * max(1, sum(map(len, lines)))


def _is_mostly(line: str, titles: set[str]) -> bool:
    """Whether a line is a link with a date or a category beside it, and no sentence that a headline repeats."""
    return any(len(line) <= _BESIDE * len(title) and title in line for title in titles)


def _is_front(url: str | None) -> bool:
    return url is not None and urlsplit(url).path in ("", "/") and not urlsplit(url).query


def _tongue(text: str) -> str | None:
    """Why a text is neither Chinese nor English; None if it is."""
    sample = text[:20_000]
    chinese, kana = len(_CHINESE.findall(sample)), len(_KANA.findall(sample))
    hangul, other = len(_HANGUL.findall(sample)), len(_OTHER_SCRIPT.findall(sample))
    if kana * 5 > chinese + 20 or hangul > chinese + 20 or (other > chinese + 50 and other * 4 > len(sample)):
        return "it is neither Chinese nor English"
    words = _LATIN_WORD.findall(sample.lower()) if chinese * 2 < len(sample) / 4 else []
    if len(words) >= 40 and sum(word in _ENGLISH for word in words) < _LEAST_ENGLISH * len(words):
        return "it is in Latin letters but not in English"
    return None


@lru_cache(maxsize=1)
def _kinds() -> dict[str, re.Pattern[str]]:
    words = tomllib.loads(_WORDS.read_text(encoding="utf-8"))
    return {kind: re.compile("|".join(f"(?:{each})" for each in said), re.IGNORECASE) for kind, said in words.items()}
