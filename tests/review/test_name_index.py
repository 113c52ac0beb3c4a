"""Companies found by parts of their names."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as some

from review.name_index import NameIndex

NAMES = some.lists(some.tuples(some.sampled_from("abcde"), some.text("xyz ", min_size=1, max_size=6)), max_size=30)


@settings(deadline=None)  # the first name asked for reads the gazetteer
@given(NAMES, some.text("xyz ", min_size=1, max_size=3))
def test_those_are_found_whose_names_hold_a_part_as_if_each_were_looked_at(
    names: list[tuple[str, str]], part: str
) -> None:
    index = NameIndex()
    for company, name in names:
        index.add(company, name)
    assert index.holding(part) == {company for company, name in names if part in name}


def test_a_name_that_comes_later_is_found() -> None:
    index = NameIndex()
    index.add("one", "iren")
    assert index.holding("nscale") == set()
    index.add("two", "nscale global")
    assert index.holding("nscale") == {"two"}


def test_what_belongs_to_a_company_is_known_by_it() -> None:
    index = NameIndex()
    index.add("aws", "aws")
    index.add("openai", "openai")
    assert index.known({"amazon"}) == {"aws"}
    assert index.known({"openai", "nobody"}) == {"openai"}
