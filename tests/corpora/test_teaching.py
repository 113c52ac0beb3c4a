"""The texts that teach: every fifth passage is left out, and on request whole shapes of syntax."""

from __future__ import annotations

import pytest

from corpora.passages import TRAINING, read_passages
from corpora.tagged import LEFT_OUT
from corpora.teaching import WHOLE, lessons


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_fifth_passage_teaches_nothing(language: str) -> None:
    files = [list(read_passages(path)) for path in sorted((TRAINING / language).glob("*.txt"))]
    left_out = {passage.text for passages in files for passage in passages[::LEFT_OUT]}
    taught = [lesson for lesson in lessons(language) if lesson.companies is not None]
    assert len(taught) + sum(len(passages[::LEFT_OUT]) for passages in files) == sum(map(len, files))
    assert not left_out & {lesson.article.text for lesson in taught}


def test_shapes_that_are_to_teach_nothing_teach_nothing() -> None:
    shapes = {
        passage.text: passage.shape
        for path in sorted((TRAINING / "en").glob("*.txt"))
        for passage in read_passages(path)
    }
    taught = list(lessons("en", {"passive", "fronted"}))
    assert taught
    assert not {shapes[lesson.article.text] for lesson in taught} & {"passive", "fronted", WHOLE}


def test_the_parties_of_a_text_are_told_by_all_their_names() -> None:
    dev = next(lesson for lesson in lessons("en") if lesson.companies is None)
    told = {party["name"] for deal in dev.deals for party in deal["parties"]}
    assert told <= dev.parties
