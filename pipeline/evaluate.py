"""The extractor held against a gold file: its mentions, merged in memory, as the records that are scored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.facts import facts
from pipeline.merge import cluster
from pipeline.names import told_together
from schemas.deal import Extraction
from schemas.record import Record, extraction_record


def predicted_records(extractions: Iterable[Extraction]) -> Iterator[Record]:
    """Each article in the gold format, with a `deal_id` on each deal that is the same for merged mentions."""
    found = list(extractions)
    companies = told_together(party for each in found for mention in each.mentions for party in mention.parties)
    clusters = cluster(
        facts((each.article.doc_id, position), mention, each.article.published, companies)
        for each in found
        for position, mention in enumerate(each.mentions)
    )
    deal_of = {key: f"deal-{number}" for number, each in enumerate(clusters.clusters) for key in each.keys}
    for each in found:
        record = extraction_record(each)
        for position, deal in enumerate(record["deals"]):
            deal["deal_id"] = deal_of[each.article.doc_id, position]
        yield record
