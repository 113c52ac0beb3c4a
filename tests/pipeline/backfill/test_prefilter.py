"""The pre-filter keeps every page that tells a deal, in every encoding, and skips most of those that tell none."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from benchmarks.pages import pages
from corpora.goldfile import read_gold
from extractors.reader import extract
from pipeline.backfill.prefilter import may_hold_deal

GOLD = Path(__file__).parents[3] / "corpora" / "gold"
FURNITURE = "<nav>" + '<li><a href="/x">天氣 運動 生活</a></li>' * 200 + "</nav>"


@cache
def telling(path: Path) -> list[str]:
    """The texts of a gold file that tell a deal."""
    return [each.article.text for each in read_gold(path) if extract(each.article).mentions]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5hkscs"])
def test_every_article_of_the_gold_that_tells_a_deal_is_kept(encoding: str) -> None:
    told = kept = 0
    for path in [*GOLD.glob("dev-*.jsonl"), *GOLD.glob("own-dev-*.jsonl")]:
        if encoding == "big5hkscs" and "hans" in path.name:
            continue
        for text in telling(path):
            html = FURNITURE + "".join(f"<p>{line}</p>" for line in text.split("\n"))
            told += 1
            kept += may_hold_deal(html.encode(encoding, errors="xmlcharrefreplace"))
    assert told > 40
    assert kept == told


@pytest.mark.parametrize(
    "text",
    [
        "輝達將投資<b>1,000億美元</b>於OpenAI。",
        "英伟达拟<a href='/t'>收购</a>一家公司,作价三十亿元。",
        "鴻海宣布以287億美元收購OpenAI。",
        "Oracle will sell 4.5 <em>gigawatts</em> of capacity to OpenAI.",
        "SoftBank pays $6.5bn for Ampere in a deal that closes in May.",
    ],
)
def test_a_single_sentence_is_enough(text: str) -> None:
    for encoding in ("utf-8", "gb18030"):
        assert may_hold_deal(f"{FURNITURE}<p>{text}</p>".encode(encoding))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<style>a{width:100%}</style>" * 50,
        "<script>var deal = '$5 billion investment'</script>",
        FURNITURE,
        "\0\xff",
    ],
)
def test_pages_without_a_sign_are_skipped(text: str) -> None:
    assert not may_hold_deal(text.encode("latin-1", errors="replace"))


def test_most_pages_without_a_deal_are_skipped() -> None:
    kept = [may_hold_deal(page.body) for page in pages(400, 0.0)]
    assert sum(kept) < 0.1 * len(kept)
    assert all(may_hold_deal(page.body) for page in pages(60, 1.0))
