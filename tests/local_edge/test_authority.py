"""The local authority: made once, its owner's alone, and never written over."""

import socket
import ssl
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from cryptography import x509

from edge_studio.local_edge.authority import LEAF_LIFETIME, LIFETIME, Authority, AuthorityError
from edge_studio.local_edge.server import LocalEdge
from tests.local_edge.wire import a_scenario, running


def server_certificate(edge: LocalEdge, name: str = "localhost") -> x509.Certificate:
    """What the server shows to a client that calls it by a name, checked against its authority."""
    context = ssl.create_default_context(cafile=edge.status().authority_file)
    context.verify_flags |= ssl.VERIFY_X509_STRICT
    address = httpx.URL(edge.secure_url)
    with (
        socket.create_connection((address.host, address.port or 0), timeout=10) as plain,
        context.wrap_socket(plain, server_hostname=name) as secure,
    ):
        shown = secure.getpeercert(binary_form=True)
    assert shown
    return x509.load_der_x509_certificate(shown)


def test_the_authority_is_kept(tmp_path: Path) -> None:
    shown = set()
    for _ in range(2):
        with running(secure_port=0, authority=Authority(tmp_path / "authority")) as edge:
            server_certificate(edge)
            shown.add(Path(edge.status().authority_file).read_bytes())
    assert len(shown) == 1


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "::1", "data.shop.example"])
def test_the_server_shows_a_certificate_for_every_name_it_is_called_by(tmp_path: Path, name: str) -> None:
    scenario = a_scenario(tmp_path, hosts=["data.shop.example"])
    with running(scenario, secure_port=0, authority=Authority(tmp_path / "authority")) as edge:
        server_certificate(edge, name)
        with pytest.raises(ssl.SSLCertVerificationError):
            server_certificate(edge, "other.example")


def test_a_new_host_of_the_scenario_gets_its_certificate(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    with running(secure_port=0, authority=Authority(tmp_path / "authority")) as edge:
        first = server_certificate(edge)
        assert server_certificate(edge) == first
        edge.play(a_scenario(tmp_path, hosts=["data.shop.example"]))
        assert server_certificate(edge, "data.shop.example") != first


def test_a_name_that_nobody_could_look_up_does_no_harm(tmp_path: Path) -> None:
    names = ["a..b", "x" * 70, "bücher.example", "data_1.shop.example"]
    context = Authority(tmp_path).contexts(lambda: names)
    assert isinstance(context(), ssl.SSLContext)


def test_certificates_live_as_long_as_browsers_allow(tmp_path: Path) -> None:
    with running(secure_port=0, authority=Authority(tmp_path / "authority")) as edge:
        leaf = server_certificate(edge)
        root = x509.load_pem_x509_certificate(Path(edge.status().authority_file).read_bytes())
    assert leaf.not_valid_after_utc - leaf.not_valid_before_utc <= timedelta(days=397)
    assert root.not_valid_after_utc - datetime.now(UTC) > timedelta(days=3000)


def test_a_certificate_is_renewed_before_its_end(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    context = Authority(tmp_path, lambda: now).contexts(lambda: ())
    first = context()
    now += LEAF_LIFETIME - timedelta(days=30)
    assert context() is first
    now += timedelta(days=29)
    assert context() is not first


def test_the_key_is_its_owners_alone(tmp_path: Path) -> None:
    authority = Authority(tmp_path / "deep" / "authority")
    authority.prepare()
    assert authority.key_file.stat().st_mode & 0o777 == 0o600
    assert authority.key_file.parent.stat().st_mode & 0o777 == 0o700
    assert {path.name for path in authority.key_file.parent.iterdir()} == {
        "authority.pem",
        "authority-key.pem",
    }
    assert b"PRIVATE" not in authority.certificate_file.read_bytes()


@pytest.mark.parametrize("name", ["authority.pem", "authority-key.pem"])
@pytest.mark.parametrize("content", [b"", b"nonsense", b"\0" * 9, b"-----BEGIN CERTIFICATE-----\nAA\n"])
def test_a_broken_file_is_told_and_left_alone(tmp_path: Path, name: str, content: bytes) -> None:
    Authority(tmp_path).prepare()
    (tmp_path / name).write_bytes(content)
    with pytest.raises(AuthorityError, match=name):
        Authority(tmp_path).prepare()
    assert (tmp_path / name).read_bytes() == content


def test_a_foreign_certificate_is_told_and_left_alone(tmp_path: Path) -> None:
    for name in ("mine", "other"):
        Authority(tmp_path / name).prepare()
    foreign = (tmp_path / "other" / "authority.pem").read_bytes()
    (tmp_path / "mine" / "authority.pem").write_bytes(foreign)
    with pytest.raises(AuthorityError, match="do not belong together"):
        Authority(tmp_path / "mine").prepare()
    assert (tmp_path / "mine" / "authority.pem").read_bytes() == foreign


def test_a_certificate_without_its_key_is_told(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    authority.prepare()
    authority.key_file.unlink()
    with pytest.raises(AuthorityError, match="key of the local authority is missing"):
        Authority(tmp_path).prepare()


def test_a_key_whose_certificate_was_never_written_gets_one(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    authority.prepare()
    authority.certificate_file.unlink()
    Authority(tmp_path).prepare()
    assert authority.certificate_file.exists()


def test_a_key_that_others_can_read_is_not_used(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    authority.prepare()
    authority.key_file.chmod(0o640)
    with pytest.raises(AuthorityError, match="can be read by others"):
        Authority(tmp_path).prepare()


def test_an_authority_at_its_end_is_told(tmp_path: Path) -> None:
    Authority(tmp_path).prepare()
    later = datetime.now(UTC) + LIFETIME
    with pytest.raises(AuthorityError, match="at its end"):
        Authority(tmp_path, lambda: later).prepare()


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(AuthorityError, match="do without HTTPS"):
        Authority(tmp_path / "file" / "authority").prepare()


MAKE = """
import sys
from pathlib import Path
from edge_studio.local_edge.authority import Authority
authority = Authority(Path(sys.argv[1]))
sys.stdin.read()
authority.prepare()
print(authority.certificate_file.read_bytes())
"""


def test_two_that_make_it_at_once_agree(tmp_path: Path) -> None:
    made = [
        subprocess.Popen(
            [sys.executable, "-c", MAKE, str(tmp_path / "authority")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    for process in made:
        assert process.stdin
        process.stdin.close()
    shown = set()
    for process in made:
        assert process.stdout
        with process.stdout:
            shown.add(process.stdout.read())
        assert process.wait(timeout=30) == 0
    assert len(shown) == 1


def test_an_authority_that_cannot_be_used_is_told_before_it_listens(tmp_path: Path) -> None:
    (tmp_path / "authority-key.pem").write_bytes(b"nonsense")
    edge = LocalEdge(secure_port=0, authority=Authority(tmp_path))
    with pytest.raises(AuthorityError):
        edge.start()
    assert not edge.is_running
    assert edge.base_url == ""


def test_without_tls_no_authority_is_made(tmp_path: Path) -> None:
    with running(authority=Authority(tmp_path / "authority")) as edge:
        assert edge.secure_url == ""
    assert not (tmp_path / "authority").exists()


def test_both_ports_share_one_memory(tmp_path: Path) -> None:
    with running(secure_port=0, authority=Authority(tmp_path)) as edge:
        context = ssl.create_default_context(cafile=edge.status().authority_file)
        ids = {"xdm": {"identityMap": {"ECID": [{"id": "20418833956102774451930286647715503928"}]}}}
        for url in (edge.base_url, edge.secure_url):
            httpx.post(
                f"{url}/ee/v2/interact?dataStreamId=1", json={"event": ids}, trust_env=False, verify=context
            )
        (visitor,) = edge.status().visitors
        assert visitor.hits == 2
