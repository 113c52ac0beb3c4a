"""How well companies are known that no table lists, and deals in wordings that taught nothing.

`python -m benchmarks.unseen companies`: the passages and articles that taught nothing and name no listed company; how
many of their companies are found, and how many that are found are companies.

`python -m benchmarks.unseen wordings`: learns all weights anew in a copy of the project, without every fourth shape of
syntax and without whole articles, and reads the passages of those shapes by the rules alone and with the weights, but
without the readers of roles and the finder of names, which know all shapes. Some six minutes a language on one core.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from corpora.passages import TRAINING, Passage, passage_record, read_passages
from corpora.score import Report, score
from corpora.tagged import LEFT_OUT
from corpora.teaching import WHOLE
from extractors.company.gazetteer_match import gazetteer_spans
from extractors.language import detect_language, detect_place
from extractors.normal_text import normalise
from extractors.reader import read
from extractors.reading import Reading
from extractors.recognisers import load_recognisers
from schemas.article import Article
from schemas.deal import Extraction
from schemas.recognisers import Choice
from schemas.record import extraction_record

LANGUAGES = ("en", "zh")
ROOMS = ("corpora", "extractors", "schemas", "pipeline", "benchmarks", "dealtrail")
RULES_ALONE = "rules,-weighed-names,-weighed-deals,-shipped-names"
WEIGHED = "rules,-shipped-roles,-shipped-names"
LEARNERS = (
    "extractors.company.learn_names", "extractors.pairs.learn", "extractors.status.learn", "extractors.amounts.learn",
)  # fmt: skip
EVERY = 4
"""One of how many shapes is left out."""


def passages(language: str, wanted: Callable[[int, Passage], bool]) -> Iterator[Passage]:
    """The passages of a language that are wanted, by their number in their file and what they are."""
    for path in sorted((TRAINING / language).glob("*.txt")):
        for number, passage in enumerate(read_passages(path)):
            if wanted(number, passage):
                yield passage


def article_of(passage: Passage) -> Article:
    """A passage as an article."""
    return Article(doc_id="passage", text=passage.text, published=passage.published)


def names_listed_company(passage: Passage) -> bool:
    """Whether a name of the company tables stands in a passage."""
    article = article_of(passage)
    text = normalise(article.text).text
    place = detect_place(article, detect_language(article.text), text)
    return bool(gazetteer_spans(text, place))


def shapes_left_out(language: str) -> list[str]:
    """Every fourth shape of syntax, in the order of the alphabet."""
    return sorted({each.shape for each in passages(language, lambda _, own: own.shape != WHOLE)})[::EVERY]


def _scored(passage: Passage, extraction: Extraction) -> Report:
    """What was found in a passage, scored."""
    return score([passage_record(passage, "passage", extraction.language.value)], [extraction_record(extraction)])


@dataclass(slots=True)
class _Names:
    """How many companies there are, how many were found and how many of these are companies."""

    known: int = 0
    found: int = 0
    right: int = 0

    def __str__(self) -> str:
        precise, complete = self.right / max(1, self.found), self.right / max(1, self.known)
        return f"{self.known} companies, P {precise:.3f} R {complete:.3f}"


def _count(passage: Passage, reading: Reading, count: _Names, listed: Callable[[str], bool]) -> None:
    """Add what was found of a passage's companies that are not listed under any of their names."""
    forms: dict[str, set[str]] = {}
    for span in reading.companies.spans:
        if not span.entity.known:
            forms.setdefault(span.entity.key, set()).add(reading.normal.quote(span.start, span.end).lower())
    named = [{name.lower() for name in company} for company in passage.companies if not any(map(listed, company))]
    hits = sum(any(own & told for told in forms.values()) for own in named)
    count.known, count.found, count.right = count.known + len(named), count.found + len(forms), count.right + hits


def _companies(language: str) -> None:
    recognisers = load_recognisers(Choice())
    alone, beside, report, texts = _Names(), _Names(), Report(), 0
    for passage in passages(language, lambda number, _: number % LEFT_OUT == 0):
        reading = read(article_of(passage), recognisers)
        assert reading.extraction is not None
        known = {
            reading.normal.quote(span.start, span.end).lower() for span in reading.companies.spans if span.entity.known
        }
        _count(passage, reading, beside, lambda name, known=known: name.lower() in known)  # type: ignore[misc]
        if not names_listed_company(passage):
            texts += 1
            _count(passage, reading, alone, lambda _: False)
            report.join(_scored(passage, reading.extraction))
    parties = report.numbers()["all"]["parties"]
    print(f"{language}: in {texts} texts without a listed company: {alone}")
    print(f"  parties of their deals: P {parties['p']:.3f} R {parties['r']:.3f}")
    print(f"  not listed, in all texts: {beside}")


def _measured(language: str, shapes: Iterable[str], choice: str) -> dict[str, float]:
    recognisers, left_out = load_recognisers(Choice.parse(choice)), frozenset(shapes)
    report = Report()
    for passage in passages(language, lambda _, own: own.shape in left_out):
        extraction = read(article_of(passage), recognisers).extraction
        assert extraction is not None
        report.join(_scored(passage, extraction))
    told: dict[str, float] = report.numbers()["all"]["deal"]
    return told


def _wordings(language: str) -> None:
    shapes = shapes_left_out(language)
    own = Path(__file__).parent.parent
    with tempfile.TemporaryDirectory() as folder:
        for room in ROOMS:
            shutil.copytree(own / room, Path(folder) / room, ignore=shutil.ignore_patterns("__pycache__", "*.pyc"))
        environment = os.environ | {"PYTHONPATH": folder}

        def run(*command: str) -> str:
            done = subprocess.run(
                [sys.executable, "-m", *command], cwd=folder, env=environment, text=True, capture_output=True
            )
            if done.returncode:
                raise SystemExit(done.stderr)
            return done.stdout

        without = [part for shape in shapes for part in ("--without", shape)]
        for learner in LEARNERS:
            run(learner, language, *without)
        print(f"{language}: shapes that taught nothing: {', '.join(shapes)}")
        for name, choice in (("rules alone", RULES_ALONE), ("with weights", WEIGHED)):
            told = json.loads(run("benchmarks.unseen", "measure", language, "--recognisers", choice))
            print(f"  {name}: {told['gold']} deals, P {told['p']:.3f} R {told['r']:.3f} F1 {told['f1']:.3f}")


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("companies", "wordings", "measure"))
    parser.add_argument("language", nargs="*", default=list(LANGUAGES))
    parser.add_argument("--recognisers", default=WEIGHED)
    told = parser.parse_args()
    for language in told.language:
        if told.what == "companies":
            _companies(language)
        elif told.what == "wordings":
            _wordings(language)
        else:
            print(json.dumps(_measured(language, shapes_left_out(language), told.recognisers)))


if __name__ == "__main__":
    main()
