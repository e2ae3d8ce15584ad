"""What the headers of an answer mean, as far as they say something about the Edge Network."""

import re

_KONDUCTOR = re.compile(r"([0-9.]+[^:]*):([0-9a-f]+)")
_EDGE = re.compile(r"([A-Za-z0-9]+);(\d+)")

_PLAIN = {
    "x-request-id": "What the gateway calls this request; quote it to Adobe's support",
    "server": "The front door that passed the answer on",
    "date": "When the answer left, by the server's clock",
    "content-type": "What kind of text the body is",
    "content-length": "Bytes of the body on the wire",
    "content-encoding": "How the body was compressed on the wire",
    "transfer-encoding": "How the body was cut into pieces on the wire",
    "cache-control": "Whether the answer may be kept and used again",
    "vary": "On which request headers the answer depends",
    "connection": "Whether the connection stays open",
    "strict-transport-security": "Browsers must use HTTPS from now on",
    "x-content-type-options": "Browsers must not guess the content type",
    "x-xss-protection": "An old protection of browsers",
    "access-control-allow-origin": "Which web pages may read the answer",
    "access-control-allow-credentials": "Whether web pages may send cookies along",
    "access-control-expose-headers": "Which headers web pages may read",
    "set-cookie": "A cookie for a browser to keep",
    "location": "Where the server points to instead",
}


def explain_header(name: str, value: str) -> str:
    """What a header of an answer says, in a few words; empty for one that is not known.

    The headers are those seen in captured answers; ``x-adobe-edge`` is read as the Web SDK's source does.
    """
    match name.lower():
        case "x-adobe-edge" if found := _EDGE.fullmatch(value.strip()):
            return f"Answered in region {found[1]}; region {found[2]} of Audience Manager"
        case "x-adobe-edge":
            return "The region that answered"
        case "x-konductor" if found := _KONDUCTOR.fullmatch(value.strip()):
            return f"Release {found[1]} of the gateway, build {found[2]}"
        case "x-konductor":
            return "The release of the gateway"
        case "x-rate-limit-remaining":
            return f"{value} more requests before the limit"
        case "retry-after":
            return f"Wait {value} s before sending again" if value.isdigit() else "Wait until then"
        case other:
            return _PLAIN.get(other, "")
