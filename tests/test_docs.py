"""The documents name every command, every setting, every key of a source, and nothing of this machine."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import get_args

from pydantic import BaseModel

from pipeline.configuration import read_settings
from pipeline.rates import DAYS
from schemas.settings import Settings
from schemas.source import Section, Source

ROOT = Path(__file__).parents[1]
CRAWLING = (ROOT / "docs" / "crawling.md").read_text(encoding="utf-8")


def keys(model: type[BaseModel]) -> list[str]:
    found = []
    for name, each in model.model_fields.items():
        kinds = [each.annotation, *get_args(each.annotation)]
        inner = next((kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel)), None)
        found += [name] if inner is None else keys(inner)
    return found


def test_every_key_of_settings_and_sources_is_documented() -> None:
    for name in keys(Settings):
        assert name == "run" or re.search(rf"^{name} = ", CRAWLING, re.MULTILINE), name
    for name in [*keys(Source), *keys(Section)]:
        assert f"`{name}`" in CRAWLING or f"source.{name}" in CRAWLING, name


def test_the_settings_that_are_shown_are_the_defaults(tmp_path: Path) -> None:
    shown = CRAWLING.partition("```toml\n")[2].partition("```")[0]
    path = tmp_path / "dealtrail.toml"
    path.write_text(shown, encoding="utf-8")
    plain = Settings().model_dump()
    found = read_settings(path).model_dump()
    assert tomllib.loads(shown)["fetch"] == plain["fetch"]
    own = {"contact": None, "archive": plain["archive"], "rates": None, "rates_days": None, "llm": None}
    assert found | own == plain
    assert found["rates_days"] == DAYS


def test_every_command_is_documented() -> None:
    told = "".join(path.read_text(encoding="utf-8") for path in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")])
    import typer

    from dealtrail.app import app

    names = list(typer.main.get_command(app).commands)  # type: ignore[attr-defined]
    assert len(names) >= 12
    for name in names:
        assert f"dealtrail {name}" in told, name


def test_every_format_of_an_export_is_documented() -> None:
    from dealtrail.changes import ChangeFormat
    from dealtrail.options import ExportFormat

    told = (ROOT / "docs" / "export.md").read_text(encoding="utf-8")
    for each in ExportFormat:
        assert f"| `{each}` |" in told
    for each in ChangeFormat:
        assert each is ChangeFormat.TABLE or each.value in told.lower().replace("json lines", "jsonl")
    for schema in re.findall(r'_made\(each, "(\w+)"', (ROOT / "pipeline/export/ftm.py").read_text(encoding="utf-8")):
        assert f"`{schema}`" in told, schema
