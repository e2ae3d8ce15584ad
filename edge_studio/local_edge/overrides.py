"""Which overrides of the datastream's configuration a request may carry.

A value has to be declared in the datastream (Adobe documentation). The datastreams of Local Edge declare
none, so that all that is left is to switch a service off.
"""

from collections.abc import Iterator
from typing import Any, Final

PLATFORM: Final = "com_adobe_experience_platform"
SERVICES: Final = {
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


def override_problems(overrides: dict[str, Any]) -> Iterator[str]:
    """What is not allowed of ``meta.configOverrides``, one sentence each."""
    for service, settings in overrides.items():
        path = f"$.meta.configOverrides.{service}"
        if service not in SERVICES:
            yield f"'{path}': there is no such service"
        elif not isinstance(settings, dict):
            yield f"'{path}' has to be an object"
        else:
            yield from _service(path, service, settings)


def _service(path: str, service: str, settings: dict[str, Any]) -> Iterator[str]:
    for key, value in settings.items():
        place = f"{path}.{key}"
        if key == "enabled":
            if value is not False:
                yield f"'{place}': only false is accepted"
        elif key in SERVICES[service]:
            if key == "idSyncContainerId" and (isinstance(value, bool) or not isinstance(value, int)):
                yield f"'{place}' has to be a number"
            else:
                yield f"'{place}': the value is not declared in the datastream"
        elif service == PLATFORM and key in PLATFORM_SERVICES:
            if value != {"enabled": False} or value["enabled"] is not False:
                yield f"'{place}': only {{\"enabled\": false}} is accepted"
        else:
            yield f"'{place}': there is no such setting"
