"""The errors of Dealtrail, one tree.

DealtrailError
├── InputError          a file, folder or line that cannot be read as an article; it is named, the rest goes on
├── RuleError           a rule or lexicon file that does not fit its schema
├── GazetteerError      a line of the company tables that cannot be used (corpora.gazetteer)
├── ModelError          a trained model that is missing, altered, foreign or too new (extractors.learned)
├── StoreError          the database cannot be opened, migrated or written
└── SettingsError       an option or setting that makes no sense
"""

from __future__ import annotations


class DealtrailError(Exception):
    """The base of every error that Dealtrail raises on purpose; its text is written for people."""


class InputError(DealtrailError):
    """An input that cannot be read: `place` is the file or address, `line` its line if it has one."""

    def __init__(self, place: str, reason: str, line: int | None = None) -> None:
        self.place = place
        self.reason = reason
        self.line = line
        where = place if line is None else f"{place}, line {line}"
        super().__init__(f"{where}: {reason}")


class RuleError(DealtrailError):
    """A rule file or lexicon that does not fit its schema; the text names the file and the rule."""


class ModelError(DealtrailError):
    """A trained model that cannot be used; the text names its file and what to do."""


class StoreError(DealtrailError):
    """The database cannot be opened, migrated, read or written; the text says what to do."""


class SettingsError(DealtrailError):
    """A setting or option that makes no sense; the text names it."""
