"""Tables of what recognisers bring and of how far confidences are probabilities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table

from pipeline.ablate import FIELDS

if TYPE_CHECKING:
    from corpora.reliability import Reliability
    from pipeline.ablate import Ablated
    from schemas.record import Record

_NONE = "–"


def ablation_tables(done: Sequence[Ablated]) -> RenderableType:
    """Precision, recall and F1 of each set of recognisers: a table a gold file, and one of time and memory."""
    parts: list[RenderableType] = [_scores(name, done) for name in done[0].scores] if done else []
    price = _table("time and memory, one process")
    for name in ("Recognisers", "articles", "articles/s", "start s", "MB"):
        price.add_column(name, justify="left" if name == "Recognisers" else "right")
    for each in done:
        memory = _NONE if each.peak_bytes is None else f"{each.peak_bytes / 1e6:,.0f}"
        price.add_row(
            each.name, f"{each.articles:,}", f"{each.articles_a_second:,.1f}", f"{each.start_seconds:.2f}", memory
        )
    return Group(*parts, price)


def _scores(name: str, done: Sequence[Ablated]) -> Table:
    table = _table(f"{name}: precision, recall and F1 in hundredths")
    table.add_column("Language")
    table.add_column("Recognisers")
    for column in ("deals", "parties", "roles", "amounts"):
        table.add_column(column, justify="right")
    languages = [language for language in done[0].scores[name] if language not in ("all", "merge")]
    for language in [*languages, *(["all"] if len(languages) > 1 else [])]:
        for each in done:
            rates = each.scores[name].get(language, {})
            table.add_row(language, each.name, *(_rates(rates.get(one)) for one in FIELDS))
    return table


def _rates(rates: Record | None) -> str:
    return _NONE if rates is None else f"{100 * rates['p']:.0f} {100 * rates['r']:.0f} {100 * rates['f1']:.1f}"


def calibration_tables(curves: Mapping[str, Reliability]) -> RenderableType:
    """The bins of each curve, and the errors of all."""
    bins = _table("mentions by confidence")
    for name in ("Language", "confidence", "mentions", "mean", "right"):
        bins.add_column(name, justify="left" if name == "Language" else "right")
    errors = _table("expected calibration error, and what as many mentions of perfect confidence would have")
    for name in ("Language", "mentions", "error", "chance", "Brier"):
        errors.add_column(name, justify="left" if name == "Language" else "right")
    for language, curve in curves.items():
        for each in curve.bins:
            span = f"{each.low:.1f} to {each.high:.1f}"
            bins.add_row(language, span, str(each.mentions), f"{each.confidence:.3f}", f"{each.right:.3f}")
        errors.add_row(language, str(curve.mentions), f"{curve.error:.3f}", f"{curve.chance:.3f}", f"{curve.brier:.3f}")
    return Group(bins, errors)


def curve_record(curve: Reliability) -> Record:
    """A curve for JSON, to four places."""
    numbers = {name: getattr(curve, name) for name in ("mentions", "error", "chance", "brier")}
    bins = [asdict(each) for each in curve.bins]
    return _rounded(numbers) | {"bins": [_rounded(each) for each in bins]}


def _rounded(numbers: Mapping[str, float]) -> Record:
    return {name: round(value, 4) if isinstance(value, float) else value for name, value in numbers.items()}


def _table(title: str) -> Table:
    return Table(box=box.SIMPLE_HEAD, pad_edge=False, title=title, title_justify="left", show_edge=False)
