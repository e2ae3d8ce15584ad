"""The guards of the suite itself are proved to bite."""

import socket

import pytest


def test_a_socket_to_anything_but_loopback_is_refused(trespasses: list[str]) -> None:
    with socket.socket() as probe, pytest.raises(PermissionError, match="loopback"):
        probe.connect(("192.0.2.1", 80))
    with pytest.raises(PermissionError, match="loopback"):
        socket.getaddrinfo("server.adobedc.net", 443)
    assert len(trespasses) == 2
    trespasses.clear()


def test_loopback_is_allowed() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()):
        pass
