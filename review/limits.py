"""How often somebody may try: sign-ins by address and by name."""

from __future__ import annotations

import threading
import time
from collections import defaultdict, deque

TRIES = 8
TRIES_OF_ADDRESS = 40
"""More than of a name: behind a proxy or in an office many share an address."""

WITHIN_SECONDS = 300.0
_MOST_KEYS = 10_000


class Limiter:
    """Counts failures by key and refuses once there were too many within a while."""

    def __init__(self, tries: int = TRIES, within: float = WITHIN_SECONDS) -> None:
        self._tries = tries
        self._within = within
        self._failures: dict[str, deque[float]] = defaultdict(deque)
        self._lock = threading.Lock()

    def wait(self, *keys: str) -> float:
        """Seconds until one with these keys may try again; 0 if now."""
        now = time.monotonic()
        with self._lock:
            longest = 0.0
            for key in keys:
                failures = self._failures.get(key)
                while failures and failures[0] < now - self._within:
                    failures.popleft()
                if failures and len(failures) >= self._tries:
                    longest = max(longest, failures[0] + self._within - now)
            return longest

    def failed(self, *keys: str) -> None:
        """Count a failure."""
        with self._lock:
            if len(self._failures) > _MOST_KEYS:
                self._failures = defaultdict(deque, {key: each for key, each in self._failures.items() if each})
                while len(self._failures) > _MOST_KEYS:
                    self._failures.pop(next(iter(self._failures)))
            for key in keys:
                self._failures[key].append(time.monotonic())

    def passed(self, *keys: str) -> None:
        """Forget the failures of a key that got in."""
        with self._lock:
            for key in keys:
                self._failures.pop(key, None)
