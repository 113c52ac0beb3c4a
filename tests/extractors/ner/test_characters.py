"""The finder of Chinese names: its chain, what it sees, its files, training, the spaCy component, the shipped one."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpora.tagged import Tagged
from extractors.cards import CARD
from extractors.learned.train.dictionary import Entry
from extractors.ner.characters.chain import LABELS, decode
from extractors.ner.characters.columns import Knowledge, columns_of
from extractors.ner.characters.model import COMPONENT, WEIGHTS, NameModel, load_names, save_names
from extractors.ner.load import SHIPPED, load_finder, shipped_finder
from extractors.ner.score import score_names
from extractors.ner.train.build_names import measured, write_pipeline
from extractors.ner.train.characters import CrfSchedule, train_names
from extractors.ner.train.word_classes import knowledge_of
from extractors.normal_text import normalise
from schemas.errors import ModelError
from schemas.recognisers import NerModel, NerSettings

ENTRIES = [
    Entry("北京", "Bei3 jing1", "Beijing, capital of China"),
    Entry("王", "Wang2", "surname Wang"),
    Entry("王", "wang2", "king or monarch"),
    Entry("银行", "yin2 hang2", "bank/CL:家[jia1]"),
    Entry("采购", "cai3 gou4", "to procure"),
    Entry("人工智能", "ren2 gong1 zhi4 neng2", "artificial intelligence"),
]
NAMES = ("蓝鲸动力", "赤松科技", "北辰资本", "云岫电子", "海鹭银行", "Polarix", "青禾能源", "远舟航空")
FRAMES = (
    "{}向{}采购设备，总价三亿元。",
    "据悉，{}已收购{}三成股权。",
    "{}与{}签署五年合约。",
    "记者从{}获悉，{}将发债。",
)


def taught() -> list[Tagged]:
    texts = []
    for frame, (one, other) in itertools.product(FRAMES, itertools.permutations(NAMES, 2)):
        text = frame.format(one, other)
        places = [(text.index(name), text.index(name) + len(name)) for name in (one, other)]
        texts.append(Tagged(text, tuple(sorted(places))))
    return [*texts, Tagged("今天天气很好，北京没有下雨。", ())]


@pytest.fixture(scope="module")
def model() -> NameModel:
    return train_names(
        taught(), knowledge_of(ENTRIES, ["银行", "科技", "资本"]), CrfSchedule(sparse=0.0, small=0.05, steps=60)
    )


@pytest.fixture
def folder(model: NameModel, tmp_path: Path) -> Path:
    save_names(tmp_path / "names", model, {"licence": "CC0-1.0"})
    return tmp_path / "names"


@given(st.integers(0, 2**32 - 1), st.lists(st.integers(1, 5), min_size=1, max_size=4))
@settings(max_examples=60, deadline=None)
def test_the_chain_gives_the_best_path_of_all_and_its_probabilities(seed: int, lengths: list[int]) -> None:
    chance = np.random.default_rng(seed)
    scores = chance.normal(size=(sum(lengths), len(LABELS))).astype(np.float32)
    steps = chance.normal(size=(len(LABELS), len(LABELS))).astype(np.float32)
    labels, chances = decode(scores, steps, lengths)
    start = 0
    for length in lengths:
        own = scores[start : start + length]
        paths = list(itertools.product(range(len(LABELS)), repeat=length))
        worth = np.array(
            [
                sum(own[place, label] for place, label in enumerate(path))
                + sum(steps[one, other] for one, other in itertools.pairwise(path))
                for path in paths
            ]
        )
        best = paths[int(worth.argmax())]
        assert tuple(labels[start : start + length]) == best
        shares = np.exp(worth - worth.max())
        if not any(best):
            start += length
            continue
        for place, label in enumerate(best):
            among = shares[[path[place] == label for path in paths]].sum() / shares.sum()
            assert chances[start + place] == pytest.approx(among, abs=1e-4)
        start += length


def test_words_are_cut_as_the_dictionary_has_them_and_classed() -> None:
    knowledge = knowledge_of(ENTRIES, ["银行"])
    text = "王姓人工智能商在北京银行"
    columns = columns_of(text, [], knowledge)
    assert columns["place"].tolist() == [4, 4, 1, 2, 2, 3, 4, 4, 1, 3, 1, 3]
    classes = columns["class"]
    assert len({int(classes[text.index(word)]) for word in ("王", "北京", "银行", "人工智能")}) == 4
    assert classes[1] == 0  # 姓 is not among the entries
    assert columns["far"][text.index("北京") :].tolist() == [3, 2, 1, 0]


def test_it_learns_names_by_what_stands_around_them(model: NameModel) -> None:
    text = "据悉，凌霄资本已收购Varent三成股权。今天北京没有下雨。"
    found = model.find(text)
    assert [text[item.start : item.end] for item in found] == ["凌霄资本", "Varent"]
    assert all(0.5 <= item.score <= 1 for item in found)
    assert str(score_names(measured(model), taught()[:50])).startswith("P 1.000 R 1.000")


def test_both_scripts_are_one_to_it(model: NameModel) -> None:
    text = "藍鯨動力向遠舟航空採購設備，總價三億元。"
    normal = normalise(text)
    assert [normal.quote(item.start, item.end) for item in model.find(normal.text)] == ["藍鯨動力", "遠舟航空"]


@given(st.text(max_size=200) | st.text(alphabet="公司银行向A1，。\n\ud800\U0001f600 ", max_size=3_000))
@settings(max_examples=60, deadline=None)
def test_any_text_is_read_and_spans_lie_in_it(model: NameModel, text: str) -> None:
    last = 0
    for item in model.find(text, least=0):
        assert last <= item.start < item.end <= len(text)
        last = item.end


def test_long_texts_are_read_in_pieces_and_nothing_is_lost(model: NameModel) -> None:
    sentence = "据悉，蓝鲸动力已收购北辰资本三成股权。"
    found = model.find(sentence * 2_500)
    assert {(item.start % len(sentence), item.end - item.start) for item in found} == {(3, 4), (10, 4)}
    assert len(found) == 5_000


def test_files_come_back_as_they_were(model: NameModel, folder: Path) -> None:
    text = taught()[3].text
    for one, other in zip(load_names(folder).find(text), model.find(text), strict=True):
        assert (one.start, one.end) == (other.start, other.end)
        assert one.score == pytest.approx(other.score, abs=0.01)  # weights are kept at half precision


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (lambda folder: (folder / CARD).unlink(), "no model here"),
        (lambda folder: (folder / CARD).write_text("format = 'x"), "not a model card"),
        (lambda folder: (folder / CARD).write_text("format = 99"), "Update one of them"),
        (lambda folder: (folder / WEIGHTS).unlink(), "missing"),
        (lambda folder: (folder / WEIGHTS).write_bytes((folder / WEIGHTS).read_bytes()[:-9]), "cut short"),
        (lambda folder: (folder / CARD).write_text(card(folder, templates="other")), "other features"),
    ],
    ids=["no card", "foreign card", "newer", "no weights", "cut short", "other features"],
)
def test_a_harmed_model_is_refused_by_name(folder: Path, harm: object, told: str) -> None:
    harm(folder)  # type: ignore[operator]
    with pytest.raises(ModelError, match=told) as caught:
        load_names(folder)
    assert str(folder) in str(caught.value)


def card(folder: Path, templates: str) -> str:
    lines = (folder / CARD).read_text(encoding="utf-8").splitlines()
    return "\n".join(f'templates = "{templates}"' if line.startswith("templates") else line for line in lines)


def test_as_a_spacy_pipeline_it_marks_entities(model: NameModel, tmp_path: Path) -> None:
    write_pipeline(tmp_path / "pipe", model, "CC0-1.0", {"texts": 1})
    finder = load_finder(NerModel(form="spacy", where=str(tmp_path / "pipe"), language="zh"), NerSettings())
    text = "据悉,蓝鲸动力已收购北辰资本三成股权。"
    assert [text[item.start : item.end] for item in finder.find(text)] == ["蓝鲸动力", "北辰资本"]
    (tmp_path / "pipe" / COMPONENT / WEIGHTS).write_bytes(b"")
    with pytest.raises(ModelError, match="cut short"):
        load_finder(NerModel(form="spacy", where=str(tmp_path / "pipe")), NerSettings())


def test_a_model_without_words_reads_too() -> None:
    empty = Knowledge(np.array([], dtype=np.uint32), np.array([], dtype=np.uint8), ("公司",))
    assert columns_of("某公司", [], empty)["class"].tolist() == [0, 0, 0]


def test_the_model_that_ships_is_small_vouched_for_and_reads_both_scripts() -> None:
    assert sum(path.stat().st_size for path in SHIPPED.rglob("*") if path.is_file()) <= 25_000_000
    finder = shipped_finder()
    for text in ("凌霄光电周三宣布，向赤松智算租用两千张显卡。", "凌霄光電週三宣布，向赤松智算租用兩千張顯卡。"):
        normal = normalise(text)
        found = [normal.quote(item.start, item.end) for item in finder.find(normal.text)]
        assert found == [text[:4], text[text.index("赤松") : text.index("赤松") + 4]]
