"""A reason for or against a merge."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """A clause for people, its points, and whether it forbids the merge whatever else is said.

    The clause is put together only when somebody reads it: of millions of comparisons few are ever read. Its `values`
    fill the places of `form` as `str.format` does. One that forbids may say what it `leaves_open` (the companies, the
    sum): other mentions of the same deals may answer it.
    """

    form: str
    points: float = 0.0
    bars: bool = False
    values: tuple[object, ...] = ()
    leaves_open: str = ""

    @property
    def name(self) -> str:
        """The clause."""
        return self.form.format(*self.values) if self.values else self.form

    def __str__(self) -> str:
        return f"{self.name} (forbids)" if self.bars else f"{self.name} ({self.points:+.2g})"
