"""Access tokens: in the keychain of the operating system, or in memory for this run; never in a file."""

from collections.abc import Iterable, Mapping
from typing import Literal, Protocol

SERVICE = "Edge Studio"
"""The name under which the keychain lists the tokens."""


class Keychain(Protocol):
    """The part of a ``keyring`` backend that is needed here."""

    def get_password(self, service: str, username: str) -> str | None:
        """The secret of a user of a service; None where none is kept."""

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep a secret in place of the one before."""

    def delete_password(self, service: str, username: str) -> None:
        """Forget a secret; raises where none is kept."""


class SecretStore:
    """One access token for each connection, by the connection's name.

    The keychain is looked for at the first use (loading ``keyring`` takes 80 ms, and the keychain may ask the
    person to unlock it): use it off the GUI thread. What the keychain refuses is kept in memory for this run,
    and ``problem`` says why.
    """

    def __init__(self, keychain: Keychain | None = None) -> None:
        self._keychain = keychain
        self._found = keychain is not None
        self._memory: dict[str, str] = {}
        self.problem = ""
        """Why the last use of the keychain failed, in words; empty when it did not."""

    @property
    def keeps(self) -> Literal["keychain", "memory"]:
        """Where tokens are kept."""
        return "memory" if self._usable() is None else "keychain"

    @property
    def explanation(self) -> str:
        """Where tokens are kept, in one sentence."""
        if self.keeps == "keychain":
            return "Tokens are kept in the keychain of this computer."
        return (
            "This computer offers no keychain, so tokens are kept in memory until Edge Studio is closed, "
            "and never in a file."
        )

    def get(self, name: str) -> str:
        """The token of a connection, empty where there is none or the keychain does not give it."""
        self.problem = ""
        if name in self._memory:
            return self._memory[name]
        if (keychain := self._usable()) is None:
            return ""
        try:
            return keychain.get_password(SERVICE, name) or ""
        except Exception as error:  # noqa: BLE001 - backends raise their platform's errors; each is said in words
            self.problem = _words("read", error)
            return ""

    def set(self, name: str, token: str) -> None:
        """Keep the token of a connection; an empty one is forgotten."""
        if not token:
            self.delete(name)
            return
        self.problem = ""
        self._memory.pop(name, None)
        if (keychain := self._usable()) is None:
            self._memory[name] = token
            return
        try:
            keychain.set_password(SERVICE, name, token)
        except Exception as error:  # noqa: BLE001 - backends raise their platform's errors; each is said in words
            self._memory[name] = token
            self.problem = _words("keep", error) + " It is kept in memory until Edge Studio is closed."

    def delete(self, name: str) -> None:
        """Forget the token of a connection; nothing happens where there is none."""
        self.problem = ""
        self._memory.pop(name, None)
        if (keychain := self._usable()) is None:
            return
        try:
            if keychain.get_password(SERVICE, name) is not None:
                keychain.delete_password(SERVICE, name)
        except Exception as error:  # noqa: BLE001 - backends raise their platform's errors; each is said in words
            self.problem = _words("forget", error)

    def rename(self, names: Mapping[str, str]) -> None:
        """Move tokens from old names to new ones, all at once, so that two connections may swap names."""
        problems = []
        tokens = {}
        for old in names:
            tokens[old] = self.get(old)
            problems.append(self.problem)
        for old in names.keys() - set(names.values()):
            self.delete(old)
            problems.append(self.problem)
        for old, new in names.items():
            self.set(new, tokens[old])
            problems.append(self.problem)
        self.problem = next((problem for problem in problems if problem), "")

    def update(self, removed: Iterable[str], renamed: Mapping[str, str], tokens: Mapping[str, str]) -> str:
        """Follow edited connections: forget, move (all at once), keep tokens; what went wrong, in words."""
        problems = []
        for name in removed:
            self.delete(name)
            problems.append(self.problem)
        self.rename(renamed)
        problems.append(self.problem)
        for name, token in tokens.items():
            self.set(name, token)
            problems.append(self.problem)
        return next((problem for problem in problems if problem), "")

    def _usable(self) -> Keychain | None:
        if not self._found:
            self._keychain = find_keychain()
            self._found = True
        return self._keychain


def find_keychain() -> Keychain | None:
    """The keychain of the operating system; None where there is none, or only one that writes plain files."""
    import keyring
    from keyring.backends import chainer

    try:
        chosen = keyring.get_keyring()
    except Exception:  # noqa: BLE001 - whatever keeps a backend from loading, there is none: told by SecretStore
        return None
    backends = chosen.backends if isinstance(chosen, chainer.ChainerBackend) else [chosen]
    for backend in backends:
        module = type(backend).__module__
        if module not in {"keyring.backends.fail", "keyring.backends.null"} and "keyrings.alt" not in module:
            return backend
    return None


def _words(verb: str, error: Exception) -> str:
    """Why the keychain failed; the error's own text is left out, for it might quote the token."""
    locked = "Locked" in type(error).__name__
    why = "it is locked" if locked else f"it failed ({type(error).__name__})"
    return f"The keychain could not {verb} the token: {why}. Unlock it and try again."
