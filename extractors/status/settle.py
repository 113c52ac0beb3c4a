"""Decides how far a deal has come: by the cue that says so, unless the words around make another status far likelier."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.candidate import Candidate
from extractors.company.chinese_words import Word
from extractors.cue import CueHit
from extractors.pairs.words import words_within
from extractors.status.features import features_of
from extractors.status.score import probabilities
from schemas.deal import Status
from schemas.quantity import PartialDate

_STANDS = 0.1
"""How probable a status must be that a cue says, for it to stand beside a likelier one."""


def settled_status(
    candidate: Candidate,
    said: tuple[Status, CueHit | None],
    cues: list[CueHit],
    words: Sequence[Word],
    published: PartialDate | None,
    language: str,
) -> tuple[Status, CueHit | None]:
    """How far a deal has come, and the cue that says so, if one does.

    Args:
        candidate: The deal as a frame or its companies tell it.
        said: Its status by the cues alone (`status_by_cues`).
        cues: The cues of its sentence that tell a status.
        words: The words of the text.
        published: The day of the article.
        language: en or zh, by whose weights it is decided.
    """
    status, cue = said
    within = words_within(words, candidate.masked.sentence)
    shares = probabilities(features_of(candidate, said, cues, within, published), language)
    likeliest = max(shares, key=lambda each: shares[each])
    if likeliest is status or (cue is not None and status is not Status.AGREED and shares[status] >= _STANDS):
        return said
    return likeliest, None
