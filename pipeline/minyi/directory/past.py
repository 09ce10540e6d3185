"""What past dispatches say of the division of labour: who was given which categories, by share."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from minyi.taxonomy import Taxonomy

_SEPARATOR = re.compile(r"[、，,；;\n]+")
_NOBODY = frozenset({"", "无", "-", "—", "/", "待定", "空", "null", "None", "nan"})
_LAST_RESORT = re.compile(r"群众工作|群工|统筹|督查|督办|信访|热线|12345")
_DISCIPLINE = re.compile(r"纪委|纪检|监委|监察委")
_TOWN = re.compile(
    r"^(?:.{1,4}?[区县市])?(.{2,8}?(?P<kind>街道|镇|乡))"
    r"(?:街道办事处|办事处|街道办|办|人民政府|政府|党工委|党委)?$"
)
ASSISTS_FROM = 0.15  # an organization with this share of a category assists


@dataclass(frozen=True, slots=True)
class Share:
    """A duty that the past suggests."""

    category: str
    organization: str
    lead: bool
    share: float  # of the dispatches of this category, in (0, 1]


@dataclass(frozen=True, slots=True)
class Past:
    """Organizations, the most employed first, and the duties that they had."""

    organizations: tuple[str, ...] = ()
    shares: tuple[Share, ...] = ()
    towns: dict[str, tuple[str, str]] = field(default_factory=dict)  # office → (town, kind)

    def role(self, organization: str) -> str:
        """统筹 or 纪检 where the name says so and no other organization's does."""
        for role, pattern in (("统筹", _LAST_RESORT), ("纪检", _DISCIPLINE)):
            named = [one for one in self.organizations if pattern.search(one)]
            if named == [organization]:
                return role
        return ""


def read_past(pairs: Iterable[tuple[str, str]], taxonomy: Taxonomy) -> Past:
    """Count (category code or name, organization) pairs.

    The organization with the largest share of a category leads, others with at least 15 % assist;
    a street or town is given its own place only.
    A cell that names several organizations counts for each; unknown categories count for none,
    but their organizations are still listed.
    """
    all_of: Counter[str] = Counter()
    by_category: dict[str, Counter[str]] = {}
    for category, cell in pairs:
        code = taxonomy.code(category)
        for organization in _bodies(cell):
            all_of[organization] += 1
            if code:
                by_category.setdefault(code, Counter())[organization] += 1
    shares = [
        share
        for leaf in taxonomy
        if leaf.code in by_category
        for share in _shares(leaf.code, by_category[leaf.code], all_of)
    ]
    organizations = tuple(sorted(all_of, key=lambda one: (-all_of[one], one)))
    towns = {one: (match[1], match["kind"]) for one in organizations if (match := _TOWN.match(one))}
    return Past(organizations, tuple(shares), towns)


def _bodies(cell: str) -> Sequence[str]:
    items = (item.strip() for item in _SEPARATOR.split(cell))
    return [item for item in items if item not in _NOBODY]


def _shares(code: str, counts: Counter[str], all_of: Counter[str]) -> list[Share]:
    """Streets and towns lead only at their place, where together they outweigh every other body."""
    total = counts.total()
    ranked = sorted(counts, key=lambda one: (-counts[one], -all_of[one], one))
    wide = next((one for one in ranked if not _TOWN.match(one)), "")
    local = sum(counts[one] for one in ranked if _TOWN.match(one)) > counts[wide]
    leads = {one for one in ranked if one == wide or (local and _TOWN.match(one))}
    return [
        Share(code, one, one in leads, counts[one] / total)
        for one in ranked
        if one in leads or counts[one] / total >= ASSISTS_FROM
    ]
