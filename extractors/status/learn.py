"""Learns how far deals have come by what sentences show of them, from the project's passages and dev articles.

`python -m extractors.status.learn` writes the weights of both languages anew, in about a minute. Every fifth passage is
left out, so that reading may be measured on what taught nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from corpora.teaching import Lesson, asked, lessons, names_of_party
from extractors.candidate import Candidate
from extractors.company.spans import Entity
from extractors.cue import find_cues
from extractors.loglinear import Example, learn, write
from extractors.pairs.words import words_of, words_within
from extractors.reader import read
from extractors.reading import language_of, names_by_company
from extractors.recognisers import RULES_ONLY
from extractors.status.features import features_of, status_by_cues
from extractors.status.score import LANGUAGES, weights_file
from schemas.record import Record

_PENALTY = {"en": 3.0, "zh": 8.0}


def examples(own: Lesson) -> Iterator[Example]:
    """What a text shows of each deal that it tells, with its status."""
    reading = read(own.article, RULES_ONLY)
    names = names_by_company(reading)
    words = words_of(reading.normal.text, reading.companies.tokens, language_of(reading))
    for candidate in (one for item in reading.ruled for one in item.candidates):
        status = _status(candidate, own.deals, names)
        if status is None:
            continue
        cues = find_cues("status", candidate.masked)
        said = status_by_cues(candidate, cues, reading.place is None)
        within = words_within(words, candidate.masked.sentence)
        yield Example(status, features_of(candidate, said, cues, within, own.article.published))


def _status(candidate: Candidate, deals: Iterable[Record], names: Mapping[Entity, frozenset[str]]) -> str | None:
    """The status of the deal of a candidate's companies, None where there is none or several differ."""
    entities = set(candidate.entities())
    found = set()
    for deal in deals:
        parties = {name.lower() for party in deal["parties"] for name in names_of_party(party)}
        if len(entities) > 1 and all(names.get(entity, frozenset()) & parties for entity in entities):
            found.add(str(deal["status"]))
    return found.pop() if len(found) == 1 else None


def main() -> None:
    """Learn the languages asked for, or all, and write what was learned."""
    languages, without = asked(__doc__, LANGUAGES)
    for language in languages:
        rows = [row for lesson in lessons(language, without) for row in examples(lesson)]
        weights = learn(rows, penalty=_PENALTY[language], least_often=3, least_weight=0.06)
        write(weights, weights_file(language))
        print(f"{sum(map(len, weights.values()))} weights from {len(rows)} deals: {weights_file(language)}")


if __name__ == "__main__":
    main()
