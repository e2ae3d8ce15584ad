"""Which overrides of the datastream's configuration a request may carry, and what they switch off.

A value has to be declared in the datastream; a service can only be switched off (Adobe documentation).
"""

from collections.abc import Iterator
from typing import Any, Final

from edge_studio.local_edge.scenario import Overrides, Service

PLATFORM: Final = "com_adobe_experience_platform"
SERVICES: Final[dict[str, tuple[str, ...]]] = {
    PLATFORM: ("datasets",),
    "com_adobe_analytics": ("reportSuites",),
    "com_adobe_identity": ("idSyncContainerId",),
    "com_adobe_target": ("propertyToken",),
    "com_adobe_audience_manager": (),
    "com_adobe_launch_ssf": (),
}
"""The services by their key, with what of theirs can be declared (Adobe documentation)."""
PLATFORM_SERVICES: Final = (
    "com_adobe_edge_ode",
    "com_adobe_edge_segmentation",
    "com_adobe_edge_destinations",
    "com_adobe_edge_ajo",
)
_OURS: Final[dict[str, Service]] = {
    "com_adobe_analytics": "analytics",
    "com_adobe_target": "target",
    "com_adobe_audience_manager": "audienceManager",
    "com_adobe_edge_ode": "offerDecisioning",
    "com_adobe_edge_segmentation": "segmentation",
    "com_adobe_edge_destinations": "destinations",
    "com_adobe_edge_ajo": "journeyOptimizer",
}
"""How scenarios call the services that can be switched off."""
_PLATFORM_PARTS: Final[tuple[Service, ...]] = (
    "offerDecisioning",
    "segmentation",
    "destinations",
    "journeyOptimizer",
)


def override_problems(overrides: dict[str, Any], declared: Overrides) -> Iterator[str]:
    """What is not allowed of ``meta.configOverrides``, one sentence each."""
    for service, settings in overrides.items():
        path = f"$.meta.configOverrides.{service}"
        if service not in SERVICES:
            yield f"'{path}': there is no such service"
        elif not isinstance(settings, dict):
            yield f"'{path}' has to be an object"
        else:
            yield from _service(path, service, settings, declared)


def switched_off(overrides: dict[str, Any]) -> frozenset[Service]:
    """The services that allowed overrides switch off; without Experience Platform none of its parts is on."""
    off: set[Service] = set()
    for service, settings in overrides.items():
        if settings.get("enabled") is False:
            off.update(_PLATFORM_PARTS if service == PLATFORM else ())
            if service in _OURS:
                off.add(_OURS[service])
        if service == PLATFORM:
            off.update(_OURS[part] for part in PLATFORM_SERVICES if part in settings)
    return frozenset(off)


def _service(path: str, service: str, settings: dict[str, Any], declared: Overrides) -> Iterator[str]:
    for key, value in settings.items():
        place = f"{path}.{key}"
        if key == "enabled":
            if value is not False:
                yield f"'{place}': only false is accepted"
        elif key in SERVICES[service]:
            yield from _SETTINGS[key](place, value, declared)
        elif service == PLATFORM and key in PLATFORM_SERVICES:
            if value != {"enabled": False} or value["enabled"] is not False:
                yield f"'{place}': only {{\"enabled\": false}} is accepted"
        else:
            yield f"'{place}': there is no such setting"


def _report_suites(place: str, value: Any, declared: Overrides) -> Iterator[str]:
    if not isinstance(value, list) or not value or not all(isinstance(suite, str) for suite in value):
        yield f"'{place}' has to be a list of texts"
    elif unknown := [suite for suite in value if suite not in declared.report_suites]:
        yield _undeclared(place, ", ".join(unknown))


def _container(place: str, value: Any, declared: Overrides) -> Iterator[str]:
    if isinstance(value, bool) or not isinstance(value, int):
        yield f"'{place}' has to be a number"
    elif value not in declared.id_sync_container_ids:
        yield _undeclared(place, str(value))


def _property(place: str, value: Any, declared: Overrides) -> Iterator[str]:
    if not isinstance(value, str):
        yield f"'{place}' has to be a text"
    elif value not in declared.property_tokens:
        yield _undeclared(place, value)


def _datasets(place: str, value: Any, declared: Overrides) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"'{place}' has to be an object"
        return
    allowed = {"event": declared.event_datasets, "profile": declared.profile_datasets}
    for kind, dataset in value.items():
        id_ = dataset.get("datasetId") if isinstance(dataset, dict) else None
        if kind not in allowed:
            yield f"'{place}.{kind}': there is no such dataset"
        elif not isinstance(id_, str):
            yield f"'{place}.{kind}.datasetId' has to be a text"
        elif id_ not in allowed[kind]:
            yield _undeclared(f"{place}.{kind}.datasetId", id_)


def _undeclared(place: str, value: str) -> str:
    return f"'{place}': the value {value} is not declared in the datastream"


_SETTINGS: Final = {
    "datasets": _datasets,
    "reportSuites": _report_suites,
    "idSyncContainerId": _container,
    "propertyToken": _property,
}
