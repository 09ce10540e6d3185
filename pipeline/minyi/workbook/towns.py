"""The street or town of a matter: what the summary counts by, never a home address."""

from __future__ import annotations

import re
from collections.abc import Sequence

from minyi.domain import Matter
from minyi.routing import Directory
from minyi.routing.index import index_of
from minyi.routing.locating import hinted, locate
from minyi.routing.model import TOWN_KINDS

# Of towns that no gazetteer knows, after the district that may stand before them.
_TOWN = re.compile(
    r"(?:[\u4e00-\u9fff]{1,6}?[省市区县旗州])*([\u4e00-\u9fff]{2,8}?(?:街道|镇|乡|苏木))(?!村)"
)


def town_of(directory: Directory, *, decided: str = "", column: str = "", text: str = "") -> str:
    """Street or town by its official name; "" where it cannot be told.

    Args:
        directory: Its gazetteer says where communities and villages lie.
        decided: The place that decided the route.
        column: What the slip's place column says.
        text: Looked into where neither tells a town.
    """
    index = index_of(directory)
    for place in (decided, column):
        if place and (town := _common(directory, hinted(place, index))):
            return town
    if match := _TOWN.match(column.strip()):
        return match[1]
    if not text:
        return ""
    mentions = index.mentions(text)[0]
    return _common(directory, locate((), mentions, index)) if mentions else ""


def towns_of(directory: Directory, matters: Sequence[Matter]) -> list[str]:
    """The towns of many matters; their texts are looked into only where they may name a place."""
    named = index_of(directory).may_name([matter.text for matter in matters])
    return [
        town_of(
            directory,
            decided=matter.route.place,
            column=matter.opinion.place,
            text=matter.text if names else "",
        )
        for matter, names in zip(matters, named, strict=True)
    ]


def _common(directory: Directory, places: Sequence[int]) -> str:
    """The one town that all of these places lie in."""
    index = index_of(directory)
    towns = {index.town_of(place) for place in places}
    if len(towns) != 1:
        return ""
    town = directory.places[towns.pop()]
    return town.name if town.kind in TOWN_KINDS else ""
