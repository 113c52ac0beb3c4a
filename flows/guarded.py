"""Runs a command for as long as the process that started it lives, however that one ends.

`python -m flows.guarded COMMAND…` reads standard input, which its parent holds open: when the parent is gone, even by
kill -9, the input ends, and the command is ended too. A server that outlived its parent would hold its port.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from types import FrameType

STOP_SECONDS = 10


def main() -> int:
    """Run the command; say its exit code."""
    child = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL)

    def forward(number: int, frame: FrameType | None) -> None:
        if child.poll() is None:
            child.send_signal(number)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, forward)
    threading.Thread(target=_end_with_parent, args=(child,), daemon=True).start()
    return child.wait()


def _end_with_parent(child: subprocess.Popen[bytes]) -> None:
    sys.stdin.buffer.read()
    child.terminate()
    try:
        child.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()


if __name__ == "__main__":
    sys.exit(main())
