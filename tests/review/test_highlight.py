"""Highlights are where the words are, whatever the text holds."""

from __future__ import annotations

import itertools
import time

from hypothesis import given
from hypothesis import strategies as st

from review.highlight import WHOLE, Gap, Mark, Paragraph, excerpt, located, paragraphs, rest
from review.script import in_script
from review.visible import shown
from schemas.article import Language

_LETTERS = st.text(st.sampled_from("ab 輝达\n\r\u200b\u202e\U0001f600\x00<&"), max_size=60)


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, list[Mark]]:
    text = draw(_LETTERS)
    edges = st.integers(0, len(text))
    spans = draw(st.lists(st.tuples(edges, edges), max_size=6))
    return text, [Mark(min(s), max(s), f"f{n}", n) for n, s in enumerate(spans) if s[0] != s[1]]


@given(marked())
def test_every_character_stands_where_it_was_under_the_marks_that_cover_it(given_: tuple[str, list[Mark]]) -> None:
    text, marks = given_
    seen = [" "] * len(text)
    for paragraph in paragraphs(text, marks):
        assert "".join(each.text for each in paragraph.segments) == text[paragraph.start : paragraph.end]
        for segment in paragraph.segments:
            for at in range(segment.start, segment.end):
                seen[at] = text[at]
                assert {mark.number for mark in segment.marks} == {m.number for m in marks if m.start <= at < m.end}
    assert all(own == each or own.isspace() for own, each in zip(text, seen, strict=True))


def test_overlapping_marks_share_the_characters_that_both_cover() -> None:
    (paragraph,) = paragraphs("abcdef", [Mark(0, 4, "amount", 0), Mark(2, 6, "kind", 1)])
    assert [(each.text, each.fields) for each in paragraph.segments] == [
        ("ab", ("amount",)), ("cd", ("amount", "kind")), ("ef", ("kind",)),
    ]  # fmt: skip


def test_a_mark_whose_words_are_not_there_is_lost_not_moved() -> None:
    good, lost = located("abc abc", [(Mark(4, 7, "x"), "abc"), (Mark(3, 6, "y"), "abc"), (Mark(0, 3, "z"), "")])
    assert [mark.field for mark in good] == ["x"]
    assert [mark.field for mark in lost] == ["y", "z"]


def test_five_megabytes_show_what_stands_around_evidence_at_once() -> None:
    text = ("x" * 999 + "\n") * 2_500 + "the $9.7 billion deal\n" + ("y" * 999 + "\n") * 2_500
    at = text.index("$9.7")
    began = time.perf_counter()
    parts = excerpt(text, [Mark(at, at + 12, "amount")])
    assert time.perf_counter() - began < 1
    assert sum(each.length for each in parts if isinstance(each, Gap)) > len(text) * 0.95
    marked_ = [s.text for p in parts if isinstance(p, Paragraph) for s in p.segments if s.marks]
    assert marked_ == ["$9.7 billion"]


def test_a_text_of_one_endless_line_is_shown_in_parts_that_join() -> None:
    text = "長" * (WHOLE * 3)
    gaps = [part for part in excerpt(text, []) if isinstance(part, Gap)]
    shown_: list[tuple[int, int]] = []
    while gaps:
        for part in rest(text, [], gaps[0].start, gaps.pop(0).end):
            if isinstance(part, Gap):
                gaps.append(part)
            else:
                shown_.append((part.start, part.end))
    assert shown_[-1][1] == len(text)
    assert all(a[1] == b[0] for a, b in itertools.pairwise(shown_))


@given(st.text(st.sampled_from("輝達英伟达皇后台湾里發发面麵乾干A1,。\n\U00020bb7"), max_size=40))
def test_another_script_keeps_every_position(text: str) -> None:
    for script in (Language.ZH_HANS, Language.ZH_HANT):
        assert len(in_script(text, script)) == len(text)


def test_scripts_are_converted_with_the_words_around_them() -> None:
    assert in_script("輝達與甲骨文簽約", Language.ZH_HANS) == "辉达与甲骨文签约"
    assert in_script("这里的头发和面条", Language.ZH_HANT) == "這裡的頭髮和麵條"


@given(_LETTERS)
def test_what_cannot_be_seen_becomes_one_visible_sign(text: str) -> None:
    import re
    from html import unescape

    plain = unescape(re.sub(r"<[^>]*>", "", str(shown(text))))
    assert len(plain) == len(text)
    assert not set(plain) & set("\x00\r\u200b\u202e")
