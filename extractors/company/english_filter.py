"""Unknown capitalised names of an English article, settled by all the places where each stands.

A name that stands only in datelines, behind 'in' or 'at', behind 'the', or as the name of a law is no company. A
short form ('Halden' for 'Halden Marine Services plc') is the company whose name it opens.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from corpora.lexicon import lexicon
from extractors.company.english_candidates import Place
from extractors.company.english_forms import company_words, unified
from extractors.company.english_score import Ruled, named_english
from extractors.company.latin_names import folded
from extractors.company.spans import CompanySpan, Entity
from extractors.quantity.spans import Quantity, QuantityKind

_MEASURED = frozenset(
    {QuantityKind.MONEY, QuantityKind.PRICE, QuantityKind.POWER, QuantityKind.ENERGY, QuantityKind.DATE}
)
_DATELINE = re.compile(
    r"^(?:, [A-Z][\w.]+)*(?:, [A-Z][a-z]{2,8}\.? \d{1,2}(?:, \d{4})?)?(?: /[A-Za-z -]+/)?(?: \([A-Z][^()]{0,30}\))? ?(?:--|–|—|:|- )"
)
_LEGAL = re.compile(
    r"^ (?:Act|Acts|Law|Laws|Bill|Code|Rules?|Court|Treaty|Index|Prize|Awards?|Summit|Convention|Agreement|Regulations?|Directive|Protocol|Ordinance|Festival|Championship|Amendment|Decree|Statute)\b|^ ?\d+(?:\.\d+)+"
)
_PLACE_WORD = re.compile(
    r"(?<![\w$])(?P<lead>[\w&'%-]+ )?(?:in|at|near|outside|around|across|throughout) (?:the )?(?:(?:central|western|eastern|northern|southern|upstate|rural|nearby|greater) )?$",
    re.IGNORECASE,
)
_HOLDS = re.compile(
    r"^(?:stakes?|holdings?|interests?|shares?|stock|invest\w*|position|equity|shareholders?|investors?|shareholding|bet|put|pour\w*|confidence|rounds?|cent|%|million|billion|bn|trillion|putting|holder|owner|slice|piece|foothold|majority|minority|part|notes?|half|rest|remainder) $",
    re.IGNORECASE,
)
_THE = re.compile(r"\b[Tt]he $")
_ARTICLED = re.compile(r"\b(?:[Aa]n?|[Tt]he|[Tt]his|[Ii]ts|[Tt]heir) $")
_NOUN_AFTER = re.compile(r"^(?:-based|-listed|-headquartered)|^ [a-z][a-z-]+")
_ROUTE = re.compile(r"\bfrom $"), re.compile(r"^ to [A-Z]")
_ROUTE_END = re.compile(r"\bfrom [A-Z]\w+ to $")
_ASSET = re.compile(
    r"^ (?:[a-z]+ )?(?:plants?|mines?|campus(?:es)?|fields?|projects?|reactors?|refinery|terminal|dam|quarry|wind farm|solar farm|deposit|pipeline|substation|facility|packages?|processors?|chips?|racks?|missiles?|vaccines?|jets?|fighters?|phones?|handsets?|cars?|trucks?|engines?|drones?|satellites?|trials?|range|brand|model)\b|^ \d+\b(?! (?:per|million|billion))"
)
_HONORIFIC = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Sir|Dame|Lord|Lady|Judge|Justice|Professor|President|Senator)\.? $")
_OBSERVED = re.compile(r"^(?:'s|’s)? (?:\w+ ){0,2}(?:analysts?|strategists?|economists?|researchers?)\b")
_OBSERVER = re.compile(
    r"\b(?:[Aa]nalysts?|[Ss]trategists?|[Ee]conomists?) (?:at|from|with|of) $|\b[Bb]y $(?<!ed by )(?<=\bBy )|\b[Aa]ccording to $"
)
_PERSON = re.compile(
    r"\b(?:agent|lawyer|solicitor|professor|researcher|strategist|consultant|resident|farmer|trader|broker|barrister|councillor|mayor|engineer|author|economist|surveyor|salesman|developer) $"
)
_BYLINE = re.compile(r"(?:^|\n)(?:By|by|BY) $")
_EXCHANGE_IN = (
    re.compile(r"[(\[][^()\[\]]{0,24}$"),
    re.compile(r"^(?::|(?:, [A-Z]+)*: ?)[A-Z0-9.]{1,8}[^()]{0,30}[)\]]"),
)
_CODE_IN = re.compile(r"[(\[][A-Z][A-Za-z ,]{0,20}: ?$")
_MODIFIES = re.compile(
    r"^-(?:backed|owned|controlled|led|funded|run|sponsored|supported|linked|affiliated|made|designed|powered|built|style)\b"
)
_NO_FUNCTION = r"(?!(?:and|or|to|of|in|for|with|by|from|on|at|as|said|says|will|has|had|have|is|was|are|were|the|an?|its|agreed|plans|bought|sold|paid|took|won|would|could|may|led|put|also)\b)"
_POSSESSED = re.compile(r"(?:['’]s|s['’]|\b[Ii]ts|\b[Tt]heir) $")
_ADJECTIVE = re.compile(r"(?:[^d]ian|ean|ese|ish)$")
_DESCRIBES = re.compile(rf"^ {_NO_FUNCTION}(?:[a-z][\w-]+(?<!ed) ){{1,3}}[A-Z]")
_UNIT = re.compile(
    r"^ (?:[\w-]+ ){0,3}(?:unit|arm|business|division|subsidiary|brand|brands|chain|label|operation|venture)\b"
)
_OF = re.compile(r" of(?: |$)")


@lru_cache(maxsize=4)
def _listed(sort: str) -> frozenset[str]:
    return frozenset(lexicon("english_names")[sort])


@lru_cache(maxsize=1)
def _places() -> frozenset[str]:
    return frozenset(lexicon("names")["places"])


def settle_english(
    text: str, spans: list[CompanySpan], quantities: Iterable[Quantity], listed: Mapping[Place, Entity], *, weigh: bool
) -> list[CompanySpan]:
    """The companies among the spans of an English article, cut to their names and with one entity each.

    Where they are to be weighed, learned weights may overrule the rules; `listed` are the gazetteer's names by their places.
    """
    quantities = measured(quantities)
    ruled = ruled_english(text, spans, quantities, listed)
    return unified(text, named_english(text, ruled, quantities) if weigh else ruled.kept)


def ruled_english(
    text: str, spans: list[CompanySpan], quantities: Sequence[Quantity], listed: Mapping[Place, Entity]
) -> Ruled:
    """What the rules make of the spans of an English article before they are weighed."""
    seen = [_cut_at_of(text, span) for span in _outside(spans, quantities)]
    return Ruled(_without_strangers(text, seen), seen, listed)


def measured(quantities: Iterable[Quantity]) -> list[Quantity]:
    """The quantities that hold no name, such as sums and dates."""
    return [item for item in quantities if item.kind in _MEASURED]


def _outside(spans: list[CompanySpan], quantities: Sequence[Quantity]) -> list[CompanySpan]:
    """The spans that do not lie in a sum or a date (the CHF of CHF 20 million)."""
    taken = sorted((item.start, item.end) for item in quantities)
    starts = [start for start, _ in taken]
    kept = []
    for span in spans:
        index = bisect_right(starts, span.start) - 1
        if index < 0 or span.start >= taken[index][1]:
            kept.append(span)
    return kept


def _cut_at_of(text: str, span: CompanySpan) -> CompanySpan:
    """Nscale of London is Nscale; the Bank of Montreal keeps its whole name."""
    name = text[span.start : span.end]
    match = _OF.search(name)
    if (
        match is None
        or span.entity.known
        or name[: match.start()].split(" ")[-1] in _listed("heads")
        or name.split(" ")[0] in _listed("heads")
    ):
        return span
    head = name[: match.start()]
    rest = name[match.end() :].strip()
    if head.split(" ")[-1] in _listed("papers") and rest:  # Preferred Shares of Lumenis Grid
        start = span.end - len(name[match.end() :].lstrip())
        return replace(span, start=start, entity=Entity(folded(rest), rest))
    if rest and rest not in _places() and " " in head + rest:
        return span
    return replace(span, end=span.start + len(head), entity=Entity(head.lower().replace(" ", ""), head))


def _strange(text: str, span: CompanySpan) -> bool:
    """Whether a name in this place reads as no company: a dateline, a place, a law, a modifier."""
    before, after = text[max(0, span.start - 40) : span.start], text[span.end : span.end + 60]
    name = text[span.start : span.end]
    if _PERSON.search(before) and name.count(" ") == 1:
        return True
    if (
        _LEGAL.match(after)
        or _BYLINE.search(before)
        or _CODE_IN.search(before)
        or (_EXCHANGE_IN[0].search(before) and _EXCHANGE_IN[1].match(after))
    ):
        return True
    if (not before or before.endswith("\n")) and name.isupper() and _DATELINE.match(after):
        return True
    if re.search(r"\b(?:named|called|dubbed|codenamed|branded|nicknamed|christened) $", before):
        return True
    if _ROUTE_END.search(before) or _ASSET.match(after):
        return True
    if _ROUTE[0].search(before) and _ROUTE[1].match(after):
        return True
    place = _PLACE_WORD.search(before)
    if place and not after.startswith(("'s", "’s")) and not (place["lead"] and _HOLDS.match(place["lead"])):
        return True
    if _POSSESSED.search(before) and _its_thing(after):
        return True
    if " " not in name and _ADJECTIVE.search(name) and _DESCRIBES.match(after):
        return True
    if " " in name or _UNIT.match(after):
        return False
    return bool(_THE.search(before)) or bool(_ARTICLED.search(before) and _NOUN_AFTER.match(after))


@lru_cache(maxsize=1)
def _things() -> re.Pattern[str]:
    table = lexicon("things")
    words = [word for sort in ("goods", "hardware", "compute", "business", "power") for word in table[sort]]
    return re.compile(
        rf"^ (?:{_NO_FUNCTION}[a-z][\w-]* ){{0,2}}?(?:"
        + "|".join(words)
        + r"|works|designs?|labels?|hubs?|scheme|build)\b"
    )


_FIRMS = re.compile(
    r"^ (?:[a-z][\w-]* ){0,2}(?:business(?:es)?|unit|divisions?|arms?|subsidiar(?:y|ies)|brands?|operations?|compan(?:y|ies)|firms?|\w*makers?|start-?ups?|chains?|groups?|vehicle|fund|bank|data)\b"
)


def _its_thing(after: str) -> bool:
    """Whether what follows a name that somebody owns makes it the name of a place or a product: Riot's Corsicana halls."""
    return bool(_things().match(after)) and not _FIRMS.match(after)


def _without_strangers(text: str, spans: list[CompanySpan]) -> list[CompanySpan]:
    """Unknown names stay when at least one of their places is a company's."""
    places: dict[str, list[bool]] = {}
    for span in spans:
        if not span.entity.known:
            places.setdefault(text[span.start : span.end], []).append(_strange(text, span))
    kept = []
    for span in spans:
        name = text[span.start : span.end]
        bare = name.rstrip(".")
        if _speaks_only(text, span):
            continue
        if not span.entity.known:
            if (
                bare.split(" ")[-1] in _listed("papers")
                or bare in _listed("never")
                or bare.split(" ")[0] in _listed("never")
                or bare.startswith(("I'", "I’"))
                or bare in company_words()
            ):
                continue
            marked = name.split(" ")[-1] in company_words() and " " in name
            if not marked and (all(places[name]) or _opens_local_story(text, span)):
                continue
        kept.append(span)
    return kept


def _speaks_only(text: str, span: CompanySpan) -> bool:
    """Whether a name in this place is a person's, an analyst's house or a product with its number."""
    before, after = text[max(0, span.start - 30) : span.start], text[span.end : span.end + 40]
    if _MODIFIES.match(after):
        return True
    if span.entity.name in lexicon("trades")["observers"] or _HONORIFIC.search(before):
        return True
    if re.match(r" \d+\b(?! (?:per|million|billion))", after) and re.search(r"['’]s $", before):
        return True
    return bool(_OBSERVED.match(after)) or bool(_OBSERVER.search(before))


def _opens_local_story(text: str, span: CompanySpan) -> bool:
    """Whether a name in capitals opens a story about something else (KENDAL pie maker X…)."""
    name = text[span.start : span.end]
    line_start = span.start == 0 or text[span.start - 1] == "\n"
    if line_start and name.isupper() and (" " in name):
        return True
    return (
        line_start
        and name.isupper()
        and len(name) > 3
        and bool(re.match(r" [a-z]+ [a-z]* ?[A-Z]", text[span.end : span.end + 40]))
    )
