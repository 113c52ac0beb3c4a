"""How often and how many at once a host is asked, and which hosts are left alone because they do not answer."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

from schemas.errors import AgainLater


class LeftAlone(AgainLater):
    """A host that is not asked for the rest of this run: it is dead, or its robots.txt cannot be read."""


@dataclass(slots=True)
class HostState:
    """What is remembered of a host: failures in a row, and two instants in seconds since 1970.

    `dead_until` is when a dead host may be asked again, `next_at` when the next request to it may begin.
    """

    failures: int = 0
    dead_until: float = 0.0
    next_at: float = 0.0


class Politeness:
    """The pauses between requests to each host, for all that share it.

    Args:
        dead_after: Failures in a row that make a host dead.
        dead_seconds: How long it then is left alone.
        states: What is remembered from earlier runs.
    """

    def __init__(self, dead_after: int, dead_seconds: float, states: Mapping[str, HostState] | None = None) -> None:
        self._dead_after = dead_after
        self._dead_seconds = dead_seconds
        self.states: dict[str, HostState] = dict(states or {})
        self._slots: dict[str, asyncio.Semaphore] = {}

    @asynccontextmanager
    async def turn(self, host: str, seconds_between: float, at_once: int) -> AsyncIterator[None]:
        """Wait for a turn to ask a host, and hold one of its places meanwhile.

        Raises:
            LeftAlone: If the host is dead.
        """
        state = self.states.setdefault(host, HostState())
        async with self._slots.setdefault(host, asyncio.Semaphore(at_once)):
            self._refuse_dead(host, state)
            now = time.time()
            begin = max(now, min(state.next_at, now + 10 * seconds_between))
            state.next_at = begin + seconds_between
            if begin > now:
                await asyncio.sleep(begin - now)
            self._refuse_dead(host, state)
            yield

    def answered(self, host: str) -> None:
        """Note that a host answered, whatever it said."""
        state = self.states.setdefault(host, HostState())
        state.failures, state.dead_until = 0, 0.0

    def failed(self, host: str) -> None:
        """Note that a host did not answer."""
        state = self.states.setdefault(host, HostState())
        state.failures += 1
        if state.failures >= self._dead_after:
            state.dead_until = time.time() + self._dead_seconds

    def _refuse_dead(self, host: str, state: HostState) -> None:
        left = state.dead_until - time.time()
        if left > 0:
            raise LeftAlone(
                host, f"has not answered {state.failures} times in a row and is left alone for {left:.0f} seconds", left
            )
