"""One self-contained page: the graph, the Sankey, the loops, and under each leg its deals with their sentences.

It has no script and fetches nothing; its policy allows its own style alone. Whatever articles say is escaped.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping, Sequence

from pipeline.money.draw.picture import Arrow, Picture
from pipeline.money.draw.sankey import sankey_svg
from pipeline.money.draw.style import DRAWING, FONTS, escape
from pipeline.money.draw.svg import graph_svg
from pipeline.money.graph import Edge, MoneyGraph
from pipeline.money.loops import Loop
from pipeline.money.sums import Entry
from pipeline.money.words import loop_summary, loop_title, pair_title
from pipeline.wording import amount_words, power_words
from schemas.article import Language
from schemas.merged import Claim

_STYLE = (
    f":root{{color-scheme:light dark}}body{{font:16px/1.55 {FONTS};margin:0 auto;max-width:62rem;padding:1rem;"
    "background:#fff;color:#1b1b1b}h1{font-size:1.6rem}h2{font-size:1.25rem;margin-top:2.5rem}h3{font-size:1.05rem}"
    "dl{display:grid;grid-template-columns:max-content 1fr;gap:.1rem 1rem}dd{margin:0}"
    "figure{margin:1rem 0;overflow-x:auto}svg{max-width:100%;height:auto}a{color:#1f5fa8}blockquote{margin:.3rem 0 "
    ".3rem .2rem;padding-left:.8rem;border-left:3px solid #8a877c}cite,.why{color:#55534b;font-size:.92em}"
    "section:target{outline:3px solid #b58900;outline-offset:6px}svg a:focus .line,svg a:hover .line{stroke-opacity:.6}"
    "@media (prefers-color-scheme: dark){body{background:#17181b;color:#eceae4}a{color:#8fc1f7}"
    "cite,.why{color:#b9b6ad}}"
    "@media print{section{break-inside:avoid}a{color:inherit}}"
)
STYLE = _STYLE + DRAWING
"""The page's style sheet."""

_SAFE = ("http://", "https://")

Claims = Mapping[str, Sequence[Claim]]


def page(
    graph: MoneyGraph, shown: Picture, loops: Sequence[Loop], claims: Claims, about: Mapping[str, str]
) -> Iterator[str]:
    """The page in parts.

    Args:
        graph: The graph that the picture is of.
        shown: What is drawn.
        loops: The loops to list.
        claims: What articles say of the deals, by deal.
        about: What the page says of itself: which deals, when, by which rates.
    """
    digest = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    yield (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>Who pays whom</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<h1>Who pays whom</h1>\n"
    )
    yield _about(about, shown, graph)
    if shown.arrows:
        yield f"<h2>As a graph</h2>\n<figure>{graph_svg(shown, standalone=False, links=True)}</figure>\n"
        yield f"<h2>As a Sankey diagram</h2>\n<figure>{sankey_svg(shown, standalone=False, links=True)}</figure>\n"
    else:
        yield "<p>No deal that passes the filter says who pays whom.</p>\n"
    yield from _loops(graph, loops, {arrow.leg.pair: arrow for arrow in shown.arrows})
    if shown.arrows:
        yield "<h2>The legs, their deals and sentences</h2>\n"
    for arrow in shown.arrows:
        yield from _leg(graph, arrow, claims)
    yield "</body>\n</html>\n"


def _about(about: Mapping[str, str], shown: Picture, graph: MoneyGraph) -> str:
    told = [f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in about.items()]
    left = "; ".join(f"{count:,} {reason}" for reason, count in sorted(graph.left_out.items()))
    lines = [
        "A line leads from who pays to who is paid. Sums count what is agreed or done; ceilings (≤), plans and rumours "
        "are never added to them, and a sum told for several companies together is shown as a ceiling at each."
    ]
    if shown.left_out:
        lines.append(f"{shown.left_out:,} weaker legs are not drawn.")
    if left:
        lines.append(f"Deals without a line: {left}.")
    return f"<dl>{''.join(told)}</dl>\n" + "".join(f"<p>{escape(line)}</p>\n" for line in lines)


def _loops(graph: MoneyGraph, loops: Sequence[Loop], arrows: Mapping[tuple[str, str], Arrow]) -> Iterator[str]:
    if not loops:
        return
    yield "<h2>Loops</h2>\n<ol>\n"
    for loop in loops:
        legs = (
            f'<a href="#{arrows[leg.pair].name}">{escape(pair_title(graph, leg.pair))}</a>'
            for leg in loop.legs
            if leg.pair in arrows
        )
        yield f"<li><strong>{escape(loop_title(graph, loop))}</strong> {escape(loop_summary(graph, loop))}"
        yield f"<br>{', '.join(legs)}</li>\n"
    yield "</ol>\n"


def _leg(graph: MoneyGraph, arrow: Arrow, claims: Claims) -> Iterator[str]:
    leg = arrow.leg
    yield f'<section id="{arrow.name}">\n<h3>{escape(pair_title(graph, leg.pair))}</h3>\n'
    yield f"<p>{escape(leg.sums.words())}</p>\n<ul>\n"
    entries = {entry.deal_id: entry for entry in leg.sums.entries}
    for edge in leg.edges:
        yield from _deal(edge, entries[edge.deal_id], claims.get(edge.deal_id, ()))
    yield "</ul>\n</section>\n"


def _deal(edge: Edge, entry: Entry, claims: Sequence[Claim]) -> Iterator[str]:
    deal = edge.deal
    sums = [words for words in (amount_words(deal.amount), power_words(deal.power)) if words]
    words = ", ".join([deal.kind.value, deal.status.value, *sums])
    yield f'<li><strong>{escape(edge.deal_id)}</strong> {escape(words)} <span class="why">{escape(entry.why)}</span>\n'
    if claims:
        seen = set()
        for claim in claims:
            if (claim.mention.quote, claim.doc_id) not in seen:
                seen.add((claim.mention.quote, claim.doc_id))
                yield _quote(claim.mention.quote, claim.language, claim)
    else:
        yield f"<blockquote>{escape(deal.quote)}</blockquote>\n"
    yield "</li>\n"


def _quote(text: str, language: Language, claim: Claim) -> str:
    name = escape(claim.title or claim.doc_id)
    if claim.url is not None and claim.url.lower().startswith(_SAFE):
        name = f'<a href="{escape(claim.url)}" rel="noopener noreferrer">{name}</a>'
    day = "" if claim.published is None else f", {escape(str(claim.published))}"
    lang = language.value
    return f'<blockquote lang="{lang}">{escape(text)}<br><cite lang="{lang}">{name}{day}</cite></blockquote>\n'
