"""Learns how likely two companies of a sentence make a deal, from the project's passages, dev articles, and examples of frames.

`python -m extractors.pairs.learn` writes the weights of both languages anew, in some five minutes. Every fifth passage is
left out, so that reading may be measured on what taught nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from corpora.teaching import Lesson, asked, lessons, names_of_party
from extractors.company import name_texts
from extractors.company.learn_names import chinese_weights
from extractors.company.name_score import weighed_by
from extractors.company.name_texts import NAME
from extractors.company.spans import Entity
from extractors.frames import load_frames
from extractors.loglinear import Example, learn, write
from extractors.pairs.features import features_of, scene_of
from extractors.pairs.pair import Pair, pairs_of
from extractors.pairs.score import LANGUAGES, NONE, SAME, Way, weights_file
from extractors.pairs.words import words_of, words_within
from extractors.reader import read_sentences
from extractors.reading import Reading, language_of, names_by_company
from extractors.recognisers import RULES_ONLY
from extractors.slots import MaskedSentence
from schemas.article import Article
from schemas.deal import Kind, Role
from schemas.record import Record

_PENALTY = {"en": 12.0, "zh": 3.0}  # English says the same in more ways: what few texts show is trusted less
_APART = frozenset(
    ("zh",)
)  # in English it brought nothing: names are found nearly as well in texts that taught nothing
_PARTS = 2
_TIMES_ARTICLES = 3  # whole articles are what will be read, and few beside the passages


class Told(NamedTuple):
    """A deal of a text: its kind, and each role with the names of who plays it."""

    kind: Kind
    roles: tuple[tuple[Role, frozenset[str]], ...]


class Text(NamedTuple):
    """A text with its deals."""

    article: Article
    deals: tuple[Told, ...]


class Labelled(NamedTuple):
    """A pair of a text with the number of its sentence, what that shows of it, and the way in which the deals tell it.

    Where a text names two parties of a deal again without a word of dealing, or one of them in a sentence that may as
    well be about something else, nobody said which it is: such a pair does not teach if they are told openly elsewhere.
    """

    sentence: int
    pair: Pair
    features: list[str]
    label: str
    teaches: bool


def labelled(own: Text) -> tuple[Reading, list[Labelled]]:
    """A text as it is read, and its pairs."""
    reading = read_sentences(own.article, RULES_ONLY)
    names = names_by_company(reading)
    found = []
    openly: set[frozenset[Entity]] = set()
    for masked, pair, features in _pairs(reading):
        label = way_between(own.deals, names, pair.first, pair.second)
        dealing = masked.speaks_of_dealing
        if label != NONE and pair.left is not None and dealing:
            openly.add(frozenset((pair.first, pair.second)))
        found.append((label, pair, features, dealing, masked.number))
    told = []
    for label, pair, features, dealing, number in found:
        both = frozenset((pair.first, pair.second))
        clear = (dealing and pair.left is not None) or ((dealing or pair.left is not None) and both not in openly)
        told.append(Labelled(number, pair, features, label, label == NONE or clear or len(reading.sentences) < 4))
    return reading, told


def examples(own: Text) -> Iterator[Example]:
    """The pairs of a text that teach, each with the way in which its deals tell it."""
    for item in labelled(own)[1]:
        if item.teaches:
            yield Example(item.label, item.features)


def examples_of_frames(language: str) -> Iterator[Example]:
    """The pairs of the sentences that frames give as examples: the deals that the frames are there to tell."""
    for frame in load_frames().frames:
        for text in frame.examples if frame.english == (language == "en") else ():
            reading = read_sentences(Article(doc_id="example", text=text), RULES_ONLY)
            own = [item for found in reading.candidates for item in found if item.frame is frame and not item.dropped]
            for _, pair, features in _pairs(reading):
                for item in own:
                    roles = {one.entity: Role(one.role) for one in item.filled}
                    first, second = roles.get(pair.first), roles.get(pair.second)
                    if item.kind is not None and first is not None and second is not None:
                        same = first is second and first is not Role.PARTICIPANT
                        yield Example(SAME if same else Way(item.kind, first, second).label, features)
                        break


def _pairs(reading: Reading) -> Iterator[tuple[MaskedSentence, Pair, list[str]]]:
    """The pairs of a text with the sentence that names them, and what it shows of them."""
    words = words_of(reading.normal.text, reading.companies.tokens, language_of(reading))
    for masked, found, cues in zip(reading.sentences, reading.candidates, reading.cues, strict=True):
        if masked.mute:
            continue
        scene = scene_of(masked, found, cues, words_within(words, masked.sentence))
        for pair in pairs_of(masked):
            yield masked, pair, features_of(pair, scene)


def way_between(deals: Iterable[Told], names: Mapping[Entity, frozenset[str]], first: Entity, second: Entity) -> str:
    """The way in which the first deal that has both tells two companies, by the names of each."""
    nobody: frozenset[str] = frozenset()
    for deal in deals:
        one = next((role for role, own in deal.roles if own & names.get(first, nobody)), None)
        other = next((role for role, own in deal.roles if own & names.get(second, nobody)), None)
        if one is None or other is None:
            continue
        return SAME if one is other and one is not Role.PARTICIPANT else Way(deal.kind, one, other).label
    return NONE


def examples_of_texts(language: str, without: Collection[str] = ()) -> Iterator[Example]:
    """The pairs of all texts that teach a language; those of dev articles come more than once."""
    for lesson in lessons_to_read(language, without):
        found = list(examples(text_of(lesson)))
        for _ in range(1 if lesson.companies is not None else _TIMES_ARTICLES):
            yield from found


def lessons_to_read(language: str, without: Collection[str] = ()) -> Iterator[Lesson]:
    """The texts that teach a language, each to be read before the next is asked for.

    Weights of names know the texts that taught them, where they find nearly every name and no other. So Chinese names are
    learned from one half of the texts to be found in the other: else pairs would not learn what a false name looks like.
    """
    taught = list(lessons(language, without))
    if language not in _APART:
        yield from taught
        return
    named = list(name_texts.texts(language, without))
    for part in range(_PARTS):
        others = [text for number, text in enumerate(named) if number % _PARTS != part]
        with weighed_by(chinese_weights(others)[NAME]):
            yield from taught[part::_PARTS]


def text_of(lesson: Lesson) -> Text:
    """A text that teaches, with its deals."""
    return Text(lesson.article, tuple(_told(deal) for deal in lesson.deals))


def _told(deal: Record) -> Told:
    roles = tuple(
        (Role(party["role"]), frozenset(name.lower() for name in names_of_party(party))) for party in deal["parties"]
    )
    return Told(Kind(deal["kind"]), roles)


def main() -> None:
    """Learn the languages asked for, or all, and write what was learned."""
    languages, without = asked(__doc__, LANGUAGES)
    for language in languages:
        rows = [*examples_of_frames(language), *examples_of_texts(language, without)]
        weights = learn(rows, penalty=_PENALTY[language], least_often=3, least_weight=0.06)
        write(weights, weights_file(language))
        print(f"{sum(map(len, weights.values()))} weights from {len(rows)} pairs: {weights_file(language)}")


if __name__ == "__main__":
    main()
