"""Companies by their names, found by any part of them."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable

from pipeline.resolve import PROVISIONAL, parent_of

_END = "\n"  # no normal name holds it


class NameIndex:
    """Names of companies as one text, in which a part of a name is found many times faster than name by name."""

    def __init__(self) -> None:
        self._names: dict[str, set[str]] = defaultdict(set)
        self._subsidiaries: dict[str, set[str]] = defaultdict(set)
        self._joined: tuple[str, list[int], list[str]] | None = None

    def add(self, company: str, name: str) -> None:
        """Know a company by one more name in its normal form."""
        if company not in self._names and not company.startswith(PROVISIONAL):
            owner = parent_of(company)
            if owner is not None:
                self._subsidiaries[owner].add(company)
        names = self._names[company]
        if name not in names:
            names.add(name)
            self._joined = None

    def known(self, companies: Iterable[str]) -> set[str]:
        """Those of some companies that are named here, and what belongs to them."""
        asked = set(companies)
        return (asked & self._names.keys()).union(*(self._subsidiaries.get(each, ()) for each in asked))

    def holding(self, part: str) -> set[str]:
        """The companies one of whose names holds a text in its normal form."""
        text, starts, owners = self._together()
        found: set[str] = set()
        place = text.find(part)
        while place >= 0:
            number = bisect_right(starts, place) - 1
            found.add(owners[number])
            place = text.find(part, starts[number + 1])
        return found

    def _together(self) -> tuple[str, list[int], list[str]]:
        joined = self._joined
        if joined is None:
            rows = [(company, name) for company, names in list(self._names.items()) for name in list(names)]
            starts = [0]
            for _, name in rows:
                starts.append(starts[-1] + len(name) + 1)
            joined = self._joined = "".join(name + _END for _, name in rows), starts, [company for company, _ in rows]
        return joined
