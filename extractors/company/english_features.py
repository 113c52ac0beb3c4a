"""What a run of an English text shows of a company's name: its words, its neighbours, its other places, and the rules' word.

Each feature is a short text, `template=value`; `extractors.company.english_score` gives them weights that
`extractors.company.learn_names` learned from the project's passages. The templates:

- `l`, `ll`, `lk`, `r`, `rr`, `rk`: the words before and behind, one and two, and their classes;
- `f`, `e`, `w`, `fk`, `ek`, `k`, `x`, `s`, `n`: the first, last and inner words, what the lexicons say of them, the last
  letters, the shape, the number of words;
- `h`: whether the run stands in a headline or opens a sentence; `hk` that with its words' classes;
- `u`: what the rules made of it, also with its class (`uk`), sides (`ul`, `ur`) and place (`uh`);
- `o`, `ol`, `or`: how often the run comes back, in small letters too, and what stands beside it there;
- `d`: whether the line speaks of money.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from corpora.lexicon import lexicon
from extractors.company.english_candidates import Place
from extractors.company.latin_names import is_ordinary
from extractors.pairs.english_words import stem

_TOKEN = re.compile(r"['’]s\b|\w+(?:[.&-]\w+|['’](?!s\b)\w+)*|[^\w\s]|\n")
_LINE = re.compile(r"[^\n]+")
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_SMALL_WORD = re.compile(r"(?<![\w'’])[a-z][a-z'’]+")
_OPENS = re.compile(r"(?:^|[.!?:;]['\"”’)]* |\n|[“\"‘(•*\-–—|] ?)$")
_MONEY = re.compile(r"[$€£¥]|\b(?:million|billion|crore|bn)\b")
_SHAPE = ((re.compile(r"[^\W\d_a-zà-ÿ]{2,}"), "AA"), (re.compile(r"[a-zà-ÿ]+"), "a"), (re.compile(r"\d+"), "9"))
_REACH = 36
_MOST_PLACES = 8
_TITLE_CASE = 0.75


@lru_cache(maxsize=1)
def _classes() -> Mapping[str, str]:
    """The class of each word that a lexicon holds; the later lists win."""
    table = lexicon("names")
    found: dict[str, str] = {}
    for name in (
        "words", "bodies", "products", "institutions", "given_names", "demonyms", "places",
        "company_words", "suffixes", "titles", "calendar", "function",
    ):  # fmt: skip
        found |= dict.fromkeys(table[name], name)
    return found


@lru_cache(maxsize=30_000)
def word_class(word: str) -> str:
    """What the lexicons say of a word in a name: a place, a first name, a plain word, a word of companies; or its shape."""
    held = _classes().get(word)
    if held is not None:
        return held
    if is_ordinary(word):
        return "plain"
    return shape(word)


@lru_cache(maxsize=30_000)
def shape(word: str) -> str:
    """A word's capitals, small letters and digits, each run as one: `OpenAI` is AaAA."""
    word = re.sub(r"[^\W\d_a-zà-ÿ](?![^\W\d_a-zà-ÿ])", "A", word)
    for pattern, letter in _SHAPE:
        word = pattern.sub(letter, word)
    return word[:6]


@lru_cache(maxsize=30_000)
def _neighbour(token: str) -> tuple[str, str]:
    """What stands beside a run: its class and its text."""
    first = token[0]
    if token in ("'s", "’s"):
        return "'s", "'s"
    if first.isdigit():
        return "9", "NUMBER"
    if not first.isalpha():
        return "mark", "LINE" if token == "\n" else token
    if first.isupper():
        return "C" + word_class(token), "C" + token.lower()
    for ending in ("ed", "ing", "ly", "er", "s"):
        if token.endswith(ending) and len(token) > 4:
            return ending, stem(token)
    return "a", token if len(token) < 5 else stem(token)


class Text:
    """A matching text as its runs are weighed: what stands beside each place is looked up once."""

    def __init__(self, text: str, runs: Sequence[Place]) -> None:
        """The `runs` are all that will be asked for."""
        self.text = text
        self._small = frozenset(_SMALL_WORD.findall(text))
        self._lefts: dict[int, list[str]] = {}
        self._rights: dict[int, list[str]] = {}
        self._lines = [(*match.span(), *_line(match[0], number)) for number, match in enumerate(_LINE.finditer(text))]
        self._begins = [line[0] for line in self._lines]
        self._places: dict[str, list[Place]] = {}
        self._often: dict[str, list[str]] = {}
        self._heads: dict[int, str] = {}
        for start, end in runs:
            self._places.setdefault(text[start:end], []).append((start, end))

    def left(self, start: int) -> list[str]:
        """What stands before a place."""
        found = self._lefts.get(start)
        if found is None:
            tokens = _TOKEN.findall(self.text[max(0, start - _REACH) : start])[-2:]
            kinds = [_neighbour(token) for token in tokens] or [("mark", "LINE")]
            kind, word = kinds[-1]
            joined = start > 0 and self.text[start - 1] not in " \n"
            found = ["l=" + word, "lk=" + kind + "_" * joined]
            if len(kinds) > 1:
                found += ["ll=" + kinds[0][1] + "_" + word, "lk2=" + kinds[0][0] + "_" + kind]
            self._lefts[start] = found
        return found

    def right(self, end: int) -> list[str]:
        """What stands behind a place."""
        found = self._rights.get(end)
        if found is None:
            tokens = _TOKEN.findall(self.text[end : end + _REACH])[:3]
            kinds = [_neighbour(token) for token in tokens] or [("mark", "LINE")]
            kind, word = kinds[0]
            joined = end < len(self.text) and self.text[end] not in " \n"
            found = ["r=" + word, "rk=" + kind + "_" * joined]
            if len(kinds) > 1:
                found += ["rr=" + word + "_" + kinds[1][1], "rk2=" + kind + "_" + kinds[1][0]]
            if len(kinds) > 2:
                found.append("rk3=" + word + "_" + kinds[1][0] + "_" + kinds[2][0])
            self._rights[end] = found
        return found

    def _head(self, start: int) -> tuple[str, bool]:
        """Whether a place is in a headline, opens a sentence or stands inside one, and whether its line speaks of money."""
        _, _, head, money = self._lines[bisect_right(self._begins, start) - 1]
        if start not in self._heads:
            opens = bool(_OPENS.search(self.text[max(0, start - 4) : start]))
            self._heads[start] = head + ("open" if opens else "in")
        return self._heads[start], money

    def elsewhere(self, name: str, place: Place) -> list[str]:
        """What the other places of a run say: what stands there beside it. Of one that comes often, its first few."""
        places = self._places[name]
        if len(places) <= _MOST_PLACES:
            return self._elsewhere(name, places, place)
        if name not in self._often:
            self._often[name] = self._elsewhere(name, places, None)
        return self._often[name]

    def _elsewhere(self, name: str, places: list[Place], place: Place | None) -> list[str]:
        found = {"o=" + str(min(len(places), 4))}
        if name.lower() in self._small:
            found.add("o=small")
        for other in places[:_MOST_PLACES]:
            if other != place:
                left, right = self.left(other[0]), self.right(other[1])
                found |= {"o" + left[0], "o" + left[1], "o" + right[0], "o" + right[1]}
                found.add("oh=" + self._head(other[0])[0])
        first = name.partition(" ")[0]
        if first != name:
            found.add("of=" + str(min(len(self._places.get(first, ())) - len(places), 2)))
            last = name.rpartition(" ")[2]
            found.add("oe=" + str(min(len(self._places.get(last, ())) - len(places), 2)))
        return sorted(found)

    def features(self, place: Place, ruled: str) -> list[str]:
        """All that a run shows, where the rules made `ruled` of it."""
        start, end = place
        name = self.text[start:end]
        left, right = self.left(start), self.right(end)
        head, money = self._head(start)
        form, kinds = form_features(name)
        return [
            *left, *right, *form, *self.elsewhere(name, place),
            "h=" + head, "hk=" + head + kinds, "d=" + str(money),
            "u=" + ruled, "uk=" + ruled + kinds, "ul=" + ruled + left[1], "ur=" + ruled + right[1],
            "uh=" + ruled + head, "lr=" + left[1] + right[1],
        ]  # fmt: skip


@lru_cache(maxsize=30_000)
def form_features(name: str) -> tuple[list[str], str]:
    """What a run itself says, and the classes of its first and last word."""
    words = name.replace("-", " - ").split()
    classes = [word_class(word.rstrip(".,")) if word[0].isalnum() and not word[0].islower() else word for word in words]
    last = words[-1].removesuffix("'s").removesuffix("’s")
    kinds = "|" + (classes[0] if len(words) == 1 else classes[0] + "+" + classes[-1])
    found = [
        "f=" + words[0].lower(), "e=" + words[-1].lower(), "fk=" + classes[0], "ek=" + classes[-1],
        "k=" + "+".join(classes[:4]), "x=" + last[-3:].lower(), "x2=" + last[-2:].lower(), "s=" + shape(words[0]),
        "es=" + shape(words[-1]), "n=" + str(min(len(words), 6)), "fn=" + str(min(len(words), 3)) + classes[0],
    ]  # fmt: skip
    if len(words) == 1:
        found += ["n1=" + str(min(len(name), 8)), "s1=" + shape(name)]
    if last != words[-1]:
        found.append("w='s")
    found += ["w=" + word.lower() for word in words[1:-1]]
    return found, kinds


def _line(line: str, number: int) -> tuple[str, bool]:
    """Whether a line is a headline (`T` where most of its words have capitals), and whether it speaks of money."""
    words = [word for word in _WORD.findall(line) if len(word) > 3]
    capitals = sum(word[0].isupper() for word in words) > _TITLE_CASE * len(words)
    ended = line.rstrip().endswith((".", "!", "?", '"', "”", "."))
    head = "T" if capitals and not ended else "H" if not ended and len(line) < 160 else "S"
    return ("1" if not number else "") + head, bool(_MONEY.search(line))


def ruled_as(place: Place, kept: Mapping[Place, str], seen: Mapping[Place, str], inner: Iterable[Place]) -> str:
    """What the rules made of a run: a name of theirs, one that a filter dropped, part of one, or longer than one."""
    held = kept.get(place)
    if held is not None:
        return held
    held = seen.get(place)
    if held is not None:
        return "-" + held
    relation = "no"
    covered = 0
    for start, end in inner:
        if start <= place[0] and place[1] <= end:
            return "part" + kept[start, end]
        if place[0] <= start and end <= place[1]:
            covered += 1
        else:
            relation = "across"
    return relation if not covered else f"over{min(covered, 2)}"
