"""What a workbook is made of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from minyi.domain import Matter, Opinion, Problem
from minyi.taxonomy import Taxonomy
from minyi.workbook.examples import marking
from minyi.workdays import Deadline

LAYOUT = "2"  # of the sheets; told in the file, so that a later version can read an older one

LEDGER = "整改台账"
REVIEW = "待人工复核"
SUMMARY = "汇总"
PROBLEMS = "问题行"
ORIGINALS = "原始意见"
LONG = "长意见全文"  # only where an opinion is too long to be printed in one row
WORDS = "词表"  # hidden: what the drop-downs offer, and the codes behind the names
RECORD = "底稿"  # very hidden: what the list rests on without showing it

STATES = ("未办理", "办理中", "已办结", "已销号")


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything that a workbook shows; `deadlines` is as long as `matters`."""

    title: str  # such as 清河区群众意见整改台账
    taxonomy: Taxonomy
    matters: Sequence[Matter]
    deadlines: Sequence[Deadline | None]
    problems: Sequence[Problem] = ()
    opinions: Sequence[Opinion] = ()  # every slip; those of the matters where empty
    organizations: Sequence[str] = ()  # offered for correction; those of the matters where empty
    towns: Sequence[str] = ()  # street or town of each matter, "" unknown; all unknown where empty
    read: int  # slips
    classified: int
    rejected: int
    created: datetime
    model_version: str = ""
    example: bool = False  # made with the shipped 示例区
    show_personal: bool = False

    def __post_init__(self) -> None:
        if len(self.deadlines) != len(self.matters):
            raise ValueError(f"{len(self.matters)} matters, {len(self.deadlines)} deadlines")
        if self.towns and len(self.towns) != len(self.matters):
            raise ValueError(f"{len(self.matters)} matters, {len(self.towns)} towns")

    def order(self) -> list[int]:
        """Positions of the matters as the list has them: urgent first, then by deadline."""

        def rank(position: int) -> tuple[bool, date]:
            deadline = self.deadlines[position]
            due = deadline.due if deadline else date.max
            return self.matters[position].urgency != "urgent", due

        return sorted(range(len(self.matters)), key=rank)

    def marking(self) -> Callable[[str], str]:
        """What marks the organizations that a reason names, in a list of the 示例区."""
        named = {name for one in self.matters for name in (one.organization, *one.route.assisting)}
        return marking(named.union(self.organizations), example=self.example)

    def town(self, position: int) -> str:
        """Street or town of a matter, "" where it is not known."""
        return self.towns[position] if self.towns else ""

    def slips(self) -> Sequence[Opinion]:
        """The opinions, each once, in the order read."""
        if self.opinions:
            return self.opinions
        return list({slip_key(one.opinion): one.opinion for one in self.matters}.values())


def slip_key(opinion: Opinion) -> tuple[object, str]:
    """What tells slips apart: two rows of a file may bear one case number."""
    return opinion.source, opinion.id
