"""English names that learned weights tell where fixed rules cut or miss them, and how the weights are learned."""

from __future__ import annotations

import pytest

from corpora.passages import TRAINING, read_passages
from corpora.tagged import LEFT_OUT
from extractors.company.english_candidates import candidates
from extractors.company.learn_english import english_examples
from extractors.company.name_texts import NAME, OTHER, Text, texts
from extractors.company.recognise import recognise
from extractors.company.spans import ALL, Finding
from extractors.normal_text import normalise


def _names(own: str, finding: Finding = ALL) -> list[str]:
    normal = normalise(own)
    return [normal.quote(span.start, span.end) for span in recognise(normal.text, None, finding=finding).spans]


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        # Digits, signs and foreign letters inside a name; a name at the head of a sentence, one that ends in 's.
        ("The money comes from SpareBank 7 and Nordhavn Bank.", ["SpareBank 7", "Nordhavn Bank"]),
        (
            "An earlier rescuer, Steel & Tide Leisure, signed a contract with the council.",
            ["Steel & Tide Leisure"],
        ),
        ("Velmora Foods owns 4% of Doosan Škoda Power.", ["Velmora Foods", "Doosan Škoda Power"]),
        ("Moody's said it might cut the rating of Velmora Foods.", ["Moody's", "Velmora Foods"]),
        # A person; a plain word at the head of a sentence.
        ("Ciarán McQuilkin, who founded Velmora Foods in 2008, said no.", ["Velmora Foods"]),
        ("Occupancy improved to 87% in the third quarter, Tarnside Care said.", ["Tarnside Care"]),
    ],
)
def test_a_run_is_a_name_where_its_words_and_its_place_make_it_likely(sentence: str, names: list[str]) -> None:
    assert _names(sentence) == names


def test_without_context_only_what_is_listed_counts() -> None:
    assert _names("An earlier rescuer, Steel & Tide Leisure, sold the pier.", Finding(context=False)) == []


def test_candidates_are_the_pieces_of_a_stretch_with_and_without_what_it_owns() -> None:
    text = "Norway's Aker and SpareBank 1 bought 20 of Fuller's pubs."
    found = {text[start:end] for start, end in candidates(text, ())}
    assert {"Norway", "Aker", "SpareBank 1", "Aker and SpareBank 1", "Fuller", "Fuller's"} <= found
    assert not found & {"1", "20", "and"}


def test_names_of_passages_that_taught_nothing_are_found() -> None:
    hits = true = said = 0
    for path in sorted((TRAINING / "en").glob("*.txt")):
        for number, passage in enumerate(read_passages(path)):
            if number % (4 * LEFT_OUT):
                continue
            text = normalise(passage.text)
            spans = recognise(text.text, None).spans
            found = {text.quote(span.start, span.end) for span in spans}
            hits += sum(bool(found & set(company)) for company in passage.companies)
            true += len(passage.companies)
            said += len({span.entity.key for span in spans})
    assert hits / true > 0.93
    assert hits / said > 0.91


def test_a_text_teaches_its_names_and_what_are_none() -> None:
    own = Text("Velmora Foods said on Friday that Anna Holt will run Velmora Foods.", frozenset({"Velmora Foods"}))
    rows = list(english_examples(own))
    assert sum(row.label == NAME for row in rows) == 2
    assert {"f=anna", "e=holt", "k=given_names+Aa"} <= {
        each for row in rows if row.label == OTHER for each in row.features
    }
    near = list(english_examples(own._replace(all_named=False)))
    assert 0 < len(near) < len(rows)


def test_dev_articles_teach_too() -> None:
    assert any(not text.all_named for text in texts("en"))
