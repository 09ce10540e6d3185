"""What an office decides by when a person has corrected a matter."""

from __future__ import annotations

from dataclasses import dataclass, replace

from minyi import clean
from minyi.domain import Route
from minyi.routing import Directory, route, route_to
from minyi.taxonomy import Taxonomy
from minyi.workdays import Calendar


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Categories, organizations and working days of one office."""

    taxonomy: Taxonomy
    directory: Directory
    calendar: Calendar
    keep_assigned: bool = False  # the table's own 承办单位 outranks the directory

    def organizations(self) -> dict[str, str]:
        """Every name and alias of an organization, with the name that it stands for."""
        bodies = self.directory.organizations
        aliases = {alias: one.name for one in bodies for alias in one.aliases}
        return aliases | {one.name: one.name for one in bodies}

    def route(self, text: str, category: str, *, place: str, kind: str, assigned: str) -> Route:
        """Where a matter of this category goes by the directory.

        Args:
            text: As printed; masking leaves places and organizations alone.
            category: Leaf code.
            place: What the slip's place column says.
            kind: Code, "" where unknown.
            assigned: The slip's 原承办单位; used only with `keep_assigned`.
        """
        words = clean.normalize(text)
        decided = route(words, category, self.directory, place_hint=place, kind=kind)
        if self.keep_assigned and assigned:
            reason = f"沿用来件上的承办单位“{assigned}”"
            return replace(decided, organization=assigned, reason=reason, contact="")
        return decided

    def route_to(self, organization: str, category: str, decided: Route) -> Route | None:
        """The same matter with an organization that a person chose; None where it is not known.

        Whoever assists by the directory still does.
        """
        return route_to(organization, category, decided, self.directory)
