"""Passages that teach recognisers: sentences or whole articles with their companies and deals, as people write them.

A file of passages is plain text, in blocks parted by an empty line::

    # wire; passive
    Ashgrove Data has been awarded a $2.4 billion, four-year contract by Meridian Cloud.
    * Ashgrove Data
    * Meridian Cloud
    - compute agreed; seller: Ashgrove Data; buyer: Meridian Cloud; amount: $2.4 billion; years: four-year

The first line names the register and the syntactic shape, the second is the text. Each `*` line is one company with all
its forms in the text, parted by ` = `. Each `-` line is a deal: kind, status, then its fields, every value a verbatim
piece of the text. A block without a `-` line holds no deal: it teaches what is none.

A whole article is written the same way, a line a paragraph, its day third in the first line::

    # wire; whole article; 2026-03-18
    Ashgrove Data wins Meridian contract
    Ashgrove Data has been awarded …
    The order is its largest. …
    * Ashgrove Data
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from schemas.deal import ROLES_OF_KIND, Kind, Role, Status
from schemas.errors import InputError
from schemas.quantity import PartialDate
from schemas.record import Record

TRAINING = Path(__file__).parent / "training"
"""The project's own passages, a folder a language."""

FIELDS = frozenset({"amount", "power", "years", "start", "end", "stake", "shares", "price", "annual"})


@dataclass(frozen=True)
class PassageDeal:
    """A deal of a passage: `roles` pairs a role with the first form of its company, `fields` a field with its text."""

    kind: Kind
    status: Status
    roles: tuple[tuple[Role, str], ...]
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Passage:
    """A written passage: `companies` holds a tuple of forms each, `shape` its syntax, `register` its sort of text.

    Paragraphs of `text` are parted by an empty line; `published` is the day of a whole article, if it has one.
    """

    text: str
    register: str
    shape: str
    companies: tuple[tuple[str, ...], ...]
    deals: tuple[PassageDeal, ...]
    published: PartialDate | None = None


def read_passages(path: Path) -> Iterator[Passage]:
    """Yield the passages of one file in its order.

    Raises:
        InputError: At the first block that does not follow the format, with file and line.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    start = 0
    for number, line in enumerate([*lines, ""]):
        if line.strip():
            continue
        block = lines[start:number]
        if block:
            yield _passage(block, path, start + 1)
        start = number + 1


def _passage(block: list[str], path: Path, first: int) -> Passage:
    def fault(reason: str, offset: int = 0) -> InputError:
        return InputError(str(path), reason, first + offset)

    head = block[0].removeprefix("#").split(";")
    if not block[0].startswith("#") or len(head) not in (2, 3):
        raise fault("a block begins with '# register; shape' (and maybe '; YYYY-MM-DD') and then its text")
    try:
        published = PartialDate(head[2].strip()) if len(head) > 2 else None
    except ValidationError as error:
        raise fault("the third part of the first line is a day, YYYY-MM-DD") from error
    end = next((number for number, line in enumerate(block) if line.startswith(("* ", "- "))), len(block))
    if end < 2:
        raise fault("the text stands between the first line and that of the first company", 1)
    text = "\n\n".join(block[1:end])
    companies: list[tuple[str, ...]] = []
    deals: list[PassageDeal] = []
    for offset, line in enumerate(block[end:], start=end):
        try:
            if line.startswith("* "):
                companies.append(_forms(line[2:], text))
            elif line.startswith("- "):
                deals.append(_deal(line[2:], text, companies))
            else:
                raise ValueError("after the text, a line begins with '* ' (company) or '- ' (deal)")
        except ValueError as error:
            raise fault(str(error), offset) from error
    return Passage(text, head[0].strip(), head[1].strip(), tuple(companies), tuple(deals), published)


def _forms(line: str, text: str) -> tuple[str, ...]:
    forms = tuple(form.strip() for form in line.split(" = "))
    missing = [form for form in forms if not form or form not in text]
    if missing:
        raise ValueError(f"the company {missing[0]!r} is not in the text")
    return forms


def _deal(line: str, text: str, companies: list[tuple[str, ...]]) -> PassageDeal:
    head, *parts = [part.strip() for part in line.split(";")]
    kind_name, _, status_name = head.partition(" ")
    kind, status = Kind(kind_name), Status(status_name)
    roles: list[tuple[Role, str]] = []
    fields: list[tuple[str, str]] = []
    for part in parts:
        key, _, value = part.partition(":")
        value = value.strip()
        if key in FIELDS:
            if not value or value not in text:
                raise ValueError(f"the {key} {value!r} is not in the text")
            fields.append((key, value))
            continue
        owner = next((forms for forms in companies if value in forms), None)
        if owner is None:
            raise ValueError(f"{value!r} ({key}) stands in no '*' line above")
        role = Role(key)
        if role not in ROLES_OF_KIND[kind]:
            raise ValueError(f"a deal of kind {kind} has no role {role}")
        roles.append((role, owner[0]))
    if not roles:
        raise ValueError("a deal needs a party")
    if len(roles) < 2 and kind not in (Kind.PROJECT, Kind.DEBT, Kind.INVESTMENT):
        raise ValueError(f"a deal of kind {kind} needs two parties")
    return PassageDeal(kind, status, tuple(roles), tuple(fields))


def passage_record(passage: Passage, doc_id: str, lang: str) -> Record:
    """A passage as an article of the gold format, whose deals have a kind, a status and parties alone.

    `said` of a deal holds the text of each of its fields.
    """
    forms = {company[0]: company for company in passage.companies}
    deals = [
        {
            "kind": deal.kind.value,
            "status": deal.status.value,
            "parties": [{"name": name, "aliases": list(forms[name][1:]), "role": role} for role, name in deal.roles],
            "said": dict(deal.fields),
        }
        for deal in passage.deals
    ]
    published = passage.published.root if passage.published else None
    return {"doc_id": doc_id, "lang": lang, "published": published, "text": passage.text, "deals": deals}


def main() -> None:
    """Check files of passages and count what they hold: `python -m corpora.passages FILE…`."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    texts: Counter[str] = Counter()
    counts: dict[str, Counter[str]] = {name: Counter() for name in ("register", "shape", "kind", "status")}
    faults = empty = 0
    for path in parser.parse_args().files:
        try:
            for passage in read_passages(path):
                texts[passage.text] += 1
                empty += not passage.deals
                counts["register"][passage.register] += 1
                counts["shape"][passage.shape] += 1
                counts["kind"].update(deal.kind.value for deal in passage.deals)
                counts["status"].update(deal.status.value for deal in passage.deals)
        except InputError as error:
            faults += 1
            print(error)
    print(
        f"{sum(texts.values())} passages, {len(texts)} different, {empty} without a deal, {faults} files with a fault"
    )
    for name, counter in counts.items():
        print(f"{name}: " + ", ".join(f"{key} {count}" for key, count in counter.most_common()))


if __name__ == "__main__":
    main()
