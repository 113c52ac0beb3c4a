"""What a learned recogniser is taught: windows with the deals that their words state, from passages and gold articles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from corpora.passages import Passage, PassageDeal
from extractors.company.latin_names import folded
from extractors.company.spans import Entity
from extractors.learned.classes import FIELDS, NOBODY, PAIRS, STATUSES
from extractors.learned.hints import Hints, hints_of, ordered_pairs
from extractors.learned.window import MOST_COMPANIES, Name, Slot, Window, make_window, names_of, sentence_windows
from extractors.normal_text import NormalText, normalise
from extractors.quantity.spans import QuantityKind
from extractors.reader import read
from extractors.recognisers import RULES_ONLY
from schemas.article import Article
from schemas.deal import DealMention, Extraction, Kind, Role, Status

_KINDS_OF_FIELD = {
    "amount": QuantityKind.MONEY,
    "annual": QuantityKind.MONEY,
    "power": QuantityKind.POWER,
    "years": QuantityKind.DURATION,
    "start": QuantityKind.DATE,
    "end": QuantityKind.DATE,
    "stake": QuantityKind.PERCENT,
    "shares": QuantityKind.SHARES,
    "price": QuantityKind.PRICE,
}


@dataclass(slots=True)
class Labels:
    """The truth of a window: per ordered pair its kind, status and figures; `unsure` pairs teach nothing.

    `hints` are what the rules say of it; a gold article has none, for the rules were written on such articles.
    """

    window: Window
    pairs: dict[tuple[int, int], int] = field(default_factory=dict)
    statuses: dict[tuple[int, int], int] = field(default_factory=dict)
    fields: dict[tuple[int, int], dict[int, int]] = field(default_factory=dict)
    unsure: set[tuple[int, int]] = field(default_factory=set)
    hints: Hints = field(default_factory=Hints)
    origin: str = ""


def _add(labels: Labels, kind: Kind, status: Status, roles: Iterable[tuple[Role, int]], fields: dict[int, int]) -> None:
    for one, other, label in ordered_pairs(kind, roles):
        pair = (one, other)
        if one == other or pair in labels.pairs:
            continue
        labels.pairs[pair] = PAIRS.index(label)
        labels.statuses[pair] = STATUSES.index(status.value)
        if label != "seller":
            labels.fields[pair] = dict(fields)


def passage_labels(passage: Passage, origin: str = "") -> Labels | None:
    """The labels of a written passage; names that the recogniser sees besides its own stay in as companies of no deal."""
    reading = read(Article(doc_id="passage", text=passage.text), RULES_ONLY)
    text = reading.normal.text
    places: list[Name] = []
    for forms in passage.companies:
        entity = Entity("passage:" + forms[0], forms[0])
        for form in sorted(forms, key=len, reverse=True):
            for match in _occurrences(text, normalise(form).text):
                if not any(place.start < match[1] and match[0] < place.end for place in places):
                    places.append(Name(*match, entity))
    own = {}
    for span in reading.companies.spans:
        held = next((place for place in places if place.start < span.end and span.start < place.end), None)
        if held is None:
            places.append(Name(span.start, span.end, span.entity))
        own[span.entity.key] = (held.entity if held is not None else span.entity).key
    quantities = reading.quantities
    window = make_window(text, 0, len(text), places, quantities)
    if window is None:
        return None
    numbers = {entity.name: number for number, entity in enumerate(window.companies, start=1)}
    by_key = {entity.key: number for number, entity in enumerate(window.companies, start=1)}
    hints = hints_of(window, reading.ruled, lambda entity: by_key.get(own.get(entity.key, entity.key)))
    labels = Labels(window, hints=hints, origin=origin)
    for deal in passage.deals:
        roles = [(role, numbers[name]) for role, name in deal.roles if name in numbers]
        _add(labels, deal.kind, deal.status, roles, _figures(deal, window))
    return labels


def _occurrences(text: str, form: str) -> Iterator[tuple[int, int]]:
    edge = r"(?<![A-Za-z0-9])" if form[:1].isascii() and form[:1].isalnum() else ""
    last = r"(?![A-Za-z0-9])" if form[-1:].isascii() and form[-1:].isalnum() else ""
    for match in re.finditer(edge + re.escape(form) + last, text):
        yield match.start(), match.end()


def _figures(deal: PassageDeal, window: Window) -> dict[int, int]:
    found: dict[int, int] = {}
    for name, value in deal.fields:
        form = normalise(value).text
        for start, end in _occurrences(window.text, form):
            number = next(
                (
                    number
                    for number, item in enumerate(window.quantities)
                    if item.kind is _KINDS_OF_FIELD[name] and item.start < end and start < item.end
                ),
                None,
            )
            if number is not None:
                found.setdefault(number, FIELDS.index(name))
                break
    return found


def article_labels(gold: Extraction, width: int = 2) -> Iterator[Labels]:
    """The labelled windows of a gold article, `width` sentences each: a deal is told where its quote and parties stand.

    A pair of a deal in a window without its quote teaches nothing: the words there may tell it too, or not.
    """
    reading = read(gold.article, RULES_ONLY)
    for window in sentence_windows(
        reading.normal.text,
        [masked.sentence for masked in reading.sentences],
        names_of(reading.companies.spans),
        reading.quantities,
        width,
    ):
        labels = Labels(window, origin=gold.article.doc_id)
        for mention in gold.mentions:
            _add_mention(labels, mention, reading.normal)
        yield labels


def _add_mention(labels: Labels, mention: DealMention, normal: NormalText) -> None:
    window = labels.window
    roles: list[tuple[Role, int]] = []
    for party in mention.parties:
        names = {folded(normalise(name).text) for name in (party.name, *party.aliases)}
        number = next(
            (
                number
                for number, entity in enumerate(window.companies, start=1)
                if names & {folded(name) for name in (entity.name, *_surfaces(window, number - 1))}
            ),
            None,
        )
        if number is not None:
            roles.append((party.role, number))
    if not roles:
        return
    quote = normalise(mention.quote).text
    told = any(window.start <= start and end <= window.end for start, end in _occurrences(normal.text, quote))
    if told and (len(roles) > 1 or len(mention.parties) == 1):
        _add(labels, mention.kind, mention.status, roles, _mention_figures(mention, window))
        return
    for one, other, _ in ordered_pairs(mention.kind, roles):
        labels.unsure |= {(one, other), (other, one)}


def _surfaces(window: Window, company: int) -> list[str]:
    return [window.text[slot.start : slot.end] for slot in window.slots if slot.company == company]


def _mention_figures(mention: DealMention, window: Window) -> dict[int, int]:
    terms = mention.terms
    values: list[tuple[str, Decimal | None, str | None]] = [
        ("power", mention.power.value if mention.power else None, None),
        ("years", terms.years, None),
        ("stake", terms.stake_pct, None),
        ("shares", terms.shares, None),
    ]
    money = [
        (name, item)
        for name, item in (
            ("amount", mention.amount),
            ("annual", terms.annual_amount),
            ("price", terms.price_per_share),
        )
        if item is not None
    ]
    found: dict[int, int] = {}
    for number, item in enumerate(window.quantities):
        for name, value, _ in values:
            if item.kind is _KINDS_OF_FIELD[name] and value is not None and _near(item.value, value):
                found.setdefault(number, FIELDS.index(name))
        for name, price in money:
            if (
                item.kind is _KINDS_OF_FIELD[name]
                and item.currency == price.currency
                and _near(item.value, price.value)
            ):
                found.setdefault(number, FIELDS.index(name))
        for name, date in (("start", terms.start), ("end", terms.end)):
            if item.kind is QuantityKind.DATE and date is not None and item.iso == str(date):
                found.setdefault(number, FIELDS.index(name))
    return found


def _near(one: Decimal | None, other: Decimal) -> bool:
    return one is not None and abs(one - other) <= max(abs(one), abs(other)) * Decimal("0.02")


def joined(one: Labels, other: Labels) -> Labels | None:
    """Two labelled windows as one, as an article tells one thing after another; None where it grows too long.

    No company of one deals with a company of the other, so a network learns not to look for deals everywhere.
    """
    first, second = one.window, other.window
    if len(first.companies) + len(second.companies) > MOST_COMPANIES:
        return None
    head = first.text[first.start : first.end].rstrip() + " "
    text = head + second.text[second.start : second.end]
    figures, companies = len(first.quantities), len(first.companies)
    slots = [replace(slot, start=slot.start - first.start, end=slot.end - first.start) for slot in first.slots]
    for slot in second.slots:
        shift = len(head) - second.start
        slots.append(
            Slot(
                slot.start + shift,
                slot.end + shift,
                slot.company + companies if slot.company >= 0 else -1,
                slot.quantity + figures if slot.quantity >= 0 else -1,
            )
        )
    window = Window(
        text,
        0,
        len(text),
        tuple(slots),
        (*first.companies, *second.companies),
        (*first.quantities, *second.quantities),
    )
    labels = Labels(window, dict(one.pairs), dict(one.statuses), dict(one.fields), set(one.unsure))
    labels.hints = Hints(dict(one.hints.pairs), dict(one.hints.statuses), dict(one.hints.fields))

    def moved(payer: int, paid: int) -> tuple[int, int]:
        return payer + companies if payer else NOBODY, paid + companies

    for (payer, paid), hint in other.hints.pairs.items():
        pair = moved(payer, paid)
        labels.hints.pairs[pair] = hint
        labels.hints.statuses[pair] = other.hints.statuses[payer, paid]
        told = other.hints.fields[payer, paid]
        labels.hints.fields[pair] = {number + figures: name for number, name in told.items()}
    for (payer, paid), kind in other.pairs.items():
        pair = moved(payer, paid)
        labels.pairs[pair] = kind
        labels.statuses[pair] = other.statuses[payer, paid]
        if (payer, paid) in other.fields:
            labels.fields[pair] = {number + figures: name for number, name in other.fields[payer, paid].items()}
    labels.unsure |= {moved(payer, paid) for payer, paid in other.unsure}
    return labels
