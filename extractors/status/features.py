"""What a sentence shows of how far the deal has come that it tells.

Each feature is a short text; `extractors.status.score` gives it a weight for each status, learned by
`extractors.status.learn` from the project's passages.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractors.candidate import Candidate
from extractors.company.chinese_words import Word
from extractors.cue import CueHit, status_of
from extractors.english.status import done_by_tense
from extractors.pairs.features import shown_words
from extractors.quantity.spans import QuantityKind
from extractors.rivals import own_subject
from schemas.deal import Status
from schemas.quantity import PartialDate

_NEAR = 4  # words looked at on either side of the word that shows the deal


def status_by_cues(candidate: Candidate, cues: list[CueHit], english: bool) -> tuple[Status, CueHit | None]:
    """The status that cues and tense alone give, and the cue that says so."""
    status, cue = status_of(cues, candidate.masked, candidate.clause, own_subject(candidate))
    return (done_by_tense(candidate, status) if english else status), cue


def features_of(
    candidate: Candidate,
    said: tuple[Status, CueHit | None],
    cues: Sequence[CueHit],
    words: Sequence[Word],
    published: PartialDate | None,
) -> list[str]:
    """What a sentence shows of the status of one of its deals.

    Args:
        candidate: The deal as a frame or its companies tell it.
        said: What cues and tense alone say.
        cues: All cues of the sentence that tell a status.
        words: The words of the sentence.
        published: The day of the article.
    """
    status, cue = said
    found = [
        f"said={status.value}",
        f"said={status.value}|{candidate.kind}",
        f"cue={cue.cue.id if cue else '-'}",
        f"frame={candidate.frame.id}|{status.value}",
        f"kind={candidate.kind}",
        f"trigger={candidate.trigger.text.lower()}",
        *(f"any={hit.cue.id}" for hit in cues),
        *_of_dates(candidate, published),
        *_of_words(candidate, words),
    ]
    return list(dict.fromkeys(found))


def _of_dates(candidate: Candidate, published: PartialDate | None) -> Iterator[str]:
    """Whether the sentence speaks of a time before or after the article's own."""
    for item in candidate.masked.of_kind(QuantityKind.DATE):
        if item.iso is None or published is None:
            yield "date"
            continue
        told = PartialDate(item.iso)
        if told.last_day() < published.first_day():
            yield "date=before"
            yield "date=years-before" if told.year < published.year else "date=this-year"
        elif told.first_day() > published.last_day():
            yield "date=after"
        else:
            yield "date=now"


def _of_words(candidate: Candidate, words: Sequence[Word]) -> Iterator[str]:
    masked, trigger = candidate.masked, candidate.trigger
    shown = shown_words(masked, words)
    texts = [word.text if word.tag in ("name", "sum") else masked.text[word.start : word.end].lower() for word in shown]
    first = next((place for place, word in enumerate(shown) if word.end > trigger.start), len(shown))
    last = next((place for place, word in enumerate(shown) if word.start >= trigger.end), len(shown))
    before, behind = texts[max(0, first - _NEAR) : first], texts[last : last + _NEAR]
    yield from (f"p={text}" for text in before)
    yield from (f"n={text}" for text in behind)
    yield from (f"pp={one}_{other}" for one, other in pairwise(before))
    yield from (f"nn={one}_{other}" for one, other in pairwise(behind))
    own = "_".join(texts[first:last])
    if before:
        yield f"p1={before[-1]}"
        yield f"p1t={before[-1]}_{own}"
    if behind:
        yield f"n1={behind[0]}"
    for text, word in zip(texts, shown, strict=True):
        if masked.sentence.clause_of(word.start) == candidate.clause:
            yield f"c={text}"
        else:
            yield f"s={text}"
