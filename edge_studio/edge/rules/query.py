"""Rules about a query: what the answer is to bring back."""

from collections.abc import Iterator
from typing import Any, Final

from edge_studio.edge.repairs import Remove, SetValue, repair
from edge_studio.edge.rules.rule import Finding, Part, RuleTable, Severity, Site
from edge_studio.edge.scopes import MOST_SCOPES

QUERY: Final = RuleTable(Site.QUERY)

FETCHABLE: Final = ("ECID", "CORE")
"""The namespaces that can be fetched; others bring the warning EXEG-0303."""
PAGE_WIDE: Final = "__view__"
"""The scope of a whole page; its offers come as changes of the page's elements."""

_SCHEMAS: Final = "https://ns.adobe.com/personalization/"
DOM_ACTION: Final = f"{_SCHEMAS}dom-action"
COMMON_SCHEMAS: Final = tuple(
    f"{_SCHEMAS}{name}"
    for name in ("default-content-item", "html-content-item", "json-content-item", "redirect-item")
)
"""What a page usually can show; Target leaves out offers of a schema that is not asked for."""


def _texts(part: Part, section: str, name: str) -> list[Any]:
    """The list at ``query.<section>.<name>``; empty where there is none."""
    holder = part.value.get(section) if isinstance(part.value, dict) else None
    found = holder.get(name) if isinstance(holder, dict) else None
    return found if isinstance(found, list) else []


@QUERY.rule("query.fetch", severity=Severity.WARNING, prevents="EXEG-0303-200")
def only_fetchable_identities_are_fetched(part: Part) -> Iterator[Finding]:
    """Only ECID and CORE are asked for."""
    for index, code in enumerate(_texts(part, "identity", "fetch")):
        if isinstance(code, str) and code not in FETCHABLE:
            pointer = f"{part.pointer}/identity/fetch/{index}"
            upper = code.strip().upper()
            fix = repair(f"Write {upper}", SetValue(pointer, upper)) if upper in FETCHABLE else None
            yield Finding(
                pointer,
                f"The Edge Network hands out ECID and CORE only, not {code or 'an empty name'}.",
                f"Write {upper}." if fix else "Remove it.",
                fix,
            )


@QUERY.rule("query.schemas", severity=Severity.HINT)
def scopes_come_with_schemas(part: Part) -> Iterator[Finding]:
    """Who asks for scopes says which kinds of content can be shown."""
    scopes = _texts(part, "personalization", "decisionScopes")
    schemas = _texts(part, "personalization", "schemas")
    pointer = f"{part.pointer}/personalization/schemas"
    holder = part.value.get("personalization") if isinstance(part.value, dict) else None
    if scopes and not schemas:
        asked = [*COMMON_SCHEMAS, *([DOM_ACTION] if PAGE_WIDE in scopes else [])]
        usable = isinstance(holder, dict) and isinstance(holder.get("schemas", []), list)
        yield Finding(
            pointer,
            "Scopes without schemas: Target answers only with kinds of content that are asked for.",
            "Add the usual schemas.",
            repair("Add the usual schemas", SetValue(pointer, asked)) if usable else None,
        )
    elif PAGE_WIDE in scopes and DOM_ACTION not in schemas:
        yield Finding(
            pointer,
            f"{PAGE_WIDE} is asked for without the schema dom-action, as which its offers come.",
            "Add the schema.",
            repair("Add dom-action", SetValue(f"{pointer}/-", DOM_ACTION)),
        )


@QUERY.rule("query.scope-count", severity=Severity.WARNING)
def there_are_not_too_many_scopes(part: Part) -> Iterator[Finding]:
    """One request asks for at most 30 scopes."""
    count = len(_texts(part, "personalization", "decisionScopes"))
    if count > MOST_SCOPES:
        yield Finding(
            f"{part.pointer}/personalization/decisionScopes",
            f"{count} scopes are asked for; {MOST_SCOPES} are the most for one request.",
            "Ask for the others in a request of their own.",
        )


@QUERY.rule("query.duplicates", severity=Severity.WARNING)
def nothing_is_asked_for_twice(part: Part) -> Iterator[Finding]:
    """Each scope, surface and schema is asked for once."""
    for name in ("decisionScopes", "surfaces", "schemas"):
        seen = set()
        for index, value in enumerate(_texts(part, "personalization", name)):
            if not isinstance(value, str):
                continue
            pointer = f"{part.pointer}/personalization/{name}/{index}"
            if value in seen:
                yield Finding(
                    pointer,
                    f"{value or 'An empty text'} is asked for twice.",
                    "Remove one of the two.",
                    repair("Remove it", Remove(pointer)),
                )
            elif not value.strip():
                yield Finding(
                    pointer,
                    f"An entry of {name} is empty.",
                    "Fill it in or remove it.",
                    repair("Remove it", Remove(pointer)),
                )
            seen.add(value)
