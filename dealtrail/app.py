"""The commands. Each reads its options, calls the steps, and prints; heavy libraries are loaded inside."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dealtrail import backfilling, changes, crawling, deciding, evaluating, exporting, listing, money, reviewing
from dealtrail import settings as edge
from dealtrail.database import db
from dealtrail.options import Database, Paths, Published, RecogniseOr, SettingsFile, TextFormat
from dealtrail.output import console, finish, name_failures, note, print_lines, write_lines
from dealtrail.recognising import recognisers_of, tell_asked
from dealtrail.train import train
from schemas.article import Article
from schemas.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

app = typer.Typer(
    name="dealtrail",
    help="Reads business news in Traditional Chinese, Simplified Chinese and English and keeps one database of deals.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
app.add_typer(train, name="train")
app.add_typer(db, name="db")


@app.command(epilog="Example: dealtrail ingest news/ today.html --database deals.sqlite")
def ingest(
    paths: Paths,
    database: Database = None,
    published: Published = None,
    recognisers: RecogniseOr = None,
    settings: SettingsFile = None,
    skip_known: Annotated[
        bool, typer.Option("--skip-known", help="Pass over articles already saved, to continue a long run.")
    ] = False,
    progress: Annotated[
        bool | None, typer.Option("--progress/--no-progress", help="Show a bar. Default: on a terminal only.")
    ] = None,
) -> None:
    """Read articles into the database and merge what they tell into deals."""
    from dealtrail.progress import progress_bar
    from pipeline.count import count_articles
    from pipeline.extract import extract_articles
    from pipeline.ingest import ingest as ingest_articles
    from pipeline.store import Store

    items = _read(paths, published)
    choice = recognisers_of(recognisers, settings)
    with Store(edge.database_address(database)) as store:
        with progress_bar(count_articles(paths), progress) as tell:
            by_choice = partial(extract_articles, choice=choice)
            done = ingest_articles(items, store, by_choice, skip_known=skip_known, tell=tell)
        name_failures(done.failures)
        tell_asked(choice)
        note(f"{done.new:,} new, {done.changed:,} changed, {done.unchanged:,} unchanged; {store.count():,} deals")
        note(f"database: {store.address}")
    finish(done.read, done.failures, named=True)


@app.command(epilog="Example: dealtrail extract article.txt --published 2026-11-21 --format table")
def extract(
    paths: Paths,
    published: Published = None,
    form: Annotated[TextFormat, typer.Option("--format", help="JSON objects a line, or a table.")] = TextFormat.JSONL,
    recognisers: RecogniseOr = None,
    settings: SettingsFile = None,
) -> None:
    """Print the deals that articles tell, without a database."""
    from pipeline.export.lines import to_jsonl
    from pipeline.extract import extract_articles
    from pipeline.ingest import readable
    from schemas.record import extraction_record

    failures: list[InputError] = []
    read = 0
    out = console()
    choice = recognisers_of(recognisers, settings)
    for extraction in extract_articles(readable(_read(paths, published), failures), choice=choice):
        read += 1
        if form is TextFormat.JSONL:
            print_lines(to_jsonl([extraction_record(extraction)]))
        else:
            from dealtrail.tables import mentions_table

            out.print(mentions_table(extraction))
    tell_asked(choice)
    finish(read, failures)


@app.command(epilog="Example: dealtrail explain article.txt --html article.html")
def explain(
    paths: Annotated[list[str], typer.Argument(metavar="PATH…", help="Articles, as for extract.")],
    published: Published = None,
    html: Annotated[
        Path | None,
        typer.Option("--html", metavar="FILE", help="Write a page with what was recognised marked in the text."),
    ] = None,
    recognisers: RecogniseOr = None,
    settings: SettingsFile = None,
) -> None:
    """Show how articles were read: what was recognised, which rule fired, what was refused and why."""
    from extractors.explain import explain_article, explain_html
    from pipeline.extract import loaded_recognisers
    from pipeline.ingest import readable

    failures: list[InputError] = []
    pages: list[str] = []
    choice = recognisers_of(recognisers, settings)
    loaded = loaded_recognisers(choice)
    read = 0
    for article in readable(_read(paths, published), failures):
        read += 1
        if html is None:
            print_lines([explain_article(article, loaded).rstrip("\n") + "\n"])
        else:
            pages.append(explain_html(article, loaded))
    if html is not None:
        write_lines(iter(pages), html)
        note(f"written: {html}")
    tell_asked(choice)
    finish(read, failures)


def _read(paths: list[str], published: str | None) -> Iterator[Article | InputError]:
    from pipeline.read import read_articles

    day = None if published is None else edge.partial_date(published, "--published")
    return read_articles(paths, published=day, stdin=sys.stdin.buffer)


evaluating.register(app)
listing.register(app)
changes.register(app)
exporting.register(app)
crawling.register(app)
backfilling.register(app)
deciding.register(app)
money.register(app)
reviewing.register(app)
