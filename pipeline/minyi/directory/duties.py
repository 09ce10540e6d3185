"""The sheet 分工: who serves which categories where; one lead for one category and place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from minyi.causes import near
from minyi.directory.cells import fault, read_terms, split_cell
from minyi.directory.tables import Row
from minyi.routing import Duty
from minyi.routing.model import EVERYTHING
from minyi.taxonomy import Taxonomy

_LEADS: Mapping[str, bool] = {"": True, "主办": True, "牵头": True, "协办": False, "配合": False}
_ALL = frozenset({"全部", "所有", "*", "全部类别", "所有类别"})
_DISTRICT_WIDE = frozenset({"全区", "全县", "全市", "全域", "区级", "全部", "所有"})


@dataclass(frozen=True, slots=True)
class Known:
    """What the cells of a duty may name."""

    taxonomy: Taxonomy
    bodies: Mapping[str, str]  # name or alias of an organization → its name
    spots: Mapping[str, set[str]]  # any way to write a place → official names
    district: str = ""


def read_duties(rows: Sequence[Row], known: Known, faults: list[str]) -> list[Duty]:
    """Duties of the rows that name an organization; a row without one is still to be given out."""
    categories = _category_codes(known.taxonomy)
    leads: dict[tuple[str, str], tuple[str, Row]] = {}
    duties: list[Duty] = []
    for row in rows:
        name = row["组织"]
        if not name:
            continue
        body = known.bodies.get(name)
        if body is None:
            advice = f"请补上该单位或改正名称{near(name, known.bodies)}"
            faults.append(fault(row, f"组织“{name}”不在组织表里", advice))
        lead = _LEADS.get(row["分工"])
        if lead is None:
            faults.append(fault(row, f"分工“{row['分工']}”不认识", "请填“主办”或“协办”"))
        codes, places = _categories(row, categories, faults), _places(row, known, faults)
        urgent, normal = read_terms(row, faults)
        if body is None or lead is None or not codes or places is None:
            continue
        if lead:
            _check_leads(row, body, codes, places, known.taxonomy, leads, faults)
        duties.append(
            Duty(
                organization=body,
                categories=codes,
                places=places,
                lead=lead,
                urgent_days=urgent,
                normal_days=normal,
            )
        )
    return duties


def _category_codes(taxonomy: Taxonomy) -> dict[str, str]:
    """Every way to write a category; where a leaf and a group share a name the leaf is meant."""
    codes = {name: code for code, name in taxonomy.groups.items()}
    codes.update((leaf.name, leaf.code) for leaf in taxonomy)
    codes.update((code, code) for code in (*taxonomy.groups, *taxonomy.leaves))
    codes.update((word, EVERYTHING) for word in _ALL)
    return codes


def _categories(row: Row, codes: Mapping[str, str], faults: list[str]) -> tuple[str, ...]:
    if not row["类别"]:
        faults.append(fault(row, "缺“类别”", "请填类别代码或中文名称，全管填“全部”"))
    found: list[str] = []
    for item in split_cell(row["类别"]):
        code = codes.get(item) or codes.get(item.lower())
        if code is None:
            advice = f"请改成类别的代码或中文名称{near(item, codes)}"
            faults.append(fault(row, f"类别“{item}”不认识", advice))
        else:
            found.append(code)
    return tuple(dict.fromkeys(found))


def _places(row: Row, known: Known, faults: list[str]) -> tuple[str, ...] | None:
    """Official names; () for the whole district, None where none is known."""
    items = split_cell(row["地点"])
    if not items or any(item in _DISTRICT_WIDE or item == known.district for item in items):
        return ()
    found: list[str] = []
    for item in items:
        meant = known.spots.get(item, set())
        if len(meant) == 1:
            found.extend(meant)
        elif meant:
            told = f"地点“{item}”可能是{'、'.join(sorted(meant))}"
            faults.append(fault(row, told, "请写全称"))
        else:
            advice = f"请补上该地名或改正名称{near(item, known.spots)}"
            faults.append(fault(row, f"地点“{item}”不在地名表里", advice))
    return tuple(dict.fromkeys(found)) or None


def _check_leads(
    row: Row,
    body: str,
    codes: Sequence[str],
    places: Sequence[str],
    taxonomy: Taxonomy,
    leads: dict[tuple[str, str], tuple[str, Row]],
    faults: list[str],
) -> None:
    for code in codes:
        for place in places or ("",):
            other, earlier = leads.setdefault((code, place), (body, row))
            if earlier is row:
                continue
            what = "全部类别" if code == EVERYTHING else taxonomy.name(code)
            told = f"“{what}”在{place or '全区'}已由“{other}”主办（第{earlier.number}行）"
            advice = f"一类一地只能有一个主办，请把“{body}”改为协办或改正地点"
            faults.append(fault(row, told, "请删去重复的" if other == body else advice))
