"""The order of an office as its ledger needs it: calendar, superiors, other names."""

from __future__ import annotations

from minyi.ledgers import Rules
from minyi.routing import Directory
from minyi.workdays import Calendar


def rules_of(directory: Directory, calendar: Calendar) -> Rules:
    """What the ledger must know of an office, from its directory.

    Args:
        directory: Its organizations with their superiors (上级).
        calendar: Its working days.
    """
    organizations = directory.organizations
    return Rules(
        calendar=calendar,
        parents={one.name: one.parent for one in organizations if one.parent},
        coordinating=directory.fallback,
        aliases={one.name: one.aliases for one in organizations if one.aliases},
    )
