"""From the deals of an article to their mentions, with evidence in the article's own text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

from extractors.assemble import Draft
from extractors.calibration import found_by
from extractors.candidate import Filled
from extractors.company.recognise import Companies
from extractors.company.spans import DERIVED, MODEL, Entity
from extractors.normal_text import NormalText
from extractors.quantity.spans import Quantity
from schemas.deal import ROLES_OF_KIND, DealMention, Evidence, Party, Role
from schemas.quantity import Bound, Money, PartialDate, Power, Price, Terms

_TERM_FIELDS = ("years", "start", "end", "stake_pct", "shares", "price_per_share", "annual_amount")


class Builder:
    """Turns drafts into mentions with evidence in the article's own text."""

    def __init__(
        self,
        normal: NormalText,
        companies: Companies,
        published: PartialDate | None,
        probability: Callable[[float, str], float] = lambda raw, by: raw,
    ) -> None:
        self.normal = normal
        self.probability = probability
        self.companies = companies
        self.published = published
        self._names: dict[str, set[str]] = {}
        self._finders: dict[str, set[str]] = {}
        for span in companies.spans:
            self._names.setdefault(span.entity.key, set()).add(normal.quote(span.start, span.end))
            if span.source not in DERIVED:
                self._finders.setdefault(span.entity.key, set()).add(span.source)

    def _evidence(self, name: str, start: int, end: int) -> Evidence:
        first, last = self.normal.span(start, end)
        return Evidence(field=name, start=first, end=last, quote=self.normal.own[first:last])

    def _surfaces(self, entity: Entity) -> list[str]:
        return sorted(self._names.get(entity.key, ()), key=lambda text: (-len(text), text))

    def _party(self, item: Filled) -> Party:
        surfaces = self._surfaces(item.entity)
        name = item.entity.name
        if not item.entity.known and surfaces:
            name = surfaces[0]
        return Party(
            name=name,
            role=Role(item.role),
            company_id=item.entity.company_id,
            aliases=tuple(text for text in surfaces if text != name),
        )

    def mention(self, deal: Draft) -> DealMention | None:
        """The mention of a draft, None where no company of it fits its kind."""
        allowed = ROLES_OF_KIND[deal.kind]
        filled = [item for item in deal.filled if Role(item.role) in allowed]
        unique: dict[str, Filled] = {}
        for item in filled:
            unique.setdefault(item.entity.key, item)
        if not unique:
            return None
        first = deal.candidates[0]
        sentence = first.masked.sentence
        evidence = [self._evidence("kind", first.trigger.start, first.trigger.end)]
        for item in unique.values():
            evidence.extend(self._party_evidence(item))
        amount, power = self._amount(deal.amount), self._power(deal.power)
        for name, quantity in (
            ("amount", deal.amount if amount else None),
            ("power_gw", deal.power if power else None),
        ):
            if quantity is not None:
                evidence.append(
                    self._evidence(
                        name,
                        min(quantity.start, quantity.cue_start if quantity.cue_start >= 0 else quantity.start),
                        quantity.end,
                    )
                )
        terms = self._terms(deal.others)
        for name in _TERM_FIELDS:
            if name in deal.others and getattr(terms, name) is not None:
                quantity = deal.others[name]
                evidence.append(self._evidence(f"terms.{name}", quantity.start, quantity.end))
        if deal.status_cue is not None:
            evidence.append(self._evidence("status", deal.status_cue.start, deal.status_cue.end))
        else:
            evidence.append(self._evidence("status", first.trigger.start, first.trigger.end))
        announced = deal.others.get("announced")
        if announced is not None and announced.iso is not None:
            evidence.append(self._evidence("announced", announced.start, announced.end))
        start, end = self.normal.span(sentence.start, sentence.end)
        rules = tuple(dict.fromkeys([*(each.frame.id for each in deal.candidates), *self._models(unique.values())]))
        return DealMention(
            kind=deal.kind,
            parties=tuple(self._party(item) for item in unique.values()),
            amount=amount,
            power=power,
            terms=terms,
            status=deal.status,
            announced=PartialDate(announced.iso) if announced is not None and announced.iso else None,
            quote=self.normal.own[start:end].strip() or self.normal.own[start:end],
            evidence=tuple(evidence),
            confidence=round(self.probability(deal.certainty, found_by(rules)), 4),
            rules=rules,
        )

    def _models(self, parties: Iterable[Filled]) -> Iterator[str]:
        """The models without which a party would not have been found."""
        for party in parties:
            finders = self._finders.get(party.entity.key, set())
            if finders and all(finder.startswith(MODEL) for finder in finders):
                yield from sorted(finders)

    def _party_evidence(self, item: Filled) -> list[Evidence]:
        slot = item.slot
        if slot is None:
            place = next((span for span in self.companies.spans if span.entity.key == item.entity.key), None)
            return [] if place is None else [self._evidence(f"party.{item.role}", place.start, place.end)]
        return [self._evidence(f"party.{item.role}", slot.start, slot.end)]

    def _amount(self, item: Quantity | None) -> Money | None:
        if item is None or item.value is None or item.currency is None or item.value <= 0:
            return None
        return Money(value=item.value, currency=item.currency, bound=_bound(item), low=item.low, high=item.high)

    def _power(self, item: Quantity | None) -> Power | None:
        if item is None or item.value is None or item.value <= 0:
            return None
        return Power(value=item.value, bound=_bound(item))

    def _terms(self, others: dict[str, Quantity]) -> Terms:
        def number(name: str) -> Decimal | None:
            return others[name].value if name in others else None

        def price(name: str) -> Price | None:
            item = others.get(name)
            return (
                Price(value=item.value, currency=item.currency)
                if item is not None and item.value is not None and item.currency
                else None
            )

        def date(name: str) -> PartialDate | None:
            item = others.get(name)
            return PartialDate(item.iso) if item is not None and item.iso else None

        return Terms(
            years=number("years"),
            start=date("start"),
            end=date("end"),
            stake_pct=number("stake_pct"),
            shares=number("shares"),
            price_per_share=price("price_per_share"),
            annual_amount=price("annual_amount"),
        )


def _bound(item: Quantity) -> Bound:
    if item.low is not None and item.bound == "exact":
        return Bound.APPROX
    return Bound(item.bound) if item.bound in ("exact", "approx", "max", "min") else Bound.EXACT
