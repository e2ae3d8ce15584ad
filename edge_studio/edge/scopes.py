"""How decision scopes and surfaces are written."""

import base64
import binascii
import json
import re
from dataclasses import dataclass
from typing import Any, Final

PAGE: Final = "__view__"
"""The scope of the whole page (Adobe documentation)."""
MOST_SCOPES: Final = 30
"""Scopes that one request may ask for (Adobe documentation)."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A scope of Offer Decisioning: base64 of a JSON object (Adobe documentation)."""

    scope: str
    activity: str
    placement: str
    count: int
    """How many items are wanted; 1 where the scope does not say."""


def placed(scope: str) -> Placed | None:
    """What a scope of Offer Decisioning names; None for any other scope."""
    named = from_base64(scope)
    if not isinstance(named, dict):
        return None
    activity, placement, count = (
        named.get(f"xdm:{name}", named.get(name)) for name in ("activityId", "placementId", "itemCount")
    )
    if not (isinstance(activity, str) and isinstance(placement, str)):
        return None
    if not isinstance(count, int) or isinstance(count, bool) or count < 1:
        count = 1
    return Placed(scope, activity, placement, count)


def normal_surface(surface: str) -> str:
    """A surface as Adobe's Web SDK writes it: scheme and host in lower case, no slash at the path's end."""
    scheme, separator, rest = surface.partition("://")
    if not separator:
        return surface
    address, hash_sign, fragment = rest.partition("#")
    host, slash, path = address.partition("/")
    return f"{scheme.lower()}://{host.lower()}{(slash + path).rstrip('/')}{hash_sign}{fragment}"


def tidy_surface(surface: str, page: str = "") -> str:
    """A surface as a client should send it: normal, but with the slash of a site's first page, and a scheme.

    ``page`` is the address of the page that a fragment alone (``#hero``) belongs to; what cannot be mended
    stays as it is.
    """
    text = surface.strip()
    if text.startswith("#") and "://" in page:
        text = f"web://{page.partition('://')[2].partition('#')[0].partition('?')[0]}{text}"
    elif text.startswith("//"):
        text = f"web:{text}"
    elif "://" not in text and re.match(r"[\w-]+(\.[\w-]+)+([/#:]|$)", text):
        text = f"web://{text}"
    if text.lower().startswith(("http://", "https://")):
        return text  # surfaces of other channels may be any address (Adobe documentation)
    scheme, separator, rest = text.partition("://")
    if not separator:
        return text
    before, hash_sign, fragment = rest.partition("#")
    host, slash, path = before.partition("/")
    path = (slash + path).rstrip("/") or slash
    return f"{scheme.lower()}://{host.lower()}{path}{hash_sign}{fragment}"


def surface_pattern(surface: str) -> "re.Pattern[str]":
    """What matches the normal form of every surface that one with ``*`` stands for, in linear time."""
    first, *middle, last = map(re.escape, normal_surface(surface).split("*"))
    steps = "".join(f"(?>.*?{part})" for part in middle)  # never taken back: the first place is the best
    return re.compile(f"{first}{steps}.*{last}", re.DOTALL)


def from_base64(text: Any) -> Any:
    """The JSON that stands in base64, None where it is neither."""
    if not isinstance(text, str):
        return None
    try:
        return json.loads(base64.b64decode(text, validate=True))
    except (binascii.Error, ValueError, RecursionError):
        return None


def json_in_base64(value: Any) -> str:
    """A value as compact JSON in base64, as tokens have it."""
    return base64.b64encode(json.dumps(value, separators=(",", ":")).encode()).decode("ascii")
