"""The command that holds the extractor against gold files: its scores, what each recogniser brings, its calibration."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dealtrail.options import RecogniseOr, SettingsFile
from dealtrail.output import console, note, print_lines, write_lines
from dealtrail.recognising import recognisers_of, tell_asked, tell_lines
from schemas.errors import SettingsError

if TYPE_CHECKING:
    from schemas.record import Record


class NumbersFormat(StrEnum):
    """How numbers are printed."""

    TABLE = "table"
    JSON = "json"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog="Example: dealtrail evaluate corpora/gold/dev-en.jsonl --show")(evaluate)


def evaluate(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="GOLD.jsonl [PREDICTED.jsonl]",
            help="Articles with the deals a careful reader found, and what was found. Default: run the extractor on "
            "the gold's texts. With --ablate or --calibration: any number of gold files.",
        ),
    ],
    form: Annotated[NumbersFormat, typer.Option("--format", help="Tables, or one JSON object.")] = NumbersFormat.TABLE,
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
    faults: Annotated[bool, typer.Option("--show", help="Name each missed and invented deal.")] = False,
    ablate: Annotated[
        bool,
        typer.Option("--ablate", help="Score the rules alone, then with each model in turn; with its time and memory."),
    ] = False,
    calibration: Annotated[
        Path | None,
        typer.Option("--calibration", metavar="FILE.svg", help="Draw how often mentions of a confidence are right."),
    ] = None,
    recognisers: RecogniseOr = None,
    settings: SettingsFile = None,
) -> None:
    """Score found deals against a gold file: precision, recall and F1 of deals, fields and merging."""
    form = NumbersFormat.JSON if as_json else form
    if ablate and calibration is not None:
        raise SettingsError("--ablate and --calibration are asked for one at a time")
    if ablate:
        _ablate(files, form, recognisers, settings)
    elif calibration is not None:
        _calibration(files, calibration, form, recognisers, settings)
    else:
        _score(files, form, faults, recognisers, settings)


def _score(
    files: list[Path], form: NumbersFormat, faults: bool, recognisers: str | None, settings: Path | None
) -> None:
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
    if form is NumbersFormat.JSON:
        _print_json(report.numbers())
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


def _ablate(files: list[Path], form: NumbersFormat, recognisers: str | None, settings: Path | None) -> None:
    from corpora.goldfile import read_gold
    from pipeline.ablate import ablate

    for path in files:
        for _ in read_gold(path):  # a file that is no gold is named before minutes of work
            pass
    done = []
    for each in ablate(recognisers_of(recognisers, settings), files):
        note(f"{each.name}: {each.articles:,} articles in {each.seconds:.1f} s")
        tell_lines(each.asked)
        done.append(each)
    if form is NumbersFormat.JSON:
        _print_json({"ablation": [each.numbers() for each in done]})
    else:
        from dealtrail.evaluation_tables import ablation_tables

        console().print(ablation_tables(done))


def _calibration(
    files: list[Path], picture: Path, form: NumbersFormat, recognisers: str | None, settings: Path | None
) -> None:
    from corpora.reliability import by_language
    from pipeline.calibrate import gold_points
    from pipeline.extract import loaded_recognisers
    from pipeline.reliability_picture import reliability_svg

    choice = recognisers_of(recognisers, settings)
    curves = by_language(gold_points(files, loaded_recognisers(choice)))
    tell_asked(choice)
    title = "How often a mention of a confidence is right: " + ", ".join(path.stem for path in files)
    write_lines([reliability_svg(curves, title)], picture)
    note(f"written: {picture}")
    if form is NumbersFormat.JSON:
        from dealtrail.evaluation_tables import curve_record

        _print_json({name: curve_record(curve) for name, curve in curves.items()})
    else:
        from dealtrail.evaluation_tables import calibration_tables

        console().print(calibration_tables(curves))


def _print_json(numbers: Record) -> None:
    print_lines([json.dumps(numbers, ensure_ascii=False) + "\n"])
