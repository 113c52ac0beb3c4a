"""Learns the weights by which names are known, from the companies of the project's passages.

`python -m extractors.company.learn_names` writes `name_weights.jsonl` (Chinese) and `english_name_weights.jsonl` anew, in
about a minute and a half; `en` or `zh` behind it asks for one. It is logistic regression over the features of
`extractors.company.name_features` and `english_features`, each run of words being a name or none. Each passage counts
twice, once with the gazetteer and once without it, so that the places of famous names teach too. Every fifth passage is left
out, so that reading may be measured on what taught nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from random import Random

from corpora.teaching import asked
from extractors.company.chinese_words import name_tables
from extractors.company.english_score import WEIGHTS as ENGLISH
from extractors.company.learn_english import english_examples
from extractors.company.name_features import form, left_side, repeated, right_side, together
from extractors.company.name_letters import uncounted_names
from extractors.company.name_score import WEIGHTS, people_of
from extractors.company.name_texts import NAME, OTHER, Text, texts
from extractors.company.name_words import joined_words, runs
from extractors.company.recognise import before_scoring
from extractors.company.spans import ALL, Finding
from extractors.language import detect_language, detect_place
from extractors.loglinear import Example, Weights, learn, write
from extractors.normal_text import normalise
from schemas.article import Article

_SEED = 7
_CHINESE_NAME = re.compile(r"[\u3400-\u9fff]{2,10}\Z")
_LEAST_WEIGHT = 0.05
_TIMES_ARTICLES = 3  # dev articles are as they will be read, and few beside the passages
_UNLISTED = Finding(gazetteer=False)


def examples(own: Text, finding: Finding = ALL) -> Iterator[Example]:
    """The runs of a text that the gazetteer and the other recognisers leave open."""
    text = normalise(own.own).text
    place = detect_place(Article(doc_id="text", text=own.own), detect_language(own.own), text)
    if place is None:
        return
    before = before_scoring(text, place, finding)
    tables, words = name_tables(), joined_words(text, before.words, before.spans)
    true = _places(text, own.names)
    near = bytearray(len(text))
    for start, end in true:
        near[start:end] = b"\1" * (end - start)
    found = list(runs(words, tables))
    people = people_of(words, found, tables)
    times = Counter(text[words[first].start : words[last].end] for first, last in found)
    for first, last in found:
        start, end = words[first].start, words[last].end
        if text[start:end] in people or not (own.all_named or near.find(1, start, end) >= 0):
            continue
        left, right = left_side(words, first, tables), right_side(words, last, tables)
        run = form(words, first, last, tables, (start, end) in before.doubted)
        features = [*left.features, *right.features, *run.features, *together(left.group, right.group, run.group)]
        features += repeated(times[text[start:end]], run.group)
        yield Example(NAME if (start, end) in true else OTHER, features)


def _places(text: str, names: Iterable[str]) -> set[tuple[int, int]]:
    """Where names stand in a matching text, longer names first."""
    places: set[tuple[int, int]] = set()
    taken = bytearray(len(text))
    forms = {normalise(name).text for name in names}
    for name in sorted(forms, key=len, reverse=True):
        start = text.find(name)
        while start >= 0:
            end = start + len(name)
            if taken.find(1, start, end) < 0:
                taken[start:end] = b"\1" * len(name)
                places.add((start, end))
            start = text.find(name, end)
    return places


def learned(rows: Iterable[Example], penalty: float = 2.0) -> Weights:
    """The weight of each feature that is frequent enough and says enough for a name, and the bias."""
    weights = learn(rows, penalty=penalty, least_often=4, least_weight=0.0, rounds=150)
    names, others = weights[NAME], weights[OTHER]
    differences = {feature: round(names[feature] - others[feature], 2) for feature in names}
    return {NAME: {feature: weight for feature, weight in differences.items() if abs(weight) >= _LEAST_WEIGHT}}


def renamed(own: Iterable[Text]) -> Iterator[Text]:
    """Texts with listed names in the places of their own: so many more forms are seen where names stand."""
    chance = Random(_SEED)
    listed = uncounted_names()
    for text in own:
        if not text.all_named:
            continue
        names = {name: chance.choice(listed) for name in sorted(text.names) if _CHINESE_NAME.match(name)}
        if names:
            pattern = re.compile("|".join(sorted(map(re.escape, names), key=len, reverse=True)))
            kept = text.names - names.keys()
            pieces = pattern.split(text.own)
            found = pattern.findall(text.own)
            other = "".join(
                piece + name for piece, name in zip(pieces, [*(names[name] for name in found), ""], strict=True)
            )
            yield Text(other, frozenset(names.values()) | kept)


def chinese_weights(taught: Sequence[Text]) -> Weights:
    """What Chinese texts teach."""
    rows = [row for text in taught for finding in (ALL, _UNLISTED) for row in examples(text, finding)]
    return learned([*rows, *(row for text in list(renamed(taught)) for row in examples(text, _UNLISTED))])


def english_weights(taught: Sequence[Text]) -> Weights:
    """What English texts teach."""
    return learned(row for text in taught for finding in (ALL, _UNLISTED) for row in english_examples(text, finding))


_LEARNED = {"en": (english_weights, ENGLISH), "zh": (chinese_weights, WEIGHTS)}


def main() -> None:
    """Learn the languages asked for, or all, and write what was learned."""
    languages, without = asked(__doc__, _LEARNED)
    for language in languages:
        learn_all, path = _LEARNED[language]
        weights = learn_all(list(texts(language, without)))
        write(weights, path)
        print(f"{len(weights[NAME])} weights: {path}")


if __name__ == "__main__":
    main()
