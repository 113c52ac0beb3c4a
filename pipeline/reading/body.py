"""The body of an article in paragraphs: trafilatura's choice, Beautiful Soup's where that finds too little, cleaned."""

from __future__ import annotations

import configparser
import copy
import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

import lxml.html
from lxml import etree
from lxml.html import HtmlElement

_NOISE = Path(__file__).parent / "noise.toml"
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_SENTENCE = re.compile(r"[。！？!?；;…]|[.][\"”’)]?(?:\s|$)")
_WHOLE_SENTENCE = 12
_LONGEST_FURNITURE = 300
"""Longer lines are not compared with furniture: it is short, and strangers' long lines could take long to compare."""

_LEAST_CHINESE = 90
_LEAST_LATIN = 250
_MOST_OF_PAGE = 0.5
"""An element that holds more of a page's text than this is no furniture, whatever it is called."""

_NO_TEXT = ("script", "style", "noscript", "template", "iframe", "svg")
_MOST_LOST = 0.7
"""Where less of a page's prose than this was found, precision has cost too much, and trafilatura is asked for more."""

_DROPPED = [
    "button",
    "form",
    "select",
    "nav",
    "footer",
    "dialog",
    "object",
    "canvas",
]
_BREAKS = frozenset({"lb", "p", "head", "quote", "list", "item", "table", "row", "div"})
"""Elements of trafilatura's trees that begin a line of their own."""

_BLOCKS = ("p", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "pre", "td", "th", "dd", "dt")


class Noise:
    """The words of noise.toml as expressions that match whole lines or names."""

    def __init__(self, path: Path = _NOISE) -> None:
        words = tomllib.loads(path.read_text(encoding="utf-8"))
        self.elements = re.compile(rf"(?:^|[\s_])(?:{'|'.join(words['elements'])})(?=$|[\s_])", re.IGNORECASE)
        self.headings = _any_of(words["headings"])
        self.lines = _any_of(words["lines"])
        self.endings = _any_of(words["endings"])


@lru_cache(maxsize=1)
def noise() -> Noise:
    """The project's own words."""
    return Noise()


def find_body(tree: HtmlElement, titles: Sequence[str]) -> list[str]:
    """The paragraphs of a page's article, without its title and the page's furniture; empty if there is none.

    Args:
        tree: The page, which is left as it was.
        titles: The article's title as the page gives it in several places.
    """
    pruned = _prune(copy.deepcopy(tree))
    lines = clean(_trafilatura(pruned), titles)
    if sum(map(len, lines)) < _MOST_LOST * _prose(pruned):
        whole = clean(_trafilatura(pruned, precise=False), titles)
        lines = whole if _MOST_LOST * sum(map(len, whole)) > sum(map(len, lines)) else lines
    if _enough(lines):
        return lines
    other = clean(_blocks(pruned), titles)
    return other if sum(map(len, other)) > 2 * sum(map(len, lines)) else lines


def clean(lines: Iterable[str], titles: Sequence[str] = ()) -> list[str]:
    """Lines without furniture: share buttons, disclaimers, tickers, and lists of other stories with their heading."""
    words = noise()
    heads = {_plain(title) for title in titles if title}
    kept: list[str] = []
    listing = False
    for line in lines:
        plain = _plain(line)
        if not plain or (not kept and any(plain == head or plain in head for head in heads if len(plain) > 3)):
            continue
        short = len(line) <= _LONGEST_FURNITURE
        if short and words.endings.fullmatch(line):
            break
        listing = short and (bool(words.headings.fullmatch(line)) or (listing and not _is_sentence(line)))
        if not listing and not (short and words.lines.fullmatch(line)):
            kept.append(line)
    return kept


def long_enough(text: str) -> bool:
    """Whether a text is as long as the shortest articles are in its script."""
    return len(text) >= (_LEAST_CHINESE if _chinese(text) else _LEAST_LATIN)


def _any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


def _prune(tree: HtmlElement) -> HtmlElement:
    """Drop elements that are never text, and those whose class or id says that they are furniture."""
    words = noise().elements
    etree.strip_tags(tree, etree.Comment, etree.ProcessingInstruction)  # trafilatura loses the text behind them
    for element in tree.xpath("//*[" + " or ".join(f"self::{name}" for name in _NO_TEXT) + "]"):
        element.drop_tree()
    most = _MOST_OF_PAGE * len(tree.text_content())  # a page's scripts are often longer than its article
    for element in tree.xpath("//*[" + " or ".join(f"self::{name}" for name in _DROPPED) + "]"):
        if element.tag not in ("form", "nav") or len(element.text_content()) < most:
            element.drop_tree()
    for element in tree.xpath("//body//*[@class or @id or @role or @aria-hidden]"):
        if element.tag in ("article", "main") or element.getparent() is None:
            continue
        named = f"{element.get('class') or ''} {element.get('id') or ''}"
        if words.search(named) and len(element.text_content()) < most:
            element.drop_tree()
    for table in list(tree.iter("table")):
        if _is_layout(table):
            _unfold(table)
    return tree


def _is_layout(table: HtmlElement) -> bool:
    """Whether a table lays a page out, as old sites do: one of its cells holds paragraphs or a heading."""
    return bool(table.xpath(".//td[(.//p or .//h1 or .//br) and string-length(normalize-space(.)) > 100]"))


def _unfold(table: HtmlElement) -> None:
    """Make a table's own rows and cells plain blocks; tables within are judged by themselves."""
    for part in table.xpath("./tr | ./*/tr | ./tr/td | ./*/tr/td | ./tbody"):
        part.tag = "div"
    table.tag = "div"


@lru_cache(maxsize=2)
def _config(chinese: bool) -> configparser.ConfigParser:
    from trafilatura.settings import DEFAULT_CONFIG

    config = copy.deepcopy(DEFAULT_CONFIG)
    # A Chinese article says in 90 characters what takes 250 in English.
    config["DEFAULT"]["MIN_EXTRACTED_SIZE"] = str(_LEAST_CHINESE if chinese else _LEAST_LATIN)
    config["DEFAULT"]["EXTRACTION_TIMEOUT"] = "0"
    return config


def _prose(tree: HtmlElement) -> int:
    """How many characters a page has in paragraphs that are longer than a line of furniture."""
    lengths = (len(paragraph.text_content()) for paragraph in tree.iter("p"))
    return sum(length for length in lengths if length > _LEAST_CHINESE)


def _trafilatura(tree: HtmlElement, *, precise: bool = True) -> Iterator[str]:
    from trafilatura import bare_extraction

    found = bare_extraction(
        copy.deepcopy(tree),
        favor_precision=precise,
        include_comments=False,
        include_tables=True,
        with_metadata=False,
        config=_config(_chinese(tree.text_content())),
    )
    if found is None or isinstance(found, dict) or found.body is None:
        return
    for element in found.body:
        yield from _lines_of(element)


def _lines_of(element: lxml.html.HtmlElement) -> Iterator[str]:
    """An element of trafilatura's tree as lines: each item of a list and each row of a table is one."""
    if element.tag == "list":
        parts = ["".join(item.itertext()) for item in element]
    elif element.tag == "table":
        parts = [" ".join("".join(cell.itertext()) for cell in row) for row in element]
    else:
        parts = "".join("\n" if each is None else each for each in _pieces(element)).split("\n")
    yield from (line for line in (" ".join(part.split()) for part in parts) if line)


def _pieces(element: lxml.html.HtmlElement) -> Iterator[str | None]:
    """The texts of an element in order, with None where a line ends."""
    for part in element.iter():
        if not isinstance(part.tag, str):
            continue
        if part.tag in _BREAKS and part is not element:
            yield None
        yield part.text or ""
        if part is not element:
            yield None if part.tag in _BREAKS else ""
            yield part.tail or ""


def _blocks(tree: HtmlElement) -> list[str]:
    """The lines of the page's blocks of text, by Beautiful Soup: for pages too short or too odd for trafilatura."""
    from bs4 import BeautifulSoup, Tag

    soup = BeautifulSoup(lxml.html.tostring(tree, encoding="unicode"), "lxml")
    for tag in soup.find_all(["aside", "header"]):
        tag.decompose()
    found = [tag for tag in soup.find_all(["article", "main"]) if isinstance(tag, Tag)]
    root: Tag = max(found, key=lambda tag: len(tag.get_text())) if found else soup.body or soup
    blocks = [tag for tag in root.find_all(_BLOCKS) if isinstance(tag, Tag) and tag.find(_BLOCKS) is None]
    lines = [" ".join(tag.get_text().split()) for tag in blocks]
    whole = [" ".join(line.split()) for line in root.get_text("\n").split("\n")]
    return lines if sum(map(len, lines)) >= _MOST_OF_PAGE * sum(map(len, whole)) else whole


def _enough(lines: Sequence[str]) -> bool:
    return long_enough("".join(lines))


def _chinese(text: str) -> bool:
    return len(_CHINESE.findall(text[:5000])) > len(text[:5000]) / 8


def _is_sentence(line: str) -> bool:
    return len(line) >= _WHOLE_SENTENCE and bool(_SENTENCE.search(line[-3:]) or _SENTENCE.search(line))


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()
