"""The command `dealtrail backfill`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dealtrail import settings as edge
from dealtrail.crawling import (
    SourcesFile,
    load_settings,
    read_sources,
    refuse_without_contact,
    sources_path,
)
from dealtrail.options import Database, RecogniseOr, SettingsFile
from dealtrail.output import FAILED, name_failures, note
from dealtrail.recognising import chosen_recognisers, tell_asked, tell_lines
from schemas.errors import SettingsError

if TYPE_CHECKING:
    from pipeline.backfill import Backfilled
    from pipeline.backfill.run import How
    from pipeline.crawl import Crawled, Days
    from schemas.recognisers import Choice
    from schemas.settings import Settings
    from schemas.source import Source

_MOST_NAMED = 50


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog="Example: dealtrail backfill archive/ --database deals.sqlite --processes 2")(backfill)


def backfill(
    what: Annotated[
        list[str],
        typer.Argument(
            metavar="WHAT…",
            help="WARC, WACZ, JSONL or Parquet files, folders of them, lists of WARC paths (.paths, .paths.gz), "
            "lists of addresses (.txt), or addresses of sitemaps.",
        ),
    ],
    database: Database = None,
    base: Annotated[
        str | None,
        typer.Option(metavar="FOLDER|URL", help="What the paths of a list are below. Default: Common Crawl's server."),
    ] = None,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="Only articles of this day or later (web).")] = None,
    until: Annotated[
        str | None, typer.Option(metavar="DATE", help="Only articles of this day or earlier (web).")
    ] = None,
    source: Annotated[
        str | None, typer.Option(metavar="NAME", help="The source whose rules hold for addresses and sitemaps.")
    ] = None,
    processes: Annotated[int, typer.Option(min=1, help="How many processes read archives.")] = 1,
    prefilter: Annotated[
        bool, typer.Option("--prefilter/--no-prefilter", help="Skip pages that cannot hold a deal before parsing.")
    ] = True,
    again: Annotated[bool, typer.Option("--again", help="Do an archive again that was done before.")] = False,
    recognisers: RecogniseOr = None,
    progress: Annotated[
        bool | None, typer.Option("--progress/--no-progress", help="Show a bar. Default: on a terminal only.")
    ] = None,
    sources: SourcesFile = None,
    settings: SettingsFile = None,
) -> None:
    """Read archives and lists of back pages; a killed one goes on where it was when run again."""
    lists = [Path(each) for each in what if each.endswith((".paths", ".paths.gz"))]
    served = lists if base is None or base.startswith(("http://", "https://")) else []
    web = [each for each in what if each.startswith(("http://", "https://")) or each.endswith(".txt")]
    files = [Path(each) for each in what if each not in web and Path(each) not in served]
    if (since or until) and files:
        raise SettingsError("--since and --until are for sitemaps and lists of addresses; archives are read whole")
    address, loaded = edge.database_address(database), load_settings(settings)
    choice = chosen_recognisers(recognisers, loaded)
    failed = False
    if files:
        folder = Path(base) if base else None
        failed = _archives(files, address, folder, processes, _how(prefilter, choice), again, progress)
    for listed in served:
        chosen = None if source is None else _source(source, sources)
        failed = _served(listed, base, chosen, address, loaded, processes, _how(prefilter, choice), progress) or failed
    for each in web:
        chosen = None if source is None else _source(source, sources)
        failed = _from_web(each, chosen, _days(since, until), address, loaded, choice) or failed
    if failed:
        raise typer.Exit(FAILED)


def _how(prefilter: bool, choice: Choice) -> How:
    from pipeline.backfill.run import How

    return How(prefilter=prefilter, recognisers=choice.text)


def _archives(
    files: list[Path],
    address: str,
    base: Path | None,
    processes: int,
    how: How,
    again: bool,
    progress: bool | None,
) -> bool:
    from pipeline.backfill import backfill as run
    from pipeline.backfill import start
    from pipeline.store import Store

    with Store(address) as store:
        backfill_id = start(store, files, base=base, how=how, again=again)
        with _bar(progress) as tell:
            done = run(store, address, backfill_id, processes=processes, tell=tell)
        counts = done.counts
        tell_lines(done.asked)
        name_failures(done.failures[:_MOST_NAMED])
        if len(done.failures) > _MOST_NAMED:
            note(f"and {len(done.failures) - _MOST_NAMED:,} more, all kept in the table 'failure' of the database")
        note(
            f"{counts.pages:,} pages: {counts.skipped:,} without a sign of a deal, {counts.empty:,} without an "
            f"article, {counts.articles:,} articles, {counts.mentions:,} mentions of deals, {counts.failed:,} failed"
        )
        note(f"{done.deals.new:,} deals new, {done.deals.changed:,} changed; {store.count():,} deals; {store.address}")
    return bool(done.failures)


def _served(
    listed: Path,
    base: str | None,
    source: Source | None,
    address: str,
    loaded: Settings,
    processes: int,
    how: How,
    progress: bool | None,
) -> bool:
    from pipeline.backfill.download import COMMON_CRAWL, backfill_served
    from pipeline.backfill.plan import listed_paths
    from pipeline.backfill.web import own_source
    from pipeline.crawl.workplace import open_workplace
    from schemas.errors import InputError

    below = base or COMMON_CRAWL
    chosen = source or own_source(below)
    refuse_without_contact((chosen,), loaded)
    failed = False
    with open_workplace(address, loaded) as place, _bar(progress) as tell:
        for done in backfill_served(
            listed_paths(listed), below, chosen, place, address, how=how, processes=processes, tell=tell
        ):
            if isinstance(done, InputError):
                note(f"failed: {done}")
                failed = True
            else:
                tell_lines(done.asked)
                name_failures(done.failures[:_MOST_NAMED])
                note(f"{done.counts.pages:,} pages, {done.counts.articles:,} articles, {done.deals.new:,} deals new")
                failed = failed or bool(done.failures)
    return failed


def _from_web(what: str, source: Source | None, days: Days, address: str, loaded: Settings, choice: Choice) -> bool:
    from pipeline.backfill.web import backfill_addresses, backfill_sitemap, own_source, read_addresses
    from pipeline.crawl.workplace import open_workplace
    from pipeline.extract import extractor

    urls = [] if what.startswith("http") else read_addresses(Path(what))
    chosen = source or own_source(what if what.startswith("http") else urls[0])
    refuse_without_contact((chosen,), loaded)
    extract = extractor(choice)
    with open_workplace(address, loaded) as place:
        if urls:
            done = backfill_addresses(chosen, urls, place, extract, days)
        else:
            done = backfill_sitemap(chosen, what, place, extract, days)
        _tell_web(done)
    tell_asked(choice)
    return any(each.kind not in ("empty",) for each in done.failures)


def _tell_web(done: Crawled) -> None:
    for failure in done.failures:
        note(f"{failure.kind}: {failure.place}: {failure.reason}")
    note(
        f"{done.discovered.announced:,} addresses, {done.fetched:,} pages fetched, {done.new:,} articles new, "
        f"{done.changed:,} changed, {len(done.failures):,} failures; {done.deals.new:,} deals new"
    )


def _days(since: str | None, until: str | None) -> Days:
    from pipeline.crawl import Days

    return Days(
        None if since is None else edge.partial_date(since, "--since").first_day(),
        None if until is None else edge.partial_date(until, "--until").last_day(),
    )


def _source(name: str, sources: Path | None) -> Source:
    from pipeline.configuration import choose_sources

    path = sources_path(sources)
    return choose_sources(read_sources(path), [name], path)[0]


@contextmanager
def _bar(wanted: bool | None) -> Iterator[Callable[[Backfilled], None]]:
    """A bar of bytes with pages, articles, deals, errors, rate and time left; nothing where nobody looks."""
    if not (sys.stderr.isatty() if wanted is None else wanted):
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    text = "{task.fields[pages]:,} pages, {task.fields[articles]:,} articles, {task.fields[mentions]:,} deals, "
    columns = (
        TextColumn("backfill"),
        BarColumn(bar_width=16),
        TextColumn(text + "{task.fields[failed]:,} errors, {task.fields[rate]:.0f} pages/s"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("backfill", total=None, pages=0, articles=0, mentions=0, failed=0, rate=0.0)
        first: list[int] = []

        def tell(done: Backfilled) -> None:
            counts = done.counts
            first.append(counts.pages) if not first else None
            elapsed = bar.tasks[0].elapsed or 0.0
            bar.update(
                task,
                total=done.bytes,
                completed=done.bytes_done,
                pages=counts.pages,
                articles=counts.articles,
                mentions=counts.mentions,
                failed=counts.failed,
                # What was done before a resumed run began is no part of its rate.
                rate=(counts.pages - first[0]) / elapsed if elapsed else 0.0,
            )

        yield tell
