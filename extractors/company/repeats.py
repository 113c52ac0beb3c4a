"""Later, shorter forms of a name that an article has told in full."""

from __future__ import annotations

import re
from dataclasses import replace

import ahocorasick_rs

from extractors.company.spans import CompanySpan, Entity


def short_forms(name: str) -> set[str]:
    """The forms by which an article may go on: without legal form, without the last general word, the first word."""
    if re.search(r"[\u3400-\u9fff]", name):
        forms = {name}
        core = re.sub(r"(?:股份有限公司|有限责任公司|有限公司|公司|集团|股份|控股)+$", "", name)
        core = re.sub(
            r"^(?:上海|北京|深圳市?|广州|杭州|苏州|江苏|浙江|广东|四川|武汉|南京|成都|重庆|天津|香港|台湾|中国|日本|韩国|美国|德国|瑞士)(?=.{3,})",
            "",
            core,
        )
        forms.add(core)
        forms.add(
            re.sub(r"(?:科技|电子|制药|医药|集团|生物|能源|半导体|数据服务|数据|造船|工业|实业|国际|资本)+$", "", core)
        )
        return {form for form in forms if len(form) >= 2}
    words = name.split(" ")
    forms = {name}
    if len(words) > 1 and len(words[0]) > 3 and words[0][0].isupper():
        forms.add(words[0])
    return forms


COMMON_FIRST = frozenset(
    [
        "American",
        "British",
        "National",
        "International",
        "General",
        "United",
        "First",
        "New",
        "Global",
        "Advanced",
        "Applied",
        "North",
        "South",
        "East",
        "West",
        "Northern",
        "Southern",
        "Eastern",
        "Western",
        "Royal",
        "Standard",
        "Digital",
        "Core",
        "Power",
        "Data",
        "Energy",
        "Capital",
        "Bank",
        "China",
        "Taiwan",
        "Hong",
        "Japan",
        "Korea",
        "Gold",
        "Blue",
        "Green",
        "Black",
        "White",
        "Red",
        "Silver",
        "Big",
        "Great",
        "Central",
        "Pacific",
        "Atlantic",
        "Asia",
        "Euro",
        "European",
        "Texas",
        "Public",
        "Private",
        "Smart",
        "Open",
        "Clean",
        "Solar",
        "Nuclear",
        "Modern",
        "Universal",
        "Western",
        "Deutsche",
    ]
)


def repeated_forms(text: str, forms: dict[str, Entity], taken: bytearray) -> list[CompanySpan]:
    """Every further place where a name of the article stands; English first words only with their capital."""
    patterns = [form for form in forms if len(form) > 1]
    if not patterns:
        return []
    automaton = ahocorasick_rs.AhoCorasick(patterns, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)
    found = []
    for number, start, end in automaton.find_matches_as_indexes(text):
        if any(taken[start:end]):
            continue
        if text[start].isascii() and start and text[start - 1].isascii() and text[start - 1].isalnum():
            continue
        if text[end - 1].isascii() and end < len(text) and text[end].isascii() and text[end].isalnum():
            continue
        found.append(CompanySpan(start, end, forms[patterns[number]], "repeated"))
    return found


def one_stem_one_company(spans: list[CompanySpan]) -> list[CompanySpan]:
    """Unknown names that differ only by their general ending are one company (恒瑞医药 and 恒瑞)."""
    stems: dict[str, Entity] = {}
    for span in sorted(spans, key=lambda item: (not item.entity.known, -len(item.entity.name))):
        stems.setdefault(span.entity.key, span.entity)
    return [named_as(span, stems[span.entity.key]) for span in spans]


def named_as(span: CompanySpan, entity: Entity) -> CompanySpan:
    """The span of another company; most keep their own."""
    return span if span.entity is entity else replace(span, entity=entity)
