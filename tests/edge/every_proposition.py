"""One proposition for every provider and every schema of an item, made by us after Adobe's documentation."""

from typing import Any

from tests.edge.encodings import at_id, base64_json, compact, scope

PERSONALIZATION = "https://ns.adobe.com/personalization/"
OFFERS = "https://ns.adobe.com/experience/offer-management/content-component-"
SURFACE = "web://shop.example/#hero"
CAMPAIGN = "8f1c2d3e-4b5a-4697-8879-6a5b4c3d2e1f"
ACTION = "0a9b8c7d-6e5f-4d3c-a2b1-c0d9e8f7a6b5"
DOM_ACTIONS = (
    "setHtml",
    "customCode",
    "setText",
    "setAttribute",
    "setImageSource",
    "setStyle",
    "move",
    "resize",
    "rearrange",
    "remove",
    "insertBefore",
    "insertAfter",
    "replaceHtml",
    "prependHtml",
    "appendHtml",
    "click",
    "collectInteractions",
)

Item = dict[str, Any]
Proposition = dict[str, Any]


def item(schema: str, data: Any = None, **members: Any) -> Item:
    """One item with this schema."""
    content = {} if data is None else {"data": data}
    return {"id": "88021", "schema": schema, **members, **content}


def dom_action(kind: str = "setHtml", content: Any = "<b>Spring</b>") -> Item:
    """A change of one element of the page."""
    data = {
        "type": kind,
        "format": "application/vnd.adobe.target.dom-action",
        "selector": "#hero > h1",
        "prehidingSelector": "#hero",
        "content": content,
    }
    return item(PERSONALIZATION + "dom-action", data)


def _rules() -> dict[str, Any]:
    condition = {"type": "matcher", "definition": {"key": "page", "matcher": "eq", "values": ["home"]}}
    detail = {"schema": PERSONALIZATION + "message/in-app", "data": {"content": "<p>Hi</p>"}}
    consequence = {"id": "1", "type": "schema", "detail": detail}
    return {"version": 1, "rules": [{"condition": condition, "consequences": [consequence]}]}


def _message(content: Any) -> dict[str, Any]:
    return {
        "contentType": "application/json",
        "content": content,
        "publishedDate": 1777893730,
        "expiryDate": 1780485730,
        "meta": {"surface": SURFACE},
    }


def every_item() -> dict[str, Item]:
    """One item for every schema, by the last part of its name."""
    names = {"activity.name": "Spring hero", "experience.name": "B", "offer.name": "hero-b"}
    offer = {
        "id": "xcore:personalized-offer:15c",
        "language": ["en-us"],
        "characteristics": {"region": "emea"},
    }
    card = {
        "title": {"content": "Spring"},
        "body": {"content": "20 % off"},
        "actionUrl": "https://shop.example",
    }
    alert = {"title": "Hello", "body": "Welcome back", "defaultButton": "OK"}
    html = {"id": "88021", "format": "text/html", "content": "<h2>Hello gold member</h2>"}
    nested = {"format": "application/json", "content": compact({"cta": "Try"})}
    image = {**offer, "format": "image/png", "deliveryURL": "https://images.example/hero.png"}
    found = {
        "html-content-item": item(PERSONALIZATION + "html-content-item", html, meta=names),
        "json-content-item": item(PERSONALIZATION + "json-content-item", nested),
        "default-content-item": item(PERSONALIZATION + "default-content-item"),
        "dom-action": dom_action(),
        "redirect-item": item(
            PERSONALIZATION + "redirect-item", {"type": "redirect", "content": "https://shop.example/spring"}
        ),
        "measurement": item(PERSONALIZATION + "measurement", {"type": "click", "selector": "#buy"}),
        "ruleset-item": item(PERSONALIZATION + "ruleset-item", _rules()),
        "message/in-app": item(PERSONALIZATION + "message/in-app", _message("<html><p>Hi</p></html>")),
        "message/content-card": item(PERSONALIZATION + "message/content-card", _message(card)),
        "message/feed-item": item(PERSONALIZATION + "message/feed-item", _message(card)),
        "message/inbox": item(PERSONALIZATION + "message/inbox", _message({"heading": "Yours"})),
        "message/native-alert": item(PERSONALIZATION + "message/native-alert", _message(alert)),
        "eventHistoryOperation": item(
            PERSONALIZATION + "eventHistoryOperation", {"operation": "insert", "content": {"iam.id": "7"}}
        ),
        "content-component-html": item(OFFERS + "html", {**offer, "content": "<em>Offer</em>"}, etag="7"),
        "content-component-json": item(OFFERS + "json", {**offer, "content": '{"cta":"Try"}'}, etag="7"),
        "content-component-text": item(OFFERS + "text", {**offer, "content": "20 % off"}, etag="7"),
        "content-component-imagelink": item(OFFERS + "imagelink", image, etag="7"),
        "of-another-kind": item("https://ns.example.com/of-another-kind", {"anything": True}),
    }
    return {name: {**one, "id": f"{88021 + at}"} for at, (name, one) in enumerate(found.items())}


def target(scope: str = "hero-banner", *items: Item) -> Proposition:
    """A proposition of Target's."""
    details = {
        "decisionProvider": "TGT",
        "activity": {"id": "410017"},
        "experience": {"id": "1"},
        "strategies": [{"algorithmID": "0", "trafficType": "0", "step": "display"}],
        "characteristics": {"eventToken": "c2FtcGxlLXRva2Vu", "analyticsToken": "410017:1:0|2,410017:1:0|1"},
        "correlationID": "410017:1:0",
    }
    shown = items or (every_item()["html-content-item"],)
    return {"id": at_id(), "scope": scope, "scopeDetails": details, "items": list(shown)}


def target_view(view: str = "cart") -> Proposition:
    """A proposition of Target's for a view of a single-page application."""
    one = target(view, dom_action(), dom_action("setText", "Your basket"))
    details = one["scopeDetails"]
    return {
        **one,
        "scopeDetails": {**details, "characteristics": {**details["characteristics"], "scopeType": "view"}},
    }


def event_token() -> str:
    """What Journey Optimizer wants back with every display and click."""
    return base64_json(
        {
            "messageExecution": {
                "messageExecutionID": "77aa0c1d-0",
                "messageID": "5c4d3e2f",
                "messageType": "marketing",
                "campaignID": CAMPAIGN,
                "campaignVersionID": "2c3d",
                "campaignActionID": ACTION,
            },
            "messageProfile": {"channel": {"_id": "https://ns.adobe.com/xdm/channels/web"}},
        }
    )


def sub_propositions() -> str:
    """The decisions of Experience Decisioning inside a proposition of Journey Optimizer's."""
    chosen = {
        "id": "dps:offer:77",
        "name": "Gold offer",
        "score": 0.9,
        "itemSelection": {"rank": 1},
        "token": "aX",
    }
    details = {"decisionProvider": "EXD", "activity": {"id": "dps:strategy:12", "name": "Best offer"}}
    return base64_json([{"id": "4b6e", "scope": SURFACE, "scopeDetails": details, "items": [chosen]}])


def journey(surface: str = SURFACE, *items: Item, sub: bool = False) -> Proposition:
    """A proposition of Journey Optimizer's for a surface."""
    characteristics = {"eventToken": event_token()}
    if sub:
        characteristics["subPropositions"] = sub_propositions()
    activity = {"id": f"{CAMPAIGN}#{ACTION}", "priority": 0, "matchedSurfaces": [surface]}
    details = {
        "decisionProvider": "AJO",
        "correlationID": "77aa0c1d-0",
        "characteristics": characteristics,
        "rank": 1,
        "activity": activity,
    }
    shown = items or (every_item()["json-content-item"],)
    id = "4b6e1a2b-3c4d-4e5f-8a9b-0c1d2e3f4a5b"
    return {"id": id, "scope": surface, "scopeDetails": details, "items": list(shown)}


def decisioning(*items: Item) -> Proposition:
    """A proposition of Offer Decisioning's: its scope is base64, and it has no ``scopeDetails``."""
    shown = items or (every_item()["content-component-json"],)
    return {
        "id": "0c9d8e7f-6a5b-4c3d-9e2f-1a0b9c8d7e6f",
        "scope": scope(),
        "activity": {"id": "xcore:offer-activity:15a", "etag": "3"},
        "placement": {"id": "xcore:offer-placement:15b", "etag": "1"},
        "items": list(shown),
    }


def experience_decisioning() -> Proposition:
    """A proposition that names Experience Decisioning itself as its provider."""
    one = journey(SURFACE, every_item()["json-content-item"])
    details = {
        **one["scopeDetails"],
        "decisionProvider": "EXD",
        "strategies": [{"strategyID": "12", "treatmentID": "a"}],
    }
    return {**one, "scopeDetails": details}


def every_proposition() -> dict[str, Proposition]:
    """One proposition for every provider, then one for every schema that they do not show."""
    messages = {name: one for name, one in every_item().items() if name.startswith("message/")}
    offers = {name: one for name, one in every_item().items() if name.startswith("content-component")}
    found = {
        "TGT": target(),
        "TGT view": target_view(),
        "TGT __view__": target("__view__", *(dom_action(kind) for kind in DOM_ACTIONS)),
        "TGT nothing": target("footer", every_item()["default-content-item"]),
        "AJO": journey(),
        "AJO sub": journey("web://shop.example/#offers", sub=True),
        "ODE": decisioning(*offers.values()),
        "EXD": experience_decisioning(),
    }
    found |= {
        f"AJO {name}": journey(f"mobileapp://shop.example/{name}", one) for name, one in messages.items()
    }
    shown = {"html-content-item", "json-content-item", "default-content-item", "dom-action"}
    rest = {name: one for name, one in every_item().items() if name not in {*shown, *messages, *offers}}
    return found | {f"TGT {name}": target(name, one) for name, one in rest.items()}
