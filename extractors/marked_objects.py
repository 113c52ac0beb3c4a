"""Which companies of a Chinese sentence are objects of the verb in front of them."""

from __future__ import annotations

from extractors.frames import Trigger
from extractors.slots import MaskedSentence

NOUNS = frozenset(
    [
        "协议",
        "合约",
        "合同",
        "契约",
        "大单",
        "订单",
        "协定",
        "备忘录",
        "意向书",
        "意向函",
        "合作案",
        "交易",
        "框架协议",
        "租约",
        "购电协议",
        "供应协议",
        "供货协议",
        "采购协议",
        "生意",
        "合作",
        "联盟",
        "结盟",
        "成立",
        "融资",
        "募资",
        "集资",
        "轮融资",
        "股权",
        "股东",
        "大股东",
        "供应商",
        "领投",
        "跟投",
        "参与",
        "跟进",
        "加入",
        "PPA",
        "绿电",
        "发",
        "给了",
        "提供",
        "使用",
        "部署",
        "来自",
    ]
)


def mark_objects(masked: MaskedSentence, triggers: list[Trigger]) -> None:
    """Unmarked Chinese companies right behind a verb are its objects and act in no later clause (投资X，又入股Y)."""
    previous = masked.sentence.start
    for slot in masked.companies:
        clause = masked.sentence.clauses[slot.clause]
        begin = max(previous, clause[0])
        previous = slot.end
        if (
            slot.case != "subject"
            or slot.reference in ("topic", "self")
            or masked.text[slot.start - 1 : slot.start] == "的"
        ):
            continue
        for trigger in triggers:
            if (
                begin <= trigger.start
                and trigger.end <= slot.start <= trigger.end + 12
                and not trigger.text[0].isascii()
                and trigger.text not in NOUNS
            ):
                slot.case = "object"
                break
