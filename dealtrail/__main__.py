"""The `dealtrail` command."""

from __future__ import annotations

import io
import sys

from dealtrail.app import app
from dealtrail.output import FAILED, INTERRUPTED, WRONG_USAGE, note
from schemas.errors import DealtrailError, SettingsError

_INTERRUPTED = (
    "interrupted. Articles saved so far are safe, and none is half saved. The same command may be run again; "
    "ingest --skip-known goes on where it was"
)


def main(arguments: list[str] | None = None) -> int:
    """Run the command.

    Returns:
        0 if all is done, 1 if some inputs failed or the database did, 2 for wrong usage, 130 after Ctrl-C.
    """
    _write_unicode()
    try:
        app(arguments, prog_name="dealtrail")
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0 if end.code is None else FAILED
        if code == INTERRUPTED:
            note(_INTERRUPTED)
        return code
    except SettingsError as error:
        note(f"dealtrail: {error}")
        return WRONG_USAGE
    except DealtrailError as error:
        note(f"dealtrail: {error}")
        return FAILED
    return 0


def _write_unicode() -> None:
    """Let every name be printed: files and pipes get UTF-8, a terminal that cannot show a character a question mark."""
    for stream in (sys.stdout, sys.stderr):
        if not isinstance(stream, io.TextIOWrapper) or stream.encoding.lower().replace("-", "") == "utf8":
            continue
        if stream.isatty():
            stream.reconfigure(errors="replace")
        else:
            stream.reconfigure(encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
