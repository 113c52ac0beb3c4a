"""The parts of the site in the order of its menu; a part whose pages are not there is not shown."""

from __future__ import annotations

NAVIGATION = (
    ("/", "Queue"),
    ("/deals", "Deals"),
    ("/companies", "Companies"),
    ("/articles", "Articles"),
    ("/loops", "Loops"),
    ("/graph", "Graph"),
    ("/commitments", "Commitments"),
    ("/sources", "Sources"),
    ("/decisions", "Decisions"),
    ("/people", "People"),
)
ADMIN_ONLY = frozenset({"/people"})
