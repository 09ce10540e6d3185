"""From cells that an organization filled in to the steps that say the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from minyi.errors import MinyiError
from minyi.followup.sheets import MEASURES, REMARK
from minyi.ledgers import SATISFACTION_NAMES, STATUS_NAMES, MatterState
from minyi.workbook.model import STATES

Step = tuple[str, str, dict[str, Any]]  # step, why, details

_ANSWERABLE = frozenset({"working", "closing", "reviewed", "closed"})


class RefusedCellsError(MinyiError, ValueError):
    """Cells that no step says (Chinese)."""


def plan(state: MatterState, changes: Mapping[str, str], now: Mapping[str, str]) -> Iterator[Step]:
    """The steps, in order; whether each is possible, the ledger decides.

    Args:
        state: Where the matter stands.
        changes: Header → text of cells that changed.
        now: The same cells as the ledger has them.

    Raises:
        RefusedCellsError: Met at the step where the cells are at fault; those before it are right.
    """
    wanted = changes.get("办理状态", "")
    if wanted and wanted not in STATES:
        raise RefusedCellsError(f"办理状态“{wanted}”不认识，请填：{'、'.join(STATES)}")
    goal = STATES.index(wanted) if wanted else -1
    reached = STATES.index(now["办理状态"])
    if 0 <= goal < reached:
        raise RefusedCellsError(f"台账里已是“{now['办理状态']}”，不能由表格退回“{wanted}”")
    status = state.status
    if "备注" in changes:
        yield "note", REMARK + changes["备注"], {}
    if goal >= 1 and reached < 1:
        if status not in ("assigned", "accepted"):
            raise RefusedCellsError(_not_yet(state))
        yield from _start(state, changes.get("责任人", ""))
        status = "working"
    elif "责任人" in changes:
        if status != "assigned":
            raise RefusedCellsError(
                "责任人在签收、开始办理时确定，以后由统筹单位改派时更改，没有改"
            )
        yield "accept", "", {"person": changes["责任人"]}
    if goal >= 2 and reached < 2:
        yield _request(changes, now)
        status = "closing"
    elif "整改凭证" in changes:
        raise RefusedCellsError(
            "填了整改凭证而办理状态不是“已办结”：办结时请一并把办理状态改为“已办结”"
        )
    elif "整改措施" in changes:
        if reached >= 2:
            raise RefusedCellsError("已申请销号，整改措施不能再改")
        yield "note", MEASURES + changes["整改措施"], {}
    if "反馈情况" in changes or "满意度" in changes:
        if status not in _ANSWERABLE:
            raise RefusedCellsError(
                f"还没有开始办理（现为“{STATUS_NAMES[state.status]}”），反馈没有记"
            )
        yield _answer(changes, now)
    if goal == 3:
        if status != "reviewed":
            raise RefusedCellsError(
                "“已销号”须由上级单位审核、向群众反馈后，由统筹单位办理，没有改"
            )
        yield "close", "", {}


def _start(state: MatterState, person: str) -> Iterator[Step]:
    details = {"person": person} if person else {}
    if state.status == "assigned":
        yield "accept", "", details
    yield "start", "", details


def _request(changes: Mapping[str, str], now: Mapping[str, str]) -> Step:
    measures = changes.get("整改措施") or now["整改措施"]
    proof = changes.get("整改凭证", "")
    missing = [n for n, text in (("整改措施", measures), ("整改凭证", proof)) if not text]
    if missing:
        raise RefusedCellsError(
            f"办理状态是“{STATES[2]}”，但没有填{'、'.join(missing)}，不能申请销号，请补上"
        )
    return "request", "", {"measures": measures, "evidence": proof.split("\n")}


def _answer(changes: Mapping[str, str], now: Mapping[str, str]) -> Step:
    answer = changes.get("反馈情况") or now["反馈情况"]
    word = changes.get("满意度") or now["满意度"] or SATISFACTION_NAMES["unknown"]
    codes = {name: code for code, name in SATISFACTION_NAMES.items()}
    if word not in codes:
        raise RefusedCellsError(f"满意度“{word}”不认识，请填：{'、'.join(codes)}")
    if not answer:
        raise RefusedCellsError("填了满意度，没有填反馈情况，请补上给群众的答复")
    return "answer", "", {"answer": answer, "satisfaction": codes[word]}


def _not_yet(state: MatterState) -> str:
    return {
        "registered": "还没有交办，请统筹单位先交办（minyi ledger act … 交办），再导入",
        "returned": "已退单，等统筹单位改派，没有改",
        "suspended": "已挂起，请先恢复（minyi ledger act … 恢复）",
        "merged": f"已并入事项 {state.lead}，请在那一件上填写",
    }.get(state.status, f"现为“{STATUS_NAMES[state.status]}”，没有改")
