"""Why nothing may have come back for a scope or surface: small rules in a table, certain ones first."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from edge_studio.edge.handles import Answer
from edge_studio.edge.scopes import MOST_SCOPES, PAGE, normal_surface, tidy_surface
from edge_studio.edge.summary.contents import schema_name_of
from edge_studio.edge.summary.model import Offer, Reason
from edge_studio.edge.summary.question import Nature, Question, Wanted

_PROVIDERS: Final[dict[Nature, str]] = {
    "page": "Target",
    "name": "Target",
    "placed": "Offer Decisioning",
    "damaged": "Offer Decisioning",
    "surface": "Journey Optimizer",
}
_SWITCHES: Final[dict[str, tuple[str, ...]]] = {
    "Target": ("com_adobe_target",),
    "Offer Decisioning": ("com_adobe_edge_ode", "com_adobe_experience_platform"),
    "Journey Optimizer": ("com_adobe_edge_ajo", "com_adobe_experience_platform"),
}
"""The names of the services in ``meta.configOverrides`` (read from the Web SDK's source)."""
_SILENT: Final = {"collect": "collect", "set-consent": "set-consent", "acquire": "identity/acquire"}


@dataclass(frozen=True, slots=True)
class Situation:
    """What is known when a scope came back with nothing to show."""

    wanted: Wanted
    question: Question
    answer: Answer
    offers: Sequence[Offer]
    """What did come back: default content at most."""
    others: Sequence[str]
    """The scopes that did come back with offers."""
    has_decisions: bool
    """Whether any provider answered with decisions, be it with none."""
    is_opted_out: bool
    was_cut: bool
    """Whether there were more offers than were looked at."""

    @property
    def provider(self) -> str:
        """Who would answer it, in words."""
        return _PROVIDERS[self.wanted.nature]


Rule = Callable[[Situation], Iterator[Reason]]
_RULES: Final[list[Rule]] = []
_GUESSES: Final[list[Rule]] = []


def _rule(rule: Rule) -> Rule:
    _RULES.append(rule)
    return rule


def _guess(rule: Rule) -> Rule:
    _GUESSES.append(rule)
    return rule


def reasons_for(situation: Situation) -> tuple[Reason, ...]:
    """The reasons, proven ones first, then the likeliest; guesses only where nothing is proven."""
    found = [reason for rule in _RULES for reason in rule(situation)]
    found.sort(key=lambda reason: not reason.certain)
    if situation.offers:  # somebody answered, so nothing was wrong with how it was asked
        return tuple(reason for reason in found if reason.certain)
    if not any(reason.certain for reason in found):
        found += [reason for rule in _GUESSES for reason in rule(situation)]
    return tuple(found)


# --- what the answer or the request proves ---


@_rule
def the_service_failed(given: Situation) -> Iterator[Reason]:
    """An error names the service that would have answered."""
    for notice in given.answer.errors:
        if notice.service == given.provider:
            why = notice.short.removeprefix(f"{notice.service}: ").replace(". (", " (")
            yield Reason(f"{notice.service} failed: {why}.", notice.remedy, certain=True)
        elif notice.service == "edge segmentation":
            yield Reason(
                "Edge segmentation failed, so offers for audiences could not be chosen.", notice.remedy
            )
        elif not notice.service and notice.code.startswith("EXEG-02"):
            yield Reason(f"A service behind the Edge Network failed: {notice.short}.", notice.remedy)


@_rule
def the_visitor_has_opted_out(given: Situation) -> Iterator[Reason]:
    """Without consent the event is dropped and nothing is decided (Adobe documentation)."""
    if given.is_opted_out:
        yield Reason(
            "The visitor has not agreed to data collection, so nothing was decided.",
            "Send a consent of in (or collect y) for this visitor, then ask again.",
            certain=True,
        )


@_rule
def the_endpoint_brings_no_offers(given: Situation) -> Iterator[Reason]:
    """Only interact answers with decisions (Adobe documentation)."""
    name = _SILENT.get(given.question.endpoint)
    if name:
        yield Reason(
            f"It was asked on {name}, which never brings offers.", "Ask on interact instead.", certain=True
        )


@_rule
def the_service_was_switched_off(given: Situation) -> Iterator[Reason]:
    """The request itself switches services off by an override."""
    for name in _SWITCHES[given.provider]:
        if name in given.question.switched_off:
            yield Reason(
                f"The request switches {given.provider} off: meta.configOverrides.{name}.",
                "Leave that override out.",
                certain=True,
            )


@_rule
def default_content_came(given: Situation) -> Iterator[Reason]:
    """The provider answered, but only to keep what is there."""
    for offer in given.offers:
        if offer.is_default:
            yield Reason(
                f"{offer.provider or 'The provider'} answered with default content: this visitor is to see"
                " what the page has anyway.",
                "Look whether the visitor qualifies for an experience of the activity, or belongs to its"
                " control group.",
                certain=True,
            )
            return
        if not offer.contents:
            yield Reason(
                f"{offer.provider or 'The provider'} answered with an offer that holds nothing.",
                "Give the activity's experience a content.",
                certain=True,
            )
            return


# --- what is wrong with how it was asked ---


@_rule
def the_answer_is_broken(given: Situation) -> Iterator[Reason]:
    """What came is not all that was sent."""
    text = given.answer.json
    if text is not None and text.trouble is not None:
        yield Reason(
            f"The answer is not whole, so it may have been lost: {text.trouble.words.rstrip('.')}.",
            "Send again, and look at what stands between you and the Edge Network.",
        )


@_rule
def the_scope_is_damaged(given: Situation) -> Iterator[Reason]:
    """A scope of Offer Decisioning is base64 of JSON with two IDs (Adobe documentation)."""
    if given.wanted.nature == "damaged":
        yield Reason(
            "The scope looks like base64 of an Offer Decisioning scope, but does not decode to an"
            " activity and a placement.",
            "Copy the whole decision scope again; a character at its end is easily lost.",
        )


@_rule
def the_page_wants_changes(given: Situation) -> Iterator[Reason]:
    """The offers of a whole page come as changes of its elements."""
    wanted = given.wanted
    if wanted.nature == "page" and wanted.has_schemas and not _asks_for(wanted, "dom-action"):
        yield Reason(
            f"{PAGE} is asked for without the schema dom-action, as which its offers usually come.",
            "Add https://ns.adobe.com/personalization/dom-action to the schemas.",
        )


@_rule
def there_are_no_schemas(given: Situation) -> Iterator[Reason]:
    """Target leaves out every kind of content that is not asked for (Adobe documentation)."""
    if given.provider == "Target" and not given.wanted.has_schemas:
        yield Reason(
            "The request names no schemas, and Target brings only the kinds of content that are asked for.",
            "Add query.personalization.schemas with the usual kinds: HTML, JSON, default content.",
        )


_KINDS: Final[dict[Nature, tuple[tuple[str, str], ...]]] = {
    "name": (("html-content-item", "HTML"), ("json-content-item", "JSON"), ("redirect-item", "redirects")),
    "surface": (("html-content-item", "HTML"), ("json-content-item", "JSON")),
    "page": (("html-content-item", "HTML"), ("json-content-item", "JSON")),
    "placed": (
        ("content-component-html", "HTML"),
        ("content-component-json", "JSON"),
        ("content-component-text", "text"),
        ("content-component-imagelink", "images"),
    ),
}


@_rule
def its_kind_was_not_asked_for(given: Situation) -> Iterator[Reason]:
    """Schemas are named, but not all that offers of this provider come in."""
    wanted = given.wanted
    if not wanted.has_schemas:
        return
    lacking = [(name, words) for name, words in _KINDS.get(wanted.nature, ()) if not _asks_for(wanted, name)]
    if lacking:
        kinds = " or ".join(words for _, words in lacking)
        names = ", ".join(name for name, _ in lacking)
        yield Reason(
            f"An offer that delivers {kinds} is left out, since its schema is not asked for.",
            f"Add to the schemas: {names}.",
        )


def _asks_for(wanted: Wanted, name: str) -> bool:
    return any(schema_name_of(schema) == name for schema in wanted.schemas)


@_rule
def the_surface_is_written_unusually(given: Situation) -> Iterator[Reason]:
    """Journey Optimizer compares surfaces letter by letter with the normal form (read from the Web SDK)."""
    wanted = given.wanted
    tidy = tidy_surface(wanted.scope, wanted.page) if wanted.kind == "surface" else wanted.scope
    if tidy != wanted.scope:
        yield Reason("The surface is not in its normal form, and so matches none.", f"Ask for {tidy}.")


@_rule
def it_is_a_surface(given: Situation) -> Iterator[Reason]:
    """Surfaces and scopes have lists of their own."""
    if given.wanted.kind == "scope" and "://" in given.wanted.scope:
        yield Reason(
            "It is a surface, but asked for as a scope.", "Move it to query.personalization.surfaces."
        )
    elif given.wanted.kind == "surface" and "://" not in tidy_surface(given.wanted.scope, given.wanted.page):
        yield Reason(
            "It is asked for as a surface, but is no address such as web://shop.example/#hero.",
            "If it is a scope of Target, move it to query.personalization.decisionScopes.",
        )


@_rule
def it_is_written_otherwise(given: Situation) -> Iterator[Reason]:
    """A scope that came back is the same but for capitals and blanks."""
    folded = normal_surface(given.wanted.scope).strip().casefold()
    for other in given.others:
        if other != given.wanted.scope and normal_surface(other).strip().casefold() == folded:
            yield Reason(
                f"The answer has offers for {other}, which is written otherwise.", f"Ask for {other}."
            )
            return


@_rule
def too_much_was_asked(given: Situation) -> Iterator[Reason]:
    """One request asks for at most 30 scopes (Adobe documentation)."""
    scopes = sum(wanted.kind == "scope" for wanted in given.question.wanted)
    if scopes > MOST_SCOPES and given.wanted.kind == "scope":
        yield Reason(
            f"{scopes} scopes were asked for; {MOST_SCOPES} are the most for one request.",
            "Ask for the others in a request of their own.",
        )


# --- what is only likely ---


@_guess
def not_everything_was_looked_at(given: Situation) -> Iterator[Reason]:
    """The answer is so large that its last offers were only counted."""
    if given.was_cut:
        yield Reason(
            "The answer has more offers than are looked at here; it may stand further behind.",
            "Filter the tree by the scope.",
        )


@_guess
def nobody_qualified(given: Situation) -> Iterator[Reason]:
    """The usual reason, and a normal one."""
    if given.has_decisions:
        yield Reason(*_QUALIFICATION[given.provider])


@_guess
def the_datastream_lacks_the_service(given: Situation) -> Iterator[Reason]:
    """A service that is not part of the datastream is not asked."""
    yield Reason(
        f"The datastream may not have {given.provider} switched on, or in another sandbox or property.",
        f"Look at the services of the datastream: {given.provider} has to be among them.",
    )


@_guess
def nobody_qualified_either(given: Situation) -> Iterator[Reason]:
    """Where no provider spoke at all, qualification comes after the datastream."""
    if not given.has_decisions:
        yield Reason(*_QUALIFICATION[given.provider])


_QUALIFICATION: Final = {
    "Target": (
        "No live activity of Target delivers to this scope for this visitor: audience, schedule or traffic.",
        "Compare the scope with the activity's location, capitals too, and the visitor with its audience.",
    ),
    "Offer Decisioning": (
        "No offer fits this visitor: eligibility, dates or capping, and the decision has no fallback.",
        "Look at the decision's eligibility rules, and give it a fallback offer.",
    ),
    "Journey Optimizer": (
        "No live campaign delivers to this surface for this visitor: audience, dates or capping.",
        "Compare the surface with the campaign's, and the visitor with its audience.",
    ),
}
