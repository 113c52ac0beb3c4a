"""The extractor inside spaCy: what it sets on a document, in one process and several, written to bytes and back."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from extractors import component
from extractors.reader import extract
from schemas import Article, PartialDate
from tests.tiny_ner import write_spacy

TEXTS = (
    "OpenAI agreed to buy $300 billion of computing power from Oracle over five years, starting in 2027.",
    "OpenAI 與Oracle 簽署了一份5 年3,000 億美元的雲端運算協議。",
    "没有公司，也没有金额。",
    "",
)


@pytest.fixture(scope="module", params=["zh", "en", "xx"])
def nlp(request: pytest.FixtureRequest) -> Language:
    nlp = spacy.blank(request.param)
    nlp.add_pipe("dealtrail")
    return nlp


@pytest.mark.parametrize("text", TEXTS)
def test_deals_are_those_of_the_reader(nlp: Language, text: str) -> None:
    doc = nlp(text)
    assert doc._.deals == extract(Article(doc_id="document", text=text)).mentions
    assert doc.text == text


@pytest.mark.parametrize("text", TEXTS[:2])
def test_spans_hold_what_was_found(nlp: Language, text: str) -> None:
    doc = nlp(text)
    companies = {(span.id_, span.label_) for span in doc.spans["companies"]}
    assert companies == {("OpenAI", "COMPANY"), ("Oracle", "COMPANY")}
    assert {span.kb_id_ for span in doc.spans["companies"]} == {"openai", "oracle"}
    quantities = {(span.label_, span.id_) for span in doc.spans["quantities"]}
    assert {("MONEY", "300000000000 USD"), ("DURATION", "5 years")} <= quantities
    assert {"kind", "amount", "party.buyer", "party.seller"} <= {span.label_ for span in doc.spans["deals"]}
    assert {span.id_ for span in doc.spans["deals"]} == {"1"}


@pytest.mark.parametrize("text", TEXTS[:2])
def test_spans_cover_their_characters(nlp: Language, text: str) -> None:
    """Tokens may be wider than what was found, never narrower, and every piece of evidence has its span."""
    doc = nlp(text)
    evidence = [item for mention in doc._.deals for item in mention.evidence]
    assert len(doc.spans["deals"]) == len(evidence)
    for span, item in zip(doc.spans["deals"], evidence, strict=True):
        assert span.start_char <= item.start < item.end <= span.end_char
        assert span.label_ == item.field


def test_entities_do_not_overlap(nlp: Language) -> None:
    doc = nlp(TEXTS[0])
    labels = {(entity.text, entity.label_) for entity in doc.ents}
    if nlp.lang != "zh":  # one token a character there, and the same spans
        assert {("OpenAI", "ORG"), ("Oracle", "ORG"), ("$300 billion", "MONEY"), ("2027", "DATE")} <= labels
    last = 0
    for entity in doc.ents:
        assert entity.start >= last
        last = entity.end


@pytest.mark.parametrize(
    ("text", "label"),
    [("It holds a 12% stake.", "PERCENT"), ("It needs 5 GW of power.", "QUANTITY"), ("It runs for ten years.", "DATE")],
)
def test_labels_of_entities(text: str, label: str) -> None:
    assert [entity.label_ for entity in component.pipeline("en")(text).ents] == [label]


def test_entities_of_others_stay_unless_told_otherwise() -> None:
    @Language.component("tests_other_ner")
    def other(doc: Doc) -> Doc:
        doc.ents = [Span(doc, 0, 1, label="THEIRS")]
        return doc

    for overwrite, label in ((False, "THEIRS"), (True, "ORG")):
        nlp = spacy.blank("en")
        nlp.add_pipe("tests_other_ner")
        nlp.add_pipe("dealtrail", config={"overwrite_ents": overwrite})
        doc = nlp("Nvidia invested in OpenAI.")
        assert [(entity.text, entity.label_) for entity in doc.ents] == [("Nvidia", label), ("OpenAI", "ORG")]


def test_parts_stand_alone() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("dealtrail_quantities")
    nlp.add_pipe("dealtrail_companies")
    doc = nlp(TEXTS[0])
    assert set(doc.spans) == {"quantities", "companies"}
    assert not doc.ents and doc._.deals == ()
    whole = component.pipeline("en")(TEXTS[0])
    for name in doc.spans:
        assert [(span.text, span.label_, span.id_) for span in doc.spans[name]] == [
            (span.text, span.label_, span.id_) for span in whole.spans[name]
        ]


DATED = "輝達昨日與OpenAI簽約，投資1,000億美元。"


@pytest.mark.parametrize(
    "context",
    [
        Article(doc_id="a", text="", published=PartialDate("2025-09-23")),
        {"doc_id": "a", "published": "2025-09-23", "section": "tech"},
        {"published": "2025-09-23T08:00:00Z"},
    ],
    ids=["article", "mapping", "time"],
)
def test_the_context_of_a_text_is_its_article(context: object) -> None:
    ((doc, given),) = component.pipeline("zh").pipe([(DATED, context)], as_tuples=True)
    assert given == context
    assert str(doc._.deals[0].announced) == "2025-09-22"


def test_an_article_set_on_the_document() -> None:
    nlp = component.pipeline("zh")
    doc = nlp.make_doc(DATED)
    doc._.article = Article(doc_id="a", text="another text is not taken", published=PartialDate("2025-09-23"))
    doc = nlp(doc)
    assert str(doc._.deals[0].announced) == "2025-09-22"
    assert doc._.article.doc_id == "a" and doc._.article.text == DATED


def test_bytes_keep_everything(nlp: Language) -> None:
    doc = nlp(TEXTS[0])
    again = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert again._.deals == doc._.deals != ()
    assert {name: [(s.text, s.label_, s.id_) for s in again.spans[name]] for name in again.spans} == {
        name: [(s.text, s.label_, s.id_) for s in doc.spans[name]] for name in doc.spans
    }
    assert [entity.text for entity in again.ents] == [entity.text for entity in doc.ents]


def test_two_processes_give_what_one_gives() -> None:
    nlp = component.pipeline("xx")

    def texts() -> Iterator[tuple[str, dict[str, str]]]:
        return ((text, {"published": "2025-11-20"}) for text in TEXTS * 5)

    one = [doc._.deals for doc, _ in nlp.pipe(texts(), as_tuples=True)]
    two = [doc._.deals for doc, _ in nlp.pipe(texts(), as_tuples=True, n_process=2, batch_size=4)]
    assert one == two and any(one)


def test_a_pipeline_is_saved_and_loaded(tmp_path) -> None:  # type: ignore[no-untyped-def]
    component.pipeline("zh").to_disk(tmp_path / "model")
    assert spacy.load(tmp_path / "model")(TEXTS[1])._.deals


def test_importing_twice_is_harmless() -> None:
    importlib.reload(component)
    assert spacy.blank("en").add_pipe("dealtrail") is not None


def test_models_that_find_companies_are_named_in_the_configuration(tmp_path: Path) -> None:
    model = write_spacy(tmp_path / "names", ["zorblatt works"])
    nlp = spacy.blank("en")
    nlp.add_pipe("dealtrail", config={"ner": [f"en:spacy:{model}"]})
    doc = nlp("On Monday zorblatt works agreed to buy servers from Microsoft for $3 billion.")
    assert {span.id_ for span in doc.spans["companies"]} == {"zorblatt works", "Microsoft"}
    (deal,) = doc._.deals
    assert "ner:names" in deal.rules
