"""Texts about the visitor and the region: identity cookies, links between domains, hints, hashed ids."""

import re
from typing import Any, Final
from urllib.parse import unquote

from edge_studio.edge.client_state import IdentityCookie, entry_name, read_identity
from edge_studio.edge.decoding.model import Decoded, Place
from edge_studio.edge.decoding.packing import as_value
from edge_studio.edge.decoding.times import moment_of, moment_words
from edge_studio.edge.endpoints import LOCATION_HINTS
from edge_studio.edge.wording import cut

REGIONS: Final = {hint.code: hint.place for hint in LOCATION_HINTS}
"""The hints of the Edge Network's regions, and where they are."""
_NUMBERS: Final = {
    "35": ("Target", "or2"),
    "34": ("Target", "va6"),
    "37": ("Target", "irl1"),
    "38": ("Target", "sgp3"),
    "9": ("Audience Manager", "or2"),
    "7": ("Audience Manager", "va6"),
    "6": ("Audience Manager", "irl1"),
    "3": ("Audience Manager", "sgp3"),
}
"""The numbers of Target and Audience Manager that were seen together with a region."""
SOURCES: Final = {
    0: "at random",
    1: "from a third party's ID",
    2: "from a first-party ID",
    3: "as received in the request",
}
"""How an ECID came about (read from the Web SDK's source)."""
DEVICES: Final = {1: "a browser", 2: "a mobile device"}

_ECID: Final = r"[0-9]{38}"
_MCMID: Final = re.compile(rf"(?:^|\|)MCMID\|({_ECID})(?:\||$)")
_LINK: Final = re.compile(
    rf"TS=([0-9]{{9,11}})\|MCMID=({_ECID})\|MCORGID=([A-Za-z0-9]{{1,64}}@[A-Za-z0-9]{{1,64}})"
)
_EDGE: Final = re.compile(r"([A-Za-z]{2,5}[0-9]{1,2});([0-9]{1,5})")
_CLUSTER: Final = re.compile(r"t[0-9]{1,3}")
_SHA256: Final = re.compile(r"[0-9a-fA-F]{64}")
_LINK_LASTS: Final = 300
"""Seconds for which a link between domains is good (read from the Web SDK's source)."""


def short_id(ecid: str) -> str:
    """A long id by its ends."""
    return ecid if len(ecid) <= 12 else f"{ecid[:4]}…{ecid[-4:]}"


def region_words(region: str) -> str:
    """A region of the Edge Network in words: ``Oregon (or2)``; an unknown one as it is."""
    place = REGIONS.get(region.lower())
    return f"{place} ({region})" if place else region


def made_words(cookie: IdentityCookie) -> str:
    """When, how and where an ECID was made, as far as its entry says: ``made 4 May 2026 11:22 UTC …``."""
    made = moment_of(cookie.created)
    how = SOURCES.get(cookie.source, f"in an unknown way ({cookie.source})") if made or cookie.region else ""
    said = [
        moment_words(made) if made else "",
        how,
        f"in {region_words(cookie.region)}" if cookie.region else "",
    ]
    words = " ".join(word for word in said if word)
    return f"made {words}" if words else ""


def identity_facts(cookie: IdentityCookie) -> dict[str, Any]:
    """An identity entry as JSON: moments in milliseconds since 1970, kinds in words."""
    facts: dict[str, Any] = {"ecid": cookie.ecid, "isNew": cookie.is_new}
    if cookie.created:
        facts["created"] = cookie.created
        facts["source"] = SOURCES.get(cookie.source, f"unknown ({cookie.source})")
    facts |= {"region": cookie.region} if cookie.region else {}
    facts |= {"device": DEVICES.get(cookie.device, f"unknown ({cookie.device})")} if cookie.device else {}
    rest = {
        "written": cookie.written,
        "synced": cookie.synced,
        "syncHash": cookie.sync_hash,
        "syncContainer": cookie.container,
    }
    return facts | {name: number for name, number in rest.items() if number}


def read_cookie(text: str, place: Place) -> Decoded | None:
    """The entry ``kndctr_…_identity``: a protocol buffer in base64url that begins with the ECID."""
    if not 12 <= len(text) <= 4_000 or text[0] != "C":
        return None
    cookie = read_identity(text)
    if cookie is None or (len(cookie.ecid) != 38 and entry_name(place.key) != "identity"):
        return None
    device = DEVICES.get(cookie.device, "")
    said = [f"ECID {short_id(cookie.ecid)}", made_words(cookie), f"on {device}" if device else ""]
    value = as_value(identity_facts(cookie))
    return Decoded(
        "identity", "identity cookie", ", ".join(word for word in said if word), value, value.tidy()
    )


def read_mcmid(text: str, place: Place) -> Decoded | None:
    """The ECID in the older cookies ``AMCV_…`` and ``s_ecid``: ``MCMID|…``."""
    if not 44 <= len(text) <= 2_000:
        return None
    found = _MCMID.search(unquote(text) if "%7" in text else text)
    if found is None:
        return None
    return Decoded(
        "mcmid", "older visitor cookie", f"ECID {found[1]}", as_value({"ecid": found[1]}), found[1]
    )


def read_link(text: str, place: Place) -> Decoded | None:
    """The visitor handed to another domain: ``adobe_mc=TS=…|MCMID=…|MCORGID=…``, in an address or alone."""
    if "TS" not in text or "MCMID" not in text:
        return None
    found = _LINK.search(text) or _LINK.search(unquote(text))
    moment = moment_of(int(found[1]) * 1000) if found else None
    if found is None or moment is None:
        return None
    age = (place.now - moment).total_seconds()
    good = "still good" if 0 <= age <= _LINK_LASTS else "run out: it is good for 5 min"
    words = f"ECID {short_id(found[2])}, handed over {moment_words(moment, exact=True)} ({good})"
    value = as_value({"TS": int(found[1]), "MCMID": found[2], "MCORGID": found[3]})
    return Decoded("adobe-mc", "link between domains", words, value)


def read_region(text: str, place: Place) -> Decoded | None:
    """A region by the Edge Network's hint, or by the number of Target or Audience Manager for it."""
    if not 0 < len(text) <= 5 or not _is_of_region(place):
        return None
    if text.lower() in REGIONS:
        words = f"{REGIONS[text.lower()]}, a region of the Edge Network"
    elif text in _NUMBERS:
        service, region = _NUMBERS[text]
        words = f"{service}'s number for {REGIONS[region]} ({region})"
    elif _CLUSTER.fullmatch(text):
        known = _NUMBERS.get(text[1:])
        where = f" in {REGIONS[known[1]]}" if known and known[0] == "Target" else ""
        words = f"cluster {text[1:]} of Target{where}"
    else:
        return None
    return Decoded("region", "region", words, None)


def _is_of_region(place: Place) -> bool:
    if place.key.lower() in {"hint", "locationhint", "cluster", "region", "mboxedgecluster"}:
        return place.key.lower() != "region" or not place.is_in("geo", "placecontext")
    return entry_name(place.key) == "cluster"


def read_edge(text: str, place: Place) -> Decoded | None:
    """The header ``x-adobe-edge``: the region that answered, and Audience Manager's number for it."""
    if not 4 <= len(text) <= 12 or ";" not in text:
        return None
    found = _EDGE.fullmatch(text)
    if found is None or (found[1].lower() not in REGIONS and place.key.lower() != "x-adobe-edge"):
        return None
    words = f"answered in {region_words(found[1])}; region {found[2]} of Audience Manager"
    value = as_value({"region": found[1], "audienceManagerRegion": int(found[2])})
    return Decoded("edge", "region that answered", words, value)


def read_hash(text: str, place: Place) -> Decoded | None:
    """An id of a namespace whose name ends in ``_SHA256``: recognised, it cannot be read back."""
    if len(text) != 64 or not _SHA256.fullmatch(text):
        return None
    names = [place.key, *(step for step in place.path if isinstance(step, str))]
    namespace = next((name for name in names if name.upper().endswith("_SHA256")), "")
    if not namespace:
        return None
    of = {
        "EMAIL": "an e-mail address",
        "EMAIL_LC": "an e-mail address in lower case",
        "PHONE": "a phone number",
    }
    what = of.get(namespace[: -len("_SHA256")].upper(), cut(namespace, 60))
    words = f"SHA-256 of {what}: it cannot be read back"
    odd = "" if text == text.lower() else " (in capitals, where lower case is usual)"
    return Decoded("sha256", "hashed id", words + odd, None, text)
