"""The command `dealtrail export`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dealtrail import settings as edge
from dealtrail.listing import tell_unconverted
from dealtrail.options import (
    CompanyOption,
    CurrencyOption,
    Database,
    ExportBy,
    ExportFormat,
    KindOption,
    LanguageOption,
    MinAmount,
    RatesFile,
    ReviewOption,
    SettingsFile,
    Since,
    StatusOption,
)
from dealtrail.output import note, print_lines, write_lines, writing
from schemas.errors import SettingsError

if TYPE_CHECKING:
    from pipeline.export import Selection

_FILES = frozenset({ExportFormat.PARQUET, ExportFormat.XLSX, ExportFormat.GRAPHML})
"""Formats that are written to a file and never printed."""

_ENDINGS = {each.value: each for each in ExportFormat if each is not ExportFormat.FTM}


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog="Example: dealtrail export --kind debt --since 2025 --output deals.xlsx")(export)


def export(
    database: Database = None,
    form: Annotated[
        ExportFormat | None,
        typer.Option("--format", help="The file's format. Default: by the ending of --output, else csv."),
    ] = None,
    by: Annotated[
        ExportBy, typer.Option("--by", help="A line a merged deal, or (jsonl) a line an article.")
    ] = ExportBy.DEAL,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Where to write. Default: standard output.")
    ] = None,
    company: CompanyOption = None,
    kind: KindOption = None,
    status: StatusOption = None,
    min_amount: MinAmount = None,
    currency: CurrencyOption = "USD",
    since: Since = None,
    language: LanguageOption = None,
    review: ReviewOption = None,
    rates_file: RatesFile = None,
    settings: SettingsFile = None,
    dictionary: Annotated[
        bool, typer.Option("--dictionary", help="Print what each column of each format is (TOML), and nothing else.")
    ] = False,
) -> None:
    """Write deals, or all articles with their deals, for other programs."""
    if dictionary:
        from pipeline.export.dictionary import DICTIONARY

        write_lines([DICTIONARY.read_text(encoding="utf-8")], output)
        return
    form = _format(form, by, output)
    filters = (company, kind, status, min_amount, since, language, review)
    if by is ExportBy.ARTICLE and any(each is not None for each in filters):
        raise SettingsError("--by article writes all articles: leave out the options that choose deals")
    from pipeline.export import article_records, select, to_jsonl
    from pipeline.store import Store

    wanted = edge.wanted_deals(company, kind, status, min_amount, currency, since, language, review)
    with Store(edge.existing_database(edge.database_address(database))) as store:
        store.refresh_if_pending()
        if by is ExportBy.ARTICLE:
            write_lines(to_jsonl(article_records(store)), output)
        else:
            rates = edge.chosen_rates(rates_file, settings)
            selection = select(store, rates, wanted)
            _export(selection, form, output)
            tell_unconverted([deal for _, deal in selection.deals], selection.incomparable, wanted.currency, rates)
        note(f"database: {store.address}" + ("" if output is None else f"; written: {output}"))


def _format(form: ExportFormat | None, by: ExportBy, output: Path | None) -> ExportFormat:
    """The format that is meant.

    Raises:
        SettingsError: If it does not go with the other options.
    """
    if form is None:
        ending = "" if output is None else output.suffix.lstrip(".").lower()
        form = _ENDINGS.get(ending, ExportFormat.CSV)
        form = ExportFormat.JSONL if by is ExportBy.ARTICLE and not ending else form
    if by is ExportBy.ARTICLE and form is not ExportFormat.JSONL:
        raise SettingsError("--by article is written as jsonl only: add --format jsonl")
    if form in _FILES and output is None:
        raise SettingsError(f"{form} is written to a file: name it with --output FILE")
    return form


def _export(selection: Selection, form: ExportFormat, output: Path | None) -> None:
    from pipeline import export as to

    if form in _FILES and output is not None:
        write = {
            ExportFormat.PARQUET: to.write_parquet,
            ExportFormat.XLSX: to.write_xlsx,
            ExportFormat.GRAPHML: to.write_graphml,
        }[form]
        with writing(output) as path:
            write(selection, path)
        return
    if form is ExportFormat.CSV:
        lines, table = to.to_csv(selection), "deals"
    elif form is ExportFormat.JSONL:
        lines, table = to.to_jsonl(to.deal_record(each) for each in selection), "records"
    else:
        lines, table = to.to_jsonl(to.entities(selection)), None
    if output is None:
        print_lines(lines)
        return
    write_lines(lines, output)
    ending, text = to.sidecar(selection, table)
    write_lines([text], to.sidecar_path(output, ending))
