"""Evidence: the characters of an article that state something."""

from __future__ import annotations

from pydantic import Field, model_validator

from schemas.base import Noun


class Evidence(Noun):
    """The characters of the article that state one field: `text[start:end] == quote`."""

    field: str
    start: int = Field(ge=0)
    end: int
    quote: str = Field(min_length=1)

    @model_validator(mode="after")
    def _same_length(self) -> Evidence:
        if self.end - self.start != len(self.quote):
            raise ValueError(f"evidence for {self.field} has {len(self.quote)} characters at {self.start}:{self.end}")
        return self
