"""The directory of an office as types: who serves what, and where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal

from minyi.errors import BadDirectoryError

Role = Literal["", "coordinating", "discipline"]

EVERYTHING = "*"  # the category code that stands for all categories
TOWN_KINDS = ("街道", "镇", "乡")
PLACE_KINDS = (*TOWN_KINDS, "社区", "村")


@dataclass(frozen=True, slots=True, kw_only=True)
class Organization:
    """One body that can be told to act."""

    name: str
    aliases: tuple[str, ...] = ()
    parent: str = ""  # 上级: name of another organization
    contact: str = ""  # 责任人
    phone: str = ""
    role: Role = ""  # "coordinating": 统筹, the last resort; "discipline": 纪检监察
    urgent_days: float = 1  # working days
    normal_days: int = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One line of the division of labour: an organization serves categories at places."""

    organization: str
    categories: tuple[str, ...]  # leaf codes, group codes or "*"
    places: tuple[str, ...] = ()  # official names; () is the whole district
    lead: bool = True  # 主办; False is 协办
    urgent_days: float | None = None  # overrides the organization's
    normal_days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A street, town, community or village of the gazetteer."""

    name: str  # official
    kind: str  # one of PLACE_KINDS
    parent: str = ""  # official name of the town it lies in; "" for towns
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """Everything that routing knows about an office.

    Raises:
        BadDirectoryError: No organization at all, or the fallback is none of them.
    """

    name: str  # of the district, such as 清河区
    organizations: tuple[Organization, ...]
    duties: tuple[Duty, ...] = ()
    places: tuple[Place, ...] = ()
    example: bool = False  # the shipped 示例区, not an office's own
    fallback: str = ""  # name of the last resort; "" takes the coordinating organization
    category_names: Mapping[str, str] = field(default_factory=dict, hash=False)  # for the reasons
    # Look-ups derived from the fields above; built once by routing, never part of the identity.
    cache: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not self.organizations:
            raise BadDirectoryError("组织机构表里一个单位也没有，请至少填一个统筹单位")
        names = [one.name for one in self.organizations]
        if not self.fallback:
            coordinating = (one.name for one in self.organizations if one.role == "coordinating")
            object.__setattr__(self, "fallback", next(coordinating, names[0]))
        elif self.fallback not in names:
            raise BadDirectoryError(f"统筹单位“{self.fallback}”不在组织表里，请补上或改正名称")

    def __reduce__(self) -> tuple[Any, ...]:
        # Look-ups hold compiled automata: cheaper to build again than to send to a worker.
        state = {item.name: getattr(self, item.name) for item in fields(self) if item.init}
        return _rebuild, (state,)


def _rebuild(state: dict[str, Any]) -> Directory:
    return Directory(**state)
