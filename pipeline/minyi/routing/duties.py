"""Who serves a category at a place: look-ups over the duties, no text in sight."""

from __future__ import annotations

from minyi.routing.index import ANYWHERE, Index, category_keys
from minyi.routing.model import Duty


def lead_at(category: str, number: int, index: Index) -> Duty | None:
    """The leading duty named for exactly this place: leaf before group before "*"."""
    for key in category_keys(category):
        duty = index.leads.get((key, number))
        if duty:
            return duty
    return None


def lead_within(category: str, number: int, index: Index) -> Duty | None:
    """The leading duty of the finest place around this one that has any."""
    for step in index.chains[number]:
        duty = lead_at(category, step, index)
        if duty:
            return duty
    return None


def find_lead(
    category: str, where: tuple[int, ...], index: Index
) -> tuple[Duty | None, bool, bool]:
    """(leading duty or None, did the place decide, would the possible places differ)."""
    everywhere = lead_at(category, ANYWHERE, index)
    found = [lead_within(category, number, index) for number in where]
    leaders = {duty.organization if duty else "" for duty in found}
    if len(leaders) == 1 and found[0] is not None:
        return found[0], True, False
    return everywhere, False, len(leaders) > 1


def find_assisting(category: str, where: tuple[int, ...], index: Index) -> tuple[str, ...]:
    """All that assist in this category here, the nearest and most specific first."""
    steps = list(index.chains[where[0]]) if len(where) == 1 else []
    return tuple(
        dict.fromkeys(
            duty.organization
            for step in [*steps, ANYWHERE]
            for key in category_keys(category)
            for duty in index.assists.get((key, step), ())
        )
    )


def find_serving(
    organization: str, category: str, where: tuple[int, ...], index: Index
) -> Duty | None:
    """The duty by which an organization serves a category here, the most specific first."""
    chain = {step for number in where for step in index.chains[number]}
    duties = index.by_organization.get(organization, ())
    for key in category_keys(category):
        for duty, at in duties:
            if key in duty.categories and (not at or not where or at & chain):
                return duty
    return None


def superiors(organization: str, index: Index) -> list[str]:
    """The parents of an organization, the nearest first; safe against cycles."""
    above: list[str] = []
    current = index.organizations.get(organization)
    while current and current.parent in index.organizations and current.parent not in above:
        above.append(current.parent)
        current = index.organizations[current.parent]
    return above
