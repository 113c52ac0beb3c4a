"""Which recognisers read an article: the rules, and the learned reader of roles where its model loads."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from extractors.learned.roles import RoleReader
from schemas.errors import ModelError

MODELS = Path(__file__).parent / "learned" / "models"
"""Where the models lie that ship with the program."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What the user wants: `roles` is the folder of a role reader, None for none."""

    rules: bool = True
    roles: Path | None = MODELS / "roles"


DEFAULT = Choice()
"""The rules and the role reader that ships with the program."""


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
    """The recognisers of a choice, loaded once; a model that cannot be used is left out and named in `faults`."""
    if choice.roles is None:
        return Recognisers(choice.rules)
    from extractors.learned.package import load_role_reader

    try:
        return Recognisers(choice.rules, load_role_reader(choice.roles))
    except ModelError as error:
        return Recognisers(choice.rules, None, (str(error),))
