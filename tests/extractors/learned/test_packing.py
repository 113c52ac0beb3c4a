"""Windows of several texts as one: nothing is lost, and each text says there what it said alone."""

from __future__ import annotations

import random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from corpora.teaching import Lesson
from extractors.learned.tokens import COMPANIES, FIRST_COMPANY, MOST_TOKENS, windows_of
from extractors.learned.train.examples import Taught, taught
from extractors.learned.train.packing import Seen, joined, packed
from schemas.article import Article
from tests.extractors.learned.test_tokens import OneByOne


def text(words: str, buyer: str, seller: str) -> Taught:
    deal = {"kind": "purchase", "parties": [{"name": buyer, "role": "buyer"}, {"name": seller, "role": "seller"}]}
    return taught(Lesson(Article(doc_id="a", text=words), [deal], frozenset()))


TEXTS = [
    text("Nvidia makes chips. It bought servers from Oracle for $5 billion.", "Nvidia", "Oracle"),
    text("Boeing sold ten jets to Delta for $2 billion. Delta is an airline.", "Delta", "Boeing"),
    text("Ford will buy batteries for $3 billion from LG, and Tesla will not.", "Ford", "LG"),
    text("Nvidia bought chips worth $7 billion from Intel.", "Nvidia", "Intel"),
]


def seen_of(texts: list[Taught]) -> list[Seen]:
    return [Seen(window, each) for each in texts for window in windows_of(each.sentences, each.pairs, OneByOne())]


def told(seen: Seen) -> set[Any]:
    """What a window teaches: of which companies in which words, whatever stands around them."""
    window = seen.window
    return {
        (
            place.pair.first.name,
            place.pair.second.name,
            place.how,
            seen.text.ways.get((place.sentence, place.number)),
            tuple(window.ids[at + 1] for at in window.mentions[place.pair.second]),
            window.ids[place.opening],
            window.sentences[place.right] == place.sentence,
            window.ids[place.right] == window.ids[window.mentions[place.pair.second][0]],
            place.left in window.mentions[place.pair.first],
        )
        for place in window.places
    }


@given(st.permutations(range(len(TEXTS))), st.integers(0, 9), st.floats(0, 1))
def test_every_pair_is_taught_once_as_it_was_alone(order: list[int], seed: int, share: float) -> None:
    alone = seen_of([TEXTS[number] for number in order])
    found = packed(alone, random.Random(seed), share)
    assert sorted(map(str, (one for each in found for one in told(each)))) == sorted(
        map(str, (one for each in alone for one in told(each)))
    )
    for each in found:
        assert len(each.window.ids) == len(each.window.sentences) <= MOST_TOKENS
        tokens = [{each.window.ids[at] for at in places} for places in each.window.mentions.values()]
        assert all(len(own) == 1 for own in tokens)
        assert len(set.union(*tokens)) == len(tokens)
        assert set.union(*tokens) <= set(range(FIRST_COMPANY, FIRST_COMPANY + COMPANIES))


def test_texts_of_one_company_and_too_long_ones_stay_apart() -> None:
    first, *_, again = seen_of(TEXTS)
    assert len(packed([first, again], random.Random(0), 1.0)) == 2
    other = seen_of(TEXTS)[1]
    assert len(packed([first, other], random.Random(0), 1.0)) == 1
    assert len(packed([first, other], random.Random(0), 1.0, most=len(first.window.ids))) == 2
    assert len(packed([first, other], random.Random(0), 0.0)) == 2


def test_the_second_text_begins_no_sentence_of_the_first() -> None:
    first, other, *_ = seen_of(TEXTS)
    both = joined(first, other, random.Random(0))
    last = max(first.window.sentences)
    behind = both.window.sentences[len(first.window.ids) :]
    assert min(behind) > last + 1
    assert both.window.ids[: len(first.window.ids)] == first.window.ids
    assert both.text.article_ways == first.text.article_ways | other.text.article_ways
