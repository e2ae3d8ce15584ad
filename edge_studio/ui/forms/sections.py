"""The cards of the composer as tables: adding a field is adding a row.

Places, types and closed lists are facts of Adobe's XDM schemas (web details, time-series behaviour) and of
its documentation of ``query``; labels, help and examples are ours.
"""

from collections.abc import Sequence

from edge_studio.edge.event_types import all_event_types
from edge_studio.ui.fields.spec import (
    Checks,
    Choice,
    Measure,
    Moment,
    Option,
    Section,
    Suggest,
    Switch,
    Text,
    TextList,
)


def _event_types() -> Sequence[Option]:
    return [Option(known.value, known.label, known.group) for known in all_event_types()]


IDENTITY = Section(
    "Identity",
    "/xdm/identityMap",
    "who the event belongs to",
    help="The visitor's IDs, each in its namespace; one of them is the primary one (xdm.identityMap).",
)

EVENT = Section(
    "Event",
    "/xdm",
    "what happened, and when",
    (
        Suggest(
            "Event type",
            "/eventType",
            "What happened. Standard values are offered; any text of your own is accepted.",
            "web.webpagedetails.pageViews",
            options=_event_types,
        ),
        Moment(
            "Timestamp",
            "/timestamp",
            "When it happened: the moment of sending, or a fixed time with its zone.",
            "2026-01-31T13:45:00.000Z",
        ),
    ),
)

WEB_PAGE = Section(
    "Web page",
    "/xdm/web/webPageDetails",
    "web.webPageDetails",
    (
        Text("URL", "/URL", "The page's usual address.", "https://www.example.com/shoes"),
        Text("Name", "/name", "The page's name for reports; need not be its title.", "home-demo-Home Page"),
        Text("Site section", "/siteSection", "The part of the site that the page belongs to.", "shoes"),
        Text("Server", "/server", "The usual name of the host that serves the page.", "www-1"),
        Text("View name", "/viewName", "The view's name within a single-page app.", "checkout", rare=True),
        Measure(
            "Page views",
            "/pageViews",
            'How many page views this event counts for, normally 1; written as {"value": 1}.',
            "1",
            rare=True,
        ),
        Switch("Home page", "/isHomePage", "Whether the site counts this as a start page.", rare=True),
        Switch("Error page", "/isErrorPage", "Whether the site counts this as an error page.", rare=True),
        Switch(
            "Pre-rendered",
            "/isPreRendered",
            "Whether the page was drawn before the visitor looked at it.",
            rare=True,
        ),
    ),
    help="The page that was looked at (web.webPageDetails).",
)

REFERRER = Section(
    "Referrer",
    "/xdm/web/webReferrer",
    "web.webReferrer",
    (
        Text("Referrer URL", "/URL", "The page that the visitor came from.", "https://www.google.com/"),
        Choice(
            "Referrer type",
            "/type",
            "What kind of page the visitor came from.",
            options=(
                Option("internal", "This site"),
                Option("external", "Another site"),
                Option("search_engine", "Search engine"),
                Option("typed_bookmarked", "Typed or bookmarked"),
                Option("email", "E-mail"),
                Option("social", "Social network"),
                Option("conversational_ai", "AI assistant"),
                Option("usenet", "Newsgroup"),
                Option("hard_drive", "File on disk"),
                Option("nojs", "Visitor without JavaScript"),
                Option("unknown", "Unknown"),
            ),
        ),
    ),
    help="Where the visitor came from (web.webReferrer).",
)

INTERACTION = Section(
    "Interaction",
    "/xdm/web/webInteraction",
    "web.webInteraction",
    (
        Text("Link name", "/name", "The link's name for reports.", "Sign up"),
        Text("Link URL", "/URL", "Where the click really leads.", "https://www.example.com/sign-up"),
        Choice(
            "Link type",
            "/type",
            "What kind of link was clicked.",
            options=(
                Option("other", "Other link"),
                Option("exit", "Exit link"),
                Option("download", "Download"),
            ),
        ),
        Text("Region", "/region", "The part of the page that the link stands in.", "header"),
        Measure(
            "Link clicks",
            "/linkClicks",
            'How many clicks this event counts for, normally 1; written as {"value": 1}.',
            "1",
        ),
    ),
    help="The link that was clicked (web.webInteraction).",
)

CUSTOM_DATA = Section(
    "Custom data",
    "/data",
    "event.data — free-form",
    help="Anything beside XDM, of any shape, for Target, Analytics or your own mapping (event.data).",
)

_PERSONALIZATION = "https://ns.adobe.com/personalization"
_OFFERS = "https://ns.adobe.com/experience/offer-management"

SCHEMAS = (
    Option(f"{_PERSONALIZATION}/html-content-item", "HTML offer"),
    Option(f"{_PERSONALIZATION}/json-content-item", "JSON offer"),
    Option(f"{_PERSONALIZATION}/default-content-item", "Default content"),
    Option(f"{_PERSONALIZATION}/redirect-item", "Redirect"),
    Option(f"{_PERSONALIZATION}/dom-action", "Change to the page (DOM action)"),
    Option(f"{_PERSONALIZATION}/measurement", "Measurement"),
    Option(f"{_PERSONALIZATION}/ruleset-item", "Rules run on the device"),
    Option(f"{_PERSONALIZATION}/message/in-app", "In-app message"),
    Option(f"{_PERSONALIZATION}/message/content-card", "Content card"),
    Option(f"{_PERSONALIZATION}/message/inbox", "Inbox message"),
    Option(f"{_OFFERS}/content-component-html", "Decisioning offer, HTML"),
    Option(f"{_OFFERS}/content-component-json", "Decisioning offer, JSON"),
    Option(f"{_OFFERS}/content-component-text", "Decisioning offer, text"),
    Option(f"{_OFFERS}/content-component-imagelink", "Decisioning offer, image"),
)

PERSONALIZATION = Section(
    "Personalization",
    "/query",
    "query — what to ask for",
    (
        TextList(
            "Scopes",
            "/personalization/decisionScopes",
            "The places to fill: mbox names, __view__ for the whole page, or encoded scopes; 30 at most.",
            "hero-banner",
            add="Known scope",
            options=(Option("__view__", "The whole page"),),
        ),
        TextList(
            "Surfaces",
            "/personalization/surfaces",
            "The places that Journey Optimizer fills, as addresses.",
            "web://www.example.com/#hero",
        ),
        TextList(
            "Schemas",
            "/personalization/schemas",
            "The kinds of content that you can show; Target needs at least one.",
            f"{_PERSONALIZATION}/html-content-item",
            add="Kind of content",
            options=SCHEMAS,
        ),
        Checks(
            "Visitor IDs",
            "/identity/fetch",
            "Which of the visitor's IDs the answer is to carry.",
            options=(
                Option("ECID", "Experience Cloud ID"),
                Option("CORE", "Audience Manager ID"),
            ),
        ),
    ),
    in_event=False,
    help="The offers, content and IDs that the answer is to carry (query).",
)

SECTIONS = (IDENTITY, EVENT, WEB_PAGE, REFERRER, INTERACTION, CUSTOM_DATA, PERSONALIZATION)
"""The cards in the order in which a person thinks."""
