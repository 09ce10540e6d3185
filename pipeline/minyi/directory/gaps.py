"""What a sound directory leaves open: no fault, but worth a line."""

from __future__ import annotations

from pathlib import Path

from minyi.directory.tables import PLACES, WORKBOOKS
from minyi.routing import Directory
from minyi.routing.model import EVERYTHING, TOWN_KINDS
from minyi.taxonomy import UNCLEAR, Taxonomy, group_of


def find_gaps(folder: Path, directory: Directory, taxonomy: Taxonomy) -> list[str]:
    """Notices in Chinese, one a line; [] where nothing is left open."""
    notices: list[str] = []
    if not (folder / WORKBOOKS[PLACES]).exists() and not (folder / f"{PLACES}.csv").exists():
        notices.append(
            f"没有 {WORKBOOKS[PLACES]}，不会按地点派单；需要时请用 minyi init 另建一份对照"
        )
    lost = [p.name for p in directory.places if p.kind not in TOWN_KINDS and not p.parent]
    if lost:
        named = "、".join(lost)
        notices.append(
            f"{WORKBOOKS[PLACES]}有 {len(lost)} 个社区、村没有填“所属”，"
            "不会派给所在的街道、镇或乡，"
            f"请补上：{named}"
        )
    open_ = [leaf.name for leaf in taxonomy if not _is_served(leaf.code, directory)]
    if open_:
        notices.append(
            f"有 {len(open_)} 个类别没有单位在全区主办，"
            f"会交统筹单位“{directory.fallback}”并请人工确认，"
            f"请在“分工”表补上：{'、'.join(open_)}"
        )
    return notices


def _is_served(code: str, directory: Directory) -> bool:
    """Led in the whole district, or in each of its towns."""
    keys = {code, group_of(code), EVERYTHING}
    led = [duty.places for duty in directory.duties if duty.lead and keys & set(duty.categories)]
    towns = {place.name for place in directory.places if place.kind in TOWN_KINDS}
    return code == UNCLEAR or () in led or bool(towns and towns <= {p for at in led for p in at})
