"""axe-core over a page of a real browser; the PyPI package axe-playwright-python carries its JavaScript."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

WIDE, NARROW = {"width": 1300, "height": 900}, {"width": 390, "height": 800}
_RUN = """async (only) => {
    const found = await axe.run(document, { resultTypes: ["violations"], ...(only ? { runOnly: only } : {}) });
    return found.violations.map((each) =>
        `${each.impact} ${each.id}: ${each.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ")}`);
}"""


def looked_over(
    browser: Browser, site: str, paths: list[str], *, fully: bool = True, **context: object
) -> dict[str, list[str]]:
    """What axe-core finds on pages, by page and how it is looked at.

    Each is looked at light and wide and dark and narrow; `fully` means its colours dark and wide and light and narrow
    as well.

    The pages' own policy forbids foreign scripts, so it is put aside in this browser; other tests hold to it.
    """
    import axe_playwright_python

    script = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
    usual: dict[str, object] = {"locale": "en-US", "viewport": WIDE, "reduced_motion": "reduce", "bypass_csp": True}
    made = browser.new_context(base_url=site, **(usual | context))  # type: ignore[arg-type]
    made.add_init_script(script)
    page = made.new_page()
    found: dict[str, list[str]] = {}
    for path in paths:
        page.goto(path)
        for how, faults in _looks(page, fully):
            if faults:
                found[f"{path} ({how})"] = faults
    made.close()
    return found


def _looks(page: Page, fully: bool) -> list[tuple[str, list[str]]]:
    told = [("light, wide", page.evaluate(_RUN, None))]
    page.emulate_media(color_scheme="dark")
    if fully:
        told.append(("dark, wide", page.evaluate(_RUN, ["color-contrast"])))
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    told.append(("dark, narrow", page.evaluate(_RUN, None)))
    wide = page.evaluate("document.documentElement.scrollWidth")
    if wide > NARROW["width"]:
        told.append(("narrow", [f"the page is {wide} pixels wide"]))
    page.emulate_media(color_scheme="light")
    if fully:
        told.append(("light, narrow", page.evaluate(_RUN, ["color-contrast"])))
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    return told
