"""What is wrong with a database, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Fault:
    """One kind of fault: what it is, how often it was found, a few places; `mendable` by making derived tables anew."""

    what: str
    count: int
    examples: tuple[str, ...]
    mendable: bool

    def __str__(self) -> str:
        more = ", …" if self.count > len(self.examples) else ""
        return f"{self.count:,} {self.what}: {', '.join(self.examples)}{more}"


def fault(what: str, places: Iterable[object], mendable: bool = True) -> list[Fault]:
    """The fault at these places; none if there are none."""
    count, examples = 0, []
    for place in places:
        count += 1
        if count <= _SHOWN:
            examples.append(str(place))
    return [Fault(what, count, tuple(examples), mendable)] if count else []
