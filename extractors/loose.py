"""A sentence of two companies, a sum and words of dealing that no frame reads is still more often a deal than not."""

from __future__ import annotations

import re

from extractors.attach import usable_money
from extractors.candidate import Candidate, Filled
from extractors.frames import AGREEMENT, Frame, Trigger
from extractors.quantity.spans import QuantityKind
from extractors.slots import MaskedSentence

_DEALING = re.compile(
    r"收购|并购|入股|投资|注资|融资|募资|认购|股权|股份|采购|订单|订购|合约|合同|协议|签|租|贷款|授信|债|供应|供货|合作|合资|出售|卖|买|转让|中标|得标|订造|承诺|交易|作价|代价|对价|要约|配售|授权|许可|下单|大单|斥资|掏出|投入|押注|"
    r"\b(?:acqui|invest|stake|buy|bought|sold|sell|sale|deal|contract|agree|sign|order|suppl|lease|rent|loan|lend|borrow|bond|fund|round|venture|licen|offer|bid|merg|takeover|purchase|paid|pay|commit|pledge|warrant|share)",
    re.IGNORECASE,
)
_FRAMES = {
    language: Frame(
        id=f"{language}-loose",
        kind=AGREEMENT,
        trigger=("-",),
        roles={"first": ("subject",), "second": ("object",)},
        priority=10,
        confidence=0.42,
        examples=("-",),
        not_examples=("-",),
    )
    for language in ("zh", "en")
}


def loose_candidate(masked: MaskedSentence) -> Candidate | None:
    """A candidate of low confidence for a sentence that no frame reads, None where it does not look like a deal."""
    named = [slot for slot in masked.companies if not slot.weak and len(slot.entities) == 1]
    companies = list(dict.fromkeys(slot.entities[0] for slot in named))
    if not 2 <= len(companies) <= 4:
        return None
    anchors = [item for item in usable_money(masked) if item.value is None or item.value >= 10**5]
    anchors += [item for item in masked.of_kind(QuantityKind.POWER) if item.value is not None and item.value >= 0.005]
    dealing = _DEALING.search(masked.text, masked.sentence.start, masked.sentence.end)
    if not anchors or dealing is None:
        return None
    language = "en" if masked.text[dealing.start()].isascii() else "zh"
    first = next((slot for slot in named if slot.case == "subject"), named[0])
    acting = {slot.entities[0] for slot in named if slot.group == first.group}
    if len(acting) == len(companies):
        acting = {first.entities[0]}
    slots = {slot.entities[0]: slot for slot in reversed(named)} | {first.entities[0]: first}
    filled = [Filled("first" if entity in acting else "second", entity, slots[entity]) for entity in companies]
    trigger = Trigger(dealing.start(), dealing.end(), dealing[0].lower(), ())
    return Candidate(_FRAMES[language], trigger, masked, filled, clause=masked.sentence.clause_of(dealing.start()))
