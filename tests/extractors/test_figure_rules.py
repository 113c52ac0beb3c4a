"""Every rule for company figures gives what its examples say and nothing where its counter-examples say so."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from extractors.figure.rules import ARROW, FILE, FigureRule, read_rules
from extractors.reader import extract
from schemas import Article, CompanyFigure, PartialDate, RuleError

RULES, _ = read_rules()


def figures(text: str) -> tuple[CompanyFigure, ...]:
    """What is found in a text."""
    return extract(Article(doc_id="a", text=text, published=PartialDate("2025-11-20"))).figures


def shown(figure: CompanyFigure) -> str:
    """A figure as the rules write it."""
    if figure.amount is None:
        assert figure.percent is not None
        value = f"{figure.percent.normalize():f}%"
    else:
        value = f"{figure.amount.value.quantize(Decimal(1)):f} {figure.amount.currency}"
    return f"{figure.company} | {value} | {figure.basis}"


@pytest.mark.parametrize(("rule", "example"), [(rule, text) for rule in RULES for text in rule.examples])
def test_examples(rule: FigureRule, example: str) -> None:
    text, told = example.split(ARROW)
    found = [each for each in figures(text) if each.rule == rule.id]
    assert [shown(each) for each in found] == [told]
    for item in found[0].evidence:
        assert text[item.start : item.end] == item.quote
    assert found[0].quote in text


@pytest.mark.parametrize(("rule", "text"), [(rule, text) for rule in RULES for text in rule.not_examples])
def test_counter_examples(rule: FigureRule, text: str) -> None:
    assert [shown(each) for each in figures(text) if each.rule == rule.id] == []


def test_a_rule_without_counter_examples_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "rules.toml"
    text = FILE.read_text(encoding="utf-8")
    path.write_text(
        text + '\n[[figure]]\nid = "zh-more"\nmeasure = "revenue"\nwords = ["x"]\nexamples = ["x => y"]\n',
        encoding="utf-8",
    )
    with pytest.raises(RuleError, match=r"rules\.toml, figure zh-more"):
        read_rules(path)
