"""The steps of a matter as a table: from where, by whom, with what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Party = Literal["clerk", "own", "assisting", "superior"]

ROLE_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "clerk": "统筹单位",
        "organization": "承办单位",
        "superior": "上级单位",
        "auditor": "监督员",
    }
)
STATUS_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "registered": "待交办",
        "assigned": "待签收",
        "accepted": "已签收",
        "working": "办理中",
        "closing": "待审核",
        "reviewed": "待销号",
        "closed": "已销号",
        "returned": "已退单",
        "suspended": "已挂起",
        "merged": "已并件",
    }
)
SATISFACTION_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "satisfied": "满意",
        "basically": "基本满意",
        "unsatisfied": "不满意",
        "unknown": "未评价",  # anonymous, out of reach: answered in public (公示)
    }
)
CHASE_LEVELS = ("提醒", "催办", "督办", "通报")
CORRECTABLE = ("category", "kind", "urgency", "place", "accused")

ALL = frozenset(STATUS_NAMES)
OPEN_STATUSES = ALL - {"closed", "merged"}
_WITH_ORGANIZATION = frozenset({"assigned", "accepted", "working", "closing", "reviewed"})
_BEFORE_REVIEW = frozenset({"registered", "assigned", "accepted", "working", "returned"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One row of the table."""

    name: str
    statuses: frozenset[str]
    parties: tuple[Party, ...]
    why: bool = False  # compulsory
    details: tuple[str, ...] = ()
    alone: bool = True  # False: only together with a step of another matter, or by `redo` itself


def _from(*statuses: str) -> frozenset[str]:
    return frozenset(statuses)


STEPS: Mapping[str, Step] = MappingProxyType(
    {
        "register": Step(name="登记", statuses=_from(), parties=("clerk",), alone=False),
        "assign": Step(
            name="交办",
            statuses=_from("registered", "returned"),
            parties=("clerk",),
            details=("organization", "person", "deadline"),
        ),
        "accept": Step(
            name="签收", statuses=_from("assigned"), parties=("own",), details=("person",)
        ),
        "return": Step(
            name="退单", statuses=_from("assigned", "accepted"), parties=("own",), why=True
        ),
        "reassign": Step(
            name="改派",
            statuses=_from("assigned", "accepted", "working", "returned"),
            parties=("clerk",),
            why=True,
            details=("organization", "person", "deadline"),
        ),
        "assist": Step(
            name="协办",
            statuses=OPEN_STATUSES,
            parties=("clerk", "superior"),
            details=("organizations",),
        ),
        "start": Step(
            name="办理", statuses=_from("accepted"), parties=("own",), details=("person",)
        ),
        "note": Step(
            name="办理记录",
            statuses=ALL,
            parties=("clerk", "own", "assisting", "superior"),
            why=True,
        ),
        "ask": Step(
            name="延期申请",
            statuses=_from("accepted", "working"),
            parties=("own",),
            why=True,
            details=("deadline",),
        ),
        "grant": Step(
            name="批准延期", statuses=_from("accepted", "working"), parties=("superior",)
        ),
        "refuse": Step(
            name="不予延期", statuses=_from("accepted", "working"), parties=("superior",), why=True
        ),
        "suspend": Step(
            name="挂起",
            statuses=_from("accepted", "working"),
            parties=("clerk", "superior"),
            why=True,
        ),
        "resume": Step(
            name="恢复", statuses=_from("suspended"), parties=("clerk", "superior", "own")
        ),
        "request": Step(
            name="申请销号",
            statuses=_from("working"),
            parties=("own",),
            details=("measures", "evidence"),
        ),
        "approve": Step(name="审核通过", statuses=_from("closing"), parties=("superior",)),
        "reject": Step(
            name="审核不通过", statuses=_from("closing"), parties=("superior",), why=True
        ),
        "answer": Step(
            name="反馈",
            statuses=_from("working", "closing", "reviewed", "closed"),
            parties=("own", "clerk"),
            details=("answer", "satisfaction"),
        ),
        "redo": Step(
            name="复核重办",
            statuses=_from("reviewed", "closed"),
            parties=("clerk", "superior"),
            why=True,
        ),
        "close": Step(name="销号", statuses=_from("reviewed"), parties=("clerk", "superior")),
        "chase": Step(
            name="催办",
            statuses=_WITH_ORGANIZATION,
            parties=("clerk", "superior"),
            details=("level",),
        ),
        "correct": Step(name="更正", statuses=ALL, parties=("clerk",), details=CORRECTABLE),
        "merge": Step(
            name="并件", statuses=_BEFORE_REVIEW, parties=("clerk",), details=("lead",), alone=False
        ),
        "unmerge": Step(name="拆分", statuses=_from("merged"), parties=("clerk",), alone=False),
        "absorb": Step(
            name="并入重复件",
            statuses=OPEN_STATUSES,
            parties=("clerk",),
            details=("duplicate",),
            alone=False,
        ),
        "release": Step(
            name="拆出重复件", statuses=ALL, parties=("clerk",), details=("duplicate",), alone=False
        ),
    }
)
STEP_NAMES: Mapping[str, str] = MappingProxyType({code: step.name for code, step in STEPS.items()})
