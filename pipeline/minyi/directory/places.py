"""The sheet 地名: streets and towns, what lies in them, and how duties may write them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from minyi.causes import near
from minyi.directory.cells import fault, split_cell
from minyi.directory.tables import Row
from minyi.routing import Place
from minyi.routing.gazetteer import core_of, own_name
from minyi.routing.model import PLACE_KINDS, TOWN_KINDS

_DISTRICTS = ("区", "县", "市", "旗")


def read_places(
    rows: Sequence[Row], faults: list[str]
) -> tuple[list[Place], dict[str, set[str]], str]:
    """(places, every way to write one with the official names it may mean, the district)."""
    towns = {row["名称"] for row in rows if row["类型"] in TOWN_KINDS}
    seats = {row["名称"] for row in rows if row["类型"] in _DISTRICTS and row["名称"]}
    first: dict[str, Row] = {}
    places: list[Place] = []
    district = ""
    for row in rows:
        name, kind = row["名称"], row["类型"]
        if not name:
            faults.append(fault(row, "缺“名称”", "请填地名，或删去这一行"))
        elif kind in _DISTRICTS:
            district = name
        elif kind not in PLACE_KINDS:
            told = f"类型“{kind}”不认识" if kind else "缺“类型”"
            faults.append(fault(row, told, f"请填{'、'.join(PLACE_KINDS)}之一"))
        elif name in first:
            faults.append(_repeated(row, first[name]))
        else:
            first[name] = row
            parent = _parent(row, towns, seats, faults)
            aliases = tuple(alias for alias in split_cell(row["别名"]) if alias != name)
            places.append(Place(name=name, kind=kind, parent=parent, aliases=aliases))
    return places, _spots(places, first, faults), district


def _repeated(row: Row, earlier: Row) -> str:
    name, one, other = row["名称"], earlier["所属"], row["所属"]
    if one == other:
        return fault(row, f"“{name}”与第{earlier.number}行重复", "请删去一行")
    told = f"“{name}”同时归“{one}”（第{earlier.number}行）和“{other}”"
    return fault(row, told, f"请只留一行；确是两处同名，请写成“{one}{name}”“{other}{name}”")


def _parent(row: Row, towns: set[str], seats: set[str], faults: list[str]) -> str:
    """The town of a place by its official name; 柳河 will do for 柳河镇."""
    parent = row["所属"]
    if row["类型"] in TOWN_KINDS:
        if parent:
            _check_town(row, parent, towns, seats, faults)
        return ""  # towns are the top of the gazetteer
    if not parent or parent in towns:
        return parent
    match = [town for town in towns if core_of(town) == core_of(parent)]
    if len(match) == 1:
        return match[0]
    advice = f"请补上该地名或改正名称{near(parent, towns)}"
    faults.append(fault(row, f"所属“{parent}”不是本表里的街道、镇或乡", advice))
    return ""


def _check_town(row: Row, parent: str, towns: set[str], seats: set[str], faults: list[str]) -> None:
    """A town may name the district, or what lies above it; no town and no unknown place."""
    name, kind = row["名称"], row["类型"]
    if parent in towns:
        told, advice = f"“{name}”是{kind}，不能再归“{parent}”", "请把“所属”留空，或改正“类型”"
    elif parent in seats or (not seats and parent.endswith(_DISTRICTS)):
        return
    elif any(parent.endswith(seat) or seat.startswith(parent) for seat in seats):
        return  # 石家庄市清河区, 清河
    else:
        told, advice = f"所属“{parent}”不在本表里", "请把“所属”留空，或填本区的名称"
    faults.append(fault(row, told, advice))


def _spots(
    places: Sequence[Place], rows: Mapping[str, Row], faults: list[str]
) -> dict[str, set[str]]:
    spots: dict[str, set[str]] = {place.name: {place.name} for place in places}
    owners = {place.name: place.name for place in places}
    for place in places:
        for alias in place.aliases:
            owner = owners.setdefault(alias, place.name)
            if owner != place.name:
                told = f"别名“{alias}”已是第{rows[owner].number}行“{owner}”的名称或别名"
                faults.append(fault(rows[place.name], told, "请改其一"))
            spots.setdefault(alias, set()).add(place.name)
    for place in places:
        own, core = own_name(place), core_of(place.name)
        if own not in owners:
            spots.setdefault(own, set()).add(place.name)
        if place.kind in TOWN_KINDS and core not in owners:
            spots.setdefault(core, set()).add(place.name)
    return spots
