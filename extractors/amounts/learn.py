"""Learns which sums deals are for by what texts show of them, from the project's passages and dev articles.

`python -m extractors.amounts.learn` writes the weights of both languages anew, in half a minute. Every fifth passage is
left out, so that reading may be measured on what taught nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from corpora.teaching import Lesson, asked, lessons, names_of_party
from extractors.amounts.score import AMOUNT, ANNUAL, LANGUAGES, NONE, PRICE, weights_file
from extractors.amounts.settle import rows_of
from extractors.assemble import Draft
from extractors.company.spans import Entity
from extractors.drafting import is_deal
from extractors.loglinear import Example, learn, write
from extractors.normal_text import normalise
from extractors.pairs.settle import weigh_pairs
from extractors.pairs.words import words_of
from extractors.quantity.spans import Quantity, QuantityKind
from extractors.reader import read_sentences, told_by_rules
from extractors.reading import Reading, language_of, names_by_company
from extractors.recognisers import RULES_ONLY
from schemas.record import Record

_PENALTY = 4.0
_TOLERANCE = Decimal("0.01")
_FIELDS = {AMOUNT: "amount", ANNUAL: "annual", PRICE: "price"}
"""What the passages call each label."""


Sums = Mapping[str, Sequence[Quantity]]
"""The sums of a deal by label, wherever the text states them."""


def examples(own: Lesson) -> Iterator[Example]:
    """What a text shows of each deal that it tells and of each sum near it, with what the sum is to the deal."""
    reading = read_sentences(own.article, RULES_ONLY)
    words = words_of(reading.normal.text, reading.companies.tokens, language_of(reading))
    weigh_pairs(reading.sentences, reading.candidates, reading.cues, words, language_of(reading))
    drafts = [item for item in told_by_rules(reading, words) if is_deal(item)]
    names = names_by_company(reading)
    meant = {id(item): _meant(item, own.deals, names, reading) for item in drafts}
    for row in rows_of(drafts, reading.sentences, words):
        sums = meant[id(row.draft)]
        if sums is not None:
            yield Example(_label(row.quantity, sums), row.features)


def _meant(
    item: Draft, deals: Sequence[Record], names: Mapping[Entity, frozenset[str]], reading: Reading
) -> Sums | None:
    """The sums of the deal that a draft tells, None where there is none or several fit alike."""
    told = [names.get(filled.entity, frozenset()) for filled in item.filled]
    found: list[tuple[tuple[int, bool], Sums]] = []
    for deal in deals:
        parties = [{name.lower() for name in names_of_party(party)} for party in deal["parties"]]
        shared = sum(any(own & party for own in told) for party in parties)
        if shared >= min(2, len(parties)):
            found.append(((shared, deal["kind"] == item.kind.value), _sums(deal, reading)))
    best = max((fit for fit, _ in found), default=None)
    alike = [sums for fit, sums in found if fit == best]
    if len(alike) > 1:
        alike = [sums for sums in alike if item.amount is not None and _label(item.amount, sums) == AMOUNT]
    return alike[0] if len(alike) == 1 else None


def _label(quantity: Quantity, sums: Sums) -> str:
    return next((label for label, stated in sums.items() if any(_same(quantity, each) for each in stated)), NONE)


def _same(one: Quantity, other: Quantity) -> bool:
    """Whether two sums are one, in one place or told twice."""
    if one.start == other.start:
        return True
    if one.value is None or other.value is None or one.currency != other.currency:
        return False
    return abs(one.value - other.value) <= abs(other.value) * _TOLERANCE


def _sums(deal: Record, reading: Reading) -> Sums:
    said = deal.get("said")
    if said is not None:
        return {label: list(_read(said[name], reading)) for label, name in _FIELDS.items() if name in said}
    terms = deal.get("terms") or {}
    stated = {AMOUNT: deal.get(AMOUNT), ANNUAL: terms.get(ANNUAL), PRICE: terms.get(PRICE)}
    return {label: [_stated(sum_)] for label, sum_ in stated.items() if sum_ and sum_.get("value") is not None}


def _stated(sum_: Record) -> Quantity:
    return Quantity(QuantityKind.MONEY, -1, -1, Decimal(str(sum_["value"])), currency=sum_["currency"])


def _read(piece: str, reading: Reading) -> Iterator[Quantity]:
    """The sums that a text states with the very words of a field."""
    text, piece = reading.normal.text, normalise(piece).text
    start = text.find(piece)
    while start >= 0:
        end = start + len(piece)
        yield from (item for item in reading.quantities if item.start < end and start < item.end)
        start = text.find(piece, end)


def main() -> None:
    """Learn the languages asked for, or all, and write what was learned."""
    languages, without = asked(__doc__, LANGUAGES)
    for language in languages:
        rows = [row for lesson in lessons(language, without) for row in examples(lesson)]
        weights = learn(rows, penalty=_PENALTY, least_often=3, least_weight=0.06)
        write(weights, weights_file(language))
        print(f"{sum(map(len, weights.values()))} weights from {len(rows)} sums: {weights_file(language)}")


if __name__ == "__main__":
    main()
