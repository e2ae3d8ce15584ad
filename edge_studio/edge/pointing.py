"""How to point real clients at Local Edge and let them trust it: words, and what to copy."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from edge_studio.edge.prepare import LOCAL_DATASTREAM


@dataclass(frozen=True, slots=True)
class Recipe:
    """One thing to do, and what to copy for it."""

    title: str
    words: str
    code: str = ""


WITHOUT_TLS: Final = (
    "Adobe's Web SDK and mobile SDKs speak only HTTPS. Switch “Serve HTTPS as well” on above."
)


def website(secure_url: str, organisation: str) -> Iterator[Recipe]:
    """A website with Adobe's Web SDK.

    Its ``edgeDomain`` has no room for a port, and its first call goes to a domain of Adobe's unless
    third-party cookies are off (both read from the SDK's source).
    """
    if not secure_url:
        yield Recipe("HTTPS is needed", WITHOUT_TLS)
        return
    address = urlsplit(secure_url)
    host, port = address.hostname or "", address.port or 443
    yield Recipe(
        "Web SDK, in the page",
        "Change these where the page configures the SDK. Without the last one, the first call of a new "
        "visitor goes to a domain of Adobe's.",
        f'alloy("configure", {{\n  datastreamId: "{LOCAL_DATASTREAM}",\n  orgId: "{organisation}",\n'
        f'  edgeDomain: "{host}",\n  thirdPartyCookiesEnabled: false\n}});',
    )
    yield Recipe(
        "Web SDK, in Tags",
        "In the extension's settings, enter this as the edge domain, in a development library, and switch "
        "third-party cookies off.",
        host,
    )
    if port != 443:
        yield Recipe(
            "A browser that finds the port",
            "The Web SDK knows no ports: it always calls 443. Either choose 443 as the HTTPS port above, or "
            "close Chrome, Chromium or Edge and start it with this.",
            f'--host-resolver-rules="MAP {host}:443 {host}:{port}"',
        )
    yield Recipe(
        "Trust it first",
        "Open this address in the browser: if it warns of the certificate, it does not trust Local Edge yet.",
        f"{secure_url}/ee/v1/interact",
    )
    yield Recipe(
        "Permit it",
        "From a site of the internet, Chrome asks whether it may reach other apps on this device. Allow it: "
        "without that, nothing arrives here.",
    )


def mobile(secure_url: str) -> Iterator[Recipe]:
    """An app with Adobe's mobile SDK in an emulator on this computer."""
    if not secure_url:
        yield Recipe("HTTPS is needed", WITHOUT_TLS)
        return
    host = urlsplit(secure_url).netloc
    port = host.rpartition(":")[2]
    yield Recipe(
        "Edge extension",
        "Set the edge domain before the first event, or enter it in the tag property of the app.",
        f'MobileCore.updateConfiguration(mapOf("edge.domain" to "{host}"))',
    )
    yield Recipe(
        "Android emulator",
        "The emulator has a loopback of its own. This lets its port lead to this computer.",
        f"adb reverse tcp:{port} tcp:{port}",
    )
    yield Recipe(
        "iOS simulator",
        "It shares this computer's network. Drag the certificate below onto it to install it.",
    )


def server(base_url: str) -> Iterator[Recipe]:
    """Anything that can send HTTP."""
    address = f"{base_url}/ee/v2/interact?dataStreamId={LOCAL_DATASTREAM}"
    event = '{"xdm":{"eventType":"web.webpagedetails.pageViews"}}'
    body = f'{{"event":{event},"query":{{"identity":{{"fetch":["ECID"]}}}}}}'
    yield Recipe(
        "curl",
        "Paste it into a terminal: the request appears in the history at once.",
        f"curl -X POST '{address}' \\\n  -H 'Content-Type: application/json' \\\n  -d '{body}'",
    )
    yield Recipe(
        "A server of your own",
        "Let it send to this address instead of https://server.adobedc.net or https://edge.adobedc.net.",
        base_url,
    )
    yield Recipe(
        "Access tokens",
        "Ask here instead of ims-na1.adobelogin.com, for a client of the scenario; shop knows every one.",
        f"{base_url}/ims/token/v3",
    )


def trust(certificate: str) -> Iterator[Recipe]:
    """How to trust the local authority, whose certificate is in the file ``certificate``."""
    yield Recipe(
        "curl, Node.js, Python",
        "For one program, without touching the system.",
        f"curl --cacert '{certificate}' …\nexport NODE_EXTRA_CA_CERTS='{certificate}'\n"
        f"export SSL_CERT_FILE='{certificate}'",
    )
    yield Recipe(
        "Chrome and Chromium on Linux",
        "They trust what is in this database of yours (the command comes with libnss3-tools).",
        f'certutil -d sql:$HOME/.pki/nssdb -A -t "C,," -n "Edge Studio" -i \'{certificate}\'',
    )
    yield Recipe(
        "Firefox",
        "Settings, Privacy & Security, View Certificates, Authorities, Import, and tick “identify websites”.",
        certificate,
    )
    yield Recipe(
        "macOS",
        "For your own account, in Safari, Chrome and what else uses the keychain.",
        f"security add-trusted-cert -k ~/Library/Keychains/login.keychain-db '{certificate}'",
    )
    yield Recipe(
        "Windows",
        "For your own account, in Edge, Chrome and what else uses the system's store.",
        f'certutil -user -addstore Root "{certificate}"',
    )
