"""A database of made-up deals as merging would have left it, for measuring what reads it.

The articles are `benchmarks.made_mentions`: three a deal on average, in three languages, of companies of which a few
take part in thousands of deals and most in few. Most of it nobody has decided; some pairs of deals are doubtful, some
evidence is not where it should be.
"""

from __future__ import annotations

import base64
import datetime
import hashlib
import json
import math
import random
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Table, insert

from benchmarks.made_mentions import MadeCompany, Told, made_companies, made_deals, tell
from pipeline.choose import choose
from pipeline.compare import DOUBT_AT, MERGE_AT
from pipeline.resolve import PROVISIONAL, Companies, CompanyRulings, normal_name
from pipeline.store import Store
from pipeline.store import models as t
from pipeline.store.deals import deal_row
from pipeline.store.load import StoredMention
from pipeline.store.located import located
from pipeline.store.log import anchor_of
from pipeline.store.portable import count_on
from pipeline.store.refresh import VERSION
from pipeline.store.rows import article_row, evidence_rows, mention_row, mention_uid, party_rows
from pipeline.wording import amount_words
from schemas.article import Article, Language
from schemas.deal import DealMention, Evidence, Extraction
from schemas.decision import Action, Decision
from schemas.merged import Claim, Review

_MORE_MENTIONS = math.log(1.5)
"""Of the exponential distribution whose whole part is two on average: three mentions a deal."""

_COMPANIES = 6_000
_SEED = 1
_AT_ONCE = 2_000
_DECIDED, _DOUBTFUL, _LOST = 0.04, 0.02, 0.01
_PAPERS = [f"paper{number}.example" for number in range(60)]
_PAPER_WEIGHTS = [1 / (rank + 2) for rank in range(60)]
_PEOPLE = ("ann", "ben")
_MORE = {
    Language.EN: "Both sides said more of it on the day, and what it will cost nobody told. ",
    Language.ZH_HANS: "双方当天又说明了细节，但是没有透露付款的时间和条件。",
    Language.ZH_HANT: "雙方當天又說明了細節，但是沒有透露付款的時間和條件。",
}
_AT = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)

Tables = dict[Table, list[dict[str, Any]]]


def fill(store: Store, deals: int) -> None:
    """Write deals with what is told of them into an empty database."""
    draw = random.Random(_SEED)
    pool = made_companies(_COMPANIES, draw)
    maker = _Maker(_companies(pool))
    rows: Tables = defaultdict(list)
    for deal in made_deals(deals, pool, draw):
        maker.add(rows, [tell(deal, place, draw) for place in range(1 + int(draw.expovariate(_MORE_MENTIONS)))])
        if len(rows[t.deal]) == _AT_ONCE:
            _write(store, rows)
            rows = defaultdict(list)
    rows[t.fact].append({"name": "merging", "value": VERSION})
    _write(store, rows)
    with store.writing() as connection:
        if connection.dialect.name == "postgresql":
            count_on(connection, (t.article, t.mention, t.decision))


def _companies(pool: Sequence[MadeCompany]) -> Companies:
    """Who the made-up companies are: each bears all its names, as merging would have learned."""
    names = {}
    for made in pool:
        if made.id is None:
            own = PROVISIONAL + normal_name(made.english[0])
            names.update({normal_name(form): own for form in (*made.english, *made.chinese)})
    return Companies(CompanyRulings(names=names))


def _write(store: Store, rows: Tables) -> None:
    order = (
        t.company, t.article, t.mention, t.mention_party, t.evidence, t.deal, t.deal_identity, t.deal_mention, t.doubt,
        t.decision, t.decision_mention, t.fact,
    )  # fmt: skip
    with store.writing() as connection:
        for table in order:
            if rows[table]:
                connection.execute(insert(table), rows[table])


class _Maker:
    """Makes the rows of deals, one after the other."""

    def __init__(self, companies: Companies) -> None:
        self._companies = companies
        self._luck = random.Random(7)
        self._known: set[str] = set()
        self._mentions = 0
        self._deals = 0
        self._decisions = 0

    def add(self, rows: Tables, told: Sequence[Told]) -> None:
        """The rows of a deal and of all that tells of it."""
        luck = self._luck
        self._deals += 1
        deal_id = f"D-{self._deals:08}"
        review = Review.OPEN
        if luck.random() < _DECIDED:
            review = luck.choice((Review.ACCEPTED, Review.ACCEPTED, Review.REJECTED))
        stored = [self._mention(rows, each, review) for each in told]
        deal = choose([each.claim for each in stored], self._companies)
        owner = stored[0].claim.uid
        for each in stored:
            reasons = json.dumps(["same amount (+3)", "same companies (+4)"])
            rows[t.deal_mention].append(
                {"mention_id": each.id, "deal_id": deal_id, "component": owner, "reasons": reasons}
            )
        day = str(deal.announced or deal.latest)
        rows[t.deal].append({**deal_row(deal_id, deal), "version": 1, "created": day})
        rows[t.deal_identity].append(
            {"deal_id": deal_id, "number": self._deals, "owner": owner, "created": day, "leads_to": deal_id}
        )
        if review is not Review.OPEN:
            self._decide(rows, deal_id, stored, Action.ACCEPT if review is Review.ACCEPTED else Action.REJECT)
        if len(rows[t.deal]) > 1 and luck.random() < _DOUBTFUL:
            score = round(luck.uniform(DOUBT_AT, MERGE_AT), 3)
            before = f"D-{self._deals - 1:08}"
            rows[t.doubt].append({"deal_id": before, "other_id": deal_id, "score": score, "reasons": "[]"})

    def _mention(self, rows: Tables, told: Told, review: Review) -> StoredMention:
        luck = self._luck
        self._mentions += 1
        number, paper = self._mentions, luck.choices(_PAPERS, _PAPER_WEIGHTS)[0]
        extraction = told.extraction
        mention = extraction.mentions[0]
        sure = min(0.99, max(0.2, luck.betavariate(6, 2)))
        parties = tuple(
            party.model_copy(update={"company_id": self._companies.identity(party).id}) for party in mention.parties
        )
        text = f"{mention.quote}, {amount_words(mention.amount)}.\n\n" + _MORE[extraction.language] * 20
        evidence = _evidence(text, mention, luck.random() < _LOST)
        mention = mention.model_copy(update={"confidence": round(sure, 3), "evidence": evidence, "parties": parties})
        article = Article(
            doc_id=extraction.article.doc_id, text=text, title=mention.quote[:60],
            url=f"https://{paper}/{number}", published=extraction.article.published,
        )  # fmt: skip
        whole = Extraction(article=article, language=extraction.language, mentions=(mention,))
        uid = mention_uid(article.doc_id, mention)
        rows[t.article].append({"id": number, **article_row(whole)})
        found = {"located": located(text, mention.evidence)}
        rows[t.mention].append({"id": number, **mention_row(number, 0, uid, mention), **found})
        rows[t.evidence] += evidence_rows(number, mention)
        for identity, row in party_rows(number, mention, self._companies):
            rows[t.mention_party].append(row)
            if identity.id not in self._known:
                self._known.add(identity.id)
                rows[t.company].append({"id": identity.id, "name": identity.name, "provisional": not identity.known})
        claim = Claim(
            doc_id=article.doc_id, position=0, language=extraction.language, title=article.title, url=article.url,
            published=article.published, mention=mention, uid=uid, review=review,
        )  # fmt: skip
        return StoredMention(number, None, claim)

    def _decide(self, rows: Tables, deal_id: str, stored: Sequence[StoredMention], action: Action) -> None:
        self._decisions += 1
        hashed = base64.b32encode(hashlib.sha256(str(self._decisions).encode()).digest()).decode()[:12]
        decision = Decision(
            id=f"R-{hashed}", at=_AT + datetime.timedelta(seconds=self._decisions), by=self._luck.choice(_PEOPLE),
            action=action, deal_id=deal_id, mentions=tuple(map(anchor_of, stored)),
        )  # fmt: skip
        rows[t.decision].append(
            {
                "number": self._decisions, "id": decision.id, "at": decision.at.isoformat(timespec="microseconds"),
                "by": decision.by, "action": action.value, "deal_id": deal_id, "undoes": None,
                "record": decision.model_dump_json(exclude_defaults=True),
            }
        )  # fmt: skip
        for position, each in enumerate(stored):
            rows[t.decision_mention].append(
                {"decision_id": decision.id, "side": 0, "position": position, "uid": each.claim.uid}
            )


def _evidence(text: str, mention: DealMention, lost: bool) -> tuple[Evidence, ...]:
    """Evidence of parties, kind and amount; where it is `lost` the article says something else there."""
    told = [(f"party.{party.role.value}", party.name) for party in mention.parties]
    told.append(("kind", mention.kind.value))
    if mention.amount is not None:
        told.append(("amount", amount_words(mention.amount)))
    away = 3 if lost else 0
    found = []
    for field, words in told:
        start = text.index(words) + away
        found.append(Evidence(field=field, start=start, end=start + len(words), quote=words))
    return tuple(found)
