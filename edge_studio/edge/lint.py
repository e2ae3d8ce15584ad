"""Everything that can be said about a request before it is sent.

Checking happens at each keystroke: what a part of the request was found to hold is remembered by the part's
text, so that only what was changed is looked at again.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final
from weakref import ref

from edge_studio.edge.exchange import ApiVersion
from edge_studio.edge.places import event_pointers
from edge_studio.edge.repairs import Fix
from edge_studio.edge.rules.fields import empties, misspelled, misspelled_name, misspelling
from edge_studio.edge.rules.rule import Finding, LintContext, Part, Severity, Site
from edge_studio.edge.rules.table import RULES
from edge_studio.edge.schemas import Shapes, shapes
from edge_studio.edge.wording import field_name, lower_first
from edge_studio.jsontext.document import JsonDocument, JsonNode
from edge_studio.jsontext.pointer import child, last

__all__ = ["Fix", "LintContext", "Linter", "Problem", "Severity"]

_MOST: Final = 50
"""Problems told of one part of a request; more of them are counted only."""
_RANK: Final = {severity: rank for rank, severity in enumerate(Severity)}
_SCALARS: Final = {"timestamp": Site.TIMESTAMP, "eventType": Site.EVENT_TYPE}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, or worth knowing, about a request."""

    rule: str
    severity: Severity
    pointer: str
    """The field, which need not exist: it may be one that is missing."""
    message: str
    advice: str = ""
    code: str = ""
    """The error code that the Edge Network would answer with, such as ``EXEG-0306-400``."""
    fix: Fix | None = None
    """A certain repair; none while the JSON is broken."""


Problems = tuple[Problem, ...]


class Linter:
    """Checks requests and remembers what it found; one of them serves one document at a time best."""

    def __init__(self) -> None:
        self._shapes: Shapes | None = None
        self._document: Callable[[], JsonDocument | None] = lambda: None
        self._state: tuple[LintContext, bool] | None = None
        self._seen: dict[tuple[str, str], tuple[str, Problems]] = {}
        self._items: dict[str, dict[str, tuple[Finding, ...]]] = {}

    def warm_up(self) -> None:
        """Load the JSON Schemas; until then only the hand-written rules are asked.

        It takes about a tenth of a second and may be called in another thread.
        """
        self._shapes = shapes()

    @property
    def is_warm(self) -> bool:
        """Whether the JSON Schemas are loaded."""
        return self._shapes is not None

    def check(self, document: JsonDocument, context: LintContext) -> list[Problem]:
        """Every problem, the worst first; while the JSON is broken, those of the parts that can be read."""
        self._begin(document, context)
        found: list[Problem] = []
        syntax = document.syntax_problem
        root = document.root
        if syntax is not None:
            found.append(
                Problem(
                    "json.syntax",
                    Severity.ERROR,
                    document.pointer_at(syntax.offset),
                    f"Broken JSON in line {syntax.line}, column {syntax.column}: {syntax.message}.",
                    "Mend this place first.",
                    "EXEG-0101-400",
                )
            )
        elif root is not None:
            found.extend(self._structure(document, root, context))
        check = _Check(self, document, context, self._shapes, syntax is not None)
        found.extend(check.body())
        if syntax is not None:
            found = [problem if problem.fix is None else replace(problem, fix=None) for problem in found]
        found.sort(key=_rank)
        return found

    def _begin(self, document: JsonDocument, context: LintContext) -> None:
        """Forget everything that was found in another document or under other circumstances."""
        state = (context, self._shapes is not None)
        if self._document() is not document or self._state != state or len(self._seen) > 5000:
            self._document = ref(document)
            self._state = state
            self._seen = {}
            self._items = {}

    @staticmethod
    def _structure(document: JsonDocument, root: JsonNode, context: LintContext) -> Iterator[Problem]:
        part = Part(document, "", root, context)
        for rule in RULES[Site.STRUCTURE]:
            for finding in rule.check(part):
                yield _problem(rule.id, rule.severity, rule.prevents, finding, document)

    def recall(
        self, kind: str, pointer: str, node: JsonNode, make: Callable[[], Problems | None]
    ) -> Problems:
        """What was found at a pointer, made anew where its text is another; None is not remembered."""
        key = (kind, pointer)
        raw = node.raw
        seen = self._seen.get(key)
        if seen is not None and seen[0] == raw:
            return seen[1]
        made = make()
        if made is None:
            return ()
        self._seen[key] = (raw, made)
        return made

    def recall_items(
        self, pointer: str, items: Iterable[JsonNode], make: Callable[[JsonNode], tuple[Finding, ...]]
    ) -> Iterator[Finding]:
        """What was found in the items of a list, each remembered by its text wherever it stands in it."""
        before = self._items.get(pointer, {})
        now: dict[str, tuple[Finding, ...]] = {}
        for index, item in enumerate(items):
            raw = item.raw
            findings = before.get(raw)
            if findings is None:
                findings = now.get(raw)
            if findings is None:
                findings = make(item)
            now[raw] = findings
            if findings:
                yield from (_below(finding, f"/{index}") for finding in findings)
        self._items[pointer] = now


class _Check:
    """One run over one document: finds the parts and asks the rules that read them."""

    def __init__(
        self,
        linter: Linter,
        document: JsonDocument,
        context: LintContext,
        known: Shapes | None,
        broken: bool,
    ) -> None:
        self._linter = linter
        self._document = document
        self._context = context
        self._shapes = known
        self._broken = broken

    def body(self) -> Iterator[Problem]:
        """The problems of every part, in the order of the parts."""
        context = self._context
        if context.version is ApiVersion.V1:
            yield from self._part("xdm", "/xdm", self._xdm)
        for event in event_pointers(self._document, context.version):
            yield from self._part("event", event, self._event)
        yield from self._part("query", "/query", self._query)
        yield from self._part("meta", "/meta", self._meta)

    def _part(
        self, kind: str, pointer: str, make: Callable[[str, JsonNode], Iterator[Problem]]
    ) -> Iterator[Problem]:
        """The problems of one part; parts around a broken place are looked at but not remembered."""
        node = self._document.node(pointer)
        if node is None or (kind not in _LEAVES and node.kind != "object"):
            return

        def made() -> Problems | None:
            if not self._broken:
                return _capped(list(make(pointer, node)), pointer)
            if not node.is_broken:
                return _capped(list(make(pointer, node)), pointer)
            if kind not in _LEAVES:
                partly.extend(make(pointer, node))
            return None

        partly: list[Problem] = []
        yield from self._linter.recall(kind, pointer, node, made)
        yield from partly

    def _event(self, pointer: str, node: JsonNode) -> Iterator[Problem]:
        if not self._broken:
            yield from self._rules(Site.EVENT, pointer, node)
        yield from self._part("xdm", f"{pointer}/xdm", self._xdm)
        if self._context.version is ApiVersion.V1:
            yield from self._part("query", f"{pointer}/query", self._query)

    def _xdm(self, pointer: str, node: JsonNode) -> Iterator[Problem]:
        names = list(dict.fromkeys(member.key for member in node.members()))
        known = self._shapes.schema_of("xdm").get("properties", {}) if self._shapes else {}
        for name in names:
            meant = misspelled_name(name, known)
            if meant is not None:
                finding = misspelling(child(pointer, name), name, meant, taken=meant in names)
                yield _problem("", Severity.WARNING, "", finding, self._document)
            if name != "data":  # another rule says that it is misplaced
                yield from self._part("member", child(pointer, name), self._member)

    def _member(self, pointer: str, node: JsonNode) -> Iterator[Problem]:
        name = last(pointer)
        site = Site.IDENTITY_MAP if name == "identityMap" else _SCALARS.get(name)
        yield from self._rules(site, pointer, node)
        section = f"xdm/{name}"
        known = self._shapes
        if known is not None and node.kind == "array" and known.has(f"{section}/-"):
            make = partial(self._item, f"{section}/-")
            findings = self._linter.recall_items(pointer, node.items(), make)
        else:
            findings = self._shape(section, node.value(), emptiness=site is None)
        yield from self._objections(findings, pointer, "")

    def _item(self, section: str, node: JsonNode) -> tuple[Finding, ...]:
        return tuple(self._shape(section, node.value(), emptiness=True))

    def _query(self, pointer: str, node: JsonNode) -> Iterator[Problem]:
        yield from self._rules(Site.QUERY, pointer, node)
        yield from self._objections(self._shape("query", node.value()), pointer, "EXEG-0102-400")

    def _meta(self, pointer: str, node: JsonNode) -> Iterator[Problem]:
        yield from self._objections(self._shape("meta", node.value()), pointer, "EXEG-0102-400")

    def _rules(self, site: Site | None, pointer: str, node: JsonNode) -> Iterator[Problem]:
        if site is None:
            return
        part = Part(self._document, pointer, node, self._context)
        for rule in RULES[site]:
            for finding in rule.check(part):
                yield _problem(rule.id, rule.severity, rule.prevents, finding, self._document)

    def _shape(self, section: str, value: Any, *, emptiness: bool = False) -> Iterator[Finding]:
        """What the schema, the spelling of names and empty values give rise to, relative to the section."""
        objected = set()
        if self._shapes is not None:
            for finding in self._shapes.check(section, value):
                objected.add(finding.pointer)
                yield finding
            yield from misspelled(value, self._shapes.schema_of(section), self._shapes)
        if emptiness:
            name = section.removesuffix("/-").rpartition("/")[2]
            yield from (found for found in empties(value, "", name) if found.pointer not in objected)

    def _objections(self, findings: Iterable[Finding], pointer: str, code: str) -> Iterator[Problem]:
        for finding in findings:
            moved = _below(finding, pointer)
            yield _problem("shape", Severity.WARNING, code, moved, self._document)


_LEAVES: Final = frozenset(("member", "query", "meta"))


def _below(finding: Finding, pointer: str) -> Finding:
    """A finding whose pointers were relative to ``pointer``."""
    fix = finding.repair.below(pointer) if finding.repair else None
    return replace(finding, pointer=pointer + finding.pointer, repair=fix)


def _problem(rule: str, severity: Severity, code: str, finding: Finding, document: JsonDocument) -> Problem:
    fix = Fix(finding.repair.label, finding.repair, document) if finding.repair else None
    return Problem(
        finding.rule or rule,
        finding.severity or severity,
        finding.pointer,
        finding.message,
        finding.advice,
        finding.code or code,
        fix,
    )


def _capped(problems: list[Problem], pointer: str) -> Problems:
    """At most so many problems of one part, the worst of them, and one that counts the others."""
    if len(problems) <= _MOST + 1:
        return tuple(problems)
    problems.sort(key=_rank)
    rest = problems[_MOST:]
    name = lower_first(field_name(last(pointer))) if pointer else "this part"
    more = Problem("more", rest[0].severity, pointer, f"{len(rest):,} more problems in {name}.")
    return (*problems[:_MOST], more)


def _rank(problem: Problem) -> int:
    return _RANK[problem.severity]
