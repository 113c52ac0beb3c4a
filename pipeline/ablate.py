"""What each recogniser brings: the same gold read by the rules alone, then with one after the other, and its price.

Each set of recognisers reads in a fresh process, so that its memory is its own.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

from corpora.goldfile import read_gold, read_records
from corpora.score import Report, score
from pipeline.extract import asked, extract_articles, missing_recognisers
from schemas.article import Article
from schemas.recognisers import Choice
from schemas.record import Record, extraction_record

FIELDS = ("deal", "parties", "roles", "amount")
"""What is told of each set of recognisers."""


@dataclass(frozen=True, slots=True)
class Variant:
    """A set of recognisers and what it is called."""

    name: str
    choice: Choice


@dataclass(slots=True)
class Ablated:
    """How one set of recognisers did.

    `scores` are `corpora.score` numbers by gold file and language, `seconds` what reading all articles took on one
    core, `start_seconds` what loading took, `peak_bytes` the most memory of its process (None where the system does not
    say), `faults` which recognisers did not load, `asked` what was used of a language model.
    """

    name: str
    scores: dict[str, Record] = field(default_factory=dict)
    articles: int = 0
    characters: int = 0
    seconds: float = 0.0
    start_seconds: float = 0.0
    peak_bytes: int | None = None
    faults: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()

    @property
    def articles_a_second(self) -> float:
        """Articles read in a second."""
        return self.articles / self.seconds if self.seconds else 0.0

    def numbers(self) -> Record:
        """All of it for JSON: by file and language the rates of `FIELDS`."""
        return {
            "recognisers": self.name,
            "scores": {
                name: {
                    language: {one: rates[one] for one in FIELDS if one in rates} for language, rates in told.items()
                }
                for name, told in self.scores.items()
            },
            "articles": self.articles,
            "characters": self.characters,
            "articles_a_second": round(self.articles_a_second, 1),
            "start_seconds": round(self.start_seconds, 2),
            "peak_megabytes": None if self.peak_bytes is None else round(self.peak_bytes / 1e6),
            "faults": list(self.faults),
            "asked": list(self.asked),
        }


def variants(choice: Choice) -> list[Variant]:
    """The rules alone, and with what a choice adds in turn: weights, what ships, NER, readers, a language model."""
    base = Choice(
        gazetteer=choice.gazetteer,
        context=choice.context,
        weighed_names=False,
        weighed_deals=False,
        shipped_names=False,
        shipped_roles=False,
        ner_settings=choice.ner_settings,
    )
    found = [Variant("rules", base)]
    for name in ("weighed_names", "weighed_deals", "shipped_names", "shipped_roles", "ner", "roles", "llm"):
        if name == "shipped_roles" and not choice.weighed_deals:
            continue  # they have a say among the weights alone
        if wanted := getattr(choice, name):
            base = base.model_copy(update={name: wanted})
            found.append(Variant(f"+ {name.replace('_', ' ')}", base))
    return found


def ablate(choice: Choice, files: Sequence[Path]) -> Iterator[Ablated]:
    """Yield how each set of recognisers does on gold files.

    Raises:
        InputError: If a file is no gold.
    """
    for variant in variants(choice):
        # A forked process would start with what this one holds, and its memory would be ours too.
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as executor:
            yield executor.submit(measure, variant, tuple(files)).result()


def measure(variant: Variant, files: Sequence[Path]) -> Ablated:
    """How a set of recognisers does, measured in this process."""
    started = time.perf_counter()
    faults = missing_recognisers(variant.choice)
    list(extract_articles([Article(doc_id="-", text="A buys B. 甲收購乙。")], choice=variant.choice))
    done = Ablated(variant.name, start_seconds=time.perf_counter() - started, faults=faults)
    total = Report()
    for path in files:
        articles = [each.article for each in read_gold(path)]
        started = time.perf_counter()
        found = list(extract_articles(articles, choice=variant.choice))
        done.seconds += time.perf_counter() - started
        done.articles += len(articles)
        done.characters += sum(len(article.text) for article in articles)
        report = score(read_records(path), [extraction_record(each) for each in found])
        total.join(report)
        done.scores[_name(path, files)] = report.numbers()
    done.scores = {"all files": total.numbers()} | done.scores
    done.peak_bytes = peak_memory()
    done.asked = asked(variant.choice)
    return done


def _name(path: Path, files: Sequence[Path]) -> str:
    return path.stem if [each.stem for each in files].count(path.stem) == 1 else str(path)


def peak_memory() -> int | None:
    """The most memory that this process has held, in bytes; None where the system does not say."""
    status = Path("/proc/self/status")
    if status.exists():  # getrusage would count what the parent held when it started this process
        lines = status.read_text(encoding="ascii", errors="replace").splitlines()
        return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:")), None)
    try:
        import resource
    except ImportError:
        return None
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return int(most) if sys.platform == "darwin" else int(most) * 1024
