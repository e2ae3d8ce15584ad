"""How to point real clients at Local Edge and let them trust it: words, and what to copy."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import urlsplit

from edge_studio.edge.prepare import LOCAL_DATASTREAM

System = Literal["linux", "macos", "windows"]


@dataclass(frozen=True, slots=True)
class Recipe:
    """One thing to do, and what to copy for it."""

    title: str
    words: str
    code: str = ""


WITHOUT_TLS: Final = "Adobe's Web SDK and mobile SDKs speak nothing but HTTPS: switch that on first."
_HTTPS_FIRST: Final = Recipe("HTTPS is needed", WITHOUT_TLS)

_DEBUG_TRUST: Final = """<network-security-config>
  <debug-overrides>
    <trust-anchors>
      <certificates src="system"/>
      <certificates src="user"/>
    </trust-anchors>
  </debug-overrides>
</network-security-config>"""


def system_of(platform: str) -> System:
    """The kind of system that ``sys.platform`` names."""
    return {"darwin": "macos", "win32": "windows"}.get(platform, "linux")  # type: ignore[return-value] # one of three


def website(
    secure_url: str, organisation: str, datastream: str = LOCAL_DATASTREAM, system: System = "linux"
) -> Iterator[Recipe]:
    """A website with Adobe's Web SDK.

    Its ``edgeDomain`` has no room for a port, and its first call goes to a domain of Adobe's unless
    third-party cookies are off (both read from the SDK's source).
    """
    if not secure_url:
        yield _HTTPS_FIRST
        return
    host, port = _host_and_port(secure_url)
    yield Recipe(
        "Web SDK, in the page",
        "Change these where the page configures the SDK. Without the last one, the first call of a new "
        "visitor goes to a domain of Adobe's. Your own datastream and organisation do as well. For a page at "
        "localhost, write localhost instead of the address: its cookies are first-party then.",
        f'alloy("configure", {{\n  datastreamId: "{datastream}",\n  orgId: "{organisation}",\n'
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
            "The Web SDK knows no ports: it always calls 443. Close Chrome, Chromium or Edge and start it "
            "with this, and nothing else has to be changed.",
            f'--host-resolver-rules="MAP {host}:443 {host}:{port}"',
        )
        yield _port_443(port, system)
    yield Recipe(
        "Trust it first",
        "Open this address in the browser: if it warns of the certificate, it does not trust Local Edge yet. "
        "“Trust the certificate” says how.",
        f"{secure_url}/ee/v1/interact",
    )
    yield Recipe(
        "Permit it",
        "From a site of the internet, Chrome asks whether it may reach other apps on this device. Allow it: "
        "without that, nothing arrives here.",
    )


def _port_443(port: int, system: System) -> Recipe:
    """How every browser on this computer finds Local Edge at the port of HTTPS."""
    title = "Or: any browser, at port 443"
    match system:
        case "windows":
            return Recipe(title, "Choose 443 as the port of HTTPS under “Address and HTTPS”.")
        case "macos":
            return Recipe(
                title,
                "This leads port 443 of this computer to Local Edge until it is started anew.",
                'echo "rdr pass on lo0 inet proto tcp from any to 127.0.0.1 port 443 '
                f'-> 127.0.0.1 port {port}" | sudo pfctl -ef -',
            )
        case _:
            return Recipe(
                title,
                "This lets your own programs listen at 443 until the computer is started anew. Then choose "
                "443 as the port of HTTPS under “Address and HTTPS”.",
                "sudo sysctl net.ipv4.ip_unprivileged_port_start=443",
            )


def mobile(secure_url: str, certificate: str = "authority.pem", system: System = "linux") -> Iterator[Recipe]:
    """An app with Adobe's mobile SDK in an emulator on this computer.

    ``edge.domain`` takes a port on Android, and none on iOS (both read from the SDK's source).
    """
    if not secure_url:
        yield _HTTPS_FIRST
        return
    host, port = _host_and_port(secure_url)
    path = _quoted(certificate, system)
    yield Recipe(
        "Android: point it here",
        "Set the edge domain before the first event, in a debug build or in a development tag property.",
        f'MobileCore.updateConfiguration(mapOf("edge.domain" to "{host}:{port}"))',
    )
    yield Recipe(
        "Android: let the device find this computer",
        "An emulator or a device on the cable has a loopback of its own. This leads its port here.",
        f"adb reverse tcp:{port} tcp:{port}",
    )
    yield Recipe(
        "Android: trust it",
        "Copy the certificate to the device, install it there (Settings, Security, Install a certificate, "
        "CA certificate)…",
        f"adb push {path} /sdcard/Download/edge-studio.crt",
    )
    yield Recipe(
        "Android: let the app trust it",
        "…and let debug builds of the app trust what was installed: res/xml/network_security_config.xml, "
        "named in the manifest as android:networkSecurityConfig.",
        _DEBUG_TRUST,
    )
    yield Recipe(
        "iOS simulator: point it here",
        "It shares this computer's network. Its edge domain has no room for a port"
        + ("." if port == 443 else ": Local Edge has to be at 443, see “Website”."),
        f'MobileCore.updateConfigurationWith(configDict: ["edge.domain": "{host}"])',
    )
    yield Recipe(
        "iOS simulator: trust it",
        "The simulator has to run.",
        f"xcrun simctl keychain booted add-root-cert {path}",
    )


def server(base_url: str, datastream: str = LOCAL_DATASTREAM, system: System = "linux") -> Iterator[Recipe]:
    """Anything that can send HTTP."""
    address = f"{base_url}/ee/v2/interact?dataStreamId={datastream}"
    body = json.dumps(
        {
            "event": {"xdm": {"eventType": "web.webpagedetails.pageViews"}},
            "query": {"identity": {"fetch": ["ECID"]}},
        },
        separators=(",", ":"),
    )
    if system == "windows":
        escaped = body.replace('"', '\\"')
        curl = f'curl -X POST "{address}" ^\n  -H "Content-Type: application/json" ^\n  -d "{escaped}"'
    else:
        curl = f"curl -X POST '{address}' \\\n  -H 'Content-Type: application/json' \\\n  -d '{body}'"
    yield Recipe(
        "curl",
        "Paste it into a terminal"
        + (" (the command prompt)" if system == "windows" else "")
        + ": the request appears in the history at once.",
        curl,
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


def trust(certificate: str, system: System = "linux") -> Iterator[Recipe]:
    """How to trust the local authority with this certificate file; what is for ``system`` comes first."""
    path = _quoted(certificate, system)
    yield from (recipe for of, recipe in _stores(path) if of == system)
    yield Recipe(
        "Firefox, where it does not use the system's",
        "Settings, Privacy & Security, View Certificates, Authorities, Import: choose this file and tick "
        "“identify websites”.",
        certificate,
    )
    yield from _programs(path, system)
    yield from (recipe for of, recipe in _stores(path) if of != system)
    yield Recipe(
        "To take it back",
        "It is called “Edge Studio on” and the name of this computer, wherever it was added: delete it "
        "there. Whoever deletes the folder of the certificate as well gets a new one at the next start.",
    )


def _stores(path: str) -> Iterator[tuple[System, Recipe]]:
    """The certificate stores of the systems."""
    yield (
        "linux",
        Recipe(
            "Chrome and Chromium on Linux",
            "They trust what is in this database of yours (the command comes with libnss3-tools). Start them "
            "anew after it.",
            f'certutil -d sql:$HOME/.pki/nssdb -A -t "C,," -n "Edge Studio" -i {path}',
        ),
    )
    yield (
        "linux",
        Recipe(
            "Debian, Ubuntu and their kin: the system's store",
            "For curl, wget, Python's own modules and most of what is installed from packages.",
            f"sudo cp {path} /usr/local/share/ca-certificates/edge-studio.crt\nsudo update-ca-certificates",
        ),
    )
    yield (
        "linux",
        Recipe(
            "Fedora, Red Hat and their kin: the system's store",
            "The same there.",
            f"sudo cp {path} /etc/pki/ca-trust/source/anchors/edge-studio.pem\nsudo update-ca-trust",
        ),
    )
    yield (
        "macos",
        Recipe(
            "macOS",
            "For your own account, in Safari, Chrome and what else uses the keychain.",
            f"security add-trusted-cert -k ~/Library/Keychains/login.keychain-db {path}",
        ),
    )
    yield (
        "windows",
        Recipe(
            "Windows",
            "For your own account, in Edge, Chrome and what else uses the system's store.",
            f"certutil -user -addstore Root {path}",
        ),
    )


def _programs(path: str, system: System) -> Iterator[Recipe]:
    """Single programs that are told of the certificate, with nothing changed for any other."""
    sets = "set" if system == "windows" else "export"
    bare = path.strip('"') if system == "windows" else path
    yield Recipe("curl", "For this one call.", f"curl --cacert {path} …")
    yield Recipe(
        "Node.js",
        "Beside those that it trusts anyway; before the program is started.",
        f"{sets} NODE_EXTRA_CA_CERTS={bare}",
    )
    yield Recipe(
        "Python",
        "Instead of those that it trusts otherwise, so only for programs that speak to nobody else: the "
        "first for its own modules and httpx, the second for requests.",
        f"{sets} SSL_CERT_FILE={bare}\n{sets} REQUESTS_CA_BUNDLE={bare}",
    )


def _host_and_port(url: str) -> tuple[str, int]:
    address = urlsplit(url)
    return address.hostname or "", address.port or 443


def _quoted(path: str, system: System) -> str:
    """A path as the shell of a system takes it whole."""
    if system == "windows":
        return f'"{path}"'
    return "'" + path.replace("'", "'\\''") + "'"
