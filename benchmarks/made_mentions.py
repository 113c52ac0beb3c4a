"""Mentions of made-up deals with their truth: who tells of which deal is known, so merging can be scored at any size.

Companies are partly the gazetteer's, under their names in each script, partly invented, with legal suffixes and
shorter forms. Each deal is told by a few articles with what articles do to facts: rounded, restated in another
currency, left out, told late. One deal in ten is a second one of the same pair and kind.
"""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from corpora.gazetteer import Company, load_companies
from schemas.article import Article, Language
from schemas.deal import DealMention, Extraction, Kind, Party, Role, Status
from schemas.quantity import Bound, Money, PartialDate, Power, Terms

_SYLLABLES = [
    "ka",
    "lo",
    "mi",
    "ren",
    "ta",
    "vi",
    "zo",
    "ber",
    "dal",
    "fen",
    "gor",
    "hul",
    "jin",
    "kel",
    "mar",
    "nov",
    "pel",
    "quo",
    "ras",
    "sol",
    "tur",
    "vex",
    "wil",
    "yor",
    "an",
    "bri",
    "cas",
    "dor",
    "el",
    "fal",
    "gri",
    "hev",
    "il",
    "jas",
    "kro",
    "lim",
    "mond",
    "nar",
    "os",
    "pra",
    "rin",
    "sel",
    "tav",
    "ul",
    "vor",
    "wen",
    "xan",
    "zel",
]
_TRADES = ("Power", "Compute", "Robotics", "Materials", "Energy", "Biologics", "Towers", "Foods", "Semiconductor")
_SUFFIXES = ("", "", " Inc.", " Ltd", " Holdings", " Corporation", " Group", " plc")
_CHARACTERS = (
    "安博辰达恩风光海弘华嘉捷金凯朗联明宁鹏启瑞森盛泰腾天威翔新星旭雅银元云泽振智卓柏昌诚德东鼎丰福冠广国恒宏惠建锦京精康"
    "科力立利龙隆迈美敏能普奇乾全荣润三山尚申世双顺思松特通同万维文祥兴雄迅亚阳耀毅英永优宇玉源远悦正中众紫"
)
_CHINESE_TRADES = ("科技", "能源", "算力", "电力", "半导体", "生物", "材料", "智能")
_CHINESE_SUFFIXES = ("", "", "", "有限公司", "股份有限公司", "集团")
_KINDS = (
    (Kind.INVESTMENT, Role.INVESTOR, Role.INVESTEE, 30),
    (Kind.ACQUISITION, Role.ACQUIRER, Role.TARGET, 20),
    (Kind.PURCHASE, Role.BUYER, Role.SELLER, 20),
    (Kind.COMPUTE, Role.BUYER, Role.SELLER, 12),
    (Kind.DEBT, Role.LENDER, Role.BORROWER, 10),
    (Kind.POWER, Role.BUYER, Role.SELLER, 8),
)
_RATES = {"USD": 1.0, "CNY": 7.12, "HKD": 7.8, "TWD": 31.2, "JPY": 148.0, "EUR": 0.87}
_LOCAL = {Language.EN: "USD", Language.ZH_HANS: "CNY", Language.ZH_HANT: "TWD"}
_FIRST_DAY = datetime.date(2024, 1, 1)
_DAYS = 730


@dataclass(frozen=True, slots=True)
class MadeCompany:
    """A company with the forms by which each language names it; `id` is the gazetteer's if it is known there."""

    id: str | None
    english: tuple[str, ...]
    chinese: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MadeDeal:
    """A true deal."""

    number: int
    kind: Kind
    payers: tuple[MadeCompany, ...]
    receiver: MadeCompany
    roles: tuple[Role, Role]
    dollars: int | None
    power: Decimal | None
    years: int | None
    day: datetime.date
    mentions: int


@dataclass(frozen=True, slots=True)
class Told:
    """An article's one mention and the number of the deal that it truly tells of."""

    extraction: Extraction
    deal: int


def made_companies(count: int, draw: random.Random) -> list[MadeCompany]:
    """Half of them the gazetteer's that have names in Chinese and English, half invented."""
    listed = [made for company in load_companies() if (made := _listed(company)) is not None]
    draw.shuffle(listed)
    return [*listed[: count // 2], *(_invented(draw) for _ in range(count - min(count // 2, len(listed))))]


def made_deals(count: int, companies: list[MadeCompany], draw: random.Random) -> Iterator[MadeDeal]:
    """True deals; a few companies do many of them, and one in ten is a second deal of a pair."""
    last: MadeDeal | None = None
    weights = [1 / (rank + 5) for rank in range(len(companies))]
    drawn = iter(draw.choices(companies, weights, k=count * 5))
    for number in range(count):
        mentions = min(40, 1 + int(draw.expovariate(1 / 4)))
        dollars = round(10 ** draw.uniform(6.5, 11), -5) if draw.random() < 0.85 else None
        if last is not None and draw.random() < 0.1:
            day = last.day + datetime.timedelta(days=draw.randrange(70, 300))
            more = round((last.dollars or 10**8) * draw.choice([0.4, 0.6, 1.6, 2.5]), -5)
            last = MadeDeal(
                number, last.kind, last.payers, last.receiver, last.roles, int(more), None, None, day, mentions
            )
        else:
            kind, payer, receiver, _ = draw.choices(_KINDS, [each[3] for each in _KINDS])[0]
            parties = [next(drawn), next(drawn)]
            while parties[0] is parties[1]:
                parties[1] = draw.choice(companies)
            more_payers = (draw.choice(companies),) if kind is Kind.INVESTMENT and draw.random() < 0.25 else ()
            power = Decimal(draw.randrange(20, 3000)) / 1000 if kind in (Kind.POWER, Kind.COMPUTE) else None
            years = draw.choice([None, 3, 5, 10, 15]) if kind in (Kind.POWER, Kind.COMPUTE, Kind.DEBT) else None
            day = _FIRST_DAY + datetime.timedelta(days=draw.randrange(_DAYS))
            last = MadeDeal(
                number,
                kind,
                (parties[0], *(each for each in more_payers if each not in parties)),
                parties[1],
                (payer, receiver),
                None if dollars is None else int(dollars),
                power,
                years,
                day,
                mentions,
            )
        yield last


def made_mentions(count: int, deals: int, companies: int = 6000, seed: int = 1) -> list[Told]:
    """About `count` mentions of `deals` deals, in order of publication; the same for the same seed."""
    draw = random.Random(seed)
    pool = made_companies(companies, draw)
    truth = list(made_deals(deals, pool, draw))
    told = [tell(deal, place, draw) for deal in truth for place in range(deal.mentions)]
    while len(told) < count:
        deal = draw.choice(truth)
        told.append(tell(deal, 1000 + len(told), draw))
    told = told[:count] if len(told) > count * 1.02 else told
    return sorted(told, key=lambda each: (str(each.extraction.article.published), each.extraction.article.doc_id))


def _listed(company: Company) -> MadeCompany | None:
    english = tuple(
        dict.fromkeys([company.name, *(a.text for a in company.aliases if a.text.isascii() and not a.context)])
    )
    chinese = tuple(a.text for a in company.aliases if not a.text.isascii() and not a.context)
    if not company.name.isascii() or not chinese:
        return None
    return MadeCompany(company.id, english[:2], chinese[:2])


def _invented(draw: random.Random) -> MadeCompany:
    word = "".join(draw.choice(_SYLLABLES) for _ in range(draw.choice((2, 3, 3, 4)))).capitalize()
    trade = draw.choice(_TRADES)
    english = (f"{word} {trade}{draw.choice(_SUFFIXES)}", f"{word} {trade}", word)
    own = "".join(draw.choice(_CHARACTERS) for _ in range(draw.choice((2, 2, 3, 3))))
    chinese_trade = draw.choice(_CHINESE_TRADES)
    chinese = (f"{own}{chinese_trade}{draw.choice(_CHINESE_SUFFIXES)}", f"{own}{chinese_trade}")
    return MadeCompany(None, english, chinese)


def tell(deal: MadeDeal, place: int, draw: random.Random) -> Told:
    """An article that tells of a deal, as exactly as articles do; `place` tells it from the others."""
    language = draw.choices((Language.EN, Language.ZH_HANS, Language.ZH_HANT), (4, 3, 3))[0]
    late = draw.random() < 0.06
    published = deal.day + datetime.timedelta(days=draw.randrange(60, 200) if late else int(draw.expovariate(0.5)))
    payers = deal.payers if draw.random() < 0.7 else deal.payers[:1]
    parties = [_party(each, deal.roles[0], language, draw) for each in payers]
    parties.append(_party(deal.receiver, deal.roles[1], language, draw))
    names = ", ".join(party.name for party in parties)
    told = draw.random()
    announced = str(deal.day) if told < 0.6 else str(deal.day)[:7] if told < 0.8 else None
    mention = DealMention(
        kind=deal.kind,
        parties=tuple(parties),
        amount=_amount(deal, language, draw),
        power=None if deal.power is None or draw.random() < 0.3 else Power(value=deal.power),
        terms=Terms(years=None if deal.years is None or draw.random() < 0.4 else Decimal(deal.years)),
        status=draw.choices((Status.RUMOURED, Status.PLANNED, Status.AGREED, Status.COMPLETED), (1, 2, 6, 2))[0],
        announced=None if announced is None else PartialDate(announced),
        quote=f"{names}: {deal.kind} ({place})",
        evidence=(),
        confidence=0.8,
    )
    doc_id = f"made-{deal.number:06}-{place:04}"
    article = Article(doc_id=doc_id, text=mention.quote, published=PartialDate(str(published)))
    return Told(Extraction(article=article, language=language, mentions=(mention,)), deal.number)


def _party(company: MadeCompany, role: Role, language: Language, draw: random.Random) -> Party:
    forms = company.english if language is Language.EN else company.chinese
    other = company.chinese if language is Language.EN else company.english
    aliases = (other[-1] if company.id is None else other[0],) if draw.random() < 0.3 else ()
    return Party(name=draw.choice(forms), role=role, company_id=company.id, aliases=aliases)


def _amount(deal: MadeDeal, language: Language, draw: random.Random) -> Money | None:
    told = draw.random()
    if deal.dollars is None or told < 0.12:
        return None
    if told < 0.30:
        currency = _LOCAL[language]
        value = deal.dollars * _RATES[currency] * draw.uniform(0.985, 1.015)
        return Money(value=Decimal(int(float(f"{value:.2e}"))), currency=currency, bound=Bound.APPROX)
    if told < 0.45:
        return Money(value=Decimal(int(float(f"{deal.dollars:.1e}"))), currency="USD", bound=Bound.APPROX)
    return Money(value=Decimal(deal.dollars), currency="USD")
