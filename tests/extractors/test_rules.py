"""Every rule keeps its word: each example fires its frame, no counter-example does, and broken files are named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from extractors.cue import load_cues
from extractors.frames import Frame, load_frames, read_frames
from extractors.reader import read
from extractors.reading import Reading
from extractors.recognisers import RULES_ONLY
from schemas import Article, RuleError

FRAMES = load_frames().frames
EXAMPLES = [
    pytest.param(frame, text, id=f"{frame.id}-{number}")
    for frame in FRAMES
    for number, text in enumerate(frame.examples, start=1)
]
NOT_EXAMPLES = [
    pytest.param(frame, text, id=f"{frame.id}-{number}")
    for frame in FRAMES
    for number, text in enumerate(frame.not_examples, start=1)
]
CUES = [pytest.param(item.cue, id=f"{name}-{item.cue.id}") for name in ("drop", "status") for item in load_cues(name)]

FRAME = """
[[frame]]
id = "zh-test"
kind = "purchase"
trigger = ["采购"]
roles = { buyer = ["subject"], seller = ["向"] }
examples = ["甲向乙采购。"]
not_examples = ["甲乙。"]
"""


def _rules(reading: Reading) -> set[str]:
    assert reading.extraction is not None
    return {rule for mention in reading.extraction.mentions for rule in mention.rules}


@pytest.mark.parametrize(("frame", "text"), EXAMPLES)
def test_an_example_fires_its_frame(frame: Frame, text: str) -> None:
    """The frame made the deal, or told the same deal as the frame that did; any other refusal is a failure."""
    reading = read(Article(doc_id="example", text=text), RULES_ONLY)
    tried = [item for found in reading.candidates for item in found if item.frame.id == frame.id]
    stands = [
        item
        for item in tried
        if not item.dropped or item.dropped.endswith(("tells the same deal", "tells the same round"))
    ]
    assert stands or frame.id in _rules(reading), [item.dropped for item in tried] or "no trigger was found"
    assert _rules(reading), "no deal came of it"


@pytest.mark.parametrize(("frame", "text"), NOT_EXAMPLES)
def test_a_counter_example_does_not(frame: Frame, text: str) -> None:
    assert frame.id not in _rules(read(Article(doc_id="example", text=text), RULES_ONLY))


@pytest.mark.parametrize("frame", FRAMES, ids=lambda frame: frame.id)
def test_examples_are_written_in_the_frames_language(frame: Frame) -> None:
    for text in (*frame.examples, *frame.not_examples):
        assert bool(re.search(r"[\u4e00-\u9fff]", text)) is not frame.english


@pytest.mark.parametrize("frame", FRAMES, ids=lambda frame: frame.id)
def test_triggers_are_written_as_they_are_looked_for(frame: Frame) -> None:
    """The matching text is simplified; a trigger in traditional characters or capitals would never be found."""
    from extractors.normal_text import to_simplified

    for word in frame.trigger:
        assert word == to_simplified(word).lower()


@pytest.mark.parametrize("cue", CUES)
def test_every_cue_compiles_and_matches_no_empty_text(cue) -> None:  # type: ignore[no-untyped-def]
    for word in cue.words:
        assert not re.compile(word, re.IGNORECASE).fullmatch(""), word


@pytest.mark.parametrize("name", ["drop", "status"])
def test_cue_ids_are_unique(name: str) -> None:
    ids = [item.cue.id for item in load_cues(name)]
    assert len(ids) == len(set(ids))


def test_a_good_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "zh-good.toml"
    path.write_text(FRAME, encoding="utf-8")
    assert [frame.id for frame in read_frames(path)] == ["zh-test"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('roles = { buyer = ["subject"]', 'roles = { payer = ["subject"]', "payer"),
        ('kind = "purchase"', 'kind = "gift"', "kind"),
        ('not_examples = ["甲乙。"]', "", "not_examples"),
        ('examples = ["甲向乙采购。"]\n', "", "examples"),
        ('trigger = ["采购"]', "trigger = []", "trigger"),
        ('kind = "purchase"', 'kind = "purchase"\nnaer = ["x"]', "naer"),
        ('kind = "purchase"', 'kind = "purchase"\nconfidence = 3', "confidence"),
    ],
)
def test_a_fault_names_the_file_and_the_rule(tmp_path: Path, old: str, new: str, said: str) -> None:
    path = tmp_path / "zh-broken.toml"
    assert old in FRAME
    path.write_text(FRAME.replace(old, new), encoding="utf-8")
    with pytest.raises(RuleError) as error:
        read_frames(path)
    assert all(word in str(error.value) for word in ("zh-broken.toml", "zh-test", said))


def test_broken_toml_names_the_file(tmp_path: Path) -> None:
    path = tmp_path / "zh-broken.toml"
    path.write_text('[[frame]\nid = "x"', encoding="utf-8")
    with pytest.raises(RuleError, match=r"zh-broken\.toml"):
        read_frames(path)


def test_a_rule_without_an_id_is_named_by_its_number(tmp_path: Path) -> None:
    path = tmp_path / "zh-broken.toml"
    path.write_text(FRAME + FRAME.replace('id = "zh-test"\n', ""), encoding="utf-8")
    with pytest.raises(RuleError, match="number 2"):
        read_frames(path)
