"""Articles that want to do harm: nothing of them runs, breaks the page, or moves a highlight."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from lxml import html as markup

import review
from pipeline.store import Store
from review.show import web_address
from schemas import Article, Party, Role
from tests.review.conftest import IREN, MICROSOFT, Opened, article, key_of, told

PARTIES = (MICROSOFT, IREN)
HOSTILE = (
    "<script>alert(3)</script><img src=x onerror=alert(4)>\r\n"
    "\u202eMicro\u202c \u2067soft\u2069 \u200b\u200b\u200d\U0001f468\u200d\U0001f469 \x00\x1b[31m \ufeff\ufffd\n"
    "{{ 7 * 7 }} {% raw %} ${7*7} </textarea></title>]]>-->\n"
    "Microsoft\u200b rents\u202e from IREN for \u2066$9.7 billion\u2069 'and' \"more\" &lt;b&gt; &amp;\r"
    "<a href='javascript:alert(5)'>javascript:alert(6)</a><iframe src=//e.org><svg onload=alert(7)>"
)


def pages(store: Store, open_site: Opened, text: str, **fields: object) -> dict[str, str]:
    mention = told(text, *PARTIES, amount=("$9.7 billion", 9_700_000_000))
    store.save([article("h", text, mention, **fields)])  # type: ignore[arg-type]
    store.refresh()
    client = open_site(store)
    deal = client.get("/api/deals").json()["deals"][0]["id"]
    paths = ("/", "/articles/h", "/articles", f"/deals/{deal}", "/deals", f"/deals/{deal}/split", "/bulk")
    return {path: client.get(path).text for path in paths}


def test_markup_of_an_article_is_text(empty: Store, open_site: Opened) -> None:
    title = "<script>alert(1)</script>\"'><b onmouseover=alert(2)>"
    for path, text in pages(empty, open_site, HOSTILE, title=title, url="javascript:alert(document.cookie)").items():
        page = markup.fromstring(text)
        sources = [each.get("src") for each in page.iter("script")]
        assert all(each and each.startswith("/static/") for each in sources), path
        for element in page.iter():
            if not isinstance(element.tag, str):
                continue
            assert element.tag not in {"img", "iframe", "svg", "b", "textarea", "object"}, path
            assert not [name for name in element.attrib if name.startswith("on") or name == "style"], path
            target = element.get("href") or element.get("src") or element.get("action") or "/"
            assert re.match(r"/(?!/)|#|https?://|\?", target), (path, target)


def test_marks_stay_on_their_words(empty: Store, open_site: Opened) -> None:
    text = pages(empty, open_site, HOSTILE)["/"]
    page = markup.fromstring(text)
    found = {each.get("data-fields"): each.text_content() for each in page.iter("mark")}
    assert found == {"party.buyer": "Microsoft", "party.seller": "IREN", "amount": "$9.7 billion"}
    for segment in page.xpath("//*[@data-start]"):
        start, shown = int(segment.get("data-start")), segment.text_content()
        own = HOSTILE[start : start + len(shown)]
        plain = [(a, b) for a, b in zip(own, shown, strict=True) if b not in "\u25cc\u240d"]
        assert all(a == b for a, b in plain)
    assert "\u202e" not in text
    assert "49" not in page.get_element_by_id("text").text_content()


def test_five_megabytes_are_shown_in_parts(empty: Store, open_site: Opened) -> None:
    text = "long " * 500_000 + "\nMicrosoft rents from IREN for $9.7 billion.\n" + "長" * 2_500_000
    mention = told(text, *PARTIES, amount=("$9.7 billion", 9_700_000_000), sentence="Microsoft rents from IREN")
    empty.save([article("h", text, mention)])
    empty.refresh()
    client = open_site(empty)
    client.get("/deals")
    began = time.perf_counter()
    page = client.get("/").text
    assert time.perf_counter() - began < 2
    assert len(page) < 200_000
    assert ">$9.7 billion</mark>" in page
    (more, *_) = markup.fromstring(page).xpath("//p[@class='gap']/a/@href")
    part = client.get(more)
    assert part.status_code == 200
    assert len(part.text) < 400_000
    assert "characters left out" in part.text
    assert client.get("/articles/h/text?start=5&end=99999999999").status_code == 200
    assert client.get("/articles/h/text?start=-5&end=9").status_code == 400


def test_half_a_character_is_no_page_that_fails(empty: Store, open_site: Opened) -> None:
    text = "broken \ud800 half, Microsoft rents from IREN for $9.7 billion \udfff"
    read = Article(doc_id="h", text=text).text
    assert len(read) == len(text)
    assert ">$9.7 billion</mark>" in pages(empty, open_site, read, title="half \ud800")["/"]


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        " JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "//evil.example",
        "https://",
        "http://[",
        "file:///etc",
        "",
    ],
)
def test_only_addresses_of_the_web_are_links(url: str) -> None:
    assert web_address(url) == ""


def test_an_address_of_the_web_is_a_link_that_cannot_leave_its_quotes() -> None:
    assert web_address('https://e.org/a"b<c>') == "https://e.org/a%22b%3Cc%3E"
    assert web_address("https://e.org/輝達").startswith("https://e.org/%E8%BC%9D")


def test_headers_bind_the_browser_on_every_answer(empty: Store, open_site: Opened) -> None:
    client = open_site(empty)
    for path in ("/", "/static/style.css", "/nowhere", "/api/deals"):
        headers = client.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["x-content-type-options"] == "nosniff"


def test_no_template_has_a_script_or_a_style_of_its_own() -> None:
    folder = Path(review.__file__).parent
    for path in (folder / "templates").glob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", text), path.name
        assert not re.search(r"<script(?![^>]*\ssrc=)", text), path.name
        assert not re.search(r"(?:src|href)=.https?:", text), path.name
        filtered = re.findall(r"\|\s*safe\b", text)
        assert len(filtered) <= (path.name == "queue.html"), path.name


def test_company_names_are_text_too(empty: Store, open_site: Opened) -> None:
    name = "</title><script>alert(1)</script>"
    party = Party(name=name, role=Role.SELLER)
    empty.save([article("c", f"Microsoft buys from {name}", told("Microsoft", MICROSOFT, party))])
    empty.refresh()
    client = open_site(empty)
    for path in ("/", "/companies", "/deals", f"/?item={key_of(client, 'c')}"):
        assert "<script>alert" not in client.get(path).text
