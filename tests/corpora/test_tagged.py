"""Texts with the places of their companies, from corpora in columns and from passages."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpora.passages import read_passages
from corpora.tagged import Tagged, learned_texts, passage_tagged, read_tagged
from schemas.errors import InputError

UNIVERSAL = """# sent_id = 1
# text = Yesterday Tuvalo Cloud's lender, Banco Quill, paid.
1\tYesterday\tO\t-\tann
2\tTuvalo\tB-ORG\t-\tann
3\tCloud\tI-ORG\t-\tann
4\t's\tO\t-\tann
5\tlender\tO\t-\tann
6\t,\tO
7\tBanco\tB-ORG\t-\tann
8\tQuill\tI-ORG\t-\tann
9\t,\tO
10\tpaid\tO
11\t.\tO

# text = 昨天雲梯智能買下北野電力。
1\t昨天\tO
2\t雲梯\tB-ORG
3\t智能\tI-ORG
4\t買下\tO
5\t北野電力\tB-ORG
6\t。\tO
"""

IOB1 = """-DOCSTART- -X- O O

Quill NNP I-ORG I-ORG
( ( O O
Tuvalo NNP I-ORG I-ORG
Zorb NNP B-ORG B-ORG
) ) O O
in IN O O
Paris NNP I-LOC I-LOC
"""


def names(tagged: Tagged) -> list[str]:
    return [tagged.text[start:end] for start, end in tagged.companies]


def test_columns_with_their_text_keep_it(tmp_path: Path) -> None:
    path = tmp_path / "a.iob2"
    path.write_text(UNIVERSAL, encoding="utf-8")
    english, chinese = read_tagged(path)
    assert english.text == "Yesterday Tuvalo Cloud's lender, Banco Quill, paid."
    assert names(english) == ["Tuvalo Cloud", "Banco Quill"]
    assert names(chinese) == ["雲梯智能", "北野電力"]


def test_columns_without_text_are_written_as_people_do(tmp_path: Path) -> None:
    path = tmp_path / "a.conll"
    path.write_text(IOB1, encoding="utf-8")
    (found,) = read_tagged(path)
    assert found.text == "Quill (Tuvalo Zorb) in Paris"
    assert names(found) == ["Quill", "Tuvalo", "Zorb"]


def test_a_line_without_a_label_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.conll"
    path.write_text("Quill B-ORG\nno label here\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"a\.conll.*2.*label"):
        list(read_tagged(path))


PASSAGE = """# wire; plain
Zorb and Zorb Cloud part; Zorbing is not theirs, says ZORB's rival Quill.
* Zorb = ZORB
* Zorb Cloud
* Quill
"""


def test_a_passage_has_each_form_where_it_stands_alone(tmp_path: Path) -> None:
    path = tmp_path / "p.txt"
    path.write_text(PASSAGE, encoding="utf-8")
    (passage,) = read_passages(path)
    assert names(passage_tagged(passage)) == ["Zorb", "Zorb Cloud", "ZORB", "Quill"]


def test_of_sentences_without_companies_only_a_share_is_read(tmp_path: Path) -> None:
    passages, corpus = tmp_path / "p.txt", tmp_path / "a.conll"
    passages.write_text(PASSAGE, encoding="utf-8")
    corpus.write_text("Quill B-ORG\npaid O\n\n" + "it O\npaid O\n\n" * 40, encoding="utf-8")
    assert len(learned_texts([passages], [corpus], 0, 1)) == 2
    assert 5 < len(learned_texts([passages], [corpus], 0.5, 1)) < 38
    assert len(learned_texts([passages], [corpus], 1, 1)) == 42
