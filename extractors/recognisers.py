"""Which recognisers read an article: the rules, and a learned reader of roles where the user names one that loads."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from extractors.learned.roles import RoleReader
from schemas.errors import ModelError
from schemas.recognisers import Choice

__all__ = ["DEFAULT", "RULES_ONLY", "Choice", "Recognisers", "load_recognisers"]

DEFAULT = Choice()
"""The rules alone: no trained reader ships with the program, for none yet reads better than they do."""


@dataclass(frozen=True, slots=True)
class Recognisers:
    """The recognisers that loaded; `faults` tell, for people, which of those wanted did not and why."""

    rules: bool = True
    roles: RoleReader | None = None
    faults: tuple[str, ...] = ()


RULES_ONLY = Recognisers()
"""The rules without any model."""


@lru_cache(maxsize=4)
def load_recognisers(choice: Choice = DEFAULT) -> Recognisers:
    """The recognisers of a choice, loaded once a process.

    A model that cannot be used is left out and named in `faults`; the rules then read, also where they were not asked.
    """
    if choice.roles is None:
        return Recognisers(choice.rules)
    from extractors.learned.package import load_role_reader

    try:
        return Recognisers(choice.rules, load_role_reader(choice.roles))
    except ModelError as error:
        return Recognisers(True, None, (str(error),))
