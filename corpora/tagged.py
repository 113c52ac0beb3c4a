"""Texts with the places of their companies: corpora in CoNLL and IOB2 columns, and the project's own passages.

Of a corpus in columns each line is a token with its label, a sentence ends at an empty line, and `# text =` before it
gives the sentence as it was written, where the corpus keeps that. Labels may be IO, IOB1 or IOB2; of all sorts of names
only organisations count.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpora.passages import Passage, read_passages
from schemas.errors import InputError

COMPANY_LABELS = frozenset({"ORG", "ORGANISATION", "ORGANIZATION", "CORPORATION", "COMPANY", "CORP"})
"""What corpora call the names that count."""

_LABEL = re.compile(r"^(?:O|_|[BIES]-\S+)$")
_WORD = re.compile(r"[A-Za-z0-9]")
_CLOSING, _OPENING = frozenset(".,;:!?)]}%'’”"), frozenset("([{$£€“‘")


@dataclass(frozen=True, slots=True)
class Tagged:
    """A text and the places of its companies (start and end in characters), in order."""

    text: str
    companies: tuple[tuple[int, int], ...]


def read_tagged(path: Path) -> Iterator[Tagged]:
    """The sentences of a corpus in columns, in their order.

    Raises:
        InputError: If the file cannot be read, or at the first line without a token and a label, with its number.
    """
    tokens: list[tuple[str, str]] = []
    text: str | None = None
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(str(path), f"cannot be read as text: {error}") from error
    for number, line in enumerate([*lines, ""], start=1):
        if line.startswith("# text ="):
            text = line.partition("=")[2].strip()
        elif not line.strip() or line.startswith("-DOCSTART-"):
            if tokens:
                yield _sentence(tokens, text)
            tokens, text = [], None
        elif not line.startswith("# "):
            token, label = _columns(path, number, line, len(tokens) + 1)
            if token.strip():
                tokens.append((token.strip(), label))


def passage_tagged(passage: Passage) -> Tagged:
    """A passage with every place where a form of one of its companies stands, the longest form first."""
    forms = sorted({form for company in passage.companies for form in company}, key=len, reverse=True)
    if not forms:
        return Tagged(passage.text, ())
    pattern = "|".join(_whole(form) for form in forms)
    return Tagged(passage.text, tuple(match.span() for match in re.finditer(pattern, passage.text)))


LEFT_OUT = 5
"""Every fifth passage of a file teaches nothing, so that reading may be measured on it."""


def left_out_texts(passages: Sequence[Path]) -> list[Tagged]:
    """The passages that teach nothing."""
    return [
        passage_tagged(passage)
        for path in passages
        for number, passage in enumerate(read_passages(path))
        if number % LEFT_OUT == 0
    ]


def learned_texts(
    passages: Sequence[Path], corpora: Sequence[Path], blank: float, seed: int, *, leave_out: bool = False
) -> list[Tagged]:
    """All texts to learn from; with `leave_out` those of `left_out_texts` are not among them.

    Args:
        passages: Files of passages.
        corpora: Files in columns.
        blank: The share of sentences without companies that are taken from the latter: most have none.
        seed: The seed of the choice among those.

    Raises:
        InputError: If a file does not follow its format.
    """
    chance = random.Random(seed)
    own = [
        passage_tagged(passage)
        for path in passages
        for number, passage in enumerate(read_passages(path))
        if number % LEFT_OUT or not leave_out
    ]
    others = [each for path in corpora for each in read_tagged(path)]
    return own + [each for each in others if each.companies or chance.random() < blank]


def _whole(form: str) -> str:
    """A form that is not part of a longer Latin word."""
    before = r"(?<![A-Za-z0-9])" if _WORD.match(form[0]) else ""
    behind = r"(?![A-Za-z0-9])" if _WORD.match(form[-1]) else ""
    return before + re.escape(form) + behind


def _columns(path: Path, number: int, line: str, place: int) -> tuple[str, str]:
    columns = line.split("\t") if "\t" in line else line.split()
    labels = [column for column in columns[1:] if _LABEL.match(column)]
    if not labels:
        raise InputError(str(path), "a line wants a token and a label such as B-ORG or O", number)
    # In files of Universal NER the token's place in its sentence stands first, and annotators behind the label.
    numbered = columns[0] == str(place) and len(columns) > 2 and bool(_LABEL.match(columns[2]))
    return (columns[1], columns[2]) if numbered else (columns[0], labels[-1])


def _sentence(tokens: Sequence[tuple[str, str]], text: str | None) -> Tagged:
    written = text if text is not None else _joined([token for token, _ in tokens])
    places = _places(written, [token for token, _ in tokens])
    if places is None:
        written = _joined([token for token, _ in tokens])
        places = _places(written, [token for token, _ in tokens]) or []
    found: list[tuple[int, int]] = []
    open_ = False
    for (start, end), (_, label) in zip(places, tokens, strict=True):
        company = label[2:].upper() in COMPANY_LABELS
        if company and open_ and not label.startswith("B-"):
            found[-1] = (found[-1][0], end)
        elif company:
            found.append((start, end))
        open_ = company
    return Tagged(written, tuple(found))


def _joined(tokens: Sequence[str]) -> str:
    """Tokens with spaces as people write them: none before a closing sign, behind an opening one, or in Chinese."""
    text = ""
    for token in tokens:
        chinese = bool(text) and not (token[0].isascii() or text[-1].isascii())
        tight = not text or chinese or token[0] in _CLOSING or text[-1] in _OPENING
        text += token if tight else " " + token
    return text


def _places(text: str, tokens: Sequence[str]) -> list[tuple[int, int]] | None:
    places: list[tuple[int, int]] = []
    position = 0
    for token in tokens:
        start = text.find(token, position)
        if start < 0 or text[position:start].strip():
            return None
        position = start + len(token)
        places.append((start, position))
    return places
