"""Which recognisers read an article: the rules, and beside them the models that the user names and that load."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from extractors.calibration import Calibration
from extractors.company.spans import ALL, Finding
from extractors.learned.roles import RoleReader
from extractors.ner.found import Finder, Found
from extractors.ner.load import load_finder, shipped_finder
from extractors.pairs.score import LANGUAGES
from schemas.article import Place
from schemas.errors import ModelError
from schemas.recognisers import Choice, NerModel, NerSettings

if TYPE_CHECKING:
    from extractors.llm.consult import LanguageReader

__all__ = ["DEFAULT", "RULES_ONLY", "Choice", "Recognisers", "load_recognisers"]

DEFAULT = Choice()
"""The rules, with the weights, the finder of Chinese names and the readers of roles that ship."""

SHIPPED = Path(__file__).parent / "learned" / "shipped"
"""Where the readers of roles lie that ship, in a folder for each language."""


@dataclass(frozen=True, slots=True)
class NamedFinder:
    """A model that finds companies, and the language it is for; None is any."""

    finder: Finder
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Recognisers:
    """The recognisers that loaded; `faults` tell, for people, which of those wanted did not and why.

    `weighed` lets learned weights settle which companies deal, how far a deal has come and which sum it is for; without it
    the frames and cues have the last word. `roles` are readers by language (en, zh), which have a say in who deals with
    whom. `calibration` makes probabilities of confidences; None is the one that ships.
    """

    rules: bool = True
    weighed: bool = True
    roles: Mapping[str, RoleReader] = field(default_factory=dict)
    faults: tuple[str, ...] = ()
    finding: Finding = ALL
    finders: tuple[NamedFinder, ...] = ()
    llm: LanguageReader | None = None
    calibration: Calibration | None = None

    def find_companies(self, text: str, place: Place | None) -> list[Found]:
        """What all models for a text's language say of its companies; a name that two find is told twice."""
        language = "en" if place is None else "zh"
        return [found for each in self.finders if each.language in (None, language) for found in each.finder.find(text)]


RULES_ONLY = Recognisers()
"""The rules and weights without any model."""


@lru_cache(maxsize=4)
def load_recognisers(choice: Choice = DEFAULT) -> Recognisers:
    """The recognisers of a choice, each loaded once a process; a language model is not among them (`pipeline.extract`).

    A model that cannot be used is left out and named in `faults`, the others read; the rules read, also where they were
    not asked, if the user's reader of roles cannot. A reader of roles that the user names reads in place of the
    one that ships for its language.
    """
    faults: list[str] = []
    own_names = list(_own_names(faults)) if choice.shipped_names else []
    finders = (*own_names, *_finders(choice.ner, choice.ner_settings, faults))
    folders = [SHIPPED / language for language in LANGUAGES] if choice.shipped_roles and choice.weighed_deals else []
    shipped = dict(_roles(folders, faults))
    own = dict(_roles([] if choice.roles is None else [choice.roles], faults))
    finding = Finding(choice.gazetteer, choice.context, choice.weighed_names)
    return Recognisers(
        rules=choice.rules or not own,
        weighed=choice.weighed_deals or choice.roles is not None,
        roles=shipped | own,
        faults=tuple(faults),
        finding=finding,
        finders=finders,
    )


def _own_names(faults: list[str]) -> Iterator[NamedFinder]:
    try:
        yield NamedFinder(shipped_finder(), "zh")
    except ModelError as error:
        faults.append(str(error))


def _finders(models: Iterable[NerModel], settings: NerSettings, faults: list[str]) -> Iterable[NamedFinder]:
    for model in models:
        try:
            yield NamedFinder(load_finder(model, settings), model.language)
        except ModelError as error:
            faults.append(str(error))


def _roles(folders: Iterable[Path], faults: list[str]) -> Iterator[tuple[str, RoleReader]]:
    from extractors.learned.package import load_role_reader

    for folder in folders:
        try:
            yield load_role_reader(folder)
        except ModelError as error:
            faults.append(str(error))
