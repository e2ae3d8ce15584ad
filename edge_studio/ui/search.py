"""Finding and replacing in a text, in UTF-16 code units and safe from patterns that would never end."""

import re
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRegularExpression

from edge_studio.jsontext.edits import TextEdit

MOST: Final = 20_000
"""Matches that are looked for; more are no use to a person."""
_REFERENCE: Final = re.compile(r"\\(\\|n|t|[0-9])|\$([0-9])")
_LONE: Final = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Match:
    """One place that was found: its offsets and the texts of its groups, the whole first."""

    start: int
    end: int
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Search:
    """What to look for: a text, or a regular expression in Perl's spelling."""

    wanted: str
    case: bool = False
    expression: bool = False

    def problem(self) -> str:
        """Why the expression cannot be read, empty where it can."""
        pattern = self._pattern()
        if not self.expression or pattern.isValid():
            return ""
        return f"{pattern.errorString()} (at character {pattern.patternErrorOffset() + 1})"

    def matches(self, text: str) -> list[Match]:
        """The places where it stands in the text, at most :data:`MOST`; none for an empty or unreadable
        search.

        An expression that would take for ever is given up by Qt's engine and finds nothing more.
        """
        pattern = self._pattern()
        if not self.wanted or not pattern.isValid():
            return []
        if not text.isascii():
            text = _LONE.sub("\ufffd", text)  # lone surrogates would be dropped, and shift what follows
        found: list[Match] = []
        place = pattern.globalMatch(text)
        while place.hasNext() and len(found) < MOST:
            match = place.next()
            if match.capturedLength() > 0:
                groups = tuple(match.capturedTexts())
                found.append(Match(match.capturedStart(), match.capturedEnd(), groups))
        return found

    def replacement(self, match: Match, template: str) -> TextEdit:
        """The edit that puts ``template`` in the match's place; in an expression ``$1`` or ``\\1`` stand for
        groups.
        """
        if not self.expression:
            return TextEdit(match.start, match.end, template)

        def filled(reference: re.Match[str]) -> str:
            sign = reference[1] or reference[2]
            if sign.isdigit():
                return match.groups[int(sign)] if int(sign) < len(match.groups) else ""
            return {"n": "\n", "t": "\t"}.get(sign, sign)

        return TextEdit(match.start, match.end, _REFERENCE.sub(filled, template))

    def bounded(self, steps: int) -> QRegularExpression:
        """The pattern, which gives up (its match is not valid) after so many steps for one text."""
        return self._pattern(f"(*LIMIT_MATCH={steps})")

    def _pattern(self, before: str = "") -> QRegularExpression:
        source = before + (self.wanted if self.expression else QRegularExpression.escape(self.wanted))
        options = QRegularExpression.PatternOption.MultilineOption
        options |= QRegularExpression.PatternOption.UseUnicodePropertiesOption
        if not self.case:
            options |= QRegularExpression.PatternOption.CaseInsensitiveOption
        return QRegularExpression(source, options)
