"""Compressed bodies to plain ones, piece by piece and never beyond a limit."""

from __future__ import annotations

import zlib

from schemas.errors import AgainLater, SetAside

ACCEPTED = "gzip, deflate"
"""What is asked for: only what the standard library can unpack with a limit."""

_GZIP_MAGIC = b"\x1f\x8b"
_NONE = ("", "identity")


class Unpacker:
    """Unpacks one body.

    Args:
        place: Its address, for the errors.
        encoding: The Content-Encoding header.
        most: The largest body in bytes after unpacking.

    Raises:
        SetAside: If it was packed in a way that nobody asked for.
    """

    def __init__(self, place: str, encoding: str | None, most: int) -> None:
        self._place = place
        self._most = most
        self._encoding = (encoding or "").strip().lower().removeprefix("x-")
        if self._encoding not in ("gzip", "deflate", *_NONE):
            raise SetAside(place, f"is packed as {encoding!r}, which nobody asked for")
        self._size = 0
        self._inner: zlib._Decompress | None = None

    def unpack(self, data: bytes) -> bytes:
        """The plain bytes of the next piece.

        Raises:
            SetAside: If the body grows beyond the limit, or is not packed as its header says.
        """
        if self._encoding in _NONE:
            return self._counted(data)
        parts = []
        try:
            while data:
                if self._inner is None:
                    self._inner = self._start(data)
                parts.append(self._counted(self._inner.decompress(data, self._most - self._size + 1)))
                data = self._inner.unconsumed_tail
                if self._inner.eof:
                    data = self._inner.unused_data
                    if not data.startswith(_GZIP_MAGIC):
                        break
                    self._inner = None
        except zlib.error as error:
            raise SetAside(self._place, f"is not packed as {self._encoding}: {error}") from error
        return b"".join(parts)

    def finish(self) -> None:
        """Check that nothing is missing.

        Raises:
            AgainLater: If the body was cut short.
        """
        if self._inner is not None and not self._inner.eof:
            raise AgainLater(self._place, f"was cut short: its {self._encoding} data has no end")

    def _start(self, data: bytes) -> zlib._Decompress:
        if self._encoding == "gzip":
            return zlib.decompressobj(zlib.MAX_WBITS | 16)
        # 'deflate' should be zlib data; some servers send it without its two bytes of header.
        zlib_header = len(data) > 1 and data[0] & 0x0F == 8 and (data[0] << 8 | data[1]) % 31 == 0
        return zlib.decompressobj(zlib.MAX_WBITS if zlib_header else -zlib.MAX_WBITS)

    def _counted(self, data: bytes) -> bytes:
        self._size += len(data)
        if self._size > self._most:
            raise SetAside(self._place, f"is larger than {self._most:,} bytes, the most that is read of a page")
        return data


def unpack(place: str, data: bytes, encoding: str | None, most: int) -> bytes:
    """The plain bytes of a whole body; raises as `Unpacker` does."""
    unpacker = Unpacker(place, encoding, most)
    plain = unpacker.unpack(data)
    unpacker.finish()
    return plain
