"""Write ``corpora/companies/listed.jsonl``, the long tail of the gazetteer, from exchange tables.

    python -m corpora.build_companies FOLDER

FOLDER holds the CSV tables that ``corpora/companies/NOTICE.md`` names. The same tables always give the same file.
``core.jsonl`` is edited by hand and only read here: what it knows, by ticker or by name, is left out of the tail.

The steps: read the tables into `Draft` rows, one a ticker; drop listing marks, funds and shells; join rows of one
company that is listed twice under one name; take the names that are words or that somebody else has out of play.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from opencc import OpenCC

from corpora.gazetteer import COMPANY_FILES, Company, read_companies

CORE_FILE, LISTED_FILE = COMPANY_FILES
WORDS_FILE = LISTED_FILE.with_name("words.txt")

EXCHANGES = {
    "TWSE": "TWSE",
    "TWSE TIB": "TWSE",
    "TWSE TDR": "TWSE",
    "TPEx": "TPEX",
    "HKEX": "HKEX",
    "SSE": "SSE",
    "SZSE": "SZSE",
    "BSE": "BSE",
    "NASDAQ": "NASDAQ",
    "NYSE": "NYSE",
    "NYSE American": "NYSE",
    "TSE (Tokyo)": "TSE",
    "KRX": "KRX",
    "KOSDAQ": "KRX",
    "SGX": "SGX",
}
"""The tables' names of exchanges and ours."""

NAME_TABLES = (
    "twse-tpex.csv",
    "cn-hk-jp-kr-daily-stock-analysis.csv",
    "a-share-adata.csv",
    "nasdaq-listed.csv",
    "nyse-other-listed.csv",
)
"""Tables that say who is listed. Beijing's and the older Shanghai and Shenzhen names of the third only add aliases."""

ENGLISH_TABLE = "asia-english-finance-database.csv"
COUNTRY_TABLE = "sp500.csv"
BRAND_TABLE = "power-telecom-brands-name-suggestion-index.csv"

HOME = {"TWSE": "TW", "TPEX": "TW", "SSE": "CN", "SZSE": "CN", "BSE": "CN"}
"""The country of a listing where the table leaves it open."""

LISTING_MARK = re.compile(
    r"^(?:\*?ST|S\*?ST|PT|XD|XR|DR|N|C|U)(?=[\u3400-\u9fff])|退$|退市|^退|[\u3400-\u9fff](?:DR|B)$"
)
HAN = re.compile(r"[\u3400-\u9fff]")
LEGAL_SUFFIX = re.compile(
    r"[\s,]+(?:\(the\)|incorporated|inc|corporation|corp|company|co|limited|ltd|plc|llc|lp|l\.p|n\.v|nv|s\.a|sa|s\.p\.a|"
    r"ag|se|asa|ab|oyj|a/s|k\.k|kk|berhad|bhd|pte|ltda|s\.a\.b\. de c\.v|s\.a\.b|kgaa|p\.l\.c|joint stock|public)\.?$",
    re.IGNORECASE,
)
GROUP_SUFFIX = re.compile(r"[\s,]+(?:holdings?|group)$", re.IGNORECASE)
NO_COMPANY = re.compile(
    r"\b(?:fund|funds|trust|investment corp(?:oration)?|acquisitions?|etf|etn|spac|closed[- ]end|income shares?|"
    r"warrants?|depositary|notes due|municipal|royalty|merger|blank check|bdc|preferred|"
    r"partnership units|capital corp(?:oration)? (?:i|ii|iii|iv|v|vi)+)\b",
    re.IGNORECASE,
)
POWER_WORDS = re.compile(
    r"\b(?:power|energy|electric|electricity|grid|telecom|telecommunications|mobile|data cent(?:er|re)s?|utilities)\b",
    re.IGNORECASE,
)
SMALL_PLANT = re.compile(
    r"\d|\b(?:wind farm|solar farm|partners|project|village|city of|town of|county|municipal|solar [ivx]+)\b", re.I
)

MIN_CHINESE = 2
SAFE_CHINESE = 3
SAFE_LATIN = 4


@dataclass
class Draft:
    """A row of the long tail while it is being put together."""

    id: str
    country: str | None
    tickers: list[str]
    chinese: list[str] = field(default_factory=list)
    english: list[str] = field(default_factory=list)


class Keys:
    """Compares names as the matcher does: in simplified characters and folded case."""

    def __init__(self) -> None:
        self._to_simplified = OpenCC("t2s")

    def __call__(self, name: str) -> str:
        """Return the form in which two spellings of a name are equal."""
        return self._to_simplified.convert(name).casefold() if HAN.search(name) else name.casefold()


def main(arguments: list[str] | None = None) -> None:
    """Read the tables of the folder named on the command line and write ``listed.jsonl``."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="the folder with the CSV tables")
    folder = parser.parse_args(arguments).folder
    entries = build(folder, tuple(read_companies(CORE_FILE)), frozenset(WORDS_FILE.read_text("utf-8").split()))
    lines = [json.dumps(entry, ensure_ascii=False, separators=(",", ":")) + "\n" for entry in entries]
    LISTED_FILE.write_text("".join(lines), encoding="utf-8", newline="\n")
    print(f"{len(lines)} companies")


def build(folder: Path, core: Iterable[Company], words: frozenset[str]) -> list[dict[str, object]]:
    """Return the entries of ``listed.jsonl``, sorted by id.

    Args:
        folder: Where the tables lie.
        core: The hand-made companies, which win over the tables.
        words: English words in small letters and Chinese words that are no name by themselves.
    """
    key = Keys()
    taken_tickers, taken_names = _taken(core, key)
    drafts = [draft for draft in _listed(folder).values() if taken_tickers.isdisjoint(draft.tickers)]
    drafts = _joined([*drafts, *_brands(folder)], key)
    drafts = [draft for draft in drafts if taken_names.isdisjoint(map(key, _whole_names(draft)))]
    owners = _owners(drafts, key)
    entries = (_entry(draft, words, taken_names, owners, key) for draft in sorted(drafts, key=lambda draft: draft.id))
    return [entry for entry in entries if entry is not None]


def short_english(name: str) -> str:
    """Return an English company name without its legal form: ``Acme Co., Ltd.`` is ``Acme``."""
    name = re.sub(r"\s*\((?:the|publ|china|cayman)\)", "", name, flags=re.IGNORECASE).strip()
    while (shorter := LEGAL_SUFFIX.sub("", re.sub(r"\.?,\s*(?=ltd|limited|inc)", " ", name, flags=re.I))) != name:
        name = shorter
    return name.strip(" ,.&") or name


def _taken(core: Iterable[Company], key: Keys) -> tuple[set[str], set[str]]:
    tickers: set[str] = set()
    names: set[str] = set()
    for company in core:
        tickers.update(company.tickers)
        for alias in company.aliases:
            names.add(key(alias.text))
            names.add(key(short_english(alias.text)))
    return tickers, names


def _rows(folder: Path, table: str) -> Iterator[dict[str, str]]:
    with (folder / table).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _listed(folder: Path) -> dict[str, Draft]:
    """Return one draft a ticker, with the names of all tables."""
    drafts: dict[str, Draft] = {}
    for table in NAME_TABLES:
        may_add = table != "a-share-adata.csv"  # who is only there has left the exchange
        for row in _rows(folder, table):
            _add_row(drafts, row, may_add)
    _add_english(drafts, folder)
    countries = {row["ticker"]: row["country"] for row in _rows(folder, COUNTRY_TABLE)}
    for draft in drafts.values():
        place, _, code = draft.tickers[0].partition(":")
        if place in ("NASDAQ", "NYSE"):
            draft.country = draft.country or countries.get(code) or None
    return {ticker: draft for ticker, draft in drafts.items() if draft.chinese or draft.english}


def _add_row(drafts: dict[str, Draft], row: dict[str, str], may_add: bool) -> None:
    exchange = EXCHANGES.get(row["exchange"])
    if exchange is None or not re.fullmatch(r"[0-9A-Z.]+", row["ticker"]):  # NYSE:MS$F is a preferred share
        return
    ticker = f"{exchange}:{row['ticker']}"
    chinese = row["name_zh_hant"] or row["name_zh_hans"]
    if HAN.search(row["name_en"]) or NO_COMPANY.search(row["name_en"]) or LISTING_MARK.search(chinese):
        return
    if ticker not in drafts:
        if not may_add:
            return
        slug = re.sub(r"[^a-z0-9]+", "-", f"{exchange}-{row['ticker']}".lower()).strip("-")
        drafts[ticker] = Draft(slug, row["country"] or HOME.get(exchange), [ticker])
    _append(drafts[ticker].chinese, _clean_chinese(chinese))
    _append(drafts[ticker].english, _clean_english(row["name_en"]))


def _add_english(drafts: dict[str, Draft], folder: Path) -> None:
    """Add English names to the drafts of Asian exchanges, and Singapore's companies, whom no other table lists."""
    for row in _rows(folder, ENGLISH_TABLE):
        exchange = EXCHANGES.get(row["exchange"])
        draft = drafts.get(f"{exchange}:{row['ticker']}")
        if draft is not None and not NO_COMPANY.search(row["name_en"]):
            _append(draft.english, _clean_english(row["name_en"]))
            draft.country = draft.country or row["country"] or None
        elif exchange == "SGX":
            _add_row(drafts, row, may_add=True)


def _brands(folder: Path) -> Iterator[Draft]:
    """Yield power, data-centre and telecom operators whose English name has two words or more."""
    for row in _rows(folder, BRAND_TABLE):
        chinese, english = row["name_zh_hant"] or row["name_zh_hans"], _clean_english(row["name_en"])
        short = short_english(english)
        if " " not in short or not POWER_WORDS.search(english):
            continue
        if SMALL_PLANT.search(english) or NO_COMPANY.search(english):
            continue
        slug = re.sub(r"[^a-z0-9]+", "-", short.lower()).strip("-")
        draft = Draft(f"operator-{slug}", row["country"] or None, [])
        _append(draft.chinese, chinese if len(chinese) >= SAFE_CHINESE else "")
        _append(draft.english, english)
        yield draft


def _joined(drafts: list[Draft], key: Keys) -> list[Draft]:
    """Join drafts with one full name: a share listed in Shanghai and Hong Kong is one company."""
    first: dict[str, Draft] = {}
    kept: list[Draft] = []
    for draft in drafts:
        names = [key(name) for name in _whole_names(draft)]
        known = next((first[name] for name in names if name in first), None)
        if known is None:
            kept.append(draft)
        elif not (set(_places(known)) & set(_places(draft))):
            _merge(known, draft)
        else:  # two companies of one exchange under one name: keep both
            kept.append(draft)
        for name in names:
            first.setdefault(name, known or draft)
    return _with_unique_ids(kept)


def _with_unique_ids(drafts: list[Draft]) -> list[Draft]:
    seen: set[str] = set()
    kept = []
    for draft in drafts:
        if draft.id not in seen:
            kept.append(draft)
        seen.add(draft.id)
    return kept


def _merge(known: Draft, other: Draft) -> None:
    known.tickers += [ticker for ticker in other.tickers if ticker not in known.tickers]
    known.country = known.country or other.country
    for name in other.chinese:
        _append(known.chinese, name)
    for name in other.english:
        _append(known.english, name)


def _places(draft: Draft) -> list[str]:
    return [ticker.partition(":")[0] for ticker in draft.tickers]


def _whole_names(draft: Draft) -> list[str]:
    """Return the names that by themselves tell a company apart: three characters or two Latin words."""
    chinese = [name for name in draft.chinese if len(name) >= SAFE_CHINESE]
    return chinese + [short for name in draft.english if " " in (short := short_english(name))]


def _owners(drafts: Iterable[Draft], key: Keys) -> dict[str, set[str]]:
    owners: dict[str, set[str]] = {}
    for draft in drafts:
        for name in _all_names(draft):
            owners.setdefault(key(name), set()).add(draft.id)
    return owners


def _all_names(draft: Draft) -> list[str]:
    names: list[str] = []
    for name in draft.english:
        short = short_english(name)
        shorter = GROUP_SUFFIX.sub("", short)
        for form in (shorter if " " in shorter else "", short, name):
            _append(names, form)
    for name in draft.chinese:
        _append(names, name)
    return names


def _entry(
    draft: Draft, words: frozenset[str], taken: set[str], owners: dict[str, set[str]], key: Keys
) -> dict[str, object] | None:
    """Return the JSON object of a draft, None if others own all its names."""
    names = [name for name in _all_names(draft) if key(name) not in taken]
    if not names:
        return None
    aliases: list[dict[str, object]] = []
    for name in names:
        if any(name.startswith(f"{alias['text']} ") and "context" not in alias for alias in aliases):
            continue  # the shorter form is found wherever the longer one stands
        alias: dict[str, object] = {"text": name, "regions": ["*"]}
        if _needs_context(name, words) or len(owners[key(name)]) > 1:
            alias["context"] = True
        aliases.append(alias)
    if not draft.tickers and all("context" in alias for alias in aliases):
        return None
    known = {"country": draft.country, "tickers": draft.tickers}
    entry: dict[str, object] = {"id": draft.id, "name": names[0]}
    return entry | {label: value for label, value in known.items() if value} | {"aliases": aliases}


def _needs_context(name: str, words: frozenset[str]) -> bool:
    """Say whether a name alone proves too little: two characters, a plain word, three letters."""
    if HAN.search(name):
        return len(name) < SAFE_CHINESE or name in words
    if " " in name:
        return all(word in words for word in name.casefold().split())
    return len(name) < SAFE_LATIN or name.casefold() in words


def _clean_chinese(name: str) -> str:
    """Return a short name without the exchange's marks (``-KY``, ``*``); empty if it has no Chinese character."""
    name = re.sub(r"(?:-KY|-DR|\*|-創|-新|-W|-S|-SW|-B)+$", "", name.strip())
    return name if HAN.search(name) and len(name) >= MIN_CHINESE else ""


def _clean_english(name: str) -> str:
    return re.sub(r"\s+", " ", name).strip(" ,")


def _append(names: list[str], name: str) -> None:
    if name and name not in names:
        names.append(name)


if __name__ == "__main__":
    main()
