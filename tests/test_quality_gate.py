"""The quality gate: a drop in F1 on the project's gold fails like a broken test, and so does unpinned gold."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.floors import digest, gold_files, measure, read_floors


def test_every_gold_file_has_floors() -> None:
    assert {path.name for path in gold_files()} == set(read_floors())


@pytest.mark.parametrize("path", gold_files(), ids=lambda path: path.stem)
def test_no_score_falls_below_its_floor(path: Path) -> None:
    floors = dict(read_floors()[path.name])
    assert digest(path) == floors.pop("sha256"), f"{path.name} changed: run python -m benchmarks.floors --pin"
    scores = measure(path)
    low = {name: (scores.get(name, 0.0), floor) for name, floor in floors.items() if scores.get(name, 0.0) < floor}
    assert not low, f"{path.name}: score under floor for {low}"
