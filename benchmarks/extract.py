"""How fast articles are read: articles a second on one core, memory, start-up, and where the time goes.

Run it with `python -m benchmarks.extract`, in a checkout with the development tools. Articles of about 3,000 characters
are put together from the gold articles of each language; dense texts, since every one of them tells deals.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import pstats
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from rich.console import Console
from rich.table import Table

from extractors.company.recognise import recognise
from extractors.language import detect_language, detect_place
from extractors.normal_text import normalise
from extractors.quantity import find_quantities
from extractors.reader import extract, read
from extractors.sentences import split_sentences
from schemas.article import Article, Language

GOLD = Path(__file__).parents[1] / "corpora" / "gold"
CHARACTERS = 3_000
ARTICLES_A_SECOND = 100
MEGABYTES = 500
START_UP_SECONDS = 1.5


def build_articles(characters: int = CHARACTERS) -> dict[Language, list[Article]]:
    """Articles of `characters` characters by language, from the texts of the gold articles."""
    texts: dict[Language, list[str]] = {language: [] for language in Language}
    for path in sorted(GOLD.glob("own-*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            texts[Language(record["lang"])].append(record["text"])
    return {language: list(_cut("\n".join(parts), characters, language)) for language, parts in texts.items()}


def _cut(text: str, characters: int, language: Language) -> Iterator[Article]:
    for start in range(0, max(len(text) - characters, 1), characters):
        yield Article(doc_id=f"{language.value}-{start}", text=text[start : start + characters])


def seconds_each(articles: list[Article], step: Callable[[Article], object], least: float = 2.0) -> float:
    """Processor seconds that `step` takes for an article, over rounds of all articles for at least `least` seconds."""
    for article in articles:
        step(article)
    rounds, began = 0, time.process_time()
    while time.process_time() - began < least:
        for article in articles:
            step(article)
        rounds += 1
    return (time.process_time() - began) / (rounds * len(articles))


def start_up(*arguments: str) -> float:
    """Seconds that `dealtrail` takes with `arguments`, the best of three."""
    command = [sys.executable, "-m", "dealtrail", *arguments]
    best = float("inf")
    for _ in range(3):
        began = time.perf_counter()
        subprocess.run(command, capture_output=True, check=True)
        best = min(best, time.perf_counter() - began)
    return best


def stages(articles: list[Article]) -> dict[str, float]:
    """The share of each stage, measured on its own; what is left is sentences, frames, cues and assembly together."""
    texts = {article.doc_id: normalise(article.text).text for article in articles}
    places = {a.doc_id: detect_place(a, detect_language(a.text), texts[a.doc_id]) for a in articles}
    found = {a.doc_id: find_quantities(texts[a.doc_id], places[a.doc_id], a.published) for a in articles}
    alone: dict[str, Callable[[Article], object]] = {
        "normal text": lambda article: normalise(article.text),
        "language and place": lambda a: detect_place(a, detect_language(a.text), texts[a.doc_id]),
        "quantities": lambda article: find_quantities(texts[article.doc_id], places[article.doc_id], article.published),
        "companies": lambda article: recognise(
            texts[article.doc_id], places[article.doc_id], "", found[article.doc_id]
        ),
        "sentences": lambda article: split_sentences(texts[article.doc_id]),
    }
    whole = seconds_each(articles, read, 1.0)
    shares = {name: seconds_each(articles, step, 0.5) / whole for name, step in alone.items()}
    return shares | {"frames, cues and assembly": max(0.0, 1 - sum(shares.values()))}


def functions(articles: list[Article], count: int) -> list[tuple[str, float]]:
    """The functions that take the most time of their own, with their share of the whole."""
    profile = cProfile.Profile()
    profile.enable()
    for article in articles:
        read(article)
    profile.disable()
    rows = pstats.Stats(profile).stats  # type: ignore[attr-defined]
    total = sum(row[2] for row in rows.values())
    busiest = sorted(rows.items(), key=lambda item: -item[1][2])[:count]
    return [(f"{Path(place[0]).name}:{place[1]} {place[2]}", row[2] / total) for place, row in busiest]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--profile", type=int, default=12, metavar="N", help="name the N busiest functions")
    count = parser.parse_args().profile
    console = Console()
    articles = build_articles()
    everything = [article for parts in articles.values() for article in parts]
    speed = Table("Language", "Articles", "Milliseconds each", "Articles a second", "Characters a second")
    for name, parts in [*((language.value, parts) for language, parts in articles.items()), ("all", everything)]:
        each = seconds_each(parts, extract)
        size = sum(len(article.text) for article in parts) / len(parts)
        speed.add_row(name, str(len(parts)), f"{1000 * each:.1f}", f"{1 / each:.1f}", f"{size / each:,.0f}")
    console.print(speed, f"Target: {ARTICLES_A_SECOND} articles of {CHARACTERS:,} characters a second on one core.\n")
    share = Table("Stage", *articles)
    measured = [stages(parts) for parts in articles.values()]
    for stage in measured[0]:
        share.add_row(stage, *(f"{each[stage]:.0%}" for each in measured))
    console.print(share)
    busy = Table("Busiest functions of all languages", "Share of the time")
    for function, part in functions(everything, count):
        busy.add_row(function, f"{part:.1%}")
    console.print(busy)
    rest = Table("Measure", "Value", "Target")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024)
    rest.add_row("peak memory", f"{peak:.0f} MB", f"< {MEGABYTES} MB")
    rest.add_row("dealtrail --help", f"{start_up('--help'):.2f} s", f"< {START_UP_SECONDS} s")
    with tempfile.TemporaryDirectory() as folder:
        database = f"{folder}/benchmark.sqlite"
        subprocess.run(
            [sys.executable, "-m", "dealtrail", "ingest", "corpora/demo", "--database", database],
            capture_output=True,
            check=True,
            cwd=GOLD.parents[1],
        )
        rest.add_row("dealtrail deals", f"{start_up('deals', '--database', database):.2f} s", f"< {START_UP_SECONDS} s")
    console.print(rest)


if __name__ == "__main__":
    main()
