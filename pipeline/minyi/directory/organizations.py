"""The sheet 组织: names, parents, the one fallback."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from minyi.causes import near
from minyi.directory.cells import fault, read_terms, split_cell
from minyi.directory.tables import ORGANIZATIONS, WORKBOOKS, Row
from minyi.routing import Organization
from minyi.routing.model import Role

ROLE_NAMES: Mapping[str, Role] = {"统筹": "coordinating", "纪检": "discipline"}
_OTHER_ROLES: Mapping[str, Role] = {
    "": "", "普通": "", "一般": "", "兜底": "coordinating", "统筹兜底": "coordinating",
    "统筹单位": "coordinating", "纪检监察": "discipline", "纪检单位": "discipline",
}  # fmt: skip


def read_organizations(
    rows: Sequence[Row], faults: list[str]
) -> tuple[list[Organization], dict[str, str]]:
    """Organizations, and every name and alias with the name that it stands for."""
    first = _names(rows, faults)
    bodies = _aliases(first, faults)
    organizations: list[Organization] = []
    for name, row in first.items():
        role = {**ROLE_NAMES, **_OTHER_ROLES}.get("".join(split_cell(row["性质"])))
        if role is None:
            told = f"性质“{row['性质']}”不认识"
            faults.append(fault(row, told, "请填“统筹”“纪检”或留空"))
        urgent, normal = read_terms(row, faults)
        parent = row["上级"]
        if parent and parent not in bodies:
            advice = f"请补上该单位或改正名称{near(parent, bodies)}"
            faults.append(fault(row, f"上级“{parent}”不在组织表里", advice))
        organizations.append(
            Organization(
                name=name,
                aliases=tuple(a for a in split_cell(row["简称"]) if a != name),
                parent=bodies.get(parent, ""),
                contact=row["责任人"],
                phone=row["电话"],
                role=role or "",
                urgent_days=1 if urgent is None else urgent,
                normal_days=15 if normal is None else normal,
            )
        )
    _check_parents(organizations, first, faults)
    _check_fallback(organizations, rows, first, faults)
    return organizations, bodies


def _names(rows: Sequence[Row], faults: list[str]) -> dict[str, Row]:
    first: dict[str, Row] = {}
    for row in rows:
        name = row["名称"]
        if not name:
            faults.append(fault(row, "缺“名称”", "请填单位全称，或删去这一行"))
        elif name in first:
            told = f"“{name}”与第{first[name].number}行重名"
            faults.append(fault(row, told, "请删去一行或改名"))
        else:
            first[name] = row
    return first


def _aliases(first: Mapping[str, Row], faults: list[str]) -> dict[str, str]:
    bodies = {name: name for name in first}
    for name, row in first.items():
        for alias in split_cell(row["简称"]):
            owner = bodies.setdefault(alias, name)
            if owner != name:
                told = f"简称“{alias}”已是第{first[owner].number}行“{owner}”的名称或简称"
                faults.append(fault(row, told, "请改其一"))
    return bodies


def _check_parents(
    organizations: Sequence[Organization], rows: Mapping[str, Row], faults: list[str]
) -> None:
    parents = {one.name: one.parent for one in organizations}
    told: set[str] = set()
    for name in parents:
        path = [name]
        while (above := parents[path[-1]]) and above not in path:
            path.append(above)
        if above == name and name not in told:
            told.update(path)
            circle = "→".join([*path, name])
            advice = "请改正其中一个单位的上级"
            faults.append(fault(rows[name], f"上级绕成了圈：{circle}", advice))


def _check_fallback(
    organizations: Sequence[Organization],
    rows: Sequence[Row],
    first: Mapping[str, Row],
    faults: list[str],
) -> None:
    where = rows[0].table if rows else f"{WORKBOOKS[ORGANIZATIONS]}［{ORGANIZATIONS}］"
    last = [one.name for one in organizations if one.role == "coordinating"]
    if not first:
        faults.append(
            f"{where}：还没有填单位，请至少填一个单位，并把统筹兜底的单位的“性质”写成“统筹”"
        )
    elif not last:
        faults.append(f"{where}：没有统筹单位，请在一个单位（如群众工作办公室）的“性质”列填“统筹”")
    for name in last[1:]:
        told = f"“{last[0]}”（第{first[last[0]].number}行）已是统筹单位，只能有一个"
        faults.append(fault(first[name], told, "请把其余的“性质”留空"))
