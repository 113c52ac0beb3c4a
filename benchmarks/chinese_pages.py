"""The project's own Chinese pages: articles and templates of corpora/pages as the bytes that a portal would send."""

from __future__ import annotations

import datetime
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "corpora" / "pages"
_CAPTURED = datetime.datetime(2026, 11, 1, tzinfo=datetime.UTC)
_ZONE = datetime.timezone(datetime.timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class Case:
    """A page and what it holds; `published` is an instant, or a day where the page says no more."""

    id: str
    url: str
    body: bytes
    title: str
    paragraphs: tuple[str, ...]
    published: datetime.datetime | datetime.date
    zone: str

    captured = _CAPTURED


def cases() -> Iterator[Case]:
    """All pages, in order."""
    for name, zone in (("hant", "Asia/Taipei"), ("hans", "Asia/Shanghai")):
        blocks = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").split("\n\n")
        yield from (_case(block.strip().split("\n"), zone) for block in blocks if not block.startswith("#"))


def _case(lines: list[str], zone: str) -> Case:
    key, template, encoding, declared, when = (part.strip() for part in lines[0].split("|"))
    title, paragraphs = lines[1], lines[2:]
    exact = "T" in when
    at = datetime.datetime.fromisoformat(when) if exact else datetime.datetime.fromisoformat(f"{when}T00:00:00+08:00")
    path = f"/story/{key}0012345.html" if exact else f"/{at:%Y/%m/%d}/{key}.html"
    url = f"https://www.{template}.example{path}"
    text = _render(template, title, paragraphs, declared, at, url)
    published = at.astimezone(datetime.UTC) if exact else at.date()
    return Case(key, url, _encode(text, encoding), title, tuple(paragraphs), published, zone)


def _render(template: str, title: str, paragraphs: list[str], declared: str, at: datetime.datetime, url: str) -> str:
    head, text = (FOLDER / "templates" / f"{template}.html").read_text(encoding="utf-8").split("\n", 1)
    style = head.removeprefix("<!-- paragraphs: ").removesuffix(" -->")
    marked = [_paragraph(style, html.escape(each)) for each in paragraphs]
    local = at.astimezone(_ZONE)
    later = local + datetime.timedelta(hours=3)
    values = {
        "charset": "" if declared == "none" else f'<meta charset="{declared}">',
        "title_": html.escape(title) + "_",
        "title": html.escape(title),
        "body": "".join(marked),
        "first": marked[0],
        "rest": "".join(marked[1:]),
        "iso": local.isoformat(),
        "later_minutes": f"{later:%Y-%m-%d %H:%M}",
        "later": later.isoformat(),
        "naive": f"{local:%Y-%m-%dT%H:%M:%S}",
        "numeric": f"{local:%Y-%m-%d %H:%M:%S}",
        "minutes": f"{local:%Y/%m/%d %H:%M}",
        "cn_minutes": f"{local:%Y}年{local:%m}月{local:%d}日 {local:%H:%M}",
        "cn_compact": f"{local:%Y}年{local:%m}月{local:%d}日{local:%H:%M}",
        "url": url,
    }
    names = "|".join(sorted(values, key=len, reverse=True))
    return re.sub(rf"\$({names})", lambda match: values[match[1]], text)


def _paragraph(style: str, text: str) -> str:
    return {
        "p": f"<p>{text}</p>\n",
        "br": f"{text}<br><br>\n",
        "div": f'<div class="paragraph"><span>{text}</span></div>\n',
        "indent": f'<p style="text-indent: 2em;">\u3000\u3000{text}</p>\n',
        "section": f'<section style="margin:8px"><section><span style="color:#333">{text}</span></section></section>\n',
    }[style]


def _encode(text: str, encoding: str) -> bytes:
    if encoding != "utf-8-bad":
        return text.encode(encoding, errors="xmlcharrefreplace")
    data = text.encode("utf-8")
    middle = data.index("。".encode())
    return data[: middle + 3] + b"\xe6\x96" + data[middle + 3 :]
