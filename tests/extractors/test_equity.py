"""A stake decides between investment and acquisition, unless the whole company is spoken of."""

from __future__ import annotations

import pytest

from extractors.reader import read
from extractors.recognisers import RULES_ONLY
from schemas.article import Article
from schemas.deal import Kind, Role


@pytest.mark.parametrize(
    ("text", "kind", "first"),
    [
        ("Microsoft has acquired 22% of Kestrel Robotics for $50 million.", Kind.INVESTMENT, Role.INVESTOR),
        ("Microsoft has acquired 80% of Kestrel Robotics for $50 million.", Kind.ACQUISITION, Role.ACQUIRER),
        ("微软以5,500万欧元收购英特尔22%股份。", Kind.INVESTMENT, Role.INVESTOR),
        ("微软以5,500万欧元收购英特尔余下22%股份。", Kind.ACQUISITION, Role.ACQUIRER),
        ("微软以5,500万欧元收购英特尔51%股份。", Kind.ACQUISITION, Role.ACQUIRER),
    ],
)
def test_a_stake_makes_the_kind(text: str, kind: Kind, first: Role) -> None:
    extraction = read(Article(doc_id="a", text=text), RULES_ONLY).extraction
    assert extraction is not None
    (mention,) = extraction.mentions
    assert mention.kind is kind
    assert first in {party.role for party in mention.parties}
