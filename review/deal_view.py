"""A deal's page: the deal, its life, every claim with its sentences, and what people decided of it."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.decide import decisions
from pipeline.decisions import active, edit_mention, rulings_of
from pipeline.doubts import DoubtfulPair, doubts_of
from pipeline.search import deal_by_id
from pipeline.store import Store
from pipeline.store.log import ruled_about
from review.catalogue import Catalogue
from review.entries import source_of
from review.fields import FIELDS, Row, deal_rows, words_of
from schemas.decision import Decision
from schemas.merged import Claim, Deal, Review


@dataclass(frozen=True, slots=True)
class Told:
    """What one article says of the deal: its values in words by field, and those that differ from the deal's.

    `sentences` are the fields that its quotes are evidence for.
    """

    claim: Claim
    source: str
    values: dict[str, str]
    differs: frozenset[str]
    edited: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DealView:
    """All that a deal's page shows; `columns` are the fields that at least one claim tells."""

    id: str
    version: int
    deal: Deal
    rows: tuple[Row, ...]
    claims: tuple[Told, ...]
    columns: tuple[str, ...]
    aliases: tuple[str, ...]
    decisions: tuple[tuple[Decision, bool], ...]
    doubts: tuple[DoubtfulPair, ...]


def deal_view(store: Store, catalogue: Catalogue, deal_id: str) -> DealView:
    """All about the deal with this very id."""
    deal = deal_by_id(store, deal_id)
    claims = store.claims(deal_id)
    uids = [claim.uid for claim in claims]
    with store.reading() as connection:
        rulings = rulings_of(ruled_about(connection, uids))
    told = [_told(claim, deal, rulings.mention_edits.get(claim.uid, ()), rulings.review) for claim in claims]
    log = decisions(store, deal_id)
    standing = {each.id for each in active(log)}
    return DealView(
        id=deal_id,
        version=catalogue.version(deal_id) or 1,
        deal=deal,
        rows=tuple(deal_rows(deal)),
        claims=tuple(sorted(told, key=lambda each: (str(each.claim.published or "9"), each.claim.doc_id))),
        columns=tuple(name for name in FIELDS if name != "parties" and any(each.values.get(name) for each in told)),
        aliases=tuple(store.aliases(deal_id)),
        decisions=tuple((each, each.id in standing) for each in reversed(log)),
        doubts=tuple(doubts_of(store, deal_id)),
    )


def _told(claim: Claim, deal: Deal, edits, review) -> Told:  # type: ignore[no-untyped-def]
    mention = edit_mention(claim.mention, edits)
    state = review.get(claim.uid, Review.OPEN)
    values = {name: words_of(mention, name) for name in FIELDS}
    differs = frozenset(
        name for name in FIELDS if name != "parties" and values[name] and values[name] != words_of(deal, name)
    )
    return Told(
        claim.model_copy(update={"mention": mention, "review": state}),
        source_of(claim.url, claim.doc_id),
        values,
        differs,
        tuple(edit.field for edit in edits),
    )
