"""Which items of the queue are wanted; the filter lives in the address of the page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields

import numpy as np

from review.catalogue import Catalogue, Sheet
from review.columns import LANGUAGE_BITS, Array, day_number, until
from review.entries import MENTION, MERGE

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

    def mask(self, catalogue: Catalogue, sheet: Sheet) -> Array:
        """Which rows of items are wanted."""
        items, words = sheet.items, catalogue.texts.words
        found: Array = sheet.items_alive.copy()
        if self.what in (MENTION, MERGE):
            found &= items["what"] == words.known(self.what)
        elif self.what == "unlocated":
            found &= ~items["located"]
        if self.state != "all":
            found &= items["state"] == words.known(self.state or "open")
        for name in ("kind", "status", "source"):
            if getattr(self, name):
                found &= items[name] == words.known(getattr(self, name))
        if self.language:
            found &= (items["languages"] & LANGUAGE_BITS.get(self.language, 0)) != 0
        if self.company:
            found &= self._of_companies(catalogue, sheet)
        if self.since:
            found &= items["day"] >= day_number(self.since)
        if self.until:
            found &= until(items["day"], self.until)
        if self.least:
            found &= items["confidence"] >= int(self.least) / 100
        if self.most:
            found &= items["confidence"] <= int(self.most) / 100
        if self.reviewer:
            found &= items["by"] == words.known(self.reviewer)
        if self.deal:
            code = catalogue.texts.deals.known(self.deal)
            found &= (items["deal"] == code) | ((items["other"] == code) & (code >= 0))
        return found

    def _of_companies(self, catalogue: Catalogue, sheet: Sheet) -> Array:
        codes = catalogue.texts.companies.known_of(catalogue.companies_called(self.company))
        found = np.zeros(len(sheet.items_alive), dtype=np.bool_)
        found[sheet.of_item["row"][np.isin(sheet.of_item["company"], codes)]] = True
        return found
