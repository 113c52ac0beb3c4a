"""Which pairs of companies teach how deals are worded: those of whose sentence it is clear that it tells the deal."""

from __future__ import annotations

from typing import Any

from corpora.teaching import Lesson
from extractors.pairs.learn import labelled, text_of
from schemas.article import Article

DEAL: dict[str, Any] = {
    "kind": "compute",
    "parties": [{"name": "OpenAI", "role": "buyer"}, {"name": "Oracle", "role": "seller"}],
}
BARE = "OpenAI has moved in with Oracle."
OPEN = "OpenAI will rent computing from Oracle for $3 billion."
REST = "The weather was fine. Nobody spoke of it. A second day passed."


def taught(text: str, *deals: dict[str, Any]) -> dict[int, tuple[str, bool]]:
    """By sentence that names both, the way of the two companies, and whether it teaches."""
    reading, found = labelled(text_of(Lesson(Article(doc_id="a", text=text), list(deals), frozenset())))
    assert reading.sentences
    return {item.sentence: (item.label, item.teaches) for item in found if item.pair.left is not None}


def test_a_sentence_without_a_word_of_dealing_teaches_a_deal_that_none_tells_openly() -> None:
    assert taught(f"{BARE} {REST}", DEAL) == {0: ("compute:buyer/seller", True)}


def test_it_teaches_nothing_beside_one_that_tells_it_openly() -> None:
    assert taught(f"{BARE} {OPEN} {REST}", DEAL) == {
        0: ("compute:buyer/seller", False),
        1: ("compute:buyer/seller", True),
    }


def test_it_teaches_that_two_do_not_deal() -> None:
    assert taught(f"{BARE} {REST}") == {0: ("none", True)}
