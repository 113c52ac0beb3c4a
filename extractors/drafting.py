"""From the candidates of an article's sentences to drafts of its deals, with what the next sentences add to each."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.assemble import Draft, draft
from extractors.attach import attach, speaks_of_total, whole_power
from extractors.candidate import Candidate
from extractors.company.chinese_words import Word
from extractors.cue import CueHit, certain, find_cues
from extractors.english.gapped import gapped_candidates
from extractors.english.value import complete_values, speaks_of_deal
from extractors.frames import Trigger
from extractors.reading import Reading, language_of
from extractors.rivals import by_investee, standing
from extractors.slots import MaskedSentence
from extractors.status.features import status_by_cues
from extractors.status.settle import settled_status
from schemas.deal import Kind, Status

_LEAST = 0.3

_LEAST_ENGLISH = 0.19

_SPEAKS_OF_IT = re.compile(
    r"交易|收购|并购|合并|协议|合约|合同|该案|全案|此案|抢亲|\b(?:the|this) (?:deal|transaction|acquisition|agreement|takeover|merger|offer|bid|contract|sale)\b",
    re.IGNORECASE,
)


def drafts_of(reading: Reading, words: Sequence[Word], *, weighed: bool) -> list[Draft]:
    """The drafts of an article in the order of its sentences, one for each candidate that stands, before any are merged.

    Where they are to be weighed, learned weights may overrule what the cues say of how far a deal has come.
    """
    drafts: list[Draft] = []
    focus: Draft | None = None
    age = 0
    published, language = reading.article.published, language_of(reading)
    for masked, found, cues in zip(reading.sentences, reading.candidates, reading.cues, strict=True):
        alive = standing(found)
        attach(masked, alive)
        if reading.place is None:
            complete_values(masked, alive)
            alive.extend(gapped_candidates(masked, alive))
        doubts = list(cues)
        status_cues = find_cues("status", masked) if alive or (focus is not None and age < 2) else []
        cues.extend(status_cues)
        new = []
        for candidate in (single for item in alive for single in by_investee(item)):
            said = status_by_cues(candidate, status_cues, reading.place is None)
            status, cue = settled_status(candidate, said, status_cues, words, published, language) if weighed else said
            new.append(draft(candidate, status, cue))
        drafts.extend(new)
        if not new and drafts and focus is not None and age < 1 and any(hit.cue.category == "denial" for hit in cues):
            sentence = focus.candidates[0].masked.sentence
            if sentence.paragraph == masked.sentence.paragraph:
                drafts = [item for item in drafts if item.candidates[0].masked.sentence is not sentence]
                focus = None
        if new:
            focus, age = new[-1], 0
        elif focus is not None and age < 2:
            age += 1
            _continue(focus, masked, status_cues, bool(doubts))
    return drafts


def _continue(focus: Draft, masked: MaskedSentence, cues: list[CueHit], doubtful: bool) -> None:
    """A sentence that tells no deal of its own adds to the deal just told what that one lacks."""
    if doubtful:
        return
    strangers = {entity.key for slot in masked.companies for entity in slot.entities} - focus.keys
    if len(strangers) > 1:
        return
    origin = focus.candidates[0]
    echo = Candidate(origin.frame, origin.trigger, masked, [], focus.kind, clause=0)
    echo.trigger = Trigger(masked.sentence.start, masked.sentence.start, origin.trigger.text, ())
    attach(masked, [echo])
    if masked.body[:1].isascii():
        complete_values(masked, [echo])
        if not speaks_of_deal(masked.body):
            echo.amount = echo.power = None
    if (
        focus.amount is None
        and echo.amount is not None
        and (masked.body[:1].isascii() or _SPEAKS_OF_IT.search(masked.body) or speaks_of_total(masked, echo.amount))
        and focus.others.get("annual_amount") is None
    ):
        focus.amount = echo.amount
    if echo.power is not None and whole_power(masked, echo.power):
        focus.power = focus.power or echo.power
    if focus.keys & {entity.key for slot in masked.companies for entity in slot.entities} or _SPEAKS_OF_IT.search(
        masked.body
    ):
        change = next(
            (
                hit
                for hit in cues
                if (hit.cue.category == "cancelled" and certain(hit, masked))
                or (
                    hit.cue.category == "completed"
                    and focus.kind is Kind.ACQUISITION
                    and _SPEAKS_OF_IT.search(masked.body)
                )
            ),
            None,
        )
        if change is not None and focus.status is not Status.CANCELLED:
            focus.status, focus.status_cue = Status(change.cue.category), change
    focus.others = {**{name: item for name, item in echo.others.items() if name != "announced"}, **focus.others}


def is_deal(item: Draft) -> bool:
    """Whether a draft is enough: two companies, or one where the kind allows it and a sum is stated."""
    if item.confidence < (_LEAST_ENGLISH if item.candidates[0].frame.english else _LEAST):
        return False
    if len(item.keys) >= 2:
        return True
    if item.kind not in (Kind.PROJECT, Kind.DEBT, Kind.INVESTMENT):
        return False
    if item.candidates[0].frame.english and all(filled.role in ("lender", "investor") for filled in item.filled):
        return False  # who gives money gives it to somebody
    return item.amount is not None and item.amount.value is not None
