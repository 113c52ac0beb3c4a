"""The commands that train models; they need the extra `train`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dealtrail.output import note

train = typer.Typer(help="Train the models that read roles (needs the extra `train`).", no_args_is_help=True)


@train.command(epilog="Example: dealtrail train roles --out models/roles")
def roles(
    out: Annotated[Path, typer.Option("--out", metavar="FOLDER", help="Where the model is written.")],
    passages: Annotated[
        list[Path] | None,
        typer.Option("--passages", metavar="FILE", help="Files of passages. Default: those of the project."),
    ] = None,
    gold: Annotated[
        list[Path] | None,
        typer.Option("--gold", metavar="FILE", help="Gold articles to learn from beside them. Default: the dev files."),
    ] = None,
    epochs: Annotated[int, typer.Option("--epochs", min=1, help="Passes over all passages.")] = 8,
    held_out: Annotated[float, typer.Option("--held-out", min=0, max=0.5, help="Share of passages to test on.")] = 0.05,
    seed: Annotated[int, typer.Option("--seed", help="The seed of all chance.")] = 0,
) -> None:
    """Train the reader of roles on passages and gold articles; 4,500 passages take most of an hour on two cores."""
    from corpora.goldfile import GOLD
    from extractors.learned.train.build import build_roles
    from extractors.learned.train.examples import TRAINING, read_examples
    from extractors.learned.train.fit import Schedule

    examples = read_examples(
        passages or sorted(TRAINING.glob("*/*.txt")), gold or sorted(GOLD.glob("*dev-*.jsonl")), held_out, seed
    )
    note(f"{len(examples.learned):,} windows to learn from, {len(examples.held_out):,} held out")
    build_roles(out, examples, Schedule(epochs=epochs, seed=seed), note)
    note(f"model: {out}")
