"""The passages that recognisers learn from: their format, and that every one of ours keeps to it."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpora.passages import TRAINING, passage_record, read_passages
from corpora.teaching import WHOLE
from schemas.deal import Kind, Role, Status
from schemas.errors import InputError
from schemas.quantity import PartialDate

BLOCK = """# wire; passive
Ashgrove Data has been awarded a $2.4 billion contract by Meridian Cloud. Ashgrove rose 4%.
* Ashgrove Data = Ashgrove
* Meridian Cloud
- compute agreed; seller: Ashgrove; buyer: Meridian Cloud; amount: $2.4 billion
"""


def _written(folder: Path, text: str) -> Path:
    path = folder / "part.txt"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_block_is_a_passage_with_its_companies_and_deals(tmp_path: Path) -> None:
    (passage,) = read_passages(_written(tmp_path, BLOCK))
    assert passage.text.startswith("Ashgrove Data has been awarded")
    assert (passage.register, passage.shape) == ("wire", "passive")
    assert passage.companies == (("Ashgrove Data", "Ashgrove"), ("Meridian Cloud",))
    (deal,) = passage.deals
    assert (deal.kind, deal.status) == (Kind.COMPUTE, Status.AGREED)
    assert deal.roles == ((Role.SELLER, "Ashgrove Data"), (Role.BUYER, "Meridian Cloud"))
    assert deal.fields == (("amount", "$2.4 billion"),)


def test_blocks_are_parted_by_empty_lines_and_one_without_a_deal_is_a_negative(tmp_path: Path) -> None:
    second = "# column; joke\nNvidia could buy the moon for $4 trillion.\n* Nvidia\n"
    passages = list(read_passages(_written(tmp_path, f"{BLOCK}\n\n{second}")))
    assert [len(passage.deals) for passage in passages] == [1, 0]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("* Nobody", "line 4: the company 'Nobody' is not in the text"),
        ("- compute agreed; buyer: Nobody; seller: Meridian Cloud", "'Nobody' (buyer) stands in no '*' line above"),
        ("- compute agreed; buyer: Meridian Cloud", "needs two parties"),
        ("- compute agreed; amount: $9 billion", "the amount '$9 billion' is not in the text"),
        ("- barter agreed; buyer: Meridian Cloud", "barter"),
        ("- debt agreed; buyer: Meridian Cloud", "has no role buyer"),
        ("Meridian Cloud again", "after the text, a line begins with"),
    ],
)
def test_a_fault_is_named_with_its_line(tmp_path: Path, line: str, fault: str) -> None:
    text = "# wire; passive\nAshgrove was paid by Meridian Cloud.\n* Meridian Cloud\n" + line
    with pytest.raises(InputError) as caught:
        list(read_passages(_written(tmp_path, text)))
    assert fault in str(caught.value)
    assert "part.txt, line 4" in str(caught.value)


def test_a_whole_article_has_paragraphs_and_a_day(tmp_path: Path) -> None:
    article = "# wire; whole article; 2026-03-18\nNvidia buys Arm\nNvidia said so.\n* Nvidia\n* Arm"
    (passage,) = read_passages(_written(tmp_path, article))
    assert passage.text == "Nvidia buys Arm\n\nNvidia said so."
    assert passage.published == PartialDate("2026-03-18")
    assert passage_record(passage, "one", "en")["published"] == "2026-03-18"


def test_the_record_of_a_passage_holds_the_words_of_each_field(tmp_path: Path) -> None:
    deal = "- compute agreed; seller: Arm; buyer: Nvidia; amount: $2 billion; years: four-year"
    block = f"# wire; active\nNvidia signed a four-year contract worth $2 billion with Arm.\n* Nvidia\n* Arm\n{deal}"
    (passage,) = read_passages(_written(tmp_path, block))
    (told,) = passage_record(passage, "one", "en")["deals"]
    assert told["said"] == {"amount": "$2 billion", "years": "four-year"}


@pytest.mark.parametrize(
    ("block", "fault"),
    [
        ("# wire; whole article; last Tuesday\nNvidia.\n* Nvidia", "YYYY-MM-DD"),
        ("# wire; passive\n* Nvidia", "the text stands between"),
    ],
)
def test_a_block_without_a_text_or_with_no_day_is_a_fault(tmp_path: Path, block: str, fault: str) -> None:
    with pytest.raises(InputError, match=fault):
        list(read_passages(_written(tmp_path, block)))


@pytest.mark.parametrize("path", sorted(TRAINING.glob("*/*.txt")), ids=lambda path: path.stem)
def test_every_file_of_ours_keeps_to_the_format(path: Path) -> None:
    assert list(read_passages(path))


def test_no_passage_stands_twice_and_enough_of_them_hold_no_deal() -> None:
    passages = [passage for path in sorted(TRAINING.glob("*/*.txt")) for passage in read_passages(path)]
    assert len({passage.text for passage in passages}) == len(passages)
    short = [not passage.deals for passage in passages if passage.shape != WHOLE]
    assert 0.25 < sum(short) / len(short) < 0.45
    whole = [not passage.deals for passage in passages if passage.shape == WHOLE]
    assert 0.08 < sum(whole) / len(whole) < 0.3
