"""The quality gate's figures: python -m benchmarks.floors prints what the extractor scores, --pin writes the floors.

A floor lies two hundredths under the score, so that a change of wording in a rule may move a deal or two, and a drop
beyond that fails the gate (tests/test_quality_gate.py). The hash of each file stands beside its floors: whoever
changes gold pins anew, in the same commit.
"""

from __future__ import annotations

import argparse
import hashlib
import tomllib
from pathlib import Path
from typing import Any

from corpora.goldfile import GOLD, read_gold, read_records
from corpora.score import score
from extractors.reader import extract
from schemas.record import extraction_record

FLOORS = GOLD / "floors.toml"
FIELDS = ("deal", "parties", "amount", "power_gw")
_SLACK = 0.02


def gold_files() -> list[Path]:
    """The gold files that are scored: all articles of the project, dev and test alike."""
    return [path for path in sorted(GOLD.glob("*.jsonl")) if path.name != "quantities.jsonl"]


def digest(path: Path) -> str:
    """The SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def measure(path: Path) -> dict[str, float]:
    """F1 by field of the extractor on one gold file; a field that the gold never states is left out."""
    said = [extraction_record(extract(item.article)) for item in read_gold(path)]
    fields: dict[str, Any] = score(read_records(path), said).numbers()["all"]
    return {name: fields[name]["f1"] for name in FIELDS if name in fields and fields[name]["gold"]}


def read_floors() -> dict[str, dict[str, Any]]:
    """The pinned floors: for each file its hash and the least F1 by field."""
    return tomllib.loads(FLOORS.read_text(encoding="utf-8"))


def pin(scores: dict[str, dict[str, float]]) -> str:
    """The floors file for these scores."""
    lines = ["# Least F1 by gold file and field, with the file's hash; written by python -m benchmarks.floors --pin."]
    for path in gold_files():
        lines += ["", f'["{path.name}"]', f'sha256 = "{digest(path)}"']
        lines += [f"{name} = {max(0.0, value - _SLACK):.3f}" for name, value in scores[path.name].items()]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Print the scores, and pin the floors where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pin", action="store_true", help="write the floors that these scores allow")
    arguments = parser.parse_args()
    scores = {path.name: measure(path) for path in gold_files()}
    for name, fields in scores.items():
        print(f"{name:26s}" + "".join(f"{field} {value:.3f}  " for field, value in fields.items()))
    if arguments.pin:
        FLOORS.write_text(pin(scores), encoding="utf-8")


if __name__ == "__main__":
    main()
