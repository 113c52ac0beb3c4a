"""Closed paths in a directed graph, those with the strongest weakest edge first.

Edges are added from the strongest down. The closed paths that an edge closes when it is added are those of which it is
the weakest, so each is found exactly once, in order of its weakest edge, and whatever is left when a limit is reached
is weaker than all that was found. Only edges inside strongly connected components (R. Tarjan, 1972) can be part of a
closed path.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T", bound=Hashable)


@dataclass(slots=True)
class Search(Generic[T]):
    """A search as it goes: `steps` are places looked at, `left` edges not looked at when the budget was spent."""

    budget: int
    steps: int = 0
    left: int = 0

    @property
    def spent(self) -> bool:
        """Whether it has to end."""
        return self.steps >= self.budget


def closed_paths(edges: Sequence[tuple[T, T]], longest: int, search: Search[T]) -> Iterator[tuple[T, ...]]:
    """Every closed path without repeated nodes of 2 to `longest` edges.

    Args:
        edges: Each pair once, the strongest first; equal strengths in the order in which they come.
        longest: The most edges of a path.
        search: Its budget, and what was left when it was spent.

    Yields:
        The nodes of each path; the last edge leads from the last node to the first.
    """
    home = components(edges)
    inside = [edge for edge in edges if edge[0] != edge[1] and home[edge[0]] == home[edge[1]]]
    out: dict[T, set[T]] = defaultdict(set)
    into: dict[T, set[T]] = defaultdict(set)
    for number, (first, last) in enumerate(inside):
        if search.spent:
            search.left = len(inside) - number
            return
        search.steps += 1
        if into[first] and out[last]:
            for path in _paths((last,), first, longest - 1, out, into, search):
                yield (first, *path)
        out[first].add(last)
        into[last].add(first)


def _paths(
    path: tuple[T, ...], goal: T, room: int, out: dict[T, set[T]], into: dict[T, set[T]], search: Search[T]
) -> Iterator[tuple[T, ...]]:
    """The ways on from the end of a path to the goal, which is left out, in at most `room` edges."""
    ahead = out[path[-1]]
    search.steps += 1
    if goal in ahead:
        yield path
    if room < 2 or search.spent:
        return
    if room == 2:
        between = ahead & into[goal]
        search.steps += len(between)
        for node in _ordered(between):
            if node not in path:
                yield (*path, node)
        return
    for node in _ordered(ahead):
        if node != goal and node not in path:
            yield from _paths((*path, node), goal, room - 1, out, into, search)


def _ordered(nodes: Iterable[T]) -> list[T]:
    return sorted(nodes)  # type: ignore[type-var]


def components(edges: Iterable[tuple[T, T]]) -> dict[T, int]:
    """The number of the strongly connected component that each node is in."""
    out: dict[T, list[T]] = {}
    for first, last in edges:
        out.setdefault(first, []).append(last)
        out.setdefault(last, [])
    index: dict[T, int] = {}
    low: dict[T, int] = {}
    home: dict[T, int] = {}
    waiting: list[T] = []
    for root in out:
        if root in index:
            continue
        index[root] = low[root] = len(index)
        waiting.append(root)
        stack = [(root, iter(out[root]))]
        while stack:
            node, ahead = stack[-1]
            following = next(ahead, None)
            if following is None:
                stack.pop()
                if stack:
                    low[stack[-1][0]] = min(low[stack[-1][0]], low[node])
                if low[node] == index[node]:
                    while node not in home:
                        home[waiting.pop()] = index[node]
            elif following not in index:
                index[following] = low[following] = len(index)
                waiting.append(following)
                stack.append((following, iter(out[following])))
            elif following not in home:
                low[node] = min(low[node], index[following])
    return home
