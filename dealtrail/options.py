"""The options that several commands share."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from schemas.article import Language
from schemas.deal import Kind, Status
from schemas.merged import Review

Paths = Annotated[
    list[str],
    typer.Argument(metavar="PATH…", help="Files (.txt, .html, .jsonl), folders of them, or - for standard input."),
]

Database = Annotated[
    str | None,
    typer.Option(
        "--database",
        metavar="URL|FILE",
        help="An SQLite file or a database URL. Default: $DEALTRAIL_DATABASE_URL, else a file in your data folder.",
        show_default=False,
    ),
]

Published = Annotated[
    str | None,
    typer.Option("--published", metavar="DATE", help="The day of articles that do not state one, e.g. 2026-11-21."),
]


class TextFormat(StrEnum):
    """How `extract` prints."""

    JSONL = "jsonl"
    TABLE = "table"


class ExportFormat(StrEnum):
    """How `export` writes."""

    CSV = "csv"
    JSONL = "jsonl"
    PARQUET = "parquet"
    XLSX = "xlsx"
    GRAPHML = "graphml"
    FTM = "ftm"


class ExportBy(StrEnum):
    """What a line of an export is."""

    DEAL = "deal"
    ARTICLE = "article"


RecogniseOr = Annotated[
    str | None,
    typer.Option(
        "--recognisers",
        metavar="LIST",
        help="Who reads: rules, roles=FOLDER, ner=spacy:PATH, ner=transformers:PATH, or several (docs/models.md). "
        "Default: the settings', else rules.",
        show_default=False,
    ),
]

CompanyOption = Annotated[
    str | None, typer.Option("--company", help="A company by any of its names, in any script; subsidiaries count too.")
]
KindOption = Annotated[Kind | None, typer.Option("--kind", help="What is exchanged.")]
StatusOption = Annotated[Status | None, typer.Option("--status", help="How far the deal has come.")]
MinAmount = Annotated[
    str | None,
    typer.Option("--min-amount", metavar="AMOUNT", help="The least amount, e.g. 5e9, 5bn or 50億, in --currency."),
]
CurrencyOption = Annotated[
    str, typer.Option("--currency", help="The currency of --min-amount; others are compared by the rate of the day.")
]
Since = Annotated[
    str | None,
    typer.Option("--since", metavar="DATE", help="Announced (or last written of) on this day or later."),
]
LanguageOption = Annotated[Language | None, typer.Option("--language", help="Told by an article in this language.")]
ReviewOption = Annotated[
    Review | None, typer.Option("--review", help="What people said of it. Default: all but what they rejected.")
]

RatesFile = Annotated[
    Path | None,
    typer.Option(
        "--rates",
        metavar="FILE",
        help="The ECB's exchange rates (eurofxref-hist.csv). Default: the settings', else monthly ones.",
        show_default=False,
    ),
]
SettingsFile = Annotated[
    Path | None,
    typer.Option(
        "--settings",
        metavar="FILE",
        help="Settings. Default: $DEALTRAIL_SETTINGS, else dealtrail.toml here if there is one.",
        show_default=False,
    ),
]
