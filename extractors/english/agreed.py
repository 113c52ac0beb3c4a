"""What an agreement is for: the verb and its object behind it (`a contract to supply turbines`), or the words before it."""

from __future__ import annotations

import re

from extractors.candidate import Candidate
from extractors.english.retell import kind_of_ware
from extractors.english.ware import manner_of, ware_behind, ware_of_words
from extractors.quantity.spans import QuantityKind
from schemas.deal import Kind

_VERB = re.compile(
    r"\b(?P<verb>(?:acquir|buy|bought|purchas|sell|sold|suppl|provid|deliver|leas|rent|host|build|built|mak(?:e|ing)|manufactur|install|licens|tak(?:e|ing)|ship|procur|order|receiv|operat|maintain|equip|furnish|design|produc|run|renting|reserv)\w*)\b(?! (?:agreement|contract|deal|order))",
    re.IGNORECASE,
)
_TOGETHER = re.compile(
    r"\b(?:(?:to|will|would|and) (?:jointly |together )?(?:co-?develop|co-?operate|collaborate|study|explore|research|work together|work on|test|pilot|promote|team up|examine|assess)\w*|joint (?:study|research|development|work)|cooperation|collaboration|work together)\b",
    re.IGNORECASE,
)
_FOR = re.compile(r"\b(?:for|covering|on|over|of|worth of)\s", re.IGNORECASE)
_NOUN = re.compile(
    r"\b(?:agreements?|deals?|contracts?|orders?|pacts?|accord|commitment|arrangement|framework|lease|tender)\b",
    re.IGNORECASE,
)
_FAR = 130


def agreed_kind(candidate: Candidate) -> Kind | None:
    """The kind of a deal told by a word for any agreement, by what its sentence says is to be done; None where unsaid."""
    masked, trigger = candidate.masked, candidate.trigger
    if "ppa" in trigger.text or "power purchase" in trigger.text:
        return Kind.POWER
    stop = min(masked.sentence.end, trigger.end + _FAR)
    if _TOGETHER.search(masked.text, trigger.start, stop):
        return Kind.PARTNERSHIP
    for match in _VERB.finditer(masked.text, trigger.end, stop):
        if any(slot.start <= match.start() < slot.end for slot in masked.companies if not slot.reference):
            continue
        kind = _kind_behind(candidate, match.end(), manner_of(match["verb"].lower()))
        if kind is not None:
            return kind
    noun = _NOUN.search(masked.text, trigger.start, stop)
    if noun is None:
        return None
    sort = ware_of_words(masked, noun.start())
    if sort is not None:
        return kind_of_ware(sort, "move", candidate)
    behind = _FOR.match(masked.text, noun.end() + 1, stop)
    found = None if behind is None else ware_behind(masked, behind.end())
    return None if found is None else kind_of_ware(found, "move", candidate)


_PAYS = re.compile(
    r"\b(?:pa(?:y|ys|id|ying)|spen[dt]\w*|fork\w* out|shell\w* out|stump\w* up|lay\w* out|hand\w*|offer\w*|bid)\b[^.;]{0,60}? (?:for|on) ",
    re.IGNORECASE,
)


def done_kind(candidate: Candidate) -> Kind | None:
    """The kind of a deal by the first verb of its sentence whose object tells it; None where none does."""
    masked = candidate.masked
    found = [
        (match.end("verb"), match["verb"].lower())
        for match in _VERB.finditer(masked.text, masked.sentence.start, masked.sentence.end)
    ]
    found += [(match.end(), "pay") for match in _PAYS.finditer(masked.text, masked.sentence.start, masked.sentence.end)]
    for end, verb in sorted(found):
        if any(slot.start < end <= slot.end for slot in masked.companies if not slot.reference):
            continue
        kind = _kind_behind(candidate, end, manner_of(verb))
        if kind is not None:
            return kind
    return None


def _kind_behind(candidate: Candidate, end: int, manner: str) -> Kind | None:
    """The kind by the object of a verb that ends at `end`, or by what follows `with` where somebody is its object."""
    masked = candidate.masked
    ware = ware_behind(masked, end)
    if ware is not None and ware.sort == "company" and manner in ("supply", "serve", "make", "engage"):
        behind = _WITH.match(masked.text, ware.end)
        ware = None if behind is None else ware_behind(masked, behind.end())
    return None if ware is None else kind_of_ware(ware, manner, candidate)


_WITH = re.compile(r"(?:'s|’s)?[^,.;]{0,40}? (?:with|of) ")


_BUILDS = re.compile(
    r"\b(?:buil[dt]\w*|develop\w*|construct\w*|spend\w*|invest\w*|put\w*|fund\w*|sink\w*|pour\w*|financ\w*|erect\w*|set up|plan\w*|broken? ground|ventures?|project|consortium|jv)\b",
    re.IGNORECASE,
)
_WORKS = re.compile(
    r"\b(?:campus(?:es)?|data[- ]cent(?:re|er)s?|data halls?|halls?|plants?|factor(?:y|ies)|fabs?|(?:wind|solar) (?:farms?|parks?)|pipelines?|terminals?|mines?|refiner(?:y|ies)|complex|electroly[sz]ers?|gigafactor(?:y|ies)|smelters?|supercomputers?|subsea cables?|sites?|reactors|power stations?|network|infrastructure|hub|port|railway|route)\b",
    re.IGNORECASE,
)


def builds_together(candidate: Candidate) -> bool:
    """Whether partners build something or put money into it together, which makes their partnership a project."""
    masked = candidate.masked
    measured = any(item.kind in (QuantityKind.MONEY, QuantityKind.POWER) for item in masked.quantities)
    return bool(
        _BUILDS.search(masked.body) and (_WORKS.search(masked.body) or candidate.trigger.text in _VENTURES) and measured
    )


_INTO = re.compile(r"\b(?:in|into|to|on|for)\s")
_PUTS = re.compile(
    r"\b(?:invest\w*|put\w*|pour\w*|sink\w*|sank|commit\w*|bring\w*|plough\w*|pump\w*|spend\w*|pay\w*|contribut\w*)\b",
    re.IGNORECASE,
)


def funds_works(candidate: Candidate) -> bool:
    """Whether the money of an investment goes into works or a venture rather than into a company: halls, a campus."""
    masked = candidate.masked
    verb = _PUTS.search(masked.text, candidate.trigger.start, masked.sentence.end)
    if verb is None or verb.start() - candidate.trigger.start > _FAR:
        return False
    for match in _INTO.finditer(masked.text, verb.end(), min(masked.sentence.end, verb.end() + _FAR)):
        ware = ware_behind(masked, match.end())
        if ware is not None:
            works = _WORKS.search(masked.text, match.end(), ware.end) or _VENTURE.search(
                masked.text, match.end(), ware.end
            )
            return ware.sort in ("business", "hall") and not ware.companies and works is not None
    return False


_VENTURE = re.compile(r"\b(?:joint )?ventures?\b")
_VENTURES = frozenset(["joint venture", "set up a venture", "jv", "consortium"])
