"""The interface says the same in three languages, and leaves nothing in English by accident."""

from __future__ import annotations

import ast
import gettext
import io
import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

import review
from review.catalogue import FACETS
from review.deal_list import ORDERS
from review.messages import LOCALE, compile_mo, preferred, read_po, words
from review.navigation import NAVIGATION
from review.simplify import simplified_po
from review.vocabulary import VOCABULARY
from tests.review.conftest import csrf

_ROOM = Path(review.__file__).parent
_MESSAGE = re.compile(r'(?<![\w.])(?:_|(?:ask\.|site\.|self\.)?words)\(\s*"((?:[^"\\]|\\.)*)"(?!\s*~)')
_COUNT = re.compile(r'(?<![\w.])(?:count|words\.count)\(\s*"((?:[^"\\]|\\.)*)",\s*"((?:[^"\\]|\\.)*)"')
_SAME = {"token", "session", "Cohen's kappa", "English"}
"""Words that a language may leave as they are, and those that no page shows alone."""


def messages() -> set[str]:
    """Every message of the templates and the code, and of the names of data."""
    found = {*VOCABULARY, *(name for _, name in NAVIGATION)}
    found |= {f"facet {name}" for name in FACETS} | {f"by {name}" for name in ORDERS}
    for path in [*_ROOM.rglob("*.html"), *_ROOM.rglob("*.py")]:
        found |= {ast.literal_eval(f'"{each}"') for each in _MESSAGE.findall(path.read_text(encoding="utf-8"))}
    return found - {"command"}


def counted() -> set[str]:
    found: set[str] = set()
    for path in [*_ROOM.rglob("*.html"), *_ROOM.rglob("*.py")]:
        found |= {f"{one}\0{many}" for one, many in _COUNT.findall(path.read_text(encoding="utf-8"))}
    return found


@pytest.mark.parametrize("language", ["zh_Hant", "zh_Hans"])
def test_every_message_is_translated_with_its_values(language: str) -> None:
    entries = read_po((LOCALE / f"{language}.po").read_text(encoding="utf-8"))
    assert len(messages()) > 300
    assert messages() - set(entries) == set()
    assert counted() - set(entries) == set()
    for message, told in entries.items():
        values = sorted(set(re.findall(r"%\(\w+\)s", message)))
        assert sorted(set(re.findall(r"%\(\w+\)s", told))) == values, message
        if message and message not in _SAME:
            assert re.search(r"[\u3400-\u9fff、；]", told), message


def test_the_simplified_words_are_made_of_the_traditional_ones() -> None:
    own = (LOCALE / "zh_Hans.po").read_text(encoding="utf-8")
    assert own == simplified_po(), "python -m review.simplify"
    assert not re.search("[帳報應資訊權幣]", own)
    for word in ("登入", "伺服器", "資料庫", "权杖", "帐号", "搜寻", "储存", "复原"):
        assert word not in own


def test_names_of_data_have_words_in_english_too() -> None:
    entries = read_po((LOCALE / "en.po").read_text(encoding="utf-8"))
    for name in messages():
        if re.search(r"[a-z]\.[a-z]|_|^(?:facet|by|loop|figure|run|address|failure) (?!$)", name):
            assert name in entries, name


def test_a_compiled_catalogue_is_gettexts_own() -> None:
    told = gettext.GNUTranslations(io.BytesIO(compile_mo(read_po((LOCALE / "zh_Hant.po").read_text(encoding="utf-8")))))
    assert told.gettext("Queue") == "佇列"
    assert told.ngettext("%(number)s deal", "%(number)s deals", 3) == "%(number)s 樁交易"
    assert told.gettext("not a message") == "not a message"


def test_numbers_of_things_are_told_in_each_language() -> None:
    one, many = "%(number)s deal", "%(number)s deals"
    assert words("en").count(one, many, 1) == "1 deal"
    assert words("en").count(one, many, 1200) == "1,200 deals"
    assert words("zh-Hans").count(one, many, 2) == "2 笔交易"


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("zh-TW,zh;q=0.9,en;q=0.8", "zh-Hant"), ("zh-HK", "zh-Hant"), ("zh-CN,zh;q=0.9", "zh-Hans"), ("zh", "zh-Hans"),
        ("zh-Hant-CN", "zh-Hant"), ("de,en;q=0.5,zh;q=0.4", "en"), ("fr", "en"), ("", "en"), ("zh;q=x,en", "en"),
    ],
)  # fmt: skip
def test_the_browser_says_which_language(header: str, language: str) -> None:
    assert preferred(header) == language


def test_a_chosen_language_is_remembered(client: TestClient) -> None:
    answer = client.post("/language", data={"csrf": csrf(client, "/deals"), "language": "zh-Hant", "to": "/deals"})
    assert '<html lang="zh-Hant">' in answer.text
    assert '<html lang="zh-Hant">' in client.get("/companies").text
    client.post("/language", data={"csrf": csrf(client, "/deals"), "language": "xx", "to": "/deals"})
    assert '<html lang="zh-Hant">' in client.get("/deals").text


def test_names_and_quotes_carry_their_own_language(client: TestClient) -> None:
    page = client.get("/?language=zh-Hant").text
    assert '<article class="text" lang="zh-Hant" tabindex="0">' in page
    assert re.search(r'<span lang="zh-Hant">輝達</span>', page)
