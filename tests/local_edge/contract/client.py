"""A client that remembers what it was told, as real ones do."""

from dataclasses import dataclass, field
from typing import Any, Self

import msgspec

from edge_studio.local_edge.scenario import Scenario
from tests.local_edge.contract import documented as shapes
from tests.local_edge.contract.checking import Said
from tests.local_edge.requests import DATASTREAM, ECID, ORGANISATION


@dataclass(slots=True)
class Client:
    """What a client keeps between its requests."""

    entries: dict[str, str] = field(default_factory=dict)
    ecids: list[str] = field(default_factory=lambda: [ECID])
    sessions: list[str] = field(default_factory=lambda: ["0" * 64])
    propositions: list[dict[str, Any]] = field(default_factory=list)
    datastreams: tuple[str, ...] = (DATASTREAM,)
    credentials: tuple[tuple[str, str], ...] = (("local-edge", "local-edge"),)
    """The ID and secret of each client that the scenario knows."""
    organisation: str = ORGANISATION
    tokens: list[dict[str, str]] = field(default_factory=list)
    """The headers of server calls with each token that was given."""

    @classmethod
    def of(cls, scenario: Scenario) -> Self:
        """One that knows what the scenario's clients know."""
        client = cls(organisation=scenario.organisation)
        if scenario.datastreams:
            client.datastreams = tuple(one.id for one in scenario.datastreams)
        if scenario.clients:
            client.credentials = tuple((one.id, one.secret) for one in scenario.clients)
        return client

    def learn(self, envelope: shapes.Envelope | None, said: Said) -> None:
        """Keep what an answer hands over."""
        if said.body.startswith(b'{"access_token"'):
            token = msgspec.json.decode(said.body, type=shapes.Token).access_token
            self.tokens.append(
                {
                    "authorization": f"Bearer {token}",
                    "x-api-key": self.credentials[0][0],
                    "x-gw-ims-org-id": self.organisation,
                }
            )
        for name, value in said.headers:
            if name == "set-cookie":
                key, _, rest = value.partition("=")
                self.entries[key] = rest.partition(";")[0]
        for handle in envelope.handle if envelope else ():
            match handle:
                case shapes.StateStore():
                    self.entries.update((entry.key, entry.value) for entry in handle.payload)
                case shapes.IdentityResult():
                    self.ecids.append(handle.payload[0].id)
                case shapes.MediaSession():
                    self.sessions.append(handle.payload[0].session_id)
                case shapes.Decisions():
                    self.propositions += [echo(proposition) for proposition in handle.payload]


def echo(proposition: shapes.Proposition) -> dict[str, Any]:
    """A proposition as a client reports it."""
    whole = msgspec.to_builtins(proposition)
    return {key: whole[key] for key in ("id", "scope", "scopeDetails") if key in whole}
