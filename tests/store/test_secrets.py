import pytest
from keyring.backends import chainer, fail, null
from keyring.errors import KeyringLocked, PasswordDeleteError

from edge_studio.store import secrets
from edge_studio.store.secrets import SecretStore, find_keychain


class Chest:
    """A keychain in memory."""

    def __init__(self) -> None:
        self.content: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.content.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.content[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if (service, username) not in self.content:
            raise PasswordDeleteError("not found")
        del self.content[service, username]


class LockedChest(Chest):
    """A keychain whose owner does not unlock it."""

    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked("canary")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise KeyringLocked(f"will not keep {password}")


def test_tokens_are_kept_in_the_keychain() -> None:
    chest = Chest()
    store = SecretStore(chest)
    assert store.keeps == "keychain"
    assert "keychain" in store.explanation
    store.set("Stage", "t-1")
    assert chest.content == {("Edge Studio", "Stage"): "t-1"}
    assert SecretStore(chest).get("Stage") == "t-1"
    store.set("Stage", "")
    store.delete("Stage")
    assert chest.content == {}
    assert store.get("Stage") == ""
    assert store.problem == ""


def test_without_a_keychain_tokens_are_kept_in_memory_which_is_said() -> None:
    store = SecretStore()
    assert store.keeps == "memory"
    assert "memory until Edge Studio is closed" in store.explanation
    store.set("Stage", "t-1")
    assert store.get("Stage") == "t-1"
    assert SecretStore().get("Stage") == ""
    store.delete("Stage")
    assert store.get("Stage") == ""


def test_what_a_locked_keychain_refuses_is_kept_in_memory_and_said_without_the_token() -> None:
    store = SecretStore(LockedChest())
    store.set("Stage", "canary")
    assert "locked" in store.problem
    assert "memory" in store.problem
    assert "canary" not in store.problem
    assert store.get("Stage") == "canary"
    assert store.get("Other") == ""
    assert "locked" in store.problem
    assert "canary" not in store.problem
    store.delete("Stage")
    assert "locked" in store.problem


def test_two_connections_may_swap_their_names() -> None:
    store = SecretStore(Chest())
    store.set("One", "1")
    store.set("Two", "2")
    store.set("Three", "3")
    store.rename({"One": "Two", "Two": "One", "Three": "Four"})
    assert [store.get(name) for name in ("One", "Two", "Three", "Four")] == ["2", "1", "", "3"]


def test_tokens_follow_their_connections() -> None:
    store = SecretStore(Chest())
    for name in ("Old", "One", "Two"):
        store.set(name, name.lower())
    assert store.update(["Old"], {"One": "Old", "Two": "One"}, {"One": "fresh", "New": "new"}) == ""
    assert [store.get(name) for name in ("Old", "One", "Two", "New")] == ["one", "fresh", "", "new"]
    assert "locked" in SecretStore(LockedChest()).update([], {}, {"New": "canary"})


@pytest.mark.parametrize("backend", [fail.Keyring, null.Keyring])
def test_backends_that_keep_nothing_are_no_keychain(monkeypatch: pytest.MonkeyPatch, backend: type) -> None:
    monkeypatch.setattr("keyring.get_keyring", backend)
    assert find_keychain() is None


def test_a_backend_that_writes_plain_files_is_no_keychain(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = type("PlaintextKeyring", (Chest,), {"__module__": "keyrings.alt.file"})
    monkeypatch.setattr("keyring.get_keyring", plain)
    assert find_keychain() is None


def test_of_several_backends_the_first_real_keychain_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    chest = Chest()
    chain = chainer.ChainerBackend
    plain = type("PlaintextKeyring", (Chest,), {"__module__": "keyrings.alt.file"})()
    monkeypatch.setattr(chain, "backends", [plain, chest])
    monkeypatch.setattr("keyring.get_keyring", chain)
    assert find_keychain() is chest


def test_a_backend_that_cannot_be_loaded_is_no_keychain(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise RuntimeError("no bus")

    monkeypatch.setattr("keyring.get_keyring", broken)
    assert secrets.find_keychain() is None
