"""One request to the Edge Network taken apart: what every check and every service looks at."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from edge_studio.edge.exchange import ApiVersion
from edge_studio.local_edge.messages import Request
from edge_studio.local_edge.routes import Route
from edge_studio.local_edge.scenario import Datastream, Scenario
from edge_studio.local_edge.state import State

_ORGANISATION: Final = re.compile(r"kndctr_([0-9A-Za-z]+)_AdobeOrg_")


@dataclass(frozen=True)
class Hit:
    """A request whose body is a JSON object, with everything it is judged by."""

    request: Request
    scenario: Scenario
    state: State
    route: Route
    request_id: str
    body: dict[str, Any]

    @property
    def version(self) -> ApiVersion:
        """The dialect of the address."""
        return self.route.version

    @cached_property
    def datastream(self) -> str:
        """The datastream ID in the address, empty where there is none."""
        return self.request.parameter(self.datastream_parameter)

    @property
    def datastream_parameter(self) -> str:
        """How this version calls the parameter of the datastream."""
        return "configId" if self.version is ApiVersion.V1 else "dataStreamId"

    @property
    def is_named_datastream(self) -> bool:
        """Whether the scenario names the datastream."""
        return self._named is not None

    @cached_property
    def _named(self) -> Datastream | None:
        """Named with its environment, or else without it: our choice."""
        wanted = self.datastream.lower()
        known = {one.id.lower(): one for one in self.scenario.datastreams}
        return known.get(wanted) or known.get(wanted.partition(":")[0])

    @cached_property
    def configuration(self) -> Datastream:
        """What the scenario says of the datastream; one that it does not name has everything."""
        return self._named or Datastream(self.datastream or "none")

    @cached_property
    def is_server_call(self) -> bool:
        """Whether the request counts as one from server to server.

        Local Edge has one address for all hosts, so an ``Authorization`` header decides: our choice.
        """
        return bool(self.request.header("authorization"))

    @cached_property
    def organisation(self) -> str:
        """The IMS organisation: the one that the request's own state entries name, or the datastream's.

        What the body names counts before the cookies, which may be left from another site at the same host.
        """
        for key in (*self._stated, *self.cookies):
            if match := _ORGANISATION.match(key):
                return f"{match[1]}@AdobeOrg"
        return self.configuration.organisation or self.scenario.organisation

    def key(self, name: str) -> str:
        """The key of a state entry, such as ``kndctr_…_AdobeOrg_cluster``."""
        return f"kndctr_{self.organisation.replace('@', '_')}_{name}"

    @cached_property
    def cookies(self) -> dict[str, str]:
        """The cookies by name, values as they came."""
        return self.request.cookies()

    @cached_property
    def entries(self) -> dict[str, str]:
        """The client's state by key: ``meta.state.entries``, before them the cookies."""
        found = {key: value for key, value in self.cookies.items() if key.startswith("kndctr_")}
        return found | self._stated

    @cached_property
    def _stated(self) -> dict[str, str]:
        entries = at(self.body, "meta", "state", "entries")
        return {
            entry["key"]: str(entry.get("value", ""))
            for entry in (entries if isinstance(entries, list) else ())
            if isinstance(entry, dict) and isinstance(entry.get("key"), str)
        }

    @property
    def is_first_party(self) -> bool:
        """Whether cookies can be written: they are enabled, and the host belongs to ``meta.state.domain``."""
        state = at(self.body, "meta", "state")
        if at(state, "cookiesEnabled") is not True:
            return False
        domain = str(at(state, "domain") or "").lower().strip(".")
        host = self.request.header("host").lower()
        host = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
        return bool(domain) and (host == domain or host.endswith(f".{domain}"))

    def events(self) -> Iterator[tuple[str, Any]]:
        """Each event with its JSONPath."""
        return iter(self._events)

    @cached_property
    def _events(self) -> tuple[tuple[str, Any], ...]:
        return tuple(self._find_events())

    def _find_events(self) -> Iterator[tuple[str, Any]]:
        if self.version is ApiVersion.V2 and self.route.action == "interact":
            yield "$.event", self.body.get("event")
            return
        events = self.body.get("events")
        for index, event in enumerate(events if isinstance(events, list) else ()):
            yield f"$.events[{index}]", event

    def identity_maps(self) -> Iterator[tuple[int, str, Any]]:
        """Each identity map with the number of its event and its JSONPath.

        v1 has one for all events in ``xdm``; setting the consent has it at the top of the body.
        """
        return iter(self._identity_maps)

    @cached_property
    def _identity_maps(self) -> tuple[tuple[int, str, Any], ...]:
        return tuple(self._find_identity_maps())

    def _find_identity_maps(self) -> Iterator[tuple[int, str, Any]]:
        if self.route.action == "set-consent":
            shared = self.body.get("identityMap")
            if shared is not None:
                yield 0, "$.identityMap", shared
            return
        if self.version is ApiVersion.V1:
            shared = at(self.body, "xdm", "identityMap")
            if shared is not None:
                yield 0, "$.xdm.identityMap", shared
        for index, (path, event) in enumerate(self.events()):
            found = at(event, "xdm", "identityMap")
            if found is not None:
                yield index, f"{path}.xdm.identityMap", found

    def identities(self, namespace: str) -> Iterator[str]:
        """The IDs given in a namespace, those for all events first; only sound ones once checked."""
        for _, _, identity_map in self.identity_maps():
            for identity in identity_map.get(namespace, ()):
                yield identity["id"]

    def all_identities(self) -> Iterator[tuple[str, str]]:
        """Every namespace and ID that is given; only sound ones once checked."""
        for _, _, identity_map in self.identity_maps():
            for namespace, identities in identity_map.items():
                for identity in identities:
                    yield namespace, identity["id"]

    def queries(self) -> Iterator[tuple[int, str, Any]]:
        """Each ``query`` with the number of the event it is for and its JSONPath.

        The one at the top is for the first event: our choice, since interact normally carries one event.
        """
        return iter(self._queries)

    @cached_property
    def _queries(self) -> tuple[tuple[int, str, Any], ...]:
        return tuple(self._find_queries())

    def _find_queries(self) -> Iterator[tuple[int, str, Any]]:
        if self.body.get("query") is not None:
            yield 0, "$.query", self.body["query"]
        for index, (path, event) in enumerate(self.events()):
            if isinstance(event, dict) and event.get("query") is not None:
                yield index, f"{path}.query", event["query"]


def at(value: Any, *keys: str) -> Any:
    """The member reached by ``keys``, None where something on the way is absent or no object."""
    for key in keys:
        if not isinstance(value, dict):
            return None
        value = value.get(key)
    return value
