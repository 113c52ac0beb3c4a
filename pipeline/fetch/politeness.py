"""How often and how many at once a host is asked, and which hosts are left alone because they do not answer."""

from __future__ import annotations

import asyncio
import threading
import time
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

from schemas.errors import AgainLater

_LOOK_SECONDS = 0.02


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


class Hosts:
    """What all fetchers of a process share of each host, whichever thread and event loop each of them runs in.

    Args:
        states: What is remembered from earlier runs.
    """

    def __init__(self, states: Mapping[str, HostState] | None = None) -> None:
        self._states = dict(states or {})
        self._asked: set[str] = set()
        self._busy: Counter[str] = Counter()
        self._begun: dict[str, float] = {}
        self._lock = threading.Lock()

    def learn(self, states: Mapping[str, HostState]) -> None:
        """Take in what was remembered elsewhere meanwhile; of hosts that are asked from here only the longer waits."""
        with self._lock:
            for host, told in states.items():
                mine = self._states.get(host)
                if mine is None or host not in self._asked:
                    self._states[host] = replace(told)
                else:
                    mine.next_at = max(mine.next_at, told.next_at)
                    mine.dead_until = max(mine.dead_until, told.dead_until)

    def asked(self) -> dict[str, HostState]:
        """What there is to remember of the hosts that were asked from here."""
        with self._lock:
            return {host: replace(self._states[host]) for host in self._asked}

    def state(self, host: str) -> HostState:
        """A host's state."""
        with self._lock:
            self._asked.add(host)
            return self._states.setdefault(host, HostState())

    def enter(self, host: str, at_once: int) -> bool:
        """Take one of a host's places, if one is free."""
        with self._lock:
            if self._busy[host] >= at_once:
                return False
            self._busy[host] += 1
            return True

    def leave(self, host: str) -> None:
        """Free a place."""
        with self._lock:
            self._busy[host] -= 1

    def reserve(self, host: str, seconds_between: float) -> float:
        """The seconds until the next request to a host may begin, which is then taken.

        Without a pause (for robots.txt) it may begin at once, and moves nobody else's turn.
        """
        now = time.time()
        if not seconds_between:
            return 0.0
        with self._lock:
            state = self._states[host]
            # Another source may ask for a longer pause than the one that asked last.
            since_last = self._begun.get(host, 0.0) + seconds_between
            begin = max(now, min(max(state.next_at, since_last), now + 10 * seconds_between))
            self._begun[host], state.next_at = begin, begin + seconds_between
            return begin - now

    def note(self, host: str, answered: bool, dead_after: int, dead_seconds: float) -> None:
        """Note that a host answered, or did not."""
        state = self.state(host)
        with self._lock:
            state.failures = 0 if answered else state.failures + 1
            if answered:
                state.dead_until = 0.0
            elif state.failures >= dead_after:
                state.dead_until = time.time() + dead_seconds


class Politeness:
    """The pauses between requests to each host, for all that share it.

    Args:
        dead_after: Failures in a row that make a host dead.
        dead_seconds: How long it then is left alone.
        hosts: What is known of hosts, shared with others who may ask them at the same time.
    """

    def __init__(self, dead_after: int, dead_seconds: float, hosts: Hosts | None = None) -> None:
        self._dead_after = dead_after
        self._dead_seconds = dead_seconds
        self._hosts = hosts or Hosts()
        self._slots: dict[str, asyncio.Semaphore] = {}

    @asynccontextmanager
    async def turn(self, host: str, seconds_between: float, at_once: int) -> AsyncIterator[None]:
        """Wait for a turn to ask a host, and hold one of its places meanwhile.

        Raises:
            LeftAlone: If the host is dead.
        """
        state = self._hosts.state(host)
        async with self._slots.setdefault(host, asyncio.Semaphore(at_once)):
            # Others who ask this host do so in event loops of their own, which cannot wake this one.
            while not self._hosts.enter(host, at_once):
                await asyncio.sleep(_LOOK_SECONDS)
            try:
                self._refuse_dead(host, state)
                if (wait := self._hosts.reserve(host, seconds_between)) > 0:
                    await asyncio.sleep(wait)
                self._refuse_dead(host, state)
                yield
            finally:
                self._hosts.leave(host)

    def answered(self, host: str) -> None:
        """Note that a host answered, whatever it said."""
        self._hosts.note(host, True, self._dead_after, self._dead_seconds)

    def failed(self, host: str) -> None:
        """Note that a host did not answer."""
        self._hosts.note(host, False, self._dead_after, self._dead_seconds)

    def _refuse_dead(self, host: str, state: HostState) -> None:
        left = state.dead_until - time.time()
        if left > 0:
            raise LeftAlone(
                host, f"has not answered {state.failures} times in a row and is left alone for {left:.0f} seconds", left
            )
