"""What pairs are weighed by: classes of deal words, frames filled in part, how both stand in the article."""

from __future__ import annotations

from extractors.company.standing import Standing, standings
from extractors.pairs.english_words import deal_words, english_words
from extractors.pairs.features import features_of, scene_of
from extractors.pairs.pair import pairs_of
from extractors.reader import read_sentences
from extractors.reading import Reading
from extractors.recognisers import RULES_ONLY
from schemas.article import Article

_TEXT = (
    "Its lender Banco Norte Bank backs Harwell Robotics Inc.\n\n"
    "Harwell Robotics Inc. borrowed $40 million from Banco Norte Bank in May. The loan matures in 2030.\n\n"
    "A second facility was supplied by Sutter Credit Union."
)


def _reading(text: str = _TEXT) -> Reading:
    return read_sentences(Article(doc_id="one", text=text), RULES_ONLY)


def _standing(reading: Reading, name: str) -> Standing:
    held = reading.sentences[0].standings
    return next(standing for entity, standing in held.items() if entity.name == name)


def _features(reading: Reading, sentence: int, *names: str) -> set[str]:
    masked = reading.sentences[sentence]
    scene = scene_of(masked, reading.candidates[sentence], reading.cues[sentence], [])
    (pair,) = [pair for pair in pairs_of(masked) if {pair.first.name, pair.second.name} == set(names)]
    return set(features_of(pair, scene))


def test_deal_words_are_found_in_all_their_forms() -> None:
    words = list(english_words("It drew a bridging loan and was refinancing credit lines."))
    names = [name for _, _, name in deal_words(words)]
    assert names.count("loan") >= 3
    assert "borrows" in names


def test_a_deal_word_of_several_words_stands_where_they_do() -> None:
    text = "They walked away from it."
    assert [text[start:end] for start, end, name in deal_words(list(english_words(text))) if name == "ended"] == [
        "walked away"
    ]


def test_a_company_stands_in_the_sentences_that_name_it() -> None:
    standing = _standing(_reading(), "Harwell Robotics Inc.")
    assert standing.named == (0, 1)
    assert 1 in standing.acts
    assert (1, "debt:borrower") in standing.roles


def test_a_company_stands_with_its_trade_and_the_words_beside_it() -> None:
    standing = _standing(_reading(), "Banco Norte Bank")
    assert "bank" in standing.trades
    assert {"words3", "ends bank", "before lender", "behind backs"} <= set(standing.shapes)


def test_an_article_without_sentences_has_no_standings() -> None:
    assert standings([], [], {}, []) == {}


def test_a_company_that_a_sentence_does_not_name_is_weighed_by_its_other_roles() -> None:
    reading = _reading()
    last = len(reading.sentences) - 1
    features = _features(reading, last, "Harwell Robotics Inc.", "Sutter Credit Union")
    assert "r1=debt:borrower" in features
    assert "lead1=True" in features
    assert "new2=True" in features


def test_a_frame_that_lacks_a_party_tells_whom_it_found() -> None:
    text = "Harwell Robotics Inc. opened a plant in May.\n\nThe machines were ordered from Sutter Mining Corp in July."
    features = _features(_reading(text), 1, "Harwell Robotics Inc.", "Sutter Mining Corp")
    assert "part=en-buy-from|2seller" in features
