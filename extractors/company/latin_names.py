"""Names in Latin letters that the gazetteer does not know: capitalised runs that are no person, place or product."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from corpora.gazetteer import COMPANY_FILES
from corpora.lexicon import FOLDER, lexicon
from extractors.company.spans import CompanySpan, Entity

_WORD = r"A-Za-z0-9À-ÖØ-öø-ÿ"
_TOKEN = rf"(?:[A-ZÀ-ÖØ-Þ][{_WORD}.&'’\-/]*[{_WORD}&]|[A-Z]|[a-z][A-Z][{_WORD}]*|[a-z]\d+[a-z]|[a-z]-[A-Z][{_WORD}]+)"
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_MOST_WORDS = 15  # no name is longer; a page of capitals must not become one run that is cut word by word
_RUN = re.compile(
    rf"(?<![{_WORD}$€£&]){_TOKEN}(?:(?: | ?& ?| of (?=[A-Z])| (?:de|di|dei|del|della|do|dos|van|von|der|und|la|le|et|du|des|al) (?=[A-Z])|-(?=[A-Z]))(?:{_TOKEN})|\.?,? (?:Inc|Corp|Ltd|LLC|LP|LLP|plc|PLC|Co|Limited)(?![A-Za-z])\.?|, N\.A\.?(?![A-Za-z])|,? S\.A\.| N\.V\.| B\.V\.| A/S| S\.p\.A\.){{0,{_MOST_WORDS}}}\.?"
)
_SENTENCE_START = re.compile(r"(?:^|[.!?:;]['\"”’)]* |\n|[“\"‘(•*\-–—|] ?|\d[.)] )$")
_PERSON_BEFORE = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Sir|Lord|Professor|Prof|Senator|Judge|President|Minister|chief executive|chairman|chairwoman|founder|co-founder|analyst|CEO|CFO|"
    r"president|director|boss|executive|partner|head|strategist|economist|lawyer|spokesman|spokeswoman|spokesperson|billionaire)s?\.?,? )$"
)
_PERSON_AFTER = re.compile(
    r"^(?:, (?:the |its |an? |his |her |[A-Z][\w']* )?(?:[\w'-]+ ){0,4}(?:chief executive|CEO|chairman|chairwoman|founder|co-founder|president|analyst|director|boss|head of|partner at|portfolio manager|finance chief|economist|CFO))"
)
_PLACE_BEFORE = re.compile(
    r"(?:\b(?:in|near|outside|across|throughout|at|around) (?:the |central |western |eastern |northern |southern |west |east |upstate |rural )?)$"
)
_HELD_BEFORE = re.compile(
    r"(?:stakes?|holdings?|interests?|shares?|stock|invest\w*|position|equity|shareholders?|investors?|shareholding|million|billion|bn|notes|bonds|round) in $"
)
_PLACE_AFTER = re.compile(
    r"^(?:, (?P<state>[A-Z][a-z]+(?: [A-Z][a-z]+)?)\b| (?:County|Province|Prefecture|Island|Bay|River|Valley|Lake|City|Airport|Peninsula|Basin|Park|Road|Street|Harbour|Port)\b)"
)
_SCHEME = re.compile(
    r" ?(?:联盟|计划|专案|项目|模型|架构|系列|大会|指数|标准|协定|法案|论坛|峰会|展|工程|(?:Project|Act|Index|Summit|Conference|Award|Forum|programme|program|initiative)\b)"
)
_ACTING = re.compile(
    r"^(?:'s [a-z]|’s [a-z]|, which |, who |, whose |, (?:a|an|the) [a-zA-Z]|(?: also| now| itself| later| recently)? (?:has|said|says|agreed|signed|bought|acquired|will|plans|paid|sold|raised|announced|is (?:to|buying|selling|paying|investing|leasing)|was|won|put|took|led|joined|chipped|backed|owns|invested|had|expects|intends|put in|would)\b)"
)
_VERB_OR_ROW = re.compile(
    r"^(?:'s |’s |, |:? (?:and|&) [A-Z]|-(?:backed|owned|based|led|funded|controlled)\b| (?:\w+ly |then |once |now |still |also |just )?(?:[a-z]{2,}(?:s|ed)\b|is |was |has |had |will |would |could |may |might |does |did |put |let |led |won |got |took |paid |sold |bought |built |lent |gave |made |went |beat |hit |cut |set |drew |kept |lost |met |saw |sees |told |sued |owes ))"
)
_SHORTENED = re.compile(r"['’](?:ve|ll|re|d|m|t)$")
_PLAIN = re.compile(r"(?<![A-Za-z])[a-z]+(?![A-Za-z])")
_PRODUCT = re.compile(r"^(?:[A-Z][\w.]*-[a-z]+|[A-Z]{1,5}-?\d[\w.\-/]*|\d.*|[A-Z]+\d+[A-Z]*(?: .*)?|.*-\d+)$")


@dataclass(frozen=True, slots=True)
class _Lexicon:
    suffixes: frozenset[str]
    company_words: frozenset[str]
    given_names: frozenset[str]
    never: frozenset[str]
    starters: frozenset[str]
    places: frozenset[str]
    demonyms: frozenset[str]
    function: frozenset[str]
    bodies: frozenset[str]


@lru_cache(maxsize=1)
def _words() -> _Lexicon:
    table = lexicon("names")
    never = {
        *table["calendar"],
        *table["titles"],
        *table["demonyms"],
        *table["institutions"],
        *table["products"],
        *table["places"],
    }
    never |= {row["code"] for row in lexicon("currencies")["currency"]}
    return _Lexicon(
        frozenset(table["suffixes"]),
        frozenset(table["company_words"]),
        frozenset(table["given_names"]),
        frozenset(never),
        frozenset(table["words"]),
        frozenset(table["places"]),
        frozenset(table["demonyms"]),
        frozenset(table["function"]),
        frozenset(table["bodies"]),
    )


@lru_cache(maxsize=1)
def _vocabulary() -> frozenset[str]:
    """Ordinary English words in small letters, those of the gazetteer and those of the lexicons' own list."""
    return frozenset(
        word
        for path in (COMPANY_FILES[0].with_name("words.txt"), FOLDER / "ordinary.txt")
        for word in path.read_text(encoding="utf-8").split()
    )


_ENDINGS = ("", "s", "es", "ed", "d", "ing", "ly", "er", "ers", "ion", "ions")


def is_ordinary(name: str) -> bool:
    """Whether a word that stands in capitals at the head of a sentence is an ordinary one, in any of its forms."""
    word = name.lower().removesuffix("'s")
    words = _vocabulary()
    return any(
        word.endswith(ending) and {(stem := word[: len(word) - len(ending)]), f"{stem}e", f"{stem}y"} & words
        for ending in _ENDINGS
        if len(word) - len(ending) > 2
    ) or (word.endswith("ies") and f"{word[:-3]}y" in words)


_PARTED = re.compile(r"[\s,]+")
_LAST_WORD = re.compile(r"(?<![\s,])[\s,]+(?P<word>[^\s,]+)$")
_LINE = re.compile(r"[^\n]+")
_CAPITAL = re.compile(r"[A-Z]")
_SMALL = re.compile(r"[a-z]")
_LAND = frozenset(
    [
        "Lake",
        "River",
        "Mount",
        "Fort",
        "Port",
        "Bay",
        "Island",
        "Valley",
        "Creek",
        "Bend",
        "Springs",
        "Ranch",
        "Point",
        "Hill",
        "Hills",
        "Beach",
        "County",
        "Township",
        "Summit",
        "Conference",
        "Forum",
        "Expo",
        "Street",
        "Avenue",
        "Road",
        "University",
        "College",
        "School",
        "Institute",
        "Hospital",
    ]
)


@dataclass(frozen=True, slots=True)
class LatinRun:
    """A capitalised run: `initial` when it opens a sentence, `person` and `place` by what stands around it."""

    start: int
    end: int
    text: str
    initial: bool
    person: bool
    place: bool
    scheme: bool = False
    acting: bool = False


_INSIDE = re.compile(r"(?:[a-z]{2},? |['’]s |\d )$")
_PROPER = re.compile(r"[A-Z][a-zà-ÿ'’-]+$")
_ABBREVIATED = frozenset(["US", "U.S.", "U.S", "USA", "UK", "U.K.", "EU", "UAE"])
_NUMBERED = frozenset(["II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "SPV", "GPU", "EV", "DC", "UK"])


def _part_of_name(text: str, start: int, first: str, rest: str) -> bool:
    """Whether a word that opens no name by itself opens this one: the Asian Development Bank, for Time Warner."""
    words = _words()
    following = rest.split(" ")[0].rstrip(".,")
    if not _PROPER.match(following) or following in words.never or following in words.given_names:
        return False
    if first in words.places or first.split(" ")[0] in words.demonyms:
        known = rest.split(" ")[-1].rstrip(".") in words.bodies and " " in rest
        return first not in _ABBREVIATED and (following not in words.starters or known)
    if first == "General":
        return " " not in rest
    inside = bool(_INSIDE.search(text[max(0, start - 4) : start]))
    return inside and first in words.starters and first not in words.never and first not in words.function


def _ends_name(word: str) -> bool:
    """Whether a word that names no company ends the name of one: Vodafone Spain, Windstar Fund II."""
    bare = word.rstrip(".")
    return (bare in _words().places and bare not in _ABBREVIATED) or bare in _NUMBERED or bare in _words().demonyms


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Without leading and trailing words that are no part of a name (`The`, `Meanwhile`, `Mr`, `Monday`)."""
    words = _words()
    while True:
        if text.startswith("of ", start):
            start += 3
        run = text[start:end].rstrip(".")
        first = run.split(" ", 1)[0]
        rest = run[len(first) + 1 :]
        if (
            rest
            and (first in words.starters or first in words.never)
            and f"{first} {rest}".removesuffix("'s") not in words.never
        ):
            following = rest.split(" ")[0].rstrip(".,")
            if (
                first in words.places
                and len(rest.split(" ")) > 1
                and all(word.rstrip(".,") in words.company_words | words.suffixes for word in rest.split(" "))
            ):
                break
            if _part_of_name(text, start, first, rest):
                break
            if following in words.suffixes or (
                following in words.company_words
                and first not in words.never
                and first not in ("The", "A", "An", "Its", "Under", "And", "But", "With", "For", "When", "While", "As")
            ):
                break
            start += len(first) + 1
            continue
        last = run.rsplit(" ", 1)[-1]
        if (
            " " in run
            and not run[: -len(last)].endswith((" of ", "& "))
            and not _ends_name(last)
            and (last.rstrip(".") in words.never and last.rstrip(".") not in words.company_words | words.suffixes)
        ):
            end -= len(last) + 1
            continue
        break
    while (
        end > start
        and text[end - 1] in ".-'’&/ "
        and not text[start:end].endswith(
            ("Inc.", "Corp.", "Co.", "Ltd.", "S.A.", "N.V.", "B.V.", "S.p.A.", "U.S.", "N.A.")
        )
    ):
        end -= 1
    if text[start:end].endswith(("'s", "’s")):
        end -= 2
    return start, end


@lru_cache(maxsize=1)
def latin_runs(text: str) -> tuple[LatinRun, ...]:
    """The capitalised runs of a matching text, trimmed; possessives end a run (`Norway's Aker` gives Norway and Aker)."""
    return tuple(_latin_runs(text))  # two recognisers ask for the runs of the same text, one after the other


def _latin_runs(text: str) -> Iterator[LatinRun]:
    plain = frozenset(_PLAIN.findall(text))
    for match in _RUN.finditer(text):
        position = match.start()
        for piece in re.split(
            r"(?<='s) |(?<=’s) |(?<=s') |(?<=-backed) |(?<=-owned) |(?<=-based) |(?<=-listed) |(?<=-led) |(?<=-controlled) |(?<=-funded) |(?<=-born) ",
            match[0],
        ):
            start, end = _trimmed(text, position, position + len(piece))
            position += len(piece) + 1
            if end - start < 2 or not any(character.isalpha() for character in text[start:end]):
                continue
            yield _described(text, start, end, plain)


def _described(text: str, start: int, end: int, plain: frozenset[str]) -> LatinRun:
    words = _words()
    run = text[start:end]
    before, after = text[max(0, start - 28) : start], text[end : end + 60]
    tokens = run.split(" ")
    person = bool(_PERSON_BEFORE.search(before)) or bool(_PERSON_AFTER.match(after) and len(tokens) < 4)
    if (
        tokens[0] in words.given_names
        and 2 <= len(tokens) <= 4
        and tokens[-1].rstrip(".,") not in words.company_words | words.suffixes
    ):
        person = True
    followed = _PLACE_AFTER.match(after)
    place = (
        run.rstrip(".") in words.places
        or tokens[0] in _LAND
        or tokens[-1] in _LAND
        or before.endswith("Project ")
        or bool(followed and (not followed["state"] or followed["state"] in words.places))
    )
    following = re.match(r" ([A-Z][a-z]+)", after)
    if following and following[1] in words.places and len(tokens) == 1:
        place = True
    if (
        _PLACE_BEFORE.search(before)
        and not _HELD_BEFORE.search(before)
        and len(tokens) <= 2
        and not re.match(r"'s|’s", after)
        and tokens[-1] not in words.company_words | words.suffixes
    ):
        place = place or bool(re.match(r"(?:, [A-Z]|[.,;]|$| and [A-Z])", after))
    scheme = bool(_SCHEME.match(after.lstrip("」』”\"'")))
    initial = bool(_SENTENCE_START.search(text[max(0, start - 4) : start]))
    acting = (
        initial
        and run.lower() not in plain
        and not _SHORTENED.search(run)
        and bool(_ACTING.match(after) or (_VERB_OR_ROW.match(after) and not is_ordinary(run)))
    )
    return LatinRun(start, end, run, initial, person, place, scheme, acting)


def _plausible(run: LatinRun, inner: frozenset[str]) -> bool:
    """Whether a run may name a company, by its words alone; `inner` are the runs seen inside sentences."""
    words = _words()
    tokens = run.text.split(" ")
    bare = run.text.rstrip(".")
    if run.scheme or run.person or run.place or bare in words.never or _PRODUCT.match(run.text):
        return False
    if all(token in words.never or token in words.starters for token in tokens):
        return False
    if len(tokens) == 1 and run.initial and bare not in inner:
        return run.acting or (bool(re.search(r"[a-z][A-Z]|[A-Z]{2}|\d", bare)) and bare.lower() not in words.starters)
    return len(bare) > 1 and not (len(tokens) == 1 and bare in words.given_names)


def shouted_lines(text: str) -> list[tuple[int, int]]:
    """The lines of capitals, where capitals say nothing; each line is counted once, however many names it holds."""
    lines: list[tuple[int, int]] = []
    for match in _LINE.finditer(text):
        capitals, small = len(_CAPITAL.findall(match[0])), len(_SMALL.findall(match[0]))
        if capitals + small > 15 and capitals > 0.8 * (capitals + small):
            lines.append(match.span())
    return lines


def folded(name: str) -> str:
    """A name without case, spaces and legal form: the key of a company that the gazetteer does not know."""
    return _PARTED.sub("", without_legal_form(name.strip())).lower()


def without_legal_form(name: str) -> str:
    """A name without its legal form, or the words that say no more than one: Newmont of Newmont Limited."""
    suffixes = _words().suffixes
    while (last := _LAST_WORD.search(name)) and last["word"] in suffixes:
        name = name[: last.start()]
    return name


def latin_spans(text: str, taken: bytearray) -> list[CompanySpan]:
    """Unknown Latin names outside `taken`; inside Chinese text every name counts, in English by its form and context."""
    runs = [run for run in latin_runs(text) if not any(taken[run.start : run.end])]
    persons = {run.text.split(" ")[-1] for run in runs if run.person} | {run.text for run in runs if run.person}
    places = {run.text for run in runs if run.place and " " not in run.text}
    inner = frozenset(run.text for run in runs if not run.initial and not run.place)
    shouted = shouted_lines(text)
    spans = []
    for run in runs:
        if run.text in persons or run.text in places or not _plausible(run, inner):
            continue
        line = bisect(shouted, (run.start + 1,))
        if line and run.start < shouted[line - 1][1]:
            continue
        spans.append(CompanySpan(run.start, run.end, Entity(folded(run.text), run.text), "latin"))
    return spans
