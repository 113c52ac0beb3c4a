"""The errors of Dealtrail, one tree.

DealtrailError
├── InputError          a file, folder or line that cannot be read as an article; it is named, the rest goes on
│   ├── NoArticle       a page that was read and holds no article (a paywall, an index, an error page)
│   └── FetchError      an address that gave no page
│       ├── AgainLater  it may work later without anybody doing anything; it is tried again
│       └── SetAside    it will not work until the site or a setting changes; it is not tried again
├── RuleError           a rule or lexicon file that does not fit its schema
├── RatesError          a file of exchange rates that does not fit its format
├── GazetteerError      a line of the company tables that cannot be used (corpora.gazetteer)
├── ModelError          a trained model that is missing, altered, foreign or too new (extractors.learned)
├── DecisionError       a decision that cannot be made or undone
│   └── DecisionConflict  the deal was changed by someone else since it was looked at
├── AccountError        an account, a sign-in or a token that is refused
├── StoreError          the database cannot be opened, migrated or written
│   └── StoreConflict   another process wrote the same rows; the same transaction may be tried again
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


class NoArticle(InputError):
    """A page without an article; `kind` says what it is instead."""

    def __init__(self, place: str, kind: str, reason: str) -> None:
        self.kind = kind
        super().__init__(place, f"holds no article ({kind}): {reason}")


class FetchError(InputError):
    """An address that gave no page; `place` is the address."""


class AgainLater(FetchError):
    """An address that may give its page later; `wait` is how many seconds the server asks to wait, if it says so."""

    def __init__(self, place: str, reason: str, wait: float | None = None) -> None:
        self.wait = wait
        super().__init__(place, reason)


class SetAside(FetchError):
    """An address that will not give a page until the site or a setting changes."""


class RuleError(DealtrailError):
    """A rule file or lexicon that does not fit its schema; the text names the file and the rule."""


class RatesError(DealtrailError):
    """A file of exchange rates that does not fit its format; the text names the file and the line."""


class ModelError(DealtrailError):
    """A trained model that cannot be used; the text names its file and what to do."""


class DecisionError(DealtrailError):
    """A decision that makes no sense, or an undo on which later decisions build; the text names them."""


class DecisionConflict(DecisionError):
    """A decision about a deal that has changed since it was looked at; `changed` are the fields, before and after."""

    def __init__(self, text: str, changed: tuple[tuple[str, str, str], ...] = ()) -> None:
        self.changed = changed
        super().__init__(text)


class AccountError(DealtrailError):
    """An account that cannot be made or changed, or a sign-in that is refused; the text says why."""


class StoreError(DealtrailError):
    """The database cannot be opened, migrated, read or written; the text says what to do."""


class StoreConflict(StoreError):
    """A transaction that failed only because another process wrote the same rows at the same time."""


class SettingsError(DealtrailError):
    """A setting or option that makes no sense; the text names it."""
