"""Settings and sources: what fits is read, what does not is refused with file, line and reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.configuration import choose_sources, read_settings, read_sources
from schemas import SettingsError

SOURCES = Path(__file__).parents[2] / "sources.toml"

GOOD = """
[[source]]
name = "one"
language = "zh-Hant"
feeds = ["https://one.example/feed"]

[[source]]
name = "two"
language = "en"
cron = "5 * * * *"

[[source.sections]]
url = "https://two.example/news/"
links = "h3 > a"
"""


def test_sources_are_read_with_their_defaults(tmp_path: Path) -> None:
    path = tmp_path / "sources.toml"
    path.write_text(GOOD)
    one, two = read_sources(path)
    assert (one.name, one.cron, one.checked) == ("one", "*/30 * * * *", False)
    assert two.sections[0].links == "h3 > a"
    assert two.hosts == {"two.example"}
    assert choose_sources((one, two), ["two"], path) == (two,)
    with pytest.raises(SettingsError, match=r"has no source 'three'; it has: one, two"):
        choose_sources((one, two), ["three"], path)


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("cron =", "chron =", 10, "unknown key"),
        ("5 * * * *", "61 * * * *", 10, "is no cron schedule"),
        ('"h3 > a"', '"h3 >>"', 14, "is no CSS selector"),
        ("https://two", "ftp://two", 13, "is no http or https address"),
        ('"zh-Hant"', '"zh"', 4, "Input should be"),
        ('"one"', '"One!"', 3, "String should match"),
        ("feeds =", "allow = ['(']\nfeeds =", 5, "is no regular expression"),
        ("feeds =", "zone = 'Asia/Nowhere'\nfeeds =", 5, "is no time zone"),
        ("feeds =", "encoding = 'gb9'\nfeeds =", 5, "is no encoding"),
        ("feeds =", "seconds_between = -1\nfeeds =", 5, "greater than or equal to 0"),
        ('feeds = ["https://one.example/feed"]', "", 2, "names no feed, sitemap or section"),
        ("[[source]]", "[[sauce]]", 2, "unknown key"),
    ],
)
def test_a_fault_is_named_with_its_line(tmp_path: Path, old: str, new: str, line: int, reason: str) -> None:
    path = tmp_path / "sources.toml"
    path.write_text(GOOD.replace(old, new, 1))
    with pytest.raises(SettingsError, match=reason) as error:
        read_sources(path)
    assert str(error.value).startswith(f"{path}, line {line}: ")


def test_a_file_that_is_no_toml_or_not_there(tmp_path: Path) -> None:
    path = tmp_path / "sources.toml"
    with pytest.raises(SettingsError, match="there is no such file"):
        read_sources(path)
    path.write_text("[[source]\n")
    with pytest.raises(SettingsError, match=r"is no TOML: .*line 1"):
        read_sources(path)
    path.write_text(GOOD.replace('"two"', '"one"'))
    with pytest.raises(SettingsError, match="two sources named 'one'"):
        read_sources(path)


def test_settings_refuse_what_they_do_not_know(tmp_path: Path) -> None:
    path = tmp_path / "dealtrail.toml"
    path.write_text('contact = "me@example.org"\n[fetch]\ntries = 5\n')
    assert read_settings(path).fetch.tries == 5
    path.write_text("batch_pages = 5\n[fetch]\n\nsize = 5\n")
    with pytest.raises(SettingsError, match=r"line 4: fetch\.size: unknown key"):
        read_settings(path)
    path.write_text('contact = "nobody"\n')
    with pytest.raises(SettingsError, match=r"line 1: contact: 'nobody' is no mail address"):
        read_settings(path)


def test_the_projects_own_sources_are_valid_and_honest() -> None:
    sources = read_sources(SOURCES)
    assert len(sources) >= 20
    assert {source.language.value for source in sources} == {"zh-Hant", "zh-Hans", "en"}
    assert not any(source.private_hosts for source in sources)
