"""The demo's news site: pages, feeds and a sitemap made from corpora/demo, served on loopback."""

from __future__ import annotations

import datetime
import html
import json
import threading
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from string import Template
from types import TracebackType
from typing import Any

DEMO = Path(__file__).parents[1] / "corpora" / "demo"
_SITE = DEMO / "site"
Answer = tuple[int, dict[str, str], bytes]

SOURCES = """
[[source]]
name = "harbour-daily"
language = "zh-Hant"
feeds = ["{url}/tw/rss.xml"]
sitemaps = ["{url}/hk/sitemap-index.xml"]
allow = ["/tw/news/", "/hk/finance/"]
zone = "Asia/Taipei"
window_days = 36500
seconds_between = 0
requests_at_once = 4
private_hosts = ["{host}"]

[[source]]
name = "riverbank"
language = "zh-Hans"
allow = ["/cn/tech/"]
zone = "Asia/Shanghai"
window_days = 36500
seconds_between = 0
requests_at_once = 4
private_hosts = ["{host}"]

[[source.sections]]
url = "{url}/cn/"
links = ".list a"

[[source]]
name = "harbour-ledger"
language = "en"
feeds = ["{url}/en/atom.xml", "{url}/en/feed.json"]
allow = ["/en/"]
zone = "America/New_York"
window_days = 36500
seconds_between = 0
requests_at_once = 4
private_hosts = ["{host}"]
"""


@dataclass(slots=True)
class _Page:
    path: str
    title: str
    paragraphs: list[str]
    template: str
    encoding: str
    at: str
    charset_meta: str
    header: str
    changed_at: str | None = None
    added: str = ""
    parts: int = 1


@dataclass(slots=True)
class DemoSite:
    """The site; use it as a context manager. `edition` 2 shows the changed page; `asked` are the paths asked for.

    `port` is the port that it would like; it takes a free one where that is taken.
    """

    edition: int = 1
    port: int = 0
    asked: list[str] = field(default_factory=list)
    _server: ThreadingHTTPServer = field(init=False)
    _answers: dict[str, Callable[[], Answer]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                site.asked.append(self.path)
                answer = site._answers.get(self.path.partition("?")[0], lambda: (404, {}, b"not here"))
                status, headers, body = answer()
                self.send_response(status)
                for name, value in ({"Content-Length": str(len(body))} | headers).items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *arguments: object) -> None:
                pass

        try:
            self._server = ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        except OSError:
            self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._build()

    @property
    def host(self) -> str:
        """The server's host and port."""
        return f"127.0.0.1:{self._server.server_port}"

    @property
    def url(self) -> str:
        """The server's address."""
        return f"http://{self.host}"

    @property
    def sources(self) -> str:
        """The sources.toml of the site."""
        return SOURCES.format(url=self.url, host=self.host)

    def __enter__(self) -> DemoSite:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _build(self) -> None:
        plan = tomllib.loads((_SITE / "site.toml").read_text(encoding="utf-8"))
        pages = [_page(entry) for entry in plan["page"]]
        for page in pages:
            for part in range(1, page.parts + 1):
                self._answers[_part_path(page.path, part)] = lambda page=page, part=part: self._give(page, part)  # type: ignore[misc]
        for entry in plan["redirect"]:
            self._answers[entry["path"]] = lambda to=entry["to"]: (301, {"Location": to}, b"")  # type: ignore[misc]
        for entry in plan["other"]:
            body = Template((_SITE / entry["file"]).read_text(encoding="utf-8")).substitute().encode()
            self._answers[entry["path"]] = lambda body=body: (200, {"Content-Type": "text/html"}, body)  # type: ignore[misc]
        by = {name: [page for page in pages if page.path.startswith(f"/{name}/")] for name in ("tw", "hk", "cn", "en")}
        more = [entry["path"] for entry in (*plan["redirect"], *plan["other"])]
        self._answers |= {
            "/robots.txt": lambda: _text("User-agent: *\nDisallow: /private/\n", "text/plain"),
            "/tw/rss.xml": lambda: _text(self._rss(by["tw"]), "application/rss+xml"),
            "/hk/sitemap-index.xml": lambda: _text(self._index(), "application/xml"),
            "/hk/sitemap.xml": lambda: _text(self._sitemap(by["hk"]), "application/xml"),
            "/cn/": lambda: _text(self._section(by["cn"]), "text/html; charset=utf-8"),
            "/en/atom.xml": lambda: _text(self._atom(by["en"]), "application/atom+xml"),
            "/en/feed.json": lambda: _text(self._json(by["en"], more), "application/feed+json"),
        }

    def _give(self, page: _Page, part: int) -> Answer:
        changed = self.edition == 2 and page.changed_at
        paragraphs = page.paragraphs + ([page.added] if changed else [])
        size = -(-len(paragraphs) // page.parts)
        shown = paragraphs[(part - 1) * size : part * size]
        more = f'<p><a href="{_part_path(page.path, part + 1)}">下一頁</a></p>' if part < page.parts else ""
        day = datetime.datetime.fromisoformat(page.at)
        text = Template((_SITE / page.template).read_text(encoding="utf-8")).substitute(
            title=html.escape(page.title),
            title_=html.escape(page.title) + "_",
            paragraphs="\n".join(f"<p>{html.escape(each)}</p>" for each in shown),
            next=more,
            at=page.at,
            day=f"{day:%Y}年{day:%m}月{day:%d}日 {day:%H:%M}",
            url=self.url + page.path,
            charset=page.charset_meta,
        )
        kind = f"text/html; charset={page.header}" if page.header else "text/html"
        return 200, {"Content-Type": kind}, text.encode(page.encoding, errors="xmlcharrefreplace")

    def _rss(self, pages: list[_Page]) -> str:
        items = "".join(
            f"<item><title>{html.escape(page.title)}</title><link>{self.url}{page.path}?utm_source=rss</link>"
            f"<pubDate>{format_datetime(datetime.datetime.fromisoformat(page.at))}</pubDate></item>"
            for page in pages
        )
        return f'<?xml version="1.0"?><rss version="2.0"><channel><title>港灣日報</title>{items}</channel></rss>'

    def _atom(self, pages: list[_Page]) -> str:
        entries = "".join(
            f'<entry><title>{html.escape(page.title)}</title><link href="{self.url}{page.path}"/>'
            f"<published>{page.at}</published><updated>{self._modified(page)}</updated></entry>"
            for page in pages
        )
        return f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom">{entries}</feed>'

    def _json(self, pages: list[_Page], more: list[str]) -> str:
        items: list[dict[str, Any]] = [{"url": f"https://{'x' * 3000}.example/"}, *({"url": path} for path in more)]
        items += [{"url": self.url + page.path, "date_modified": self._modified(page)} for page in pages]
        return json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items})

    def _index(self) -> str:
        return (
            '<?xml version="1.0"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
            f"<sitemap><loc>{self.url}/hk/sitemap.xml</loc></sitemap></sitemapindex>"
        )

    def _sitemap(self, pages: list[_Page]) -> str:
        urls = "".join(
            f"<url><loc>{self.url}{page.path}</loc><news:news><news:publication_date>{page.at}"
            f"</news:publication_date><news:title>{html.escape(page.title)}</news:title></news:news></url>"
            for page in pages
        )
        return (
            '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
            f'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{urls}</urlset>'
        )

    def _section(self, pages: list[_Page]) -> str:
        links = "".join(f'<li><a href="{page.path}">{html.escape(page.title)}</a></li>' for page in pages)
        return f'<html><body><p><a href="/about">关于</a></p><ul class="list">{links}</ul></body></html>'

    def _modified(self, page: _Page) -> str:
        return page.changed_at if self.edition == 2 and page.changed_at else page.at


def _page(entry: dict[str, Any]) -> _Page:
    title, paragraphs = _article(entry["article"])
    header = entry.get("charset_header", "" if "charset_meta" in entry else entry["encoding"])
    return _Page(
        entry["path"],
        title,
        paragraphs,
        entry["template"],
        entry["encoding"],
        entry["at"],
        entry.get("charset_meta", entry["encoding"]),
        header,
        entry.get("changed_at"),
        entry.get("added", ""),
        entry.get("parts", 1),
    )


def _article(name: str) -> tuple[str, list[str]]:
    """The title and paragraphs of a demo article, by its id in articles.jsonl or its file's name."""
    if name.endswith(".txt"):
        title, *paragraphs = (DEMO / name).read_text(encoding="utf-8").split("\n")
        return title.strip(), [line.strip() for line in paragraphs if line.strip()]
    for line in (DEMO / "articles.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        if record["doc_id"] == name:
            return record["title"], [part for part in record["text"].split("\n") if part.strip()]
    raise LookupError(f"corpora/demo/articles.jsonl has no article {name}")


def _part_path(path: str, part: int) -> str:
    stem, dot, ending = path.rpartition(".")
    return path if part == 1 else f"{stem}_{part}{dot}{ending}"


def _text(text: str, kind: str) -> Answer:
    return 200, {"Content-Type": kind}, text.encode()
