"""What a Chinese sentence shows of two of its companies: the frames that hold, the words around, how both stand.

Each feature is a short text; `extractors.pairs.score` gives it a weight for each way in which two companies may be
parties of one deal (`purchase:buyer/seller`), learned by `extractors.pairs.learn` from the project's passages.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import ahocorasick_rs

from corpora.lexicon import lexicon
from extractors.candidate import Candidate
from extractors.company.chinese_words import Word
from extractors.cue import CueHit, reaches
from extractors.english.sellers import sold_by
from extractors.english.ware import manner_of
from extractors.objects import object_words
from extractors.pairs.english_words import deal_words
from extractors.pairs.in_article import of_article
from extractors.pairs.pair import Pair
from extractors.slots import CompanySlot, MaskedSentence

_CHINESE = re.compile(r"[\u3400-\u9fff]")
_AROUND = 6  # words looked at before the first company and behind the second


class Scene(NamedTuple):
    """A sentence with all that its pairs are judged by; `words` are those of the sentence, names and sums as one each."""

    masked: MaskedSentence
    found: Sequence[Candidate]
    cues: Sequence[CueHit]
    words: Sequence[Word]
    shared: Sequence[str]
    objects: Sequence[tuple[int, int, str]]


def scene_of(
    masked: MaskedSentence, found: Sequence[Candidate], cues: Sequence[CueHit], words: Sequence[Word]
) -> Scene:
    """The scene of a sentence whose frames were tried and whose cues were found."""
    shown = shown_words(masked, words)
    shared = [f"cue={hit.cue.id}" for hit in cues]
    kinds = {item.kind for item in masked.quantities}
    shared += [f"q={kind.value}" for kind in kinds]
    shared.append(f"size={min(len({entity for slot in masked.companies for entity in slot.entities}), 6)}")
    shared += sorted({f"w={word.text}" for word in shown if word.tag in _CONTENT})
    objects = [(start, end, "o" + kind.value) for start, end, kind in object_words(masked)]
    objects += _deal_words(masked) if _CHINESE.search(masked.body) else deal_words(shown)
    shared += sorted({f"o=any|{name}" for _, _, name in objects})
    return Scene(masked, found, cues, shown, shared, objects)


@lru_cache(maxsize=1)
def _classes() -> dict[str, tuple[str, ...]]:
    """The classes of each deal word."""
    classes: dict[str, tuple[str, ...]] = {}
    for name, words in lexicon("deal_words").items():
        for word in words:
            classes[word] = (*classes.get(word, ()), name)
    return classes


@lru_cache(maxsize=1)
def _automaton() -> tuple[ahocorasick_rs.AhoCorasick, tuple[str, ...]]:
    words = tuple(_classes())
    return ahocorasick_rs.AhoCorasick(words), words


def _deal_words(masked: MaskedSentence) -> list[tuple[int, int, str]]:
    """The deal words of a sentence outside names, with their classes."""
    automaton, words = _automaton()
    offset = masked.sentence.start
    names = [(slot.start, slot.end) for slot in masked.companies if not slot.reference]
    found = []
    for number, start, end in automaton.find_matches_as_indexes(masked.body, overlapping=True):
        first, last = offset + start, offset + end
        if not any(begin < last and first < stop for begin, stop in names):
            found += [(first, last, name) for name in _classes()[words[number]]]
    return found


_CONTENT = frozenset(("n", "v", "vn", "l", "j", "i", "nz", "b", "d", "x", "eng", "a", "ad"))


def shown_words(masked: MaskedSentence, words: Sequence[Word]) -> Sequence[Word]:
    """The words of a sentence without companies, which stand as 甲, and with each sum or date as its kind.

    They are cut once: pairs, statuses and sums are all weighed by them.
    """
    if masked.shown is None:
        masked.shown = _shown(masked, words)
    return masked.shown


def _shown(masked: MaskedSentence, words: Sequence[Word]) -> Sequence[Word]:
    marks: list[tuple[int, int, str]] = [(slot.start, slot.end, "甲") for slot in masked.companies]
    marks += [(item.start, item.end, f"<{item.kind.value}>") for item in masked.quantities]
    marks.sort()
    shown: list[Word] = []
    end = masked.sentence.start
    index = 0
    for start, stop, label in [*marks, (masked.sentence.end, masked.sentence.end, "")]:
        if start < end:
            continue
        while index < len(words) and words[index].start < start:
            word = words[index]
            if word.start >= end and word.end <= start and not word.text.isspace():
                shown.append(word)
            index += 1
        while index < len(words) and words[index].start < stop:
            index += 1
        if label:
            shown.append(Word(start, stop, label, "name" if label == "甲" else "sum", False))
        end = stop
    return shown


def features_of(pair: Pair, scene: Scene) -> list[str]:
    """What a sentence shows of two of its companies."""
    return [*scene.shared, *own_features(pair, scene)]


def own_features(pair: Pair, scene: Scene) -> list[str]:
    """What a sentence shows of two of its companies and not of all."""
    return [
        *_of_frames(pair, scene),
        *_of_stand(pair, scene),
        *_of_words(pair, scene),
        *_of_things(pair, scene),
        *([] if _CHINESE.search(scene.masked.body) else _of_english(pair, scene)),
    ]


def _of_frames(pair: Pair, scene: Scene) -> Iterator[str]:
    told = False
    for candidate in scene.found:
        if candidate.kind is None or not candidate.filled:
            continue
        roles = {item.entity: item.role for item in candidate.filled}
        if pair.first in roles and pair.second in roles:
            way = f"{candidate.kind.value}:{roles[pair.first]}/{roles[pair.second]}"
            if candidate.dropped:
                yield f"dropped={candidate.dropped.split(':')[0]}"
                continue
            told = True
            yield f"rule={candidate.frame.id}|{way}"
            yield f"told={way}"
            yield f"kind={candidate.kind.value}"
        elif not candidate.dropped:
            one = pair.first in roles or pair.second in roles
            yield f"other={candidate.kind.value}|{one}"
    if not told:
        yield "untold"


def _of_english(pair: Pair, scene: Scene) -> Iterator[str]:
    """What only English pairs are weighed by: in Chinese it told no more on texts that taught nothing."""
    yield from _of_trades(pair)
    yield from of_article(pair, scene.masked)
    for candidate in scene.found:
        for item in candidate.partly:
            if item.entity in (pair.first, pair.second):
                side = 1 if item.entity == pair.first else 2
                yield f"part={candidate.frame.id}|{side}{item.role}"
                yield f"part={candidate.frame.kind}|{side}{item.role}|{pair.left is None}"


def _of_stand(pair: Pair, scene: Scene) -> Iterator[str]:
    left, right = pair.left, pair.right
    yield f"right={right.case}"
    if right.owner:
        yield "right-owns"
    if right.reference:
        yield f"right-refers={right.reference}"
    if left is None:
        yield "topic"
        yield f"topic={right.case}|{right.owner}"
        yield from _of_unnamed(pair, scene.masked)
        return
    apart = min(abs(left.clause - right.clause), 3)
    turned = left.start > right.start
    yield f"left={left.case}"
    yield f"cases={left.case}|{right.case}|{turned}"
    yield f"apart={apart}"
    yield f"cases-apart={left.case}|{right.case}|{apart}"
    if left.owner:
        yield "left-owns"
    if left.reference:
        yield f"left-refers={left.reference}"
    if left.group == right.group:
        yield "one-row"
    between = sum(1 for slot in scene.masked.companies if _lies_between(slot, left, right))
    yield f"between={min(between, 3)}"


def _of_unnamed(pair: Pair, masked: MaskedSentence) -> Iterator[str]:
    """How a company that a sentence does not name stood in the text before it."""
    place = masked.before.index(pair.first) if pair.first in masked.before else len(masked.before)
    who = ("t" if pair.first == masked.topic else "") + ("m" if pair.first == masked.main else "") + str(place)
    yield f"who={who}"
    yield f"who={who}|{masked.opening}"
    yield f"who={who}|{pair.right.case}"
    subject = next((slot for slot in masked.companies if slot.case == "subject"), None)
    yield f"who={who}|{'none' if subject is None else subject.reference or 'named'}"
    yield f"right-main={pair.second == masked.main}|{'m' in who}"


def _lies_between(slot: CompanySlot, left: CompanySlot, right: CompanySlot) -> bool:
    return min(left.end, right.end) <= slot.start and slot.end <= max(left.start, right.start)


def _of_words(pair: Pair, scene: Scene) -> Iterator[str]:
    words = scene.words
    starts = [word.start for word in words]
    one, other = pair.left, pair.right
    if one is not None and one.start > other.start:
        one, other = other, one
    place = bisect_left(starts, other.start)
    turned = "" if one is pair.left else "~"
    if one is None:
        middle, before = words[max(0, place - _AROUND) : place], words[:0]
    else:
        first = bisect_left(starts, one.start)
        middle, before = words[first + 1 : place], words[max(0, first - _AROUND) : first]
    behind = words[place + 1 : place + 1 + _AROUND]
    yield from {f"{turned}m={word.text}" for word in middle}
    if _CHINESE.search(scene.masked.body):  # English says the same in too many words for these to be learned
        yield from {f"{turned}mm={a.text}_{b.text}" for a, b in pairwise(middle)}
        yield from {f"b={word.text}" for word in behind}
        yield from {f"a={word.text}" for word in before}
        if behind:
            yield f"b12={'_'.join(word.text for word in behind[:2])}"
    yield from _of_triggers(scene.masked, one, other)
    yield from sorted({f"o={_place(start, end, one, other)}|{name}" for start, end, name in scene.objects})
    if middle:
        yield f"{turned}m1={middle[0].text}"
        yield f"{turned}m9={middle[-1].text}"
        verb = next((word.text for word in reversed(middle) if word.tag in ("v", "vn")), "")
        yield f"{turned}mv={verb}|{other.case}"
    yield f"size-m={min(len(middle), 12)}"
    if behind:
        yield f"b1={behind[0].text}"
        verb = next((word.text for word in behind if word.tag in ("v", "vn")), "")
        yield f"bv={verb}|{other.case}"
    if before:
        yield f"a9={before[-1].text}"


def _of_triggers(masked: MaskedSentence, one: CompanySlot | None, other: CompanySlot) -> Iterator[str]:
    """The kinds that the triggers tell, by where they stand to the two."""
    found: set[str] = set()
    for trigger in masked.triggers:
        place = _place(trigger.start, trigger.end, one, other)
        found.update(f"t={place}|{frame.kind}" for frame in trigger.frames)
        found.add(f"tw={place}|{trigger.text}")
    yield from sorted(found)


def _place(start: int, end: int, one: CompanySlot | None, other: CompanySlot) -> str:
    """Where a word stands to two companies."""
    if start >= other.end:
        return "behind"
    return "before" if one is not None and end <= one.start else "between"


def _of_trades(pair: Pair) -> Iterator[str]:
    """What each of the two sells by its trade, which English names tell."""
    first, second = sold_by(pair.first), sold_by(pair.second)
    yield f"sells={first.value if first else '-'}/{second.value if second else '-'}"
    if first is not None:
        yield f"first-sells={first.value}"
    if second is not None:
        yield f"second-sells={second.value}"


def _of_things(pair: Pair, scene: Scene) -> Iterator[str]:
    """The sorts of what the frames found handed over, and whether between these two."""
    for candidate in scene.found:
        if candidate.ware is None or candidate.dropped:
            continue
        held = {item.entity for item in candidate.filled}
        both = pair.first in held and pair.second in held
        yield f"ware={candidate.ware.sort}|{both}"
        yield f"ware={candidate.ware.sort}|{manner_of(candidate.trigger.text)}|{both}"


def reached(scene: Scene, pair: Pair) -> bool:
    """Whether a cue that says that there is no deal reaches the pair, or it stands in what somebody estimates."""
    return any(reaches(hit, scene.masked, pair.right.clause) for hit in scene.cues) or any(
        slot.case == "estimate" and slot.end <= pair.right.start for slot in scene.masked.companies
    )
