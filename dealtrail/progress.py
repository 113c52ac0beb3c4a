"""The progress bar of an ingest, on standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from pipeline.ingest import Ingested


@contextmanager
def progress_bar(total: int | None, wanted: bool | None) -> Iterator[Callable[[Ingested], None]]:
    """A function that shows how far an ingest is; it shows nothing where nobody looks.

    Args:
        total: How many articles there are, None if nobody knows.
        wanted: Whether to show a bar; None for only on a terminal.
    """
    if not (sys.stderr.isatty() if wanted is None else wanted):
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    columns = (
        TextColumn("reading"),
        BarColumn(bar_width=20),
        TextColumn("{task.completed:,.0f} articles, {task.fields[deals]:,} deals, {task.fields[rate]:.1f} articles/s"),
    )
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("ingest", total=total, deals=0, rate=0.0)

        def tell(done: Ingested) -> None:
            elapsed = bar.tasks[0].elapsed or 0.0
            seen = done.seen
            bar.update(task, completed=seen, deals=done.mentions, rate=seen / elapsed if elapsed else 0.0)

        yield tell
        bar.update(task, total=bar.tasks[0].completed or 1)
