"""The texts from which company names are learned."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from corpora.teaching import lessons

NAME, OTHER = "name", "other"
"""What a run of words may be."""


class Text(NamedTuple):
    """A text with names of companies in it; where not `all_named`, other companies stand in it too."""

    own: str
    names: frozenset[str]
    all_named: bool = True


def texts(language: str, without: Collection[str] = ()) -> Iterator[Text]:
    """The texts that teach a language (`lessons`), each with the companies that are written down of it."""
    for lesson in lessons(language, without):
        if lesson.companies is not None:
            yield Text(lesson.article.text, lesson.companies)
        else:
            yield Text(lesson.article.text, lesson.parties, all_named=False)
