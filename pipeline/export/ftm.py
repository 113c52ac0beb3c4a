"""Deals as FollowTheMoney entities (https://followthemoney.tech): JSON objects of companies, articles and deals.

Only a deal that is agreed or completed becomes what it is about; what is rumoured, planned or cancelled is a link:

| deal | agreed or completed |
| --- | --- |
| investment, acquisition | `Payment` where a sum, a payer and a receiver are told; when completed also `Ownership` |
| purchase, compute, power | `Contract` (the buyer is its authority) and `ContractAward` to the seller |
| debt | `Debt` |
| project, partnership | in any status `Project`, and a `ProjectParticipant` a company |
| all else | `UnknownLink`; `Event` where there is only one side |

Several payers or receivers are several values of one entity, so that no sum is counted twice. `proof` leads to every
`Article`. An entity's id is made of the deal's, the company's or the article's own and stays.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from corpora.gazetteer import company_by_id
from pipeline.export.selection import Exported, Selection
from pipeline.resolve import Companies, Identity
from pipeline.store.rows import exact
from pipeline.wording import amount_words, power_words
from schemas.article import Language
from schemas.deal import PAYERS, Kind, Party, Role, Status
from schemas.merged import Claim, Deal
from schemas.quantity import PartialDate
from schemas.record import Record

Values = Mapping[str, Sequence[str | None]]

_PREFIX = "dealtrail"
_PLAIN_ID = re.compile(r"^[0-9a-z](?:[0-9a-z.-]*[0-9a-z])?$")
_LANGUAGES = {Language.EN: "eng", Language.ZH_HANT: "zho", Language.ZH_HANS: "zho"}
_FIRM = frozenset({Status.AGREED, Status.COMPLETED})
_EQUITY = frozenset({Kind.INVESTMENT, Kind.ACQUISITION})
_SUPPLY = frozenset({Kind.PURCHASE, Kind.COMPUTE, Kind.POWER})
_TOGETHER = frozenset({Kind.PROJECT, Kind.PARTNERSHIP})
_BOUGHT = frozenset({Role.INVESTEE, Role.TARGET})


def entities(selection: Selection) -> Iterator[Record]:
    """Every entity of an export: companies first, then each deal behind those of its articles that are new."""
    yield from _companies((deal for _, deal in selection.deals), selection.companies)
    seen: set[str] = set()
    for each in selection:
        for claim in each.claims:
            if claim.doc_id not in seen:
                seen.add(claim.doc_id)
                yield _article(claim)
        yield from _deal(each, selection.companies)


def _companies(deals: Iterable[Deal], companies: Companies) -> Iterator[Record]:
    found: dict[str, Identity] = {}
    names: dict[str, set[str]] = {}
    for deal in deals:
        for party in deal.parties:
            identity = companies.identity(party)
            found.setdefault(identity.id, identity)
            names.setdefault(identity.id, set()).update((party.name, *party.aliases))
    for company_id, identity in sorted(found.items()):
        known = company_by_id(company_id) if identity.known else None
        parent = companies.parent(company_id)
        yield _entity(
            _company_id(company_id),
            "Company",
            {
                "name": [identity.name],
                "alias": sorted(names[company_id] - {identity.name}),
                "country": [known.country.lower() if known and known.country else None],
                "ticker": list(known.tickers) if known else [],
                "parent": [_company_id(parent) if parent is not None and parent in found else None],
            },
        )


def _article(claim: Claim) -> Record:
    return _entity(
        _article_id(claim.doc_id),
        "Article",
        {
            "title": [claim.title],
            "sourceUrl": [claim.url],
            "publishedAt": [_date(claim.published)],
            "language": [_LANGUAGES[claim.language]],
        },
    )


def _deal(each: Exported, companies: Companies) -> Iterator[Record]:
    deal = each.deal
    everybody = _ids(deal.parties, companies)
    payers = _ids((party for party in deal.parties if party.role in PAYERS), companies)
    sellers = _ids((party for party in deal.parties if party.role is Role.SELLER), companies)
    bought = _ids((party for party in deal.parties if party.role in _BOUGHT), companies)
    receivers = bought or sellers or _ids((party for party in deal.parties if party.role is Role.BORROWER), companies)
    made: list[Record] = []
    if deal.kind in _TOGETHER:
        made = _project(each, everybody)
    elif deal.status in _FIRM and deal.kind in _EQUITY:
        made = _equity(each, payers, bought, sellers or bought)
    elif deal.status in _FIRM and deal.kind in _SUPPLY:
        made = _supply(each, payers, sellers)
    elif deal.status in _FIRM and deal.kind is Kind.DEBT and receivers:
        made = [_made(each, "Debt", {"debtor": receivers, "creditor": payers, **_money(each), **_link(each)})]
    if not made and payers and receivers:
        made = [_tie(each, payers, receivers, deal.kind.value)]
    if not made:
        made = [_event(each, everybody)]
    yield from made
    if sellers and bought and made[0]["schema"] != "Event":
        yield _tie(each, sellers, bought, "seller", "seller")


def _equity(each: Exported, payers: list[str], bought: list[str], paid: list[str]) -> list[Record]:
    """Money that goes to who sells, or into the company itself; and what is owned once that is done."""
    deal = each.deal
    made = []
    if deal.amount is not None and payers and paid:
        ends = {"payer": payers, "beneficiary": paid, "purpose": [f"{deal.kind}, {deal.status}"]}
        made.append(_made(each, "Payment", {**ends, **_money(each), **_link(each)}))
    if deal.status is Status.COMPLETED and payers and bought:
        values: Values = {
            "owner": payers,
            "asset": bought,
            "role": [deal.kind.value],
            "status": [deal.status.value],
            "percentage": [exact(deal.terms.stake_pct)],
            "sharesCount": [exact(deal.terms.shares)],
            "sharesValue": [exact(deal.amount.value) if deal.amount else None],
            "sharesCurrency": [deal.amount.currency if deal.amount else None],
        }
        made.append(_made(each, "Ownership", {**values, **_link(each)}))
    return made


def _supply(each: Exported, buyers: list[str], sellers: list[str]) -> list[Record]:
    deal = each.deal
    status = [deal.status.value]
    values: Values = {
        "title": [_title(deal)],
        "authority": buyers,
        "type": [deal.kind.value],
        "status": status,
        "contractDate": [_date(deal.announced)],
        "notes": [f"Dealtrail {each.deal_id}"],
    }
    contract = _made(each, "Contract", {**values, **_money(each), **_told(each)})
    if not sellers:
        return [contract]
    award = {"contract": [contract["id"]], "supplier": sellers, "status": status, "role": [deal.kind.value]}
    # The sum stands in the contract alone: who adds up must not meet it twice.
    return [contract, _made(each, "ContractAward", {**award, **_link(each)})]


def _project(each: Exported, everybody: list[str]) -> list[Record]:
    deal = each.deal
    status = [deal.status.value]
    project = _made(each, "Project", {"name": [_title(deal)], "status": status, **_money(each), **_link(each)})
    parts = [
        _entity(
            f"{_PREFIX}-{each.deal_id}-participant-{_digest(company)}",
            "ProjectParticipant",
            {
                "project": [project["id"]],
                "participant": [company],
                "role": [deal.kind.value],
                "status": status,
                "recordId": [each.deal_id],
            },
        )
        for company in everybody
    ]
    return [project, *parts]


def _tie(each: Exported, subjects: list[str], objects: list[str], role: str, part: str = "") -> Record:
    values: Values = {"subject": subjects, "object": objects, "role": [role], "status": [each.deal.status.value]}
    return _made(each, "UnknownLink", {**values, **_link(each)}, part)


def _event(each: Exported, everybody: list[str]) -> Record:
    return _made(each, "Event", {"name": [_title(each.deal)], "involved": everybody, **_link(each)})


def _made(each: Exported, schema: str, values: Values, part: str = "") -> Record:
    ending = f"-{part}" if part else ""
    return _entity(f"{_PREFIX}-{each.deal_id}-{schema.lower()}{ending}", schema, values)


def _money(each: Exported) -> Values:
    amount, dollars = each.deal.amount, each.dollars
    return {
        "amount": [exact(amount.value) if amount else None],
        "currency": [amount.currency if amount else None],
        "amountUsd": [exact(dollars.value) if dollars else None],
    }


def _link(each: Exported) -> Values:
    """What every entity with a time says: when, its deal's id, and what tells it."""
    deal = each.deal
    return {
        "date": [_date(deal.announced)],
        "startDate": [_date(deal.terms.start)],
        "endDate": [_date(deal.terms.end)],
        "recordId": [each.deal_id],
        **_told(each),
    }


def _told(each: Exported) -> Values:
    return {
        "summary": [f"{_title(each.deal)} ({each.deal.status})"],
        "description": [each.deal.quote],
        "sourceUrl": sorted({claim.url for claim in each.claims if claim.url}),
        "proof": sorted({_article_id(claim.doc_id) for claim in each.claims}),
    }


def _title(deal: Deal) -> str:
    sums = [words for words in (amount_words(deal.amount), power_words(deal.power)) if words]
    names = ", ".join(party.name for party in deal.parties)
    return f"{names}: {' of '.join([deal.kind.value, ', '.join(sums)]) if sums else deal.kind.value}"


def _entity(entity_id: str, schema: str, values: Values) -> Record:
    told = {name: [value for value in given if value] for name, given in values.items()}
    return {
        "id": entity_id,
        "schema": schema,
        "properties": {name: given for name, given in told.items() if given},
        "datasets": [_PREFIX],
    }


def _ids(parties: Iterable[Party], companies: Companies) -> list[str]:
    return list(dict.fromkeys(_company_id(companies.identity(party).id) for party in parties))


def _company_id(company_id: str) -> str:
    plain = company_id if _PLAIN_ID.match(company_id) else f"x{_digest(company_id)}"
    return f"{_PREFIX}-company-{plain}"


def _article_id(doc_id: str) -> str:
    return f"{_PREFIX}-article-{_digest(doc_id)}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:20]


def _date(date: PartialDate | None) -> str | None:
    """A date as the model has it: the quarter or half of a year is no date there."""
    if date is None:
        return None
    return str(date.year) if "Q" in str(date) or "H" in str(date) else str(date)
