"""What Experience Platform and Audience Manager activate with an answer: segments, cookies, addresses."""

from typing import Any

from edge_studio.edge.trace import TraceEvent
from edge_studio.local_edge.case import Case, Effect
from edge_studio.local_edge.scenario import CookieDestination, PullDestination, UrlDestination

_SEGMENTATION = "com.adobe.experience_platform.edge_segmentation"


def activate(case: Case) -> Effect:
    """What the destinations of the scenario get for this visitor.

    Custom personalization is in one handle for all destinations, and has attributes only on authenticated
    calls; cookies and addresses have a handle each (Adobe documentation and captures). Nobody who opted out
    is activated.
    """
    if not case.hit.scenario.destinations or case.profile.consent == "out":
        return Effect()
    handles: list[dict[str, Any]] = []
    if {"segmentation", "destinations"} <= case.services and (pulled := _pulled(case)):
        handles.append({"type": "activation:pull", "eventIndex": 0, "payload": pulled})
    if "audienceManager" in case.services:
        handles.extend(
            {"type": "activation:push", "payload": pushed}
            for pushed in (_cookies(case), _urls(case))
            if pushed
        )
    return Effect(tuple(handles), trace=(_step(case),))


def _is_for(case: Case, audience: str) -> bool:
    return not audience or audience in case.profile.audiences


def _pulled(case: Case) -> list[dict[str, Any]]:
    namespaces = {audience.id: audience.namespace for audience in case.hit.scenario.audiences}
    unlisted = sorted(case.profile.audiences - namespaces.keys())
    segments = [
        {"id": id_, "namespace": namespaces.get(id_, "ups")}
        for id_ in (*namespaces, *unlisted)
        if id_ in case.profile.audiences
    ]
    pulled: list[dict[str, Any]] = []
    for destination in case.hit.scenario.destinations:
        if isinstance(destination, PullDestination) and _is_for(case, destination.audience):
            one: dict[str, Any] = {
                "type": "profileLookup",
                "destinationId": destination.id,
                "alias": destination.alias,
            }
            if case.hit.is_server_call:  # the credentials of a good hit were checked
                attributes = case.profile.attributes
                one["attributes"] = {
                    name: {"value": attributes[name]} for name in destination.attributes if name in attributes
                }
            only = destination.audience
            one["segments"] = [segment for segment in segments if not only or segment["id"] == only]
            pulled.append(one)
    return pulled


def _cookies(case: Case) -> list[dict[str, Any]]:
    return [
        {
            "type": "cookie",
            "spec": {
                "name": destination.name,
                "value": destination.value,
                "domain": destination.domain,
                "ttlDays": destination.ttl_days,
            },
        }
        for destination in case.hit.scenario.destinations
        if isinstance(destination, CookieDestination) and _is_for(case, destination.audience)
    ]


def _urls(case: Case) -> list[dict[str, Any]]:
    return [
        {
            "type": "url",
            "id": destination.id,
            "spec": {
                "url": destination.url,
                "hideReferrer": destination.hide_referrer,
                "ttlMinutes": destination.ttl_minutes,
            },
        }
        for destination in case.hit.scenario.destinations
        if isinstance(destination, UrlDestination) and _is_for(case, destination.audience)
    ]


def _step(case: Case) -> TraceEvent:
    names = [
        audience.name or audience.id
        for audience in case.hit.scenario.audiences
        if audience.id in case.profile.audiences
    ]
    said = f"In the audiences {', '.join(names)}" if names else "In no audience"
    return TraceEvent(_SEGMENTATION, "segmentation", (said,))
