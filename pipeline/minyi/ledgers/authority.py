"""Who acts, and what an office's own rules are: its calendar and the order of its organizations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from minyi.errors import UsageError
from minyi.ledgers.steps import ROLE_NAMES
from minyi.workdays import Calendar


@dataclass(frozen=True, slots=True)
class Actor:
    """A person with the role in which they act."""

    who: str
    role: str  # a key of ROLE_NAMES
    organization: str = ""

    def __post_init__(self) -> None:
        if self.role not in ROLE_NAMES:
            roles = "、".join(f"{code}（{name}）" for code, name in ROLE_NAMES.items())
            raise UsageError(f"没有“{self.role}”这个角色，可用：{roles}")
        if not self.who.strip():
            raise UsageError("请写明经办人姓名：台账的每一步都要知道是谁办的")
        if self.role in ("organization", "superior") and not self.organization.strip():
            raise UsageError(f"{ROLE_NAMES[self.role]}的经办人请写明所在单位")

    def __str__(self) -> str:
        where = f"{self.organization} " if self.organization else ""
        return f"{where}{self.who}（{ROLE_NAMES[self.role]}）"


@dataclass(frozen=True, kw_only=True)
class Rules:
    """What differs from office to office, handed in."""

    calendar: Calendar
    parents: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    coordinating: str = ""  # where returned matters go; above all that have no parent
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))

    def surfaces(self) -> dict[str, str]:
        """How organizations are named in texts → their names."""
        known = {*self.parents, *self.parents.values(), *self.aliases} - {""}
        others = {each: name for name, given in self.aliases.items() for each in given}
        return others | {name: name for name in known}

    def superiors(self, organization: str) -> tuple[str, ...]:
        """All organizations above one, nearest first.

        One without a parent stands under the coordinating office; above that office, where it has
        no parent, there is only its own head.
        """
        above: list[str] = []
        one = self.parents.get(organization, "")
        while one and one not in above and one != organization:
            above.append(one)
            one = self.parents.get(one, "")
        return tuple(above) or ((self.coordinating,) if self.coordinating else ())
