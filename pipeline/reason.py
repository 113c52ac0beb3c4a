"""A reason for or against a merge."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """A name for people, its points, and whether it forbids the merge whatever else is said."""

    name: str
    points: float = 0.0
    bars: bool = False

    def __str__(self) -> str:
        return f"{self.name} (forbids)" if self.bars else f"{self.name} ({self.points:+.2g})"
