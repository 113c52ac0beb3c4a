"""Deals made from a working set: its clusters, and for each the row of its deal. Nothing is written here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from pipeline.choose import choose
from pipeline.decisions import Edit, edit_deal, edit_mention, rulings_of
from pipeline.facts import Key
from pipeline.merge import Cluster, Clustering, Constraints, cluster
from pipeline.store.copies import copies_of
from pipeline.store.deals import deal_row
from pipeline.store.load import load_mentions
from pipeline.store.log import companies_of, ruled_about
from pipeline.store.working import WorkingSet, load
from schemas.merged import Claim, Review

CHUNK = 2000
"""Deals that are made at a time."""


def cluster_set(run: WorkingSet) -> Clustering:
    """Cluster what is loaded. Rejected mentions are deals of their own: they hold nothing together that people kept."""
    by_uid = {uid: key for key, uid in run.uids.items()}
    rulings = run.rulings = rulings_of(ruled_about(run.connection, list(run.uids.values())))
    constraints = Constraints(
        tuple(frozenset(by_uid[uid] for uid in group if uid in by_uid) for group in rulings.together),
        frozenset(
            (min(by_uid[a], by_uid[b]), max(by_uid[a], by_uid[b]))
            for a, b in rulings.apart
            if a in by_uid and b in by_uid
        ),
    )
    rejected = {key for key, uid in run.uids.items() if rulings.review.get(uid) is Review.REJECTED}
    if not rejected:
        return cluster(run.facts.values(), constraints, run.keys)
    kept = cluster([each for key, each in run.facts.items() if key not in rejected], constraints, run.keys)
    refused = cluster([run.facts[key] for key in rejected], constraints, run.keys)
    return Clustering([*kept.clusters, *refused.clusters], kept.doubts)


def deal_rows(
    run: WorkingSet, edits: Mapping[int, Sequence[Edit]], clusters: Mapping[int, Sequence[Key]], ids: Mapping[int, str]
) -> list[dict[str, Any]]:
    claims = _claims(run, [run.ids[key] for keys in clusters.values() for key in keys])
    rows = []
    for number, keys in clusters.items():
        deal = choose([claims[run.ids[key]] for key in keys], run.companies)
        rows.append(deal_row(ids[number], edit_deal(deal, edits.get(number, ()))))
    return rows


def _claims(run: WorkingSet, ids: Sequence[int]) -> dict[int, Claim]:
    """Mentions as people set and saw them, with the copies of their articles."""
    stored = load_mentions(run.connection, ids=ids, counted=True)
    copies = copies_of(run.connection, {each.claim.doc_id for each in stored})
    rulings = rulings_of(ruled_about(run.connection, [each.claim.uid for each in stored]))
    found = {}
    for each in stored:
        claim = each.claim
        told: dict[str, Any] = {}
        if claim.doc_id in copies:
            told["copies"] = copies[claim.doc_id]
        if claim.uid in rulings.review:
            told["review"] = rulings.review[claim.uid]
        if claim.uid in rulings.mention_edits:
            told["mention"] = edit_mention(claim.mention, rulings.mention_edits[claim.uid])
        found[each.id] = claim.model_copy(update=told) if told else claim
    return found


def deal_edits(run: WorkingSet, clusters: Sequence[Cluster]) -> dict[int, list[Edit]]:
    """The edits of deals by the number of the cluster that holds the first mention for which they were made."""
    if not run.rulings.deal_edits:
        return {}
    by_uid = {uid: key for key, uid in run.uids.items()}
    home = {key: number for number, each in enumerate(clusters) for key in each.keys}
    edits: dict[int, list[Edit]] = defaultdict(list)
    for uids, edit in run.rulings.deal_edits:
        first = next((by_uid[uid] for uid in uids if uid in by_uid), None)
        if first is not None:
            edits[home[first]].append(edit)
    return edits


def made_anew(connection: Connection, ids: Sequence[int]) -> Anew:
    """What mentions that hang together with no others make; nothing is written."""
    run = WorkingSet(connection, companies_of(connection))
    load(run, ids, fresh=True)
    return Anew(run, cluster_set(run))


class Anew:
    """Deals as they are made from mentions, before anything is written."""

    def __init__(self, run: WorkingSet, clustering: Clustering) -> None:
        self._run = run
        self._clusters = clustering.clusters
        self.groups = [tuple(run.ids[key] for key in each.keys) for each in clustering.clusters]
        """The ids of the mentions of each deal."""
        self.doubts = {(each.first, each.second): each.comparison for each in clustering.doubts}
        """Which two of the groups may be one."""

    def link(self, number: int, mention_id: int) -> tuple[str, tuple[str, ...]]:
        """The component of a mention of a group, and why it was merged."""
        cluster = self._clusters[number]
        key = next(key for key in cluster.keys if self._run.ids[key] == mention_id)
        return self._run.uids[cluster.component], cluster.reasons[key]

    def block_keys(self) -> Iterator[tuple[int, frozenset[int]]]:
        """Every mention with its block keys."""
        return ((self._run.ids[key], keys) for key, keys in self._run.keys.items())

    def rows(self, deal_ids: Mapping[int, str]) -> Iterator[dict[str, Any]]:
        """The row of each of these groups as the deal of that id."""
        edits, numbers = deal_edits(self._run, self._clusters), sorted(deal_ids)
        for start in range(0, len(numbers), CHUNK):
            part = numbers[start : start + CHUNK]
            yield from deal_rows(self._run, edits, {number: self._clusters[number].keys for number in part}, deal_ids)
