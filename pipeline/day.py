"""Dates as files and pages write them, to partial dates."""

from __future__ import annotations

import re

from pydantic import ValidationError

from schemas.quantity import PartialDate

_DAY = re.compile(r"^(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2})(?=$|[T\s]))?)?")
_PART = re.compile(r"^\d{4}-(?:H[12]|Q[1-4])$")


def day_of(text: str) -> PartialDate | None:
    """The day (or month, quarter, half, year) that a date or instant names, cut to the day; None if it is no date."""
    text = text.strip()
    if _PART.match(text):
        return PartialDate(text)
    match = _DAY.match(text)
    if match is None:
        return None
    year, month, day = match.groups()
    if month is None and len(text) > len(year):
        return None
    iso = "-".join([year, *(part.zfill(2) for part in (month, day) if part)])
    try:
        return PartialDate(iso)
    except ValidationError:
        return None
