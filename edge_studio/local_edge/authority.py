"""A certificate authority of this computer's own, so that clients which speak only HTTPS can be served."""

import os
import ssl
import stat
import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

OWN_NAMES: Final = ("localhost", "127.0.0.1", "::1")
"""Whom every certificate names."""

LIFETIME: Final = timedelta(days=3650)
"""Of the authority: a person trusts it once."""
LEAF_LIFETIME: Final = timedelta(days=90)
"""Of the server's certificate; browsers refuse more than 398 days of some authorities."""
_RENEW: Final = timedelta(days=7)
"""Before its end, a certificate is made anew."""
_SKEW: Final = timedelta(days=1)
"""By which clocks may differ."""

_DELETE: Final = (
    "Delete both files in that folder for a new authority; clients then have to trust the new one."
)


class AuthorityError(Exception):
    """The local certificate authority cannot be used; the message says why and what to do."""


class Authority:
    """The local certificate authority, kept in a folder: ``authority.pem`` for everyone, and its key.

    Made at the first use, and the same from then on; nothing that is there is ever written over.
    """

    def __init__(self, folder: Path, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.certificate_file = folder / "authority.pem"
        """For clients to trust; there once it was used."""
        self.key_file = folder / "authority-key.pem"
        """Readable only by its owner."""
        self._now = now
        self._pair: tuple[x509.Certificate, EllipticCurvePrivateKey] | None = None

    def prepare(self) -> None:
        """Read it, or make it where there is none; raises :class:`AuthorityError`."""
        if self._pair is None:
            self._pair = self._read() or self._made()

    def contexts(self, names: Callable[[], Iterable[str]]) -> Callable[[], ssl.SSLContext]:
        """What gives each connection its TLS context, with a valid certificate that fits ``names``.

        Raises :class:`AuthorityError` where the authority cannot be used; what it returns raises nothing.
        """
        self.prepare()
        made: tuple[frozenset[str], datetime, ssl.SSLContext] | None = None

        def context() -> ssl.SSLContext:
            nonlocal made
            wanted = frozenset((*OWN_NAMES, *names()))
            if made is None or made[0] != wanted or made[1] - self._now() < _RENEW:
                made = wanted, self._now() + LEAF_LIFETIME, self._context(wanted)
            return made[2]

        context()
        return context

    # The authority

    def _read(self) -> "tuple[x509.Certificate, EllipticCurvePrivateKey] | None":
        """What is in the folder; None where there is nothing."""
        from cryptography import x509
        from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
        from cryptography.hazmat.primitives.serialization import load_pem_private_key

        key_pem, certificate_pem = self._content(self.key_file), self._content(self.certificate_file)
        if key_pem is None and certificate_pem is None:
            return None
        if key_pem is None:
            raise AuthorityError(f"The key of the local authority is missing: {self.key_file}. {_DELETE}")
        self._check_private()
        try:
            key = load_pem_private_key(key_pem, None)
        except (ValueError, TypeError) as error:
            raise AuthorityError(f"{self.key_file} is not the key of a local authority. {_DELETE}") from error
        if not isinstance(key, EllipticCurvePrivateKey):
            raise AuthorityError(f"{self.key_file} is not the key of a local authority. {_DELETE}")
        if certificate_pem is None:  # the process that made the key ended, or is about to write it
            certificate_pem = self._written(self.certificate_file, _pem(_authority(key, self._now())), 0o644)
        try:
            certificate = x509.load_pem_x509_certificate(certificate_pem)
        except ValueError as error:
            raise AuthorityError(f"{self.certificate_file} is not a certificate. {_DELETE}") from error
        if certificate.public_key() != key.public_key():
            raise AuthorityError(
                f"{self.certificate_file} and {self.key_file} do not belong together. {_DELETE}"
            )
        if certificate.not_valid_after_utc - self._now() < LEAF_LIFETIME:
            raise AuthorityError(f"The local authority {self.certificate_file} is at its end. {_DELETE}")
        return certificate, key

    def _made(self) -> "tuple[x509.Certificate, EllipticCurvePrivateKey]":
        """A new authority; the one of another process where that was quicker."""
        from cryptography.hazmat.primitives.asymmetric import ec

        key = ec.generate_private_key(ec.SECP256R1())
        self._written(self.key_file, _key_pem(key), 0o600)
        found = self._read()
        if found is None:
            raise AuthorityError(f"The local authority vanished from {self.key_file.parent}. Try again.")
        return found

    def _content(self, path: Path) -> bytes | None:
        try:
            return path.read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise AuthorityError(
                f"The local authority cannot be read: {path}: {error.strerror or error}. {_DELETE}"
            ) from error

    def _check_private(self) -> None:
        """Whether nobody else can read the key, as far as the system has such a notion."""
        if os.name != "posix":
            return
        found = self.key_file.stat()
        if found.st_uid != os.geteuid():
            raise AuthorityError(f"{self.key_file} belongs to somebody else. {_DELETE}")
        if stat.S_IMODE(found.st_mode) & 0o077:
            raise AuthorityError(
                f"{self.key_file} can be read by others, who could then pose as any server for your clients. "
                f"{_DELETE}"
            )

    def _written(self, path: Path, content: bytes, mode: int) -> bytes:
        """Write a new file as one step, and give what is in it: another process may have been first."""
        temporary = ""
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(
                prefix=f".{path.name}.", dir=path.parent
            )  # for its owner only
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).chmod(mode)
            with suppress(FileExistsError):
                path.hardlink_to(temporary)  # fails where the file exists, as a renaming would not
            return path.read_bytes()
        except OSError as error:
            raise AuthorityError(
                f"The local authority cannot be kept: {path}: {error.strerror or error}. "
                "Make that folder writable, or do without HTTPS."
            ) from error
        finally:
            if temporary:
                Path(temporary).unlink(missing_ok=True)

    # The server's certificate

    def _context(self, names: frozenset[str]) -> ssl.SSLContext:
        """A server's context with a certificate for these names, which lives in memory only."""
        from cryptography.hazmat.primitives.asymmetric import ec

        assert self._pair is not None
        key = ec.generate_private_key(ec.SECP256R1())
        leaf = _leaf(key, names, *self._pair, self._now())
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.set_alpn_protocols(["http/1.1"])
        handle, path = tempfile.mkstemp(suffix=".pem")  # ssl reads files only; this one is its owner's
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(_key_pem(key) + _pem(leaf) + _pem(self._pair[0]))
            context.load_cert_chain(path)
        finally:
            Path(path).unlink()
        return context


def _authority(key: "EllipticCurvePrivateKey", now: datetime) -> "x509.Certificate":
    """A certificate that may sign servers' certificates, and nothing else."""
    import socket

    from cryptography import x509
    from cryptography.x509.oid import NameOID

    common = f"Edge Studio on {socket.gethostname()}"[:64]
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Edge Studio"),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )
    public = key.public_key()
    builder = _builder(name, name, public, now, LIFETIME)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    builder = builder.add_extension(_usage(signs=True), critical=True)
    builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    return _signed(builder, key)


def _leaf(
    key: "EllipticCurvePrivateKey",
    names: Iterable[str],
    authority: "x509.Certificate",
    authority_key: "EllipticCurvePrivateKey",
    now: datetime,
) -> "x509.Certificate":
    """A server's certificate for some names and addresses."""
    from cryptography import x509
    from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Local Edge")])
    builder = _builder(authority.subject, subject, key.public_key(), now, LEAF_LIFETIME)
    signer = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key())
    server = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(_usage(signs=False), critical=True)
    builder = builder.add_extension(server, critical=False)
    builder = builder.add_extension(signer, critical=False)
    alternatives = x509.SubjectAlternativeName(list(filter(None, map(_general_name, sorted(names)))))
    return _signed(builder.add_extension(alternatives, critical=False), authority_key)


def _builder(
    issuer: "x509.Name", subject: "x509.Name", key: Any, now: datetime, lifetime: timedelta
) -> "x509.CertificateBuilder":
    from cryptography import x509

    return x509.CertificateBuilder(
        issuer, subject, key, x509.random_serial_number(), now - _SKEW, now + lifetime
    )


def _usage(*, signs: bool) -> "x509.KeyUsage":
    from cryptography import x509

    return x509.KeyUsage(
        digital_signature=not signs,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs,
        crl_sign=signs,
        encipher_only=False,
        decipher_only=False,
    )


def _general_name(name: str) -> "x509.GeneralName | None":
    """A name as certificates have it; None for one that nobody could look up anyway."""
    from cryptography import x509

    try:
        return x509.IPAddress(ip_address(name))
    except ValueError:
        try:
            return x509.DNSName(name.encode("idna").decode("ascii"))
        except UnicodeError:
            return None


def _signed(builder: "x509.CertificateBuilder", key: "EllipticCurvePrivateKey") -> "x509.Certificate":
    from cryptography.hazmat.primitives.hashes import SHA256

    return builder.sign(key, SHA256())


def _pem(certificate: "x509.Certificate") -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding

    return certificate.public_bytes(Encoding.PEM)


def _key_pem(key: "EllipticCurvePrivateKey") -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
