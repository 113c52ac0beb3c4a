"""A sentence as slots: the companies, references and quantities that a frame may fill its roles with."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from extractors.company.spans import CompanySpan, Entity
from extractors.quantity.spans import Quantity, QuantityKind
from extractors.sentences import Sentence

_CHINESE = re.compile(r"[\u3400-\u9fff]")


@dataclass(slots=True)
class CompanySlot:
    """A company, or a reference to companies, at `start:end`.

    `case` is the word that marks it (`subject` where none does, 向, from…), `group` the number of its coordination,
    `owner` whether it owns what follows (X的…, X's …).
    """

    start: int
    end: int
    entities: tuple[Entity, ...]
    clause: int
    case: str = ""
    group: int = 0
    owner: bool = False
    reference: str = ""
    weak: bool = False


@dataclass(slots=True)
class MaskedSentence:
    """A sentence with its slots; `text` is the whole matching text that all positions refer to.

    `topic` is whom the text speaks of before it, `main` whom the article is about, `before` are the companies spoken of
    before it, the latest first; `mute` says that it can tell no deal (a joke goes on, it is a table);
    `number` is its place in the article, `standings` say how each company stands there, and `shown` are the words
    that it is weighed by, once they were cut.
    """

    text: str
    sentence: Sentence
    companies: list[CompanySlot] = field(default_factory=list)
    quantities: list[Quantity] = field(default_factory=list)
    inserts: list[Any] = field(default_factory=list)
    triggers: list[Any] = field(default_factory=list)
    lowered: dict[int, tuple[str, str]] = field(default_factory=dict)
    topic: Entity | None = None
    main: Entity | None = None
    before: tuple[Entity, ...] = ()
    opening: bool = False
    mute: bool = False
    number: int = 0
    standings: Mapping[Entity, Any] = field(default_factory=dict)
    shown: Sequence[Any] | None = None

    @property
    def body(self) -> str:
        """The characters of the sentence."""
        return self.text[self.sentence.start : self.sentence.end]

    @property
    def speaks_of_dealing(self) -> bool:
        """Whether it has a word that some frame begins with, or a figure; else only whom it names may show a deal."""
        return bool(self.triggers or self.quantities)

    def masked(self) -> str:
        """The sentence as rules see it, each slot by its type: `{company} 向 {company} 投资 {money}`."""
        parts = [
            (
                slot.start,
                slot.end,
                f"{{{slot.case or 'company'}:{'+'.join(e.name for e in slot.entities) or slot.reference}}}",
            )
            for slot in self.companies
        ]
        parts += [(item.start, item.end, f"{{{item.kind.value}}}") for item in self.quantities]
        shown, last = [], self.sentence.start
        for start, end, label in sorted(parts):
            if start < last:
                continue
            shown += [self.text[last:start], label]
            last = end
        return "".join([*shown, self.text[last : self.sentence.end]]).strip()

    def of_kind(self, kind: QuantityKind) -> list[Quantity]:
        """The quantities of one kind, in order."""
        return [item for item in self.quantities if item.kind is kind]


_LONG_MARKS = (
    "以及",
    "联合",
    "携手",
    "联手",
    "连同",
    "会同",
    "授予",
    "卖给",
    "售予",
    "转让给",
    "出售给",
    "交给",
    "交由",
    "许可给",
    "授权给",
    "授权予",
    "许可予",
    "入股",
    "委托",
    "让给",
    "交予",
    "借给",
    "租给",
)
# A single character marks a role only where it is a word of its own: 同 but not 同日 or 合同, 为 but not 成为 or 为了.
_SHORT_MARKS = (
    r"向(?!来|前|上|下|后)(?<![方意导走转定取倾动趋])", r"对(?![外内手方于])(?<![面核针应相绝])", r"与(?![会其])(?<![参])", r"和(?![解平])", r"跟(?![进投随])", r"同(?![一日时月年样类业行期步意])(?<![共合不相等如协])",
    r"由(?!于)(?<![理自缘])", r"被", r"遭", r"获(?![利益准批悉])(?<![捕收])", r"从(?![而此事未])", r"自(?![家己行动主研身由然])(?<![来亲独各])", r"为(?![了期主止例何])(?<![成作认称名因改更转视列设定约均认])",
    r"替(?!代)", r"给(?!予)", r"予(?<!给予)(?<!授予)", r"将(?![来军近])(?<![即行])", r"把", r"在(?<![现存正])", r"于(?<![位对关由属低高大小终基至处])", r"及(?![其时])(?<![以普涉])", r"以(?![及上下内外前后来往致])(?<![可所足得难予])",
    r"找", r"拉", r"让(?<![转出])", r"请(?<![申邀])", r"邀(?!请)", r"归", r"帮",
)  # fmt: skip
_CHINESE_MARK = re.compile("|".join([*_LONG_MARKS, *_SHORT_MARKS]))
_JOINED = re.compile(
    r"^(?:、|和|与|及|以及|跟|暨|或|\+|＋|&|/|／| and | & |, and |, | or |、以及|,|，以及|与其|和其|及其|, plus | plus |, as well as | as well as | alongside )$"
)
_JOINED_LOOSE = re.compile(
    r"^(?:、|和|与|及|以及|, | and |, and | & )(?:[^，。,.;；]{0,12}|(?:the |its |an? |[A-Z]\w+'s |[a-z-]+ ){0,4})$"
)
_PREPOSITIONS = frozenset(
    [
        "by",
        "to",
        "from",
        "with",
        "for",
        "of",
        "in",
        "into",
        "at",
        "on",
        "between",
        "among",
        "alongside",
        "through",
        "via",
        "against",
        "over",
        "behind",
        "including",
        "joining",
        "join",
        "inside",
        "within",
        "comprising",
    ]
)
_MODIFIER = re.compile(
    r"^(?:the|a|an|its|their|his|her|our|fellow|rival|some|of|[a-z][\w-]*|[A-Z][\w.-]*('s|’s)?|'s|\d+-\w+|\"|“|AI|US|UK|U\.S\.)$"
)
_VERB_STOP = frozenset(
    [
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "being",
        "has",
        "have",
        "had",
        "will",
        "would",
        "could",
        "may",
        "might",
        "should",
        "can",
        "said",
        "says",
        "say",
        "which",
        "who",
        "that",
        "and",
        "but",
        "or",
        "as",
        "while",
        "when",
        "after",
        "before",
        "if",
        "because",
        "since",
        "although",
        "than",
        "then",
        "also",
        "not",
        "agreed",
        "plans",
        "plan",
        "planned",
        "signed",
        "sign",
        "signing",
        "announced",
        "bought",
        "buy",
        "buying",
        "sell",
        "sold",
        "selling",
        "acquire",
        "acquired",
        "invest",
        "invested",
        "investing",
        "raise",
        "raised",
        "raising",
        "take",
        "took",
        "taking",
        "lease",
        "leased",
        "supply",
        "supplied",
        "paid",
        "pay",
        "paying",
        "gets",
        "get",
        "got",
        "won",
        "win",
    ]
)
_PLATFORM = re.compile(r"的?(?:云|平台|基础设施|数据中心|资料中心|机房|上|系统)")
_SPEAKS = re.compile(
    r" ?(?:则|也|并)?(?:观察|认为|预测|获悉|报导|报道|爆料|引述|引用|分析师|经济学家| estimates\b| forecasts?\b| reckons\b| reported that\b| analysts?\b)"
)
_ESTIMATES = re.compile(
    r" ?(?:则|也|并|还)?(?:估计|估算|推算|预测|预估|测算|初估| estimates\b| forecasts?\b| reckons\b)"
)
_TOGETHER = re.compile(
    r"(?:等[一二两三四五六七八九十]*[家方]?)?(?:齐|双双|联手|携手|共同|联合|合力|合资|一同|一起|分别|先后|两家|三家)"
)
_PARENT = re.compile(r"旗下的?[^，。；、的]{0,6}$")
_OWNER = re.compile(
    r"'s\b|’s\b|s'(?= )|的|(?:约|近|逾|超|价值|总值|高达|规模)?[\d,.]+(?:万亿|亿|万|兆)[^，。；]{0,6}的|旗下|所持|手中|手里|手上|方面的"
)


_VERBS = re.compile(
    r"签|订|购|投资|宣布|完成|持有|公告|表示|计划|提供|建设|打造|达成|使用|采用|推出|合作|取得|获得|承诺|同意|支付|成为|出售|发行|成立|开发|部署|供应|交付|租用|入股|注资|认购|领投|融资"
)


def chinese_case(text: str, begin: int, start: int) -> str:
    """The word before a Chinese slot that marks its role, looked for between `begin` and `start`."""
    gap = text[begin:start]
    best: re.Match[str] | None = None
    for match in _CHINESE_MARK.finditer(gap):
        best = match
    if best is None:
        return "subject"
    between = gap[best.end() :]
    if len(between) > 14 or _VERBS.search(between):
        return "subject"
    word = best[0]
    if (
        word in ("将", "为", "以", "在", "同", "对", "自", "于")
        and between
        and word != "对"
        and not re.fullmatch(r"[\u3400-\u9fffA-Za-z]{0,10}", between)
    ):
        return "subject"
    return word


_CALENDAR = frozenset(
    [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
        "spring",
        "summer",
        "autumn",
        "winter",
        "today",
        "yesterday",
    ]
)


def english_case(text: str, begin: int, start: int) -> str:
    """The preposition before an English slot, across modifiers (`with AI cloud firm X` gives `with`)."""
    words = text[begin:start].split()
    for distance, word in enumerate(reversed(words)):
        bare = word.strip("\"“”'()").lower()
        if bare in _PREPOSITIONS:
            return bare
        if (
            word in _CALENDAR
            or distance >= 7
            or word.endswith((",", ";", ":"))
            or bare in _VERB_STOP
            or not _MODIFIER.match(word.strip('"“()'))
        ):
            break
    return "subject"


def set_cases(masked: MaskedSentence) -> None:
    """Give every company slot its case, its coordination group and whether it owns what follows."""
    text, sentence = masked.text, masked.sentence
    previous: CompanySlot | None = None
    group = 0
    listing = False  # behind A、B the next 和 or and ends the same list
    marks = sorted([slot.end for slot in masked.companies] + [item.end for item in masked.quantities])
    for slot in masked.companies:
        begin = sentence.clauses[slot.clause][0]
        ended = bisect_right(marks, slot.start)
        begin = max(begin, marks[ended - 1]) if ended else begin
        gap = text[previous.end : slot.start] if previous is not None else ""
        chinese = bool(_CHINESE.search(text, max(sentence.start, slot.start - 12), slot.end + 12))
        case = chinese_case(text, begin, slot.start) if chinese else english_case(text, begin, slot.start)
        joined = previous is not None and (_JOINED.match(gap) or _JOINED_LOOSE.match(gap)) and not previous.owner
        if previous is not None and not gap and _TOGETHER.match(text, slot.end):  # headlines: 微软英伟达齐投
            joined, gap = previous.end == slot.start, "、"
        if (
            previous is not None
            and joined
            and (case in ("subject", "和", "与", "及", "以及", "跟", "同", "alongside") or gap in (" and ", ", ", "、"))
        ):
            listed = (
                listing
                or gap[:1] in ("、", ",")
                or previous.case in ("与", "和", "with", "between")
                or previous.case not in ("subject",)
            )
            if listed or gap.strip() in ("及", "以及", "and", "&") or case == "subject":
                slot.case, slot.group = previous.case, previous.group
                listing = gap[:1] in ("、", ",")
            else:
                slot.case, group = case, group + 1
                slot.group = group
        else:
            group += 1
            slot.case, slot.group = case, group
            listing = False
        if previous is not None and previous.case not in ("subject", "object") and _PARENT.match(gap):
            slot.case, previous.case = previous.case, "parent"
        if chinese and slot.case == "在" and not _PLATFORM.match(text, slot.end):
            slot.case = "subject"
        if _ESTIMATES.match(text, slot.end):
            slot.case = "estimate"
        elif _SPEAKS.match(text, slot.end):
            slot.case = "source"
        slot.owner = bool(_OWNER.match(text, slot.end)) or slot.reference == "owner"
        previous = slot


def mask(text: str, sentence: Sentence, companies: list[CompanySpan], quantities: list[Quantity]) -> MaskedSentence:
    """The slots of one sentence; `companies` and `quantities` are those that lie in it."""
    slots: list[CompanySlot] = []
    for span in companies:
        last = slots[-1] if slots else None
        if last is not None and last.entities == (span.entity,) and text[last.end : span.start] in ("(", " (", "（"):
            last.end = span.end + (text[span.end : span.end + 1] in (")", "）"))
            continue
        slots.append(CompanySlot(span.start, span.end, (span.entity,), sentence.clause_of(span.start), weak=span.weak))
    return MaskedSentence(text, sentence, slots, quantities)
