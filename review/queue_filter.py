"""Which items of the queue are wanted; the filter lives in the address of the page."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from operator import attrgetter

from review.catalogue import Catalogue
from review.entries import MENTION, MERGE, Item, Place

_DAY = re.compile(r"\d{4}(-\d{2}){0,2}")


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """Which items are wanted; an empty field leaves it open.

    `what` is mention, merge or unlocated, `state` open, accepted, rejected or all, `company` any part of a name in
    either script, `since` and `until` days of articles, `least` and `most` confidences in percent, `reviewer` who
    decided.
    """

    what: str = ""
    state: str = ""
    kind: str = ""
    status: str = ""
    company: str = ""
    language: str = ""
    source: str = ""
    since: str = ""
    until: str = ""
    least: str = ""
    most: str = ""
    reviewer: str = ""
    deal: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> QueueFilter:
        """The filter of a query; what makes no sense is left out."""
        told = {each.name: query.get(each.name, "").strip()[:200] for each in fields(cls)}
        for name in ("since", "until"):
            if not _DAY.fullmatch(told[name]):
                told[name] = ""
        for name in ("least", "most"):
            if not (told[name].isdecimal() and int(told[name]) <= 100):
                told[name] = ""
        if told["reviewer"] and not told["state"]:
            told["state"] = "all"
        return cls(**told)

    def query(self) -> list[tuple[str, str]]:
        """The filter as it stands in an address."""
        return [(each.name, getattr(self, each.name)) for each in fields(self) if getattr(self, each.name)]

    @property
    def everything(self) -> bool:
        """Whether items that were decided are wanted too."""
        return self.state not in ("", "open")

    def places(self, catalogue: Catalogue) -> list[Place] | None:
        """The only places that need a look, where a company or a deal tells them; None for all."""
        if self.deal:
            return catalogue.places_of([self.deal], self.everything)
        if self.company:
            key = ("places", self.company, self.everything)
            return catalogue.kept(key, lambda: self._places(catalogue))
        return None

    def _places(self, catalogue: Catalogue) -> list[Place]:
        deals = catalogue.deals_of(catalogue.companies_called(self.company))
        return catalogue.places_of(deals, self.everything)

    def tests(self, catalogue: Catalogue, unlocated: Callable[[], frozenset[str]]) -> list[Callable[[Item], bool]]:
        """What an item must pass to be wanted; `unlocated` gives mentions whose evidence is not where it should be."""
        tests: list[Callable[[Item], bool]] = []
        if self.what in (MENTION, MERGE):
            tests.append(lambda item: item.what == self.what)
        elif self.what == "unlocated":
            lost = unlocated()
            tests.append(lambda item: item.uid in lost)
        if self.everything and self.state != "all":
            tests.append(lambda item: item.state == self.state)
        for name in ("kind", "status", "source"):
            if getattr(self, name):
                tests.append(_equal(name, getattr(self, name)))
        if self.language:
            tests.append(lambda item: self.language in item.language)
        if self.company:
            wanted = catalogue.companies_called(self.company)
            tests.append(lambda item: not wanted.isdisjoint(item.companies))
        if self.since:
            tests.append(lambda item: item.day >= self.since)
        if self.until:
            tests.append(lambda item: item.day[: len(self.until)] <= self.until and bool(item.day))
        if self.least:
            least = int(self.least) / 100
            tests.append(lambda item: item.confidence >= least)
        if self.most:
            most = int(self.most) / 100
            tests.append(lambda item: item.confidence <= most)
        if self.reviewer:
            tests.append(lambda item: item.by == self.reviewer)
        if self.deal:
            tests.append(lambda item: self.deal in (item.deal_id, item.other_id))
        return tests


def _equal(name: str, wanted: str) -> Callable[[Item], bool]:
    own = attrgetter(name)
    return lambda item: bool(own(item) == wanted)
