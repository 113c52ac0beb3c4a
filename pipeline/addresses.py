"""Addresses of one page told in many ways: one key for all of them."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit, urlunsplit

MOST_CHARACTERS = 2_000
"""Longer addresses are calendars and traps."""

_HOST_FORMS = re.compile(r"^(?:www\d?|m|mobile|wap|amp|3g)\.(?=[^.]+\.[^.])")
_AMP_PATH = re.compile(r"(?:^/amp(?=/.)|/amp/?$|\.amp(?=(?:\.html?)?$)|(?<=/)amp-(?=[^/]*$))")
_AMP_KEYS = frozenset({"amp", "outputtype"})
_TRACKING = re.compile(
    r"^(?:utm_.*|spm|from|ref|refer|referrer|source|src|ncid|cmpid|cid|ocid|at_\w+|guccounter|guce_\w+|share\w*|"
    r"fbclid|gclid|igshid|mc_[ce]id|_ga|yclid|msclkid|scm|chksm|scene|isappinstalled|rss|feed)$",
    re.IGNORECASE,
)
_SLASHES = re.compile(r"//+")
_INDEX = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?|jsp)$")


def absolute(base: str, link: str) -> str | None:
    """The http address that a link on a page leads to, without its fragment; None if it leads to none."""
    try:
        address = urljoin(base, link.strip())
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host or len(address) > MOST_CHARACTERS:
        return None
    return address.partition("#")[0]


def key_of(address: str) -> str:
    """One text for all addresses of a page: without scheme, www, mobile and AMP forms, and tracking parameters.

    It is a key and not an address: some sites answer only under the forms that it leaves out.
    """
    parts = urlsplit(urljoin(address, address))  # joined with itself, an address loses its dots
    host = (parts.hostname or "").removesuffix(".")
    while (shorter := _HOST_FORMS.sub("", host)) != host:
        host = shorter
    port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    path = quote(unquote(_SLASHES.sub("/", parts.path)), safe="/:@!$&'()*+,;=~-._")
    path = _INDEX.sub("/", _AMP_PATH.sub("", path)).rstrip("/")
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    kept = [(name, value) for name, value in pairs if not _TRACKING.match(name) and name.lower() not in _AMP_KEYS]
    query = f"?{urlencode(sorted(kept))}" if kept else ""
    return f"{host}{port}{path or '/'}{query}"


def without_tracking(address: str) -> str:
    """An address without the parameters that only tell where its reader came from; it stays one that answers."""
    parts = urlsplit(address)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    kept = [(name, value) for name, value in pairs if not _TRACKING.match(name)]
    return address if len(kept) == len(pairs) else urlunsplit(parts._replace(query=urlencode(kept), fragment=""))


def same_site(a: str, b: str) -> bool:
    """Whether two addresses are of one site: one host is the other's, or both share all but the first label."""
    first, second = (key_of(address).partition("/")[0].split(".") for address in (a, b))
    shorter, longer = sorted((first, second), key=len)
    return first == second or longer[-len(shorter) :] == shorter or (len(shorter) > 2 and first[1:] == second[1:])


def trusted_canonical(address: str, canonical: str | None) -> str | None:
    """A page's canonical address if it can be one: on the same site, and no front page for a page below it."""
    if canonical is None or (found := absolute(address, canonical)) is None or not same_site(address, found):
        return None
    below = key_of(address).partition("/")[2]
    return None if below and not key_of(found).partition("/")[2] else found
