"""What the queue shows of one item: a mention in its article with its fields, or two deals side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from pipeline.decisions import edit_mention, rulings_of
from pipeline.doubts import DealComparison, compare_deals
from pipeline.search import deal_by_id
from pipeline.store import Store
from pipeline.store import models as t
from pipeline.store.load import load_mentions
from pipeline.store.log import ruled_about
from review.catalogue import Catalogue
from review.entries import Item
from review.fields import FIELDS, Row, mention_rows, words_of
from review.highlight import Gap, Mark, Paragraph, Segment, excerpt, located, rest
from review.script import in_script, other_script
from review.values import Context
from schemas.article import Language
from schemas.deal import DealMention
from schemas.merged import Claim, Deal


@dataclass(frozen=True, slots=True)
class ArticleText:
    """An article's head and what is shown of its text; `own` is its script, `script` the one that it is shown in."""

    doc_id: str
    title: str
    url: str | None
    published: str
    own: Language
    script: Language
    shown: tuple[Paragraph | Gap, ...]
    length: int

    @property
    def other(self) -> Language | None:
        """The script to switch to."""
        return other_script(self.script)


@dataclass(frozen=True, slots=True)
class MentionView:
    """A mention before a reviewer: its article with evidence marked, its fields, and the deal that it belongs to.

    `lost` is the evidence that is not in the article where it should be.
    """

    item: Item
    article: ArticleText
    mention: DealMention
    rows: tuple[Row, ...]
    lost: tuple[tuple[str, str], ...]
    version: int
    deal: Deal
    reasons: tuple[str, ...]
    others: int


@dataclass(frozen=True, slots=True)
class DealSide:
    """One of two deals that may be one."""

    id: str
    version: int
    deal: Deal
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A field of two deals in words; `same` if both tell one value."""

    name: str
    first: str
    second: str
    same: bool


@dataclass(frozen=True, slots=True)
class MergeView:
    """Two deals side by side and why they may or may not be one."""

    item: Item
    first: DealSide
    second: DealSide
    fields: tuple[Difference, ...]
    comparison: DealComparison


def mention_view(store: Store, catalogue: Catalogue, item: Item, script: Language | None = None) -> MentionView | None:
    """What is shown of a mention; None if it is no longer there."""
    with store.reading() as connection:
        found = stored_mention(connection, item.uid)
        if found is None:
            return None
        stored, edited, row = found
    marks, lost = located(row.text, _marks(stored.mention))
    mention = stored.mention
    return MentionView(
        item=item,
        article=article_text(row, marks, script),
        mention=mention,
        rows=tuple(mention_rows(mention, marks, edited)),
        lost=tuple((mark.field, mention.evidence[mark.number].quote) for mark in lost),
        version=catalogue.version(item.deal_id) or 1,
        deal=deal_by_id(store, item.deal_id),
        reasons=stored.reasons,
        others=catalogue.mentions_of_deal(item.deal_id) - 1,
    )


def merge_view(store: Store, catalogue: Catalogue, item: Item) -> MergeView | None:
    """What is shown of two deals that may be one; None if one of them is gone."""
    other_id = item.other_id
    if other_id is None or catalogue.deal_row(item.deal_id) is None or catalogue.deal_row(other_id) is None:
        return None
    sides = [_side(store, catalogue, deal_id) for deal_id in (item.deal_id, other_id)]
    fields = differences(sides[0].deal, sides[1].deal)
    return MergeView(item, sides[0], sides[1], fields, compare_deals(store, item.deal_id, other_id))


def differences(first: Deal, second: Deal) -> tuple[Difference, ...]:
    """The fields of two deals that at least one tells."""
    pairs = [(name, words_of(first, name), words_of(second, name)) for name in FIELDS]
    return tuple(Difference(name, a, b, a == b) for name, a, b in pairs if a or b)


def article_text(row, marks: Sequence[Mark], script: Language | None = None) -> ArticleText:  # type: ignore[no-untyped-def]
    """An article's row as it is shown, in a script of its language."""
    own = Language(row.language)
    wanted = script if script in (own, other_script(own)) and script is not None else own
    return ArticleText(
        doc_id=row.doc_id,
        title=in_script(row.title, wanted) if wanted is not own else row.title,
        url=row.url,
        published=row.published or "",
        own=own,
        script=wanted,
        shown=_scripted(excerpt(row.text, marks), own, wanted),
        length=len(row.text),
    )


def article_rest(row, marks: Sequence[Mark], start: int, end: int, script: Language | None):  # type: ignore[no-untyped-def]
    """What was left out of an article at `start:end`, and its script."""
    own = Language(row.language)
    wanted = script if script in (own, other_script(own)) and script is not None else own
    return _scripted(rest(row.text, marks, start, end), own, wanted), wanted


def article_row(connection: Connection, doc_id: str):  # type: ignore[no-untyped-def]
    """The row of an article; None if there is none."""
    return connection.execute(select(t.article).where(t.article.c.doc_id == doc_id)).first()


def stored_mention(connection: Connection, uid: str):  # type: ignore[no-untyped-def]
    """A mention as people set it, the fields that they set, and its article's row; None if there is none."""
    row = connection.execute(select(t.mention.c.id, t.mention.c.article_id).where(t.mention.c.uid == uid)).first()
    if row is None:
        return None
    stored = load_mentions(connection, ids=[row.id], evidence=True, counted=True)[0].claim
    edits = rulings_of(ruled_about(connection, [uid])).mention_edits.get(uid, ())
    if edits:
        stored = stored.model_copy(update={"mention": edit_mention(stored.mention, edits)})
    article = connection.execute(select(t.article).where(t.article.c.id == row.article_id)).one()
    return stored, tuple(edit.field for edit in edits), article


def marks_of(connection: Connection, uid: str) -> list[Mark]:
    """The located evidence of a mention."""
    found = stored_mention(connection, uid)
    return [] if found is None else located(found[2].text, _marks(found[0].mention))[0]


def context_of(row) -> Context:  # type: ignore[no-untyped-def]
    """What an article's row tells about how its numbers and dates are meant."""
    from pipeline.store.rows import to_date

    return Context(Language(row.language), to_date(row.published))


def _marks(mention: DealMention) -> list[tuple[Mark, str]]:
    return [
        (Mark(item.start, item.end, item.field, number), item.quote) for number, item in enumerate(mention.evidence)
    ]


def _scripted(parts: Sequence[Paragraph | Gap], own: Language, wanted: Language) -> tuple[Paragraph | Gap, ...]:
    """Paragraphs in another script: each is converted as a whole, then cut where it was cut before."""
    if own is wanted:
        return tuple(parts)
    told: list[Paragraph | Gap] = []
    for part in parts:
        if isinstance(part, Gap):
            told.append(part)
            continue
        whole = in_script("".join(segment.text for segment in part.segments), wanted)
        cut = tuple(
            Segment(segment.start, whole[segment.start - part.start : segment.end - part.start], segment.marks)
            for segment in part.segments
        )
        told.append(Paragraph(part.start, part.end, cut))
    return tuple(told)


def _side(store: Store, catalogue: Catalogue, deal_id: str) -> DealSide:
    deal = deal_by_id(store, deal_id)
    return DealSide(deal_id, catalogue.version(deal_id) or 1, deal, tuple(store.claims(deal_id)))
