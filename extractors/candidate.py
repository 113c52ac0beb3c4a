"""What a frame found at a trigger: companies in roles, and the quantities that later steps attach."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractors.company.spans import Entity
from extractors.english.ware import Ware
from extractors.frames import Frame, Trigger
from extractors.quantity.spans import Quantity
from extractors.slots import CompanySlot, MaskedSentence
from schemas.deal import Kind


@dataclass(slots=True)
class Filled:
    """A company in a role, with the slot that shows it (None where the text only implies it)."""

    role: str
    entity: Entity
    slot: CompanySlot | None


@dataclass(slots=True)
class Candidate:
    """What one frame found at one trigger; fields are added to it by the steps that follow.

    `partly` are the roles that it could fill where another one wanted a company; `share` is how probable its kind is for
    the likeliest pair of its companies (`extractors.pairs`), where that was weighed.
    """

    frame: Frame
    trigger: Trigger
    masked: MaskedSentence
    filled: list[Filled]
    kind: Kind | None = None
    clause: int = 0
    amount: Quantity | None = None
    power: Quantity | None = None
    others: dict[str, Quantity] = field(default_factory=dict)
    dropped: str = ""
    ware: Ware | None = None
    share: float | None = None
    partly: list[Filled] = field(default_factory=list)

    def entities(self) -> list[Entity]:
        """The companies in their roles, each once."""
        return list(dict.fromkeys(item.entity for item in self.filled))
