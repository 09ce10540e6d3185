"""What organizations filled in comes back as steps of the ledger; nothing is overwritten."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from minyi import clean
from minyi.errors import MinyiError
from minyi.followup.planning import RefusedCellsError, plan
from minyi.followup.returned import ReturnedRow
from minyi.followup.sheets import FILLED, ID, VERSION, filled, keep_own_cells, notes_of
from minyi.ledgers import (
    STATUS_NAMES,
    STEP_NAMES,
    Actor,
    Event,
    Ledger,
    MatterState,
    StaleMatterError,
    apply,
)
from minyi.workbook.corrections import plain_name
from minyi.workbook.shown import Shown

_SHOWN = 20  # characters of a cell in a message


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """What was not taken, and why."""

    row: int  # as a person counts in the file
    code: str  # 编号
    reason: str  # Chinese: what is wrong, and what to do


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenIn:
    """What a list brought."""

    rows: int
    matters: int  # that steps were written of
    steps: int
    own: int  # matters whose own columns were kept
    conflicts: tuple[Conflict, ...]
    notices: tuple[str, ...]  # own cells that were replaced, Chinese


def take_in(
    ledger: Ledger,
    rows: Iterable[ReturnedRow],
    who: str,
    *,
    role: str = "organization",
    organization: str = "",
    at: datetime | None = None,
) -> TakenIn:
    """Write what changed in the list as steps of the ledger, each legal one in its order.

    A cell counts as changed if it differs from what the list showed when it was made (its 版本;
    the moment of registering where there is none). Where the ledger moved on as well and says
    something else, that is a conflict; so is a step that is not possible now. Cells left as they
    were, and those that say what the ledger says already, do nothing: the same list again
    changes nothing.

    Args:
        ledger: Where to.
        rows: Of the list.
        who: Who brings it.
        role: As what.
        organization: Of that person; where it is "" and the role is an organization, they act for
            the organization that holds the matter.
        at: When; now by default.
    """
    shown = Shown(show_personal=False)
    conflicts: list[Conflict] = []
    notices: list[str] = []
    steps = matters = own = count = 0
    for row in rows:
        count += 1
        code = row.cells.get("编号", "")

        def refuse(reason: str, row: ReturnedRow = row, code: str = code) -> None:
            conflicts.append(Conflict(row=row.number, code=code, reason=reason))

        id = _find(ledger, row)
        if isinstance(id, str):
            if any(row.cells.get(name) for name in ("编号", ID, *FILLED)):
                refuse(id)
            continue
        if row.own:
            with ledger.writing() as connection:
                replaced = keep_own_cells(connection, id, row.own, shown)
            own += any(row.own.values())
            notices += [f"{code}“{header}”：{a} → {b or '（空）'}" for header, a, b in replaced]
        try:
            taken, reasons = _take(ledger, id, row, who, role, organization, at)
        except StaleMatterError as error:
            taken, reasons = 0, [str(error)]
        steps += taken
        matters += bool(taken)
        for reason in reasons:
            refuse(reason)
    return TakenIn(
        rows=count,
        matters=matters,
        steps=steps,
        own=own,
        conflicts=tuple(conflicts),
        notices=tuple(notices),
    )


def _find(ledger: Ledger, row: ReturnedRow) -> int | str:
    """The matter of a row, or in Chinese why there is none."""
    code, given = row.cells.get("编号", ""), row.cells.get(ID, "")
    if not code:
        return "没有编号，不知道是哪一件，请补上编号"
    ids = [id for id in ledger.find(code) if ledger.entry(id).code == code]
    if given.isdecimal() and ids:
        if int(given) in ids:
            return int(given)
        return f"台账序号 {given} 与编号 {code} 对不上，请改回导出时的样子"
    if len(ids) == 1:
        return ids[0]
    if not ids:
        return f"台账里没有编号“{code}”，请检查编号，或先登记（minyi run … --ledger）"
    return f"台账里有 {len(ids)} 件编号都是“{code}”，请用带“{ID}”列的导出表填写"


def _take(
    ledger: Ledger,
    id: int,
    row: ReturnedRow,
    who: str,
    role: str,
    organization: str,
    at: datetime | None,
) -> tuple[int, list[str]]:
    """Steps written for one row, and what was not taken."""
    events = ledger.events(id)
    version = row.cells.get(VERSION, "")
    seen = int(version) if version.isdecimal() and 0 < int(version) <= len(events) else 1
    base, now = _cells(events[:seen]), _cells(events)
    changes, conflicts = _changes(row, base, now, events)
    state = ledger.state(id)
    conflicts += _fixed(row, _state(events[:seen]), state, touched=bool(changes))
    holder = state.organization or state.proposed
    if not changes or plain_name(row.cells.get("责任单位", "")) not in ("", holder):
        return 0, conflicts
    actor = Actor(who, role, organization or (holder if role == "organization" else ""))
    done = 0
    try:
        for step, why, details in plan(state, changes, now):
            state = ledger.act(id, step, actor, at=at, why=why, expected=state.version, **details)
            done += 1
    except RefusedCellsError as refusal:
        conflicts.append(str(refusal))
    except StaleMatterError:
        raise
    except MinyiError as error:
        conflicts.append(f"{_so_far(events, done, ledger, id)}{error}")
    return done, conflicts


def _fixed(row: ReturnedRow, seen: MatterState, state: MatterState, *, touched: bool) -> list[str]:
    """What was changed in columns that only a step of its own changes.

    Where other cells changed, the organization must be the present one: they are written for it.
    """
    conflicts: list[str] = []
    named = plain_name(row.cells.get("责任单位", ""))
    holder, before = state.organization or state.proposed, seen.organization or seen.proposed
    if named and named != holder and (touched or named != before):
        conflicts.append(
            f"表里的责任单位是“{named}”，台账里是“{holder}”，没有改；改派请由统筹单位用 "
            "minyi ledger act 办理，再导出新表"
        )
    due = row.cells.get("整改期限", "")[:10]
    if due and due not in {str(seen.deadline), str(state.deadline)}:
        conflicts.append(
            f"表里的整改期限是“{due}”，台账里是“{state.deadline}”，没有改；"
            "延期请用 minyi ledger act 申请"
        )
    return conflicts


def _state(events: Sequence[Event]) -> MatterState:
    state: MatterState | None = None
    for event in events:
        state = apply(state, event)
    assert state is not None
    return state


def _cells(events: Sequence[Event]) -> dict[str, str]:
    return filled(_state(events), notes_of(events))


def _changes(
    row: ReturnedRow, base: dict[str, str], now: dict[str, str], events: Sequence[Event]
) -> tuple[dict[str, str], list[str]]:
    """Cells that a person changed and the ledger did not; and those that both changed."""
    changes: dict[str, str] = {}
    conflicts: list[str] = []
    for name in FILLED:
        text = row.cells.get(name)
        if text is None or (name == "备注" and _printed(text)):
            continue
        same = {text, clean.mask(text)}
        if base[name] in same or now[name] in same:
            continue
        if not text:
            conflicts.append(f"“{name}”被清空，台账里仍是“{_cut(now[name])}”：记录不能删除")
        elif now[name] != base[name]:
            last = events[-1]
            conflicts.append(
                f"“{name}”两边都改了：台账里是“{_cut(now[name])}”（最后由{last.who}在 "
                f"{last.at:%Y-%m-%d %H:%M} “{STEP_NAMES[last.step]}”），"
                f"表里是“{_cut(text)}”，没有改"
            )
        else:
            changes[name] = text
    return changes, conflicts


def _printed(remark: str) -> bool:
    """Whether a remark was printed by minyi itself."""
    starts = ("待人工复核", "意见较长", "意见超过")
    return all(line.startswith(starts) for line in remark.splitlines() if line.strip())


def _so_far(events: Sequence[Event], done: int, ledger: Ledger, id: int) -> str:
    if not done:
        return ""
    names = [STEP_NAMES[event.step] for event in ledger.events(id)[len(events) :]]
    status = STATUS_NAMES[ledger.state(id).status]
    return f"已办“{'”“'.join(names)}”，现为“{status}”，其余没有办："


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"
