"""The extractor as spaCy components: `dealtrail`, and apart from it `dealtrail_quantities` and `dealtrail_companies`.

`spacy.blank("zh").add_pipe("dealtrail")` is all it takes; every language of spaCy will do, since the text is read by
its characters and spaCy's tokens only carry the spans. What an article is known by beside its text (`doc_id`, `url`,
`published`, `title`) comes from `doc._.article`, or from the context of `nlp.pipe(..., as_tuples=True)`.

Set on a document:

- `doc._.deals`: a tuple of `DealMention`, whose evidence counts characters of `doc.text`.
- `doc.spans["companies"]`, `doc.spans["quantities"]`: labelled `COMPANY`, and by kind (`MONEY`, `POWER`…); `id_` holds
  the company's name or the quantity's value, `kb_id_` the company's id in the gazetteer.
- `doc.spans["deals"]`: the evidence, labelled by field (`amount`, `party.buyer`…), `id_` the number of its deal.
- `doc.ents`: companies as `ORG`, quantities as `MONEY`, `DATE`, `PERCENT` and `QUANTITY`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from extractors.company.recognise import recognise
from extractors.company.spans import CompanySpan
from extractors.language import detect_language, detect_place
from extractors.normal_text import NormalText, normalise
from extractors.quantity import Quantity, QuantityKind, find_quantities
from extractors.reader import read
from extractors.recognisers import DEFAULT, Choice, load_recognisers
from schemas.article import Article, Place
from schemas.deal import DealMention
from schemas.recognisers import NerModel

_DEALS, _ARTICLE = "dealtrail.deals", "dealtrail.article"
_ENTITY_OF_LABEL = {
    "COMPANY": "ORG",
    "MONEY": "MONEY",
    "PRICE_PER_SHARE": "MONEY",
    "DATE": "DATE",
    "DURATION": "DATE",
    "PERCENT": "PERCENT",
}


def _get_deals(doc: Doc) -> tuple[DealMention, ...]:
    return tuple(DealMention.model_validate_json(text) for text in doc.user_data.get(_DEALS, ()))


def _get_article(doc: Doc) -> Article:
    """What was set on the document, else the context it came with in `nlp.pipe`, else its text alone."""
    known: dict[str, Any] = dict(doc.user_data.get(_ARTICLE) or _record(doc._context))
    return Article(**{"doc_id": "document"} | known | {"text": doc.text})


def _set_article(doc: Doc, value: Article | Mapping[str, Any]) -> None:
    doc.user_data[_ARTICLE] = _record(value)


def _record(value: object) -> dict[str, Any]:
    """The fields of an article but its text, as plain values that `Doc.to_bytes` can write."""
    if isinstance(value, Article):
        return value.model_dump(mode="json", exclude={"text"})
    if not isinstance(value, Mapping):
        return {}
    names = set(Article.model_fields) - {"text"}
    known = {name: str(item) for name, item in value.items() if name in names and item is not None}
    if "published" in known:
        known["published"] = known["published"][:10]  # a day is all that is used of a time
    return known


def _register() -> None:
    # Getters over `user_data`, which holds plain text: so documents can be written to bytes and sent between
    # processes. `force` makes a second import harmless.
    Doc.set_extension("deals", getter=_get_deals, force=True)
    Doc.set_extension("article", getter=_get_article, setter=_set_article, force=True)


_register()


class DealComponent:
    """Reads the whole document: its companies, quantities and deals."""

    def __init__(self, overwrite_ents: bool = False, choice: Choice = DEFAULT) -> None:
        self.overwrite_ents = overwrite_ents
        self.choice = choice

    def __call__(self, doc: Doc) -> Doc:
        """Set the deals, the spans and the entities of a document."""
        reading = read(doc._.article, load_recognisers(self.choice))
        companies = _company_spans(doc, reading.normal, reading.companies.spans)
        quantities = _quantity_spans(doc, reading.normal, reading.quantities)
        mentions = reading.extraction.mentions if reading.extraction is not None else ()
        doc.user_data[_DEALS] = [mention.model_dump_json() for mention in mentions]
        doc.spans["companies"] = companies
        doc.spans["quantities"] = quantities
        doc.spans["deals"] = _evidence_spans(doc, mentions)
        self._set_ents(doc, [*companies, *quantities])
        return doc

    def _set_ents(self, doc: Doc, spans: list[Span]) -> None:
        ours = [
            Span(doc, span.start, span.end, label=_ENTITY_OF_LABEL.get(span.label_, "QUANTITY"), kb_id=span.kb_id_)
            for span in spans
        ]
        theirs = list(doc.ents)
        first, second = (ours, theirs) if self.overwrite_ents else (theirs, ours)
        taken = {token for span in filter_spans(first) for token in range(span.start, span.end)}
        free = [span for span in second if taken.isdisjoint(range(span.start, span.end))]
        doc.ents = filter_spans([*filter_spans(first), *free])


class QuantityComponent:
    """Fills `doc.spans["quantities"]` alone."""

    def __call__(self, doc: Doc) -> Doc:
        """Find the quantities of a document."""
        article, normal, place = _prepared(doc)
        doc.spans["quantities"] = _quantity_spans(doc, normal, find_quantities(normal.text, place, article.published))
        return doc


class CompanyComponent:
    """Fills `doc.spans["companies"]` alone."""

    def __call__(self, doc: Doc) -> Doc:
        """Find the companies of a document."""
        article, normal, place = _prepared(doc)
        quantities = find_quantities(normal.text, place, article.published)  # CHF 20 million names no company
        companies = recognise(normal.text, place, normalise(article.title).text, quantities)
        doc.spans["companies"] = _company_spans(doc, normal, companies.spans)
        return doc


@Language.factory(
    "dealtrail",
    assigns=["doc._.deals", "doc.spans", "doc.ents"],
    default_config={"overwrite_ents": False, "rules": True, "roles": "", "ner": []},
)
def factory(nlp: Language, name: str, overwrite_ents: bool, rules: bool, roles: str, ner: list[str]) -> DealComponent:
    """The component `dealtrail`; with `overwrite_ents` its entities win over those that stand in the document.

    `rules` says whether the rules find deals, `roles` is the folder of a trained role reader, empty for none,
    `ner` names models that find companies (`spacy:PATH`, `zh:transformers:PATH`).
    """
    models = tuple(NerModel.parse(each) for each in ner)
    return DealComponent(overwrite_ents, Choice(rules=rules, roles=Path(roles) if roles else None, ner=models))


@Language.factory("dealtrail_quantities", assigns=["doc.spans"])
def quantities_factory(nlp: Language, name: str) -> QuantityComponent:
    """The component `dealtrail_quantities`: money, power, dates and the other quantities, without deals."""
    return QuantityComponent()


@Language.factory("dealtrail_companies", assigns=["doc.spans"])
def companies_factory(nlp: Language, name: str) -> CompanyComponent:
    """The component `dealtrail_companies`: the companies, without deals."""
    return CompanyComponent()


@lru_cache(maxsize=4)
def pipeline(language: str = "xx") -> Language:
    """A blank pipeline with the extractor in it, made once for each of spaCy's languages (`xx` is for any)."""
    nlp = spacy.blank(language)
    nlp.add_pipe("dealtrail")
    return nlp


def _prepared(doc: Doc) -> tuple[Article, NormalText, Place | None]:
    article: Article = doc._.article
    normal = normalise(article.text)
    return article, normal, detect_place(article, detect_language(article.text), normal.text)


def _span(doc: Doc, start: int, end: int, label: str, span_id: str, kb_id: str = "") -> Span | None:
    """The tokens that hold the characters `start:end`; None where the document has no tokens there."""
    return doc.char_span(start, end, label=label, kb_id=kb_id, span_id=span_id, alignment_mode="expand")


def _company_spans(doc: Doc, normal: NormalText, found: Iterable[CompanySpan]) -> list[Span]:
    spans = (
        _span(doc, *normal.span(item.start, item.end), "COMPANY", item.entity.name, item.entity.company_id or "")
        for item in found
    )
    return [span for span in spans if span is not None]


def _quantity_spans(doc: Doc, normal: NormalText, found: Iterable[Quantity]) -> list[Span]:
    spans = (
        _span(doc, *normal.span(item.start, item.end), item.kind.value.upper(), quantity_value(item)) for item in found
    )
    return [span for span in spans if span is not None]


def _evidence_spans(doc: Doc, mentions: Iterable[DealMention]) -> list[Span]:
    spans = (
        _span(doc, item.start, item.end, item.field, str(number))
        for number, mention in enumerate(mentions, start=1)
        for item in mention.evidence
    )
    return [span for span in spans if span is not None]


def quantity_value(item: Quantity) -> str:
    """The value of a quantity as a short text: `100000000000 USD`, `2026-Q3`, `10 GW`; empty for a vague one."""
    if item.iso is not None:
        return item.iso
    if item.value is None:
        return ""
    unit = item.currency or {QuantityKind.POWER: "GW", QuantityKind.ENERGY: "GWh", QuantityKind.DURATION: "years"}.get(
        item.kind, "%" if item.kind is QuantityKind.PERCENT else ""
    )
    return f"{item.value:f} {unit}".strip()
