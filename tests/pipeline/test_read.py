"""Files, folders and standard input become articles, and what cannot be read is named while the rest goes on."""

from __future__ import annotations

import io
import json
import os
import socket
from pathlib import Path

import pytest

from pipeline.count import count_articles
from pipeline.read import ReadLimits, read_articles
from schemas import Article, InputError, PartialDate

CHINESE = "輝達與甲骨文周一宣布一項合作,雙方將共同興建資料中心,總金額約新台幣三百億元,預計明年完工。"
SIMPLIFIED = "微软与甲骨文周一宣布一项合作,双方将共同兴建数据中心,总金额约三百亿元,预计明年完工。"

PAGE = """<!doctype html><html lang="zh-Hant"><head><meta charset="{charset}"><title>網站 - 標題</title>
<link rel="canonical" href="https://news.example.org/2025/1.html">
<script type="application/ld+json">
{{"@graph": [{{"@type": "NewsArticle", "datePublished": "2025-09-23T08:00:00+08:00"}}]}}</script>
</head><body><nav><p>首頁 選單</p></nav><article><h1>微軟買算力</h1><p>第一段   有
空白。</p><aside><p>廣告</p></aside><div><p>第二段。</p></div><form><p>訂閱</p></form></article>
<footer><p>版權所有</p></footer><script>var x = 1;</script></body></html>"""


def one(path: Path | str, **options: object) -> Article | InputError:
    (found,) = read_articles([path], **options)  # type: ignore[arg-type]
    return found


def article(path: Path | str, **options: object) -> Article:
    found = one(path, **options)
    assert isinstance(found, Article), found
    return found


def failure(path: Path | str, **options: object) -> str:
    found = one(path, **options)
    assert isinstance(found, InputError), found
    return str(found)


def written(path: Path, data: str | bytes) -> Path:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def test_text_is_kept_as_it_is(tmp_path: Path) -> None:
    text = "Title\r\n\r\n  輝達 \u3000 invests. \n"
    found = article(written(tmp_path / "a.txt", text), published=PartialDate("2025-09"))
    assert (found.text, found.title, str(found.published)) == (text, "", "2025-09")


def test_a_text_keeps_its_id_where_it_is_moved_and_an_edited_one_does_not(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    first = article(written(tmp_path / "a.txt", "one"))
    assert article(written(tmp_path / "sub" / "a.txt", "one")).doc_id == first.doc_id
    assert article(written(tmp_path / "a.txt", "two")).doc_id != first.doc_id
    assert first.doc_id.startswith("a-")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (CHINESE, "utf-8"),
        (CHINESE, "utf-8-sig"),
        (CHINESE, "utf-16"),
        (CHINESE, "big5"),
        (SIMPLIFIED, "gb18030"),
        (SIMPLIFIED, "gbk"),
        ("Nvidia invests €5bn.", "utf-8"),
    ],
)
def test_encodings_are_told_by_evidence(tmp_path: Path, text: str, encoding: str) -> None:
    assert article(written(tmp_path / "a.txt", text.encode(encoding))).text == text


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("empty.txt", b"", "is empty"),
        ("blank.txt", b" \n\t\xef\xbb\xbf", "is empty"),
        ("empty.jsonl", b"\n\n", "is empty"),
        ("binary.txt", b"abc\0def", "is binary"),
        ("paper.txt", b"%PDF-1.7\n", "is a PDF"),
        ("latin.txt", "Cr\xe9dit Agricole pr\xeate 5 milliards".encode("latin-1"), "is not UTF-8"),
        ("random.txt", bytes(range(1, 256)) * 3, "is not UTF-8"),
        ("broken16.txt", b"\xff\xfea", "starts with the mark of UTF-16-LE"),
        ("page.html", b"<html><body><script>1</script></body></html>", "is empty"),
        ("notes.docx", b"PK", "has an ending that is not read"),
        ("none.txt", None, "does not exist"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path: Path, name: str, data: bytes | None, reason: str) -> None:
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)
    assert failure(path).startswith(f"{path}: {reason}")


def test_a_file_over_the_limit_is_refused_and_one_at_it_is_read(tmp_path: Path) -> None:
    path = written(tmp_path / "a.txt", "x" * 100)
    assert "is larger than 99 bytes" in failure(path, limits=ReadLimits(file_bytes=99))
    assert len(article(path, limits=ReadLimits(file_bytes=100)).text) == 100


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "link.txt").symlink_to(tmp_path / "nowhere")
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(str(tmp_path / "s.txt"))
        assert "no ordinary file" in failure(tmp_path / "s.txt")
    assert "no ordinary file" in failure(tmp_path / "pipe.txt")
    assert "link to nothing" in failure(tmp_path / "link.txt")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_forbidden_files_and_folders_are_named(tmp_path: Path) -> None:
    written(tmp_path / "a.txt", "x").chmod(0)
    (tmp_path / "closed").mkdir(mode=0)
    assert "Permission denied" in failure(tmp_path / "a.txt")
    assert "Permission denied" in failure(tmp_path / "closed")


def test_a_folder_is_read_in_order_and_its_failures_do_not_stop_it(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "loop").symlink_to(tmp_path)
    written(tmp_path / "sub" / "z.txt", "last")
    written(tmp_path / "a.txt", "")
    written(tmp_path / "b.TXT", "first")
    written(tmp_path / "c.jsonl", '{"doc_id": "c", "text": "second"}\n')
    written(tmp_path / "picture.png", "no")
    written(tmp_path / ".hidden.txt", "no")
    found = list(read_articles([tmp_path]))
    assert [item.text for item in found if isinstance(item, Article)] == ["first", "second", "last"]
    assert [str(item) for item in found if isinstance(item, InputError)] == [
        f"{tmp_path / 'a.txt'}: is empty: there is no text to read"
    ]
    assert count_articles([tmp_path]) == 4


def test_an_empty_folder_is_named(tmp_path: Path) -> None:
    assert "holds no .htm, .html, .jsonl, .txt file" in failure(tmp_path)


def test_a_page_gives_title_paragraphs_day_and_address(tmp_path: Path) -> None:
    found = article(written(tmp_path / "p.html", PAGE.format(charset="utf-8")))
    assert found.text == "第一段 有 空白。\n第二段。"
    assert (found.title, str(found.published), found.lang) == ("微軟買算力", "2025-09-23", "zh-Hant")
    assert found.url == "https://news.example.org/2025/1.html"


def test_an_edited_page_stays_the_same_article(tmp_path: Path) -> None:
    page = PAGE.format(charset="utf-8")
    first = article(written(tmp_path / "p.html", page))
    second = article(written(tmp_path / "p.html", page.replace("第二段", "改過的第二段")))
    assert first.doc_id == second.doc_id
    assert first.text != second.text


def test_a_page_is_read_in_the_encoding_it_declares(tmp_path: Path) -> None:
    data = PAGE.format(charset="big5").encode("big5")
    assert "第二段。" in article(written(tmp_path / "p.htm", data)).text


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ('<meta property="article:published_time" content="2025-10-06T23:30:00-05:00">', "2025-10-06"),
        ('<meta name="date" content="2025/1/5">', "2025-01-05"),
        (
            '<script type="application/ld+json">{broken</script><meta itemprop="datePublished" content="2025-02">',
            "2025-02",
        ),
        ('<meta name="date" content="yesterday">', None),
        ('<meta name="date" content="2025-13-45">', None),
    ],
)
def test_the_day_of_a_page(tmp_path: Path, head: str, day: str | None) -> None:
    found = article(written(tmp_path / "p.html", f"<html><head>{head}</head><body><p>Text of it.</p></body></html>"))
    assert (None if found.published is None else str(found.published)) == day


def test_a_page_without_paragraphs_and_one_nested_absurdly_are_read(tmp_path: Path) -> None:
    plain = "<html><body><main>Alpha buys Beta.<br>It is done.</main></body></html>"
    assert article(written(tmp_path / "a.html", plain)).text == "Alpha buys Beta.\nIt is done."
    deep = "<html><body>" + "<div>" * 20_000 + "deep text" + "</div>" * 20_000
    assert isinstance(one(written(tmp_path / "b.html", deep)), (Article, InputError))


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "is not JSON"),
        ("[1]", "is JSON but no object"),
        ('{"text": "x"}', 'lacks "doc_id"'),
        ('{"doc_id": "x"}', 'lacks "text"'),
        ('{"doc_id": 5, "text": "x"}', '"doc_id" is int, not text'),
        ('{"doc_id": "x", "text": ["x"]}', '"text" is list, not text'),
        ('{"doc_id": "x", "text": "a\\u0000b"}', "holds a NUL"),
        ('{"doc_id": "x", "text": "a\\ud800b"}', "holds half a surrogate pair"),
        ('{"doc_id": "x", "text": "a", "published": "soon"}', "\"published\" is 'soon', not a date"),
        ('{"doc_id": "x", "text": "a", "published": "2025-02-30"}', "not a date"),
        ("[" * 100_000, "is not JSON"),
        ('{"doc_id": "x", "text": "' + "x" * 2000 + '"}', "is longer than 1,000 bytes"),
    ],
)
def test_a_bad_line_is_named_and_the_others_go_on(tmp_path: Path, line: str, reason: str) -> None:
    good = json.dumps({"doc_id": "good", "text": "輝達", "published": "2025-09-23T01:02:03Z"})
    path = written(tmp_path / "a.jsonl", f"{good}\n\n{line}\n{good}\n")
    limits = ReadLimits(line_bytes=1_000 if "longer" in reason else 1_000_000)
    first, bad, last = read_articles([path], limits=limits)
    assert isinstance(first, Article)
    assert first == last
    assert str(first.published) == "2025-09-23"
    assert isinstance(bad, InputError)
    assert (bad.line, bad.place) == (3, str(path))
    assert reason in str(bad)


def test_a_line_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    path = written(tmp_path / "a.jsonl", '{"doc_id": "x", "text": "輝達"}'.encode("big5"))
    assert "line 1: is not UTF-8" in failure(path)


def test_standard_input_is_lines_or_one_text() -> None:
    lines = b'\xef\xbb\xbf\n{"doc_id": "x", "text": "y"}\n{"doc_id": "z"}\n'
    first, second = read_articles(["-"], stdin=io.BytesIO(lines))
    assert isinstance(first, Article)
    assert str(second) == 'standard input, line 3: lacks "text"'
    text = article("-", stdin=io.BytesIO("\n輝達 invests.\n".encode()))
    assert text.doc_id.startswith("stdin-")
    assert "輝達" in text.text
    assert "is empty" in failure("-", stdin=io.BytesIO(b""))
