"""A WARC file of varied news pages, a few of which hold deals: made from a seed, in three scripts and encodings."""

from __future__ import annotations

import argparse
import datetime
import html
import json
import random
import tomllib
from collections.abc import Iterator
from pathlib import Path

from pipeline.archive import ArchiveWriter
from schemas.page import Page

_WORDS = Path(__file__).parent / "pages.toml"
_LANGUAGES = ("hant", "hans", "en", "de")
_WEIGHTS = (3, 3, 3, 1)
_ENCODINGS = {
    "hant": ("utf-8", "utf-8", "big5"),
    "hans": ("utf-8", "utf-8", "gb18030"),
    "en": ("utf-8",),
    "de": ("utf-8",),
}
_CAPTURED = datetime.datetime(2026, 11, 1, tzinfo=datetime.UTC)


def pages(count: int, share: float, seed: int = 1) -> Iterator[Page]:
    """Pages of 20 to 90 KB, `share` of which hold a deal; the same for the same seed."""
    words = tomllib.loads(_WORDS.read_text(encoding="utf-8"))
    draw = random.Random(seed)
    for number in range(count):
        yield _page(number, draw.random() < share, words, draw)


def write_warc(folder: Path, count: int, share: float, seed: int = 1) -> Path:
    """Write the pages into one WARC file of a folder; say its path."""
    with ArchiveWriter(folder, 10**12) as writer:
        for page in pages(count, share, seed):
            name = writer.write(page).file
    return folder / name


def _page(number: int, deal: bool, words: dict[str, list[str]], draw: random.Random) -> Page:
    language = draw.choices(_LANGUAGES[:3] if deal else _LANGUAGES, _WEIGHTS[:3] if deal else _WEIGHTS)[0]
    encoding = draw.choice(_ENCODINGS[language])
    lines = _lines(deal, language, words, draw)
    title = lines[-1][:40]
    paragraphs = "\n".join(f"<p>{html.escape(line)}</p>" for line in lines)
    day = _CAPTURED - datetime.timedelta(days=draw.randrange(1, 2000), minutes=draw.randrange(1440))
    links = "".join(_link(language, words, draw) for _ in range(draw.randrange(20, 90)))
    state = json.dumps({f"k{draw.randrange(10**6)}": draw.random() for _ in range(draw.randrange(200, 1200))})
    names = (draw.randrange(10**5) for _ in range(draw.randrange(100, 600)))
    styles = "".join(f".c{name}{{margin:{name % 99}px;width:100%}}" for name in names)
    text = f"""<!DOCTYPE html><html lang="{language}"><head><meta charset="{encoding}">
<title>{html.escape(title)}</title><meta property="article:published_time" content="{day.isoformat()}">
<style>{styles}</style>
<script>window.state = {state};</script></head><body>
<nav class="menu"><ul>{links}</ul></nav><main><article><h1>{html.escape(title)}</h1>
<div class="text">{paragraphs}</div></article></main>
<aside class="related"><ul>{links}</ul></aside><footer>Site {number}</footer></body></html>"""
    body = text.encode(encoding, errors="xmlcharrefreplace")
    url = f"https://site-{draw.randrange(40)}.example/{language}/{number}.html"
    headers = (("content-type", "text/html"),)
    return Page(url=url, final_url=url, status=200, headers=headers, body=body, fetched=_CAPTURED)


def _link(language: str, words: dict[str, list[str]], draw: random.Random) -> str:
    title = html.escape(_plain(language, words, draw)[:24])
    return f'<li class="item"><a href="/{language}/{draw.randrange(10**8)}.html">{title}</a></li>'


def _lines(deal: bool, language: str, words: dict[str, list[str]], draw: random.Random) -> list[str]:
    lines = [_plain(language, words, draw) for _ in range(draw.randrange(6, 20))]
    if deal:
        pattern = draw.choice(words[f"deals_{language}"])
        a, b = draw.sample(words["companies" if language == "en" else language], 2)
        lines.insert(0, pattern.format(a=a, b=b, n=draw.randrange(2, 400), y=draw.randrange(2, 9)))
    elif language != "de" and draw.random() < 0.15:
        pattern = draw.choice(words[f"business_{language}"])
        lines.insert(
            0,
            pattern.format(a=draw.choice(words["companies" if language == "en" else language]), k=draw.randrange(2, 9)),
        )
    return [" ".join(lines[:1])] + [" ".join(lines[start : start + 3]) for start in range(1, len(lines), 3)]


def _plain(language: str, words: dict[str, list[str]], draw: random.Random) -> str:
    day = (
        f"{draw.randrange(1, 28)}."
        if language == "de"
        else "Friday"
        if language == "en"
        else f"{draw.randrange(1, 28)}日"
    )
    return draw.choice(words[f"plain_{language}"]).format(k=draw.randrange(2, 90), d=day)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=5_000)
    parser.add_argument("--share", type=float, default=0.03)
    options = parser.parse_args()
    print(write_warc(options.folder, options.pages, options.share))
