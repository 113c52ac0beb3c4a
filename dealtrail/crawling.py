"""The commands that need the web or the archive: crawl, sources, reextract, serve."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dealtrail import settings as edge
from dealtrail.options import Database, RecogniseOr, SettingsFile
from dealtrail.output import FAILED, console, note, visible
from dealtrail.recognising import chosen_recognisers, tell_asked
from schemas.errors import DealtrailError, SettingsError

if TYPE_CHECKING:
    from pipeline.crawl import Crawled, Failure, Workplace
    from schemas.settings import Settings
    from schemas.source import Source

SOURCES_VARIABLE = "DEALTRAIL_SOURCES"

SourcesFile = Annotated[
    Path | None,
    typer.Option(
        "--sources",
        metavar="FILE",
        help="Sources. Default: $DEALTRAIL_SOURCES, else sources.toml here.",
        show_default=False,
    ),
]
Names = Annotated[list[str] | None, typer.Argument(metavar="[NAME]…", help="Sources by name. Default: all.")]

sources_app = typer.Typer(name="sources", help="Check, list and add news sources.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(epilog="Example: dealtrail crawl cna bbc-business --database deals.sqlite")(crawl)
    app.command(epilog="Example: dealtrail reextract --database deals.sqlite")(reextract)
    app.command(epilog="Example: dealtrail serve --settings dealtrail.toml")(serve)
    sources_app.command(epilog="Example: dealtrail sources check cna")(check)
    sources_app.command(epilog="Example: dealtrail sources add https://news.example/")(add)
    app.add_typer(sources_app, epilog="Example: dealtrail sources check")


def crawl(
    names: Names = None,
    database: Database = None,
    recognisers: RecogniseOr = None,
    at_once: Annotated[
        int | None,
        typer.Option(min=1, max=64, help="Sources crawled at the same time. Default: the settings', else 1."),
    ] = None,
    sources: SourcesFile = None,
    settings: SettingsFile = None,
) -> None:
    """Fetch, archive and read what sources have published, and merge its deals."""
    from pipeline.configuration import choose_sources
    from pipeline.crawl import crawl_sources
    from pipeline.extract import extractor

    path = sources_path(sources)
    chosen = choose_sources(read_sources(path), names or (), path)
    failed = False
    with _workplace(database, settings) as place:
        refuse_without_contact(chosen, place.settings)
        choice = chosen_recognisers(recognisers, place.settings)
        extract = extractor(choice)
        for source, done in crawl_sources(chosen, place, extract, at_once or place.settings.sources_at_once):
            if isinstance(done, DealtrailError):
                note(f"failed: {source.name}: {done}")
                failed = True
                continue
            _tell_crawl(done)
            failed = failed or any(each.kind != "empty" for each in done.failures)
        tell_asked(choice)
        note(f"{place.store.count():,} deals; database: {place.store.address}; archive: {place.archive}")
    if failed:
        raise typer.Exit(FAILED)


def reextract(
    database: Database = None,
    recognisers: RecogniseOr = None,
    sources: SourcesFile = None,
    settings: SettingsFile = None,
) -> None:
    """Run today's rules over every page ever fetched, without the network."""
    from pipeline.extract import extractor
    from pipeline.reextract import reextract as read_again

    by_name = {source.name: source for source in read_sources(sources_path(sources))}
    edge.existing_database(edge.database_address(database))
    with _workplace(database, settings) as place:
        choice = chosen_recognisers(recognisers, place.settings)
        done = read_again(by_name, place, extractor(choice))
        tell_asked(choice)
        for change in done.changes:
            note(f"{change.deal_id} {change.field}: {change.before} → {change.after}")
        for what, ids in (("new", done.deals.new_ids), ("gone", done.deals.gone_ids)):
            for deal_id in ids:
                note(f"{deal_id} {what}")
        note(
            f"{done.pages:,} pages read again: {done.new:,} articles new, {done.changed:,} changed, {done.forgotten:,} "
            f"forgotten; {done.deals.new:,} deals new, {done.deals.changed:,} changed, {done.deals.gone:,} gone"
        )
    _tell_failures([each for each in done.failures if each.kind != "empty"])


def serve(
    database: Database = None,
    recognisers: RecogniseOr = None,
    sources: SourcesFile = None,
    settings: SettingsFile = None,
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port of the local Prefect server.")] = 4200,
) -> None:
    """Crawl every source on its schedule, with a Prefect server of its own, until stopped."""
    from dealtrail.serving import serve_schedules

    path, address = sources_path(sources), edge.database_address(database)
    chosen, loaded = read_sources(path), load_settings(settings)
    refuse_without_contact(chosen, loaded)
    choice = chosen_recognisers(recognisers, loaded)
    with _workplace(database, settings):
        pass  # A database that cannot be opened is refused now and not at the first schedule.
    serve_schedules(path, edge.settings_path(settings), address, port, None if recognisers is None else choice.text)


def check(names: Names = None, sources: SourcesFile = None, settings: SettingsFile = None) -> None:
    """Say of each source whether its robots.txt, its lists and its first article can be read."""
    from rich.table import Table

    from pipeline.configuration import choose_sources
    from pipeline.crawl.check import check_source

    path, loaded = sources_path(sources), load_settings(settings)
    chosen = choose_sources(read_sources(path), names or (), path)
    refuse_without_contact(chosen, loaded)
    table = Table("Source", "robots.txt", "Lists", "First article", box=None, pad_edge=False)
    faults = 0
    for source in chosen:
        checked = check_source(source, loaded)
        table.add_row(*(visible(text) for text in (checked.source, checked.robots, checked.lists, checked.article)))
        for fault in checked.faults:
            note(f"{source.name}: {fault}")
        faults += bool(checked.faults)
    console().print(table)
    note(f"{len(chosen) - faults} of {len(chosen)} sources can be read")
    if faults:
        raise typer.Exit(FAILED)


def add(
    url: Annotated[str, typer.Argument(metavar="URL", help="A page of the site, or its feed.")],
    sources: SourcesFile = None,
    settings: SettingsFile = None,
    private: Annotated[
        bool, typer.Option("--private", help="The site is on this machine or in a private network.")
    ] = False,
) -> None:
    """Find a site's feeds and news sitemaps, and add it to the sources."""
    import asyncio
    from urllib.parse import urlsplit

    from pipeline.discovery.find import FoundSource, find_source
    from pipeline.fetch import Fetcher

    path, loaded = sources_path(sources, must_exist=False), load_settings(settings)
    hosts = [urlsplit(url).netloc] if private else []

    async def find() -> FoundSource:
        async with Fetcher(
            loaded.fetch, contact=loaded.contact, private_hosts=hosts, seconds_between=0 if private else 1
        ) as fetcher:
            return await find_source(url, fetcher, loaded.fetch.list_bytes)

    found = asyncio.run(find())
    if path.exists() and found.name in {source.name for source in read_sources(path)}:
        raise SettingsError(f"{path} has a source named {found.name!r} already")
    text = found.toml() + (f'private_hosts = ["{hosts[0]}"]\n' if hosts else "")
    before = path.read_text(encoding="utf-8").rstrip("\n") + "\n\n" if path.exists() else ""
    path.write_text(before + text, encoding="utf-8")
    read_sources(path)
    for kind, lists in (("feed", found.feeds), ("sitemap", found.sitemaps)):
        for address, count in lists.items():
            note(f"{kind} {address}: {count:,} entries")
    note(f"added {found.name!r} to {path}; try: dealtrail sources check {found.name}")


def load_settings(option: Path | None) -> Settings:
    """The settings of the file that is meant, with the contact of the environment."""
    from flows.edge import load_settings as load

    path = edge.settings_path(option)
    return load(None if path is None else str(path))


def sources_path(option: Path | None, environment: Mapping[str, str] = os.environ, must_exist: bool = True) -> Path:
    """The file of sources that is meant.

    Raises:
        SettingsError: If it is not there.
    """
    path = option or Path(environment.get(SOURCES_VARIABLE) or "sources.toml")
    if must_exist and not path.exists():
        raise SettingsError(f"there is no {path}: name one with --sources, or make one with: dealtrail sources add URL")
    return path


def read_sources(path: Path) -> tuple[Source, ...]:
    """The sources of a file."""
    from pipeline.configuration import read_sources as read

    return read(path)


def refuse_without_contact(sources: tuple[Source, ...], settings: Settings) -> None:
    """Refuse to crawl other people's sites without an address that their owners can write to.

    Raises:
        SettingsError: If there is none and a source is not on a private host.
    """
    others = [source.name for source in sources if not source.private_hosts]
    if settings.contact is None and others:
        raise SettingsError(
            f"will not crawl other people's sites ({', '.join(others[:3])}…) without a contact address for their "
            'owners: set contact = "you@example.org" in dealtrail.toml, or DEALTRAIL_CONTACT'
        )


@contextmanager
def _workplace(database: str | None, settings: Path | None) -> Iterator[Workplace]:
    from pipeline.crawl.workplace import open_workplace

    with open_workplace(edge.database_address(database), load_settings(settings)) as place:
        yield place


def _tell_crawl(done: Crawled) -> None:
    for failure in done.failures:
        note(f"{failure.kind}: {failure.place}: {failure.reason}")
    note(
        f"{done.source}: {done.fetched:,} pages fetched, {done.new:,} articles new, {done.changed:,} changed, "
        f"{len(done.failures):,} failures; {done.deals.new:,} deals new, {done.deals.changed:,} changed"
    )


def _tell_failures(failures: list[Failure]) -> None:
    for failure in failures:
        note(f"failed: {failure.place}: {failure.reason}")
    if failures:
        raise typer.Exit(FAILED)
