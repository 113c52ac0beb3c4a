"""SVG to PNG by resvg: no X, no browser; the system's fonts draw Chinese."""

from __future__ import annotations

from schemas.errors import InputError


def to_png(svg: str, scale: float = 2.0) -> bytes:
    """A drawing as PNG, `scale` pixels for each of its own.

    Raises:
        InputError: If it cannot be drawn.
    """
    import resvg_py

    try:
        return bytes(resvg_py.svg_to_bytes(svg_string=svg, zoom=scale, background="#ffffff"))
    except ValueError as error:
        raise InputError("picture", f"cannot be drawn as PNG: {error}; write SVG instead") from error
