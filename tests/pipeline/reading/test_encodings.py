"""Pages in the encodings that Chinese sites really have, declared rightly, wrongly or not at all."""

from __future__ import annotations

import pytest

from pipeline.decode import decode_page
from schemas import InputError

HANT = "鴻海與軟銀周二宣布在俄亥俄州合資興建人工智慧伺服器工廠,首期投資新臺幣九百億元,預計明年第三季量產。" * 4
HANS = "鸿海与软银周二宣布在俄亥俄州合资兴建人工智能服务器工厂,首期投资两百亿元人民币,预计明年第三季度量产。" * 4
HONG_KONG = HANT + "石硤尾邨的住戶話,佢哋喺深水埗嗰間舖頭嘅生意好咗好多,啲客仔乜嘢都買。"
FILLER = "<script>var menu = 'home world tech';</script>\n" * 800


def page(text: str, meta: str = "") -> str:
    return f"<html><head>{meta}<title>news</title></head><body>{FILLER}<p>{text}</p></body></html>"


@pytest.mark.parametrize("filler", ["", FILLER], ids=["short", "text after 35 KB of markup"])
@pytest.mark.parametrize("declared", [None, "right", "utf-8", "iso-8859-1", "gb2312", "big5"])
@pytest.mark.parametrize(
    ("text", "encoding"),
    [(HANT, "big5"), (HONG_KONG, "big5hkscs"), (HANS, "gbk"), (HANT, "gb18030"), (HANS, "gb18030"), (HANT, "utf-8")],
)
def test_a_page_is_read_whatever_it_declares(text: str, encoding: str, declared: str | None, filler: str) -> None:
    html = f"<html><body>{filler}<p>{text}</p></body></html>"
    name = encoding if declared == "right" else declared
    assert decode_page(html.encode(encoding), "page", [name]) == html


def test_utf8_with_a_bad_byte_stays_utf8() -> None:
    data = page(HANT).encode()
    place = data.index("俄亥俄".encode())
    text = decode_page(data[: place + 1] + data[place + 2 :], "page", ["big5"])
    assert "鴻海與軟銀" in text
    assert text.count("\ufffd") <= 3


def test_legacy_pages_with_a_cut_character_are_read() -> None:
    for text, encoding in ((HANT, "big5"), (HANS, "gb18030")):
        data = page(text).encode(encoding)
        place = data.index("首期".encode(encoding))
        assert text[-20:] in decode_page(data[:place] + b"\xff" + data[place:], "page")


def test_gb2312_is_read_as_its_superset() -> None:
    text = HANS + "朱镕基、陶喆与堃霖公司"
    assert decode_page(page(text).encode("gbk"), "page", ["gb2312"]) == page(text)


def test_a_western_page_is_no_chinese() -> None:
    text = page("Le Crédit Agricole a prêté 5 milliards à la société.")
    assert decode_page(text.encode("latin-1"), "page", ["utf-8"]) == text
    assert decode_page(text.encode("cp1252"), "page") == text


def test_korean_and_japanese_are_what_they_declare() -> None:
    for text, name in (
        ("한국전력공사는 오늘 새로운 계약을 발표했다. " * 9, "euc-kr"),
        ("日本の会社が発表した。" * 9, "shift_jis"),
    ):
        assert decode_page(page(text).encode(name), "page", [name]) == page(text)


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(InputError, match="is binary"):
        decode_page(b"<html>\0</html>", "page")
    with pytest.raises(InputError, match="no encoding"):
        decode_page(bytes(range(128, 256)) * 20, "page")
