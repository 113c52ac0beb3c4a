"""Pages to articles: the text without furniture, who wrote it, its parts, and pages that hold no article."""

from __future__ import annotations

import contextlib
import datetime
import time

import pytest

from pipeline.reading import HtmlPage, join_parts, read_page
from pipeline.reading.body import clean
from schemas import InputError, NoArticle
from schemas.page import Page, Reading

NOW = datetime.datetime(2026, 11, 21, 12, 0, tzinfo=datetime.UTC)
URL = "https://news.example/tech/2026/11/20/1.html"
PARAGRAPHS = [
    "雲端業者晴空運算周五宣布,向晶片商北辰半導體採購價值120億美元的加速器,合約為期五年,自明年第一季起交貨。",
    "晴空運算執行長林大維說,這批晶片將裝進內華達州的三座資料中心,總容量1.2吉瓦,第一座預定明年七月啟用。",
    "北辰半導體則以每股45美元認購晴空運算的新股,總額20億美元,取得約百分之六的股權,交易須經主管機關核准。",
    "分析師指出,這種供應商出資、客戶下單的循環交易愈來愈多,一旦需求不如預期,雙方的帳目都會受到影響。",
]
FURNITURE = """<nav><ul><li><a href="/">首頁</a></li><li><a href="/tech">科技</a></li></ul></nav>"""
AFTER = """<p>責任編輯:陳小華</p><p>本文僅供參考,不構成任何投資建議,投資有風險。</p><p>分享到:Facebook LINE 微博</p>
<p>台積電(2330) 1,055 ▲ +15 (+1.44%) 鴻海(2317) 205.5 ▼ -2.5 (-1.20%)</p>
<h3>延伸閱讀</h3><ul><li><a href="/2.html">輝達砸1000億美元投資OpenAI</a></li>
<li><a href="/3.html">微軟收購星辰科技</a></li></ul>"""


def html(body: str, head: str = "", title: str = "晴空運算向北辰採購120億美元晶片") -> str:
    return (
        f'<html lang="zh-Hant"><head><meta charset="utf-8"><title>{title} | 科技報</title>{head}</head><body>'
        f"{FURNITURE}<div class='main'><h1>{title}</h1>{body}</div><footer>版權所有 科技報</footer></body></html>"
    )


def article(head: str = "", after: str = AFTER, paragraphs: list[str] | None = None) -> str:
    return html(
        "<div class='text'>" + "".join(f"<p>{p}</p>" for p in paragraphs or PARAGRAPHS) + "</div>" + after, head
    )


def page(text: str, url: str = URL, **headers: str) -> Page:
    said = tuple((name.replace("_", "-"), value) for name, value in ({"content_type": "text/html"} | headers).items())
    return Page(url=url, final_url=url, status=200, headers=said, body=text.encode(), fetched=NOW)


def read(text: str, url: str = URL, **options: str) -> Reading:
    return read_page(page(text, url), **options)  # type: ignore[arg-type]


def kind(text: str, url: str = URL) -> str:
    with pytest.raises(NoArticle) as error:
        read(text, url)
    return error.value.kind


def test_the_body_is_the_paragraphs_and_nothing_else() -> None:
    found = read(article())
    assert found.article.text.split("\n") == PARAGRAPHS
    assert found.article.title == "晴空運算向北辰採購120億美元晶片"
    assert str(found.article.published) == "2026-11-20"


def test_what_invents_deals_is_left_out_also_inside_the_text() -> None:
    inside = [
        PARAGRAPHS[0],
        "延伸閱讀:",
        "輝達砸1000億美元投資OpenAI",
        *PARAGRAPHS[1:],
        "加入Google新聞,追蹤我們的頻道",
    ]
    assert read(article(paragraphs=inside)).article.text.split("\n") == PARAGRAPHS


def test_who_wrote_and_published_it_and_when() -> None:
    head = """<meta property="og:site_name" content="科技報"><script type="application/ld+json">{"@type": "NewsArticle",
    "author": [{"name": "王小明"}, {"name": "李小華"}], "datePublished": "2026-11-20T08:15:00+08:00",
    "publisher": {"@type": "Organization", "name": "科技報社"}}</script>"""
    found = read(article(head))
    assert (found.author, found.publisher) == ("王小明、李小華", "科技報社")
    assert found.published_at is not None
    assert found.published_at.isoformat() == "2026-11-20T08:15:00+08:00"


def test_an_id_is_the_canonical_addresss_where_that_can_be_trusted() -> None:
    link = '<link rel="canonical" href="{}">'
    plain = read(article())
    assert read(article(), URL + "?utm_source=x").article.doc_id == plain.article.doc_id
    assert read(article(link.format(URL)), "https://m.news.example/amp/9").article.doc_id == plain.article.doc_id
    for wrong in ("https://news.example/", "https://other.example/1.html", "http://[broken", "javascript:1"):
        found = read(article(link.format(wrong)))
        assert (found.article.doc_id, found.canonical) == (plain.article.doc_id, None)


def test_pages_without_an_article_say_what_they_are() -> None:
    links = "".join(f'<li><a href="/{n}.html">第{n}則新聞:某某公司宣布重大投資計畫內容</a></li>' for n in range(40))
    assert kind(html(f"<ul>{links}</ul>", title="科技新聞列表")) == "index"
    assert kind(html("<p>很抱歉,您要找的網頁不存在。</p>", title="404 找不到網頁")) == "error"
    assert kind(html(f"<p>{PARAGRAPHS[0]}</p><p>加入會員即可閱讀全文</p>")) == "paywall"
    free = '<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": false}</script>'
    assert kind(html(f"<p>{PARAGRAPHS[0]}</p>", free)) == "paywall"
    assert kind(html("<p>我們使用Cookie,請按同意繼續。We use cookies.</p>", title="隱私權")) == "consent"
    assert kind(html("<p>短。</p>")) == "short"
    assert (
        kind(html("".join(f"<p>{'Das ist ein langer Satz über die neue Fabrik der Firma. ' * 4}</p>" * 5)))
        == "language"
    )


def test_an_article_behind_a_paywall_notice_that_is_whole_is_an_article() -> None:
    notice = "<p>訂閱後即可閱讀更多專題全文</p>"
    assert "1.2吉瓦" in read(article(after=notice, paragraphs=PARAGRAPHS * 3)).article.text


def test_what_is_no_html_is_told() -> None:
    with pytest.raises(NoArticle, match="application/pdf"):
        read_page(page("%PDF", content_type="application/pdf"))
    with pytest.raises(InputError):
        read(" ")


def test_an_article_of_several_parts_is_joined() -> None:
    link = '<p><a href="/tech/2026/11/20/1_2.html">下一頁</a> <a href="/tech/2026/11/20/2.html">下一篇</a></p>'
    first = read(article(after=link, paragraphs=PARAGRAPHS[:2] * 2 + ["專題報導。"]))
    assert first.next_part == "https://news.example/tech/2026/11/20/1_2.html"
    second = HtmlPage(article(after="", paragraphs=["專題報導。", *PARAGRAPHS[2:]]).encode(), "part")
    assert join_parts(first, [second]).article.text.endswith("\n".join(PARAGRAPHS[2:]))
    assert join_parts(first, [second]).article.text.count("專題報導。") == 1


@pytest.mark.parametrize(
    ("url", "link", "leads"),
    [
        ("https://n.example/a/1.html", "/a/1_2.html", True),
        ("https://n.example/a/1_2.html", "/a/1_3.html", True),
        ("https://n.example/a/1?page=2", "/a/1?page=3", True),
        ("https://n.example/a/1", "/a/1/2", True),
        ("https://n.example/a/1_3.html", "/a/1_2.html", False),
        ("https://n.example/a/101.html", "/a/102.html", False),
        ("https://n.example/a/1.html", "https://evil.example/a/1_2.html", False),
    ],
)
def test_only_a_part_of_the_same_article_is_its_next_part(url: str, link: str, leads: bool) -> None:
    found = read(article(after=f"<a href='{link}'>Next page</a>"), url).next_part
    assert (found is not None) == leads


def test_hostile_markup_is_survived() -> None:
    deep = "<div>" * 50_000 + "x" + "</div>" * 50_000
    broken = (
        '<script type="application/ld+json">' + "[" * 100_000 + "</script><meta property='og:title'><base href='::'>"
    )
    for text in (deep, html(deep), article(broken), "<?xml version='1.0' encoding='big5'?>" + article()):
        try:
            read(text)
        except NoArticle:
            continue


@pytest.mark.parametrize(
    "body",
    [
        "<p>x y</p>" * 45_000,
        "a.<br>" * 45_000,
        "<p>" + "輝達投資," * 100_000 + "</p>",
        "<h1>標題</h1>" + "<span class='time'>2026</span>" * 45_000,
        "<div>" + "<i>Published 2</i>" * 45_000 + "x" * 500_000 + "</div>",
        "".join(f"<p>{'廣告,' * 60}x</p>" for _ in range(200)),
        "<p>" + "1234567890" * 29 + "</p>" + "<p>A1 1 " * 2_000,
        "<title>" + " - a |" * 100_000 + "</title><p>a.</p>",
        "<" * 1_000_000,
    ],
    ids=["paragraphs", "line breaks", "one line", "times", "labels", "advertisements", "digits", "title", "brackets"],
)
def test_pages_made_to_take_long_are_read_in_seconds(body: str) -> None:
    began = time.monotonic()
    with contextlib.suppress(InputError):
        read(f"<html><body>{body}</body></html>")
    assert time.monotonic() - began < 20


def test_a_page_of_a_million_elements_is_refused() -> None:
    with pytest.raises(InputError, match="has more than 50,000 elements"):
        read("<html><body>" + "<b>x</b>" * 200_000)


@pytest.mark.parametrize(
    "line",
    [
        "2026年3月2日,公司宣布破產。",
        "他認為市場有風險,但雙方仍決定簽約。",
        "雙方強調,此舉並非投資,而是策略合作。",
        "來源國的關稅政策將影響這筆交易。",
        "用戶可訂閱YouTube頻道的付費服務,月費199元。",
        "下載這款App的用戶已超過一億人。",
        "Sources said Oracle will buy the company for $2 billion.",
        "Related parties hold 12 percent of the shares.",
        "More than 300 people work at the plant.",
        "Shares of both companies rose.",
        "Read by millions, the paper was sold for $250 million.",
    ],
)
def test_sentences_that_begin_like_furniture_stay(line: str) -> None:
    assert clean(["第一段是一個句子。", line, "最後一段也是一個句子。"])[1] == line


@pytest.mark.parametrize(
    "line",
    [
        "2026-03-02 08:15 來源:本報",
        "投資一定有風險,基金投資有賺有賠,申購前應詳閱公開說明書。",
        "市场有风险,投资需谨慎。",
        "本文僅供參考,不構成任何投資建議。",
        "加入我們的LINE官方帳號,好康不漏接",
        "追蹤Google新聞",
        "圖/記者王小明攝",
        "資料來源:公開資訊觀測站",
        "廣告",
        "責任編輯:陳小華",
        "分享到:Facebook LINE 微博",
        "台積電(2330) 1,055 ▲ +15 (+1.44%) 鴻海(2317) 205.5 ▼ -2.5 (-1.20%)",
        "NVDA 188.15 +2.45 (+1.3%)",
        "Sign up for our newsletter and get the latest on deals.",
        "Reporting by A. Writer in London; Editing by B. Reader",
        "ADVERTISEMENT",
        "Photo: Harbour Ledger",
        "版權所有,未經授權,不得轉載",
    ],
)
def test_furniture_goes(line: str) -> None:
    assert clean(["第一段是一個句子。", line]) == ["第一段是一個句子。"]


def test_a_table_for_layout_does_not_swallow_paragraphs_and_one_of_data_stays_rows() -> None:
    cells = "<tr><td>公司</td><td>金額</td></tr><tr><td>晴空運算</td><td>120億美元</td></tr>"
    body = "".join(f"<p>{line}</p>" for line in PARAGRAPHS) + f"<table>{cells}</table>"
    page = f"<table><tr><td>選單</td></tr><tr><td>{body}</td></tr></table>"
    found = HtmlPage(f"<html><head><meta charset='utf-8'></head><body>{page}</body></html>".encode(), "page").lines
    assert [line for line in found if line in PARAGRAPHS] == PARAGRAPHS
    assert "晴空運算 120億美元" in found
