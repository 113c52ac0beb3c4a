"""The command that holds the extractor against gold files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dealtrail.options import RecogniseOr, SettingsFile
from dealtrail.output import console, note, print_lines
from dealtrail.recognising import recognisers_of, tell_asked
from schemas.errors import SettingsError

if TYPE_CHECKING:
    from schemas.record import Record


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog="Example: dealtrail evaluate corpora/gold/dev-en.jsonl --show")(evaluate)


def evaluate(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="GOLD.jsonl [PREDICTED.jsonl]",
            help="Articles with the deals a careful reader found, and what was found. Default: run the extractor on "
            "the gold's texts.",
        ),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print the numbers as one JSON object.")] = False,
    faults: Annotated[bool, typer.Option("--show", help="Name each missed and invented deal.")] = False,
    recognisers: RecogniseOr = None,
    settings: SettingsFile = None,
) -> None:
    """Score found deals against a gold file: precision, recall and F1 of deals, fields and merging."""
    from corpora.goldfile import read_records
    from corpora.score import score

    if len(files) > 2:
        raise SettingsError("one gold file, and maybe one of predictions, is scored at a time")
    gold = files[0]
    said = list(read_records(files[1])) if len(files) == 2 else _said(gold, recognisers, settings)
    report = score(read_records(gold), said)
    if faults:
        for fault in report.faults:
            note(str(fault))
    if as_json:
        print_lines([json.dumps(report.numbers(), ensure_ascii=False) + "\n"])
    else:
        from dealtrail.tables import scores_table

        console().print(scores_table(report.numbers()))


def _said(gold: Path, recognisers: str | None, settings: Path | None) -> list[Record]:
    from corpora.goldfile import read_gold
    from pipeline.evaluate import predicted_records
    from pipeline.extract import extract_articles

    articles = (each.article for each in read_gold(gold))
    choice = recognisers_of(recognisers, settings)
    said = list(predicted_records(extract_articles(articles, choice=choice)))
    tell_asked(choice)
    return said
