"""A web site on loopback, over HTTPS: one page with the Web SDK on it."""

import base64
import ssl
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import Self

import trustme

PAGE = Path(__file__).with_name("page.html").read_bytes()

PIXEL = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
"""A picture of one dot, as addresses that only want to be called answer with."""


class Site:
    """Serves the SDK at ``/alloy.js``, a dot at ``/pixel``, the page elsewhere; a context manager."""

    def __init__(self, sdk: bytes, hosts: tuple[str, ...], authority_file: Path) -> None:
        """Write the certificate of the authority that vouches for ``hosts`` to ``authority_file``."""
        authority = trustme.CA()
        authority.cert_pem.write_to_path(str(authority_file))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(*hosts).configure_cert(context)

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:  # the library's name
                kind, body = "text/html; charset=utf-8", PAGE
                if self.path == "/alloy.js":
                    kind, body = "text/javascript", sdk
                elif self.path.startswith("/pixel"):
                    kind, body = "image/gif", PIXEL
                self.send_response(200)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Say nothing: the tests' output is for what fails."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.port: int = self._server.server_address[1]
        self._thread = Thread(target=self._server.serve_forever, args=(0.05,), name="site")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
