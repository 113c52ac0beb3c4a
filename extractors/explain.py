"""How an article was read, for people: as plain text sentence by sentence, or as an HTML page drawn by displaCy."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator
from decimal import Decimal

from extractors.candidate import Candidate
from extractors.cue import CueHit
from extractors.reader import read
from extractors.reading import Reading
from extractors.recognisers import Recognisers
from schemas.article import Article
from schemas.deal import DealMention
from schemas.quantity import Bound, Money, Price

_WIDTH = 100
_UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_BOUNDS = {Bound.EXACT: "", Bound.APPROX: "about ", Bound.MAX: "up to ", Bound.MIN: "at least "}


def explain_article(article: Article, recognisers: Recognisers | None = None) -> str:
    """One article as it was read: sentences as rules see them, what fired, what was refused and why, and the deals."""
    reading = read(article, recognisers)
    lines = [*_wrapped(f"{article.doc_id}  {article.title}".strip(), 0), *_wrapped(_headline(reading), 0)]
    for number in range(len(reading.sentences)):
        lines += ["", *_sentence(reading, number)]
    mentions = _mentions(reading)
    lines += ["", f"Deals: {len(mentions)}" if mentions else "No deal was found."]
    for number, mention in enumerate(mentions, start=1):
        lines += ["", *_deal(mention, number)]
    return "\n".join(lines) + "\n"


def explain_html(article: Article, recognisers: Recognisers | None = None) -> str:
    """The article's own text as a full HTML page: companies, quantities, triggers and cues marked, deals below.

    Where marks overlap the first of these in that order is drawn. Nothing in the page comes from elsewhere, and nothing
    that the article holds is taken for markup.
    """
    from spacy import displacy  # drawing alone needs spaCy, which takes a second to import

    reading = read(article, recognisers)
    marks = [{"start": start, "end": end, "label": label} for start, end, label in _marks(reading)]
    drawn = displacy.render(
        [{"text": _harmless(article.text), "ents": marks}],
        style="ent",
        manual=True,
        page=False,
        jupyter=False,
        options={"colors": _COLOURS},
    )
    title = html.escape(_harmless(article.title or article.doc_id))
    return _PAGE.format(title=title, head=html.escape(_headline(reading)), text=drawn, deals=_table(_mentions(reading)))


def _mentions(reading: Reading) -> tuple[DealMention, ...]:
    return () if reading.extraction is None else reading.extraction.mentions


def _headline(reading: Reading) -> str:
    place = "" if reading.place is None else f", market {reading.place.value}"
    day = "" if reading.article.published is None else f", published {reading.article.published}"
    sizes = (
        _count(len(reading.sentences), "sentence", "sentences"),
        _count(len(reading.companies.spans), "company name", "company names"),
        _count(len(reading.quantities), "quantity", "quantities"),
    )
    return f"language {reading.language.value}{place}{day}; {', '.join(sizes)}"


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _sentence(reading: Reading, number: int) -> Iterator[str]:
    masked = reading.sentences[number]
    yield from _wrapped(f"{number + 1:>3}  {masked.masked()}", 5)
    for candidate in reading.candidates[number]:
        yield from _wrapped(f"     {_candidate(candidate)}", 11)
    for hit in reading.cues[number]:
        yield from _wrapped(f"     cue   {_cue(hit, masked.text)}", 11)


def _candidate(candidate: Candidate) -> str:
    trigger = candidate.masked.text[candidate.trigger.start : candidate.trigger.end]
    rule = f"{candidate.frame.id} by “{trigger}”"
    roles = ", ".join(f"{item.role} {item.entity.name}{_how(item.slot is None)}" for item in candidate.filled)
    kind = "" if candidate.kind is None else f" [{candidate.kind.value}]"
    if candidate.dropped:
        return f"no    {rule}{kind}: {candidate.dropped}{f' ({roles})' if roles else ''}"
    return f"RULE  {rule}{kind}: {roles}"


def _how(implied: bool) -> str:
    return " (implied)" if implied else ""


def _cue(hit: CueHit, text: str) -> str:
    reach = "" if hit.cue.scope == hit.cue.category else f", reaches its {hit.cue.scope}"
    return f"{hit.cue.id} by “{text[hit.start : hit.end]}” ({hit.cue.category}{reach})"


def _deal(mention: DealMention, number: int) -> Iterator[str]:
    rules = ", ".join(mention.rules)
    yield from _wrapped(
        f"{number:>3}. {mention.kind.value}, {mention.status.value}, {mention.confidence:.2f} ({rules})", 5
    )
    for name, value in _fields(mention):
        yield from _wrapped(f"     {name:<15} {value}", 21)
    yield from _wrapped(f"     {'quote':<15} {mention.quote}", 21)
    for item in mention.evidence:
        yield from _wrapped(f"     evidence        {item.field} {item.start}–{item.end} “{item.quote}”", 21)


def _fields(mention: DealMention) -> Iterator[tuple[str, str]]:
    """The stated fields of a deal, each with words for it."""
    for party in mention.parties:
        yield party.role.value, party.name + (f" ({', '.join(party.aliases)})" if party.aliases else "")
    if mention.amount is not None:
        yield "amount", _money(mention.amount)
    if mention.power is not None:
        yield "power", f"{_BOUNDS[mention.power.bound]}{_number(mention.power.value)} GW"
    for name, value in mention.terms:
        if value is not None:
            yield name, _words(value)
    if mention.announced is not None:
        yield "announced", str(mention.announced)


def _money(money: Money) -> str:
    ends = "" if money.low is None or money.high is None else f" ({_number(money.low)} to {_number(money.high)})"
    return f"{_BOUNDS[money.bound]}{_number(money.value)} {money.currency}{ends}"


def _words(value: object) -> str:
    if isinstance(value, Price):
        return f"{_number(value.value)} {value.currency}"
    return _number(value) if isinstance(value, Decimal) else str(value)


def _number(value: Decimal) -> str:
    return f"{value.normalize():,f}"


def _harmless(text: str) -> str:
    """The text without characters that steer a terminal or cannot be written, each replaced by one other."""
    return _UNSAFE.sub("\ufffd", text)


def _wrapped(line: str, indent: int) -> Iterator[str]:
    """A line cut to the page's width; Chinese characters count as two columns, the rest is indented."""
    text = _harmless(line).replace("\n", " ").replace("\t", " ")
    shown = ""
    columns = 0
    for piece in re.findall(r"[!-~]+|[^!-~]", text):
        width = sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in piece)
        if columns + width > _WIDTH and columns > indent:
            yield shown.rstrip()
            shown, columns = " " * indent, indent
            piece = piece.lstrip()
            width = 0 if not piece else width
        while columns + width > _WIDTH:  # a word longer than a line
            room = _WIDTH - columns
            yield shown + piece[:room]
            piece = piece[room:]
            shown, columns, width = " " * indent, indent, width - room
        shown += piece
        columns += width
    yield shown.rstrip()


def _marks(reading: Reading) -> list[tuple[int, int, str]]:
    """What is drawn, in the article's own positions and without overlaps."""
    companies: Iterable[tuple[int, int, str]] = ((item.start, item.end, "COMPANY") for item in reading.companies.spans)
    quantities = ((item.start, item.end, item.kind.value.upper()) for item in reading.quantities)
    candidates = [item for found in reading.candidates for item in found]
    fired = ((item.trigger.start, item.trigger.end, "TRIGGER") for item in candidates if not item.dropped)
    refused = ((item.trigger.start, item.trigger.end, "REFUSED") for item in candidates if item.dropped)
    cues = ((hit.start, hit.end, f"CUE {hit.cue.id}".upper()) for found in reading.cues for hit in found)
    chosen: list[tuple[int, int, str]] = []
    taken = bytearray(len(reading.normal.text))
    for group in (companies, quantities, fired, cues, refused):
        for start, end, label in group:
            if start < end and not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                chosen.append((*reading.normal.span(start, end), label))
    return sorted(chosen)


def _table(mentions: tuple[DealMention, ...]) -> str:
    if not mentions:
        return "<p>No deal was found.</p>"
    rows = []
    for number, mention in enumerate(mentions, start=1):
        fields = "<br>".join(f"<b>{_cell(name)}</b> {_cell(value)}" for name, value in _fields(mention))
        evidence = "<br>".join(
            f"<b>{_cell(item.field)}</b> {item.start}–{item.end} “{_cell(item.quote)}”" for item in mention.evidence
        )
        rules = _cell(", ".join(mention.rules))
        head = f"{mention.kind.value}, {mention.status.value}<br>{mention.confidence:.2f}<br>{rules}"
        rows.append(
            f"<tr><td>{number}</td><td>{head}</td><td>{fields}</td><td>{evidence}</td><td>{_cell(mention.quote)}</td></tr>"
        )
    names = "".join(f"<th>{name}</th>" for name in ("", "Deal", "Fields", "Evidence", "Sentence"))
    return f"<table><tr>{names}</tr>{''.join(rows)}</table>"


def _cell(text: str) -> str:
    return html.escape(_harmless(text))


_COLOURS = {
    "COMPANY": "#9ecbff",
    "MONEY": "#b7e4b0",
    "PRICE_PER_SHARE": "#b7e4b0",
    "POWER": "#ffe08a",
    "ENERGY": "#ffe08a",
    "DURATION": "#d9c8f0",
    "DATE": "#d9c8f0",
    "PERCENT": "#cfe8e6",
    "SHARES": "#cfe8e6",
    "CHIPS": "#cfe8e6",
    "TRIGGER": "#ffb3a7",
    "REFUSED": "#eeeeee",
}

_PAGE = """<!DOCTYPE html>
<html>
<head>
<meta charset="utf-8">
<title>{title}</title>
<style>
body {{ font: 16px/1.6 system-ui, sans-serif; max-width: 75rem; margin: 2rem auto; padding: 0 1rem; }}
table {{ border-collapse: collapse; font-size: 0.85rem; }}
td, th {{ border: 1px solid #ccc; padding: 0.3rem 0.6rem; text-align: left; vertical-align: top; }}
</style>
</head>
<body>
<h1>{title}</h1>
<p>{head}</p>
{text}
<h2>Deals</h2>
{deals}
</body>
</html>
"""
