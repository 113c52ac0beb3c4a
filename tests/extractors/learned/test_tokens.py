"""Windows of tokens: what a reader of roles sees of an article, and where in it each pair stands."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.learned.tokens import (
    COMPANIES,
    FIGURE_WORDS,
    FIRST_COMPANY,
    FIRST_FIGURE,
    FIRST_TRADE,
    MAIN,
    MOST_TOKENS,
    OPENING,
    REFERENCE,
    TOPIC,
    UNNAMED,
    Window,
    windows_of,
)
from extractors.learned.trade import TRADES
from extractors.pairs.pair import Pair, pairs_of
from extractors.reader import read_sentences
from extractors.reading import Reading
from extractors.recognisers import RULES_ONLY
from schemas.article import Article


class OneByOne:
    """A stand-in for a tokenizer: one token a letter that is no space."""

    def ids(self, text: str) -> list[int]:
        return [1000 + ord(character) for character in text if not character.isspace()]


def asked(reading: Reading) -> dict[int, list[Pair]]:
    return {number: found for number, each in enumerate(reading.sentences) if (found := pairs_of(each))}


def seen(text: str, order: range | list[int] = range(COMPANIES)) -> list[Window]:
    reading = read_sentences(Article(doc_id="a", text=text), RULES_ONLY)
    return windows_of(reading.sentences, asked(reading), OneByOne(), order)


def trade(name: str) -> int:
    return FIRST_TRADE + TRADES.index(name)


def test_names_and_figures_are_masked_and_words_are_kept() -> None:
    (window,) = seen("Nvidia paid Oracle $5 million. Oracle smiled.")
    words = [chr(number - 1000) if number > 1000 else number for number in window.ids[1:]]
    middle = FIRST_FIGURE + FIGURE_WORDS.index("middle")
    first, second = [FIRST_COMPANY, trade("goods")], [FIRST_COMPANY + 1, trade("compute")]
    assert words == [OPENING, *first, *"paid", *second, middle, ".", OPENING, *second, *"smiled."]
    assert list(window.mentions.values()) == [[2], [8, 13]]


def test_a_company_whose_name_tells_no_trade_has_none() -> None:
    (window,) = seen("Brevant will pay Ostara $5 million.")
    assert not [number for number in window.ids if FIRST_TRADE <= number < FIRST_TRADE + len(TRADES)]


def test_a_pair_knows_its_sentence_and_tokens_also_of_a_company_that_the_sentence_does_not_name() -> None:
    (window,) = seen("Nvidia is based in Santa Clara. It will buy chips from Oracle for $5 billion.")
    named = {place.pair.second.name: place for place in window.places}["Oracle"]
    assert named.opening == window.ids.index(OPENING, 2)
    assert window.ids[named.right] == FIRST_COMPANY + 1
    assert window.ids[named.left] == FIRST_COMPANY
    assert REFERENCE in window.ids or named.how & UNNAMED


def test_how_the_first_of_a_pair_stands_is_told() -> None:
    text = "Nvidia builds chips. Nvidia is growing. The deal with Oracle is worth $5 billion."
    places = [place for window in seen(text) for place in window.places if place.pair.left is None]
    assert places and all(place.how & UNNAMED for place in places)
    assert any(place.how & (TOPIC | MAIN) for place in places)


def test_another_order_changes_the_tokens_of_companies_alone() -> None:
    text = "Nvidia paid Oracle $5 million. Oracle smiled."
    (one,), (other,) = seen(text), seen(text, list(reversed(range(COMPANIES))))
    assert one.mentions == other.mentions
    companies = {place for places in one.mentions.values() for place in places}
    assert all(
        (a == b) == (number not in companies) for number, (a, b) in enumerate(zip(one.ids, other.ids, strict=True))
    )


def test_a_long_article_comes_in_windows_that_repeat_what_stood_before() -> None:
    text = "\n".join(
        f"Nvidia sold Oracle part {number} of its plant for ${number + 2} million in March." for number in range(60)
    )
    windows = seen(text)
    assert len(windows) > 3
    assert all(len(window.ids) <= MOST_TOKENS for window in windows)
    told = [(place.sentence, place.number) for window in windows for place in window.places]
    assert len(told) == len(set(told))
    assert sorted({sentence for sentence, _ in told}) == list(range(60))
    assert all(window.sentences[1] < min(place.sentence for place in window.places) for window in windows[1:])
    reading = read_sentences(Article(doc_id="a", text=text), RULES_ONLY)
    assert len(windows_of(reading.sentences, asked(reading), OneByOne(), most=2)) == 2


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.sampled_from(["Nvidia", "Oracle", "AMD", "bought", "它", "微软", "$5 million", ". ", "\n", "x" * 300]),
        max_size=120,
    )
)
def test_every_place_holds_the_companies_of_its_pair(words: list[str]) -> None:
    for window in seen(" ".join(words)):
        assert len(window.ids) == len(window.sentences) <= MOST_TOKENS
        number_of = {entity: window.ids[places[0]] for entity, places in window.mentions.items()}
        for place in window.places:
            assert window.ids[place.left] == number_of[place.pair.first]
            assert window.ids[place.right] == number_of[place.pair.second]
            assert window.ids[place.opening] == OPENING
            assert window.sentences[place.right] == window.sentences[place.opening] == place.sentence
