"""The options that several commands share."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

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


class ExportBy(StrEnum):
    """What a line of an export is."""

    DEAL = "deal"
    ARTICLE = "article"


Recognise = Annotated[
    str,
    typer.Option(
        "--recognisers",
        metavar="LIST",
        help="Who reads: rules, roles (the learned reader), or both; roles may name a folder: rules,roles=FOLDER.",
    ),
]
