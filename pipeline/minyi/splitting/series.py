"""Numbered lists: which one a passage holds, and whether its items are different matters.

一是…二是…, 1、…2、… and their like number different matters as well as demands, reasons and steps
of one matter. The words before the first item tell which: see `purpose`.
"""

from __future__ import annotations

from minyi.splitting.heads import Marker, outermost
from minyi.splitting.purpose import purpose
from minyi.splitting.reading import SameMatter, han
from minyi.splitting.rows import lines_of
from minyi.splitting.topics import all_differ


def matters_of(passage: str, same_matter: SameMatter | None) -> list[Marker]:
    """Heads of the items that are different matters; [] where no list is, or is of one matter.

    The first marker heads the first matter: what stands before it is its introduction.
    """
    found = outermost(passage)
    if found is None:
        return lines_of(passage)
    style, markers = found
    ends = [*(marker.start for marker in markers[1:]), len(passage)]
    items = [passage[m.end : end] for m, end in zip(markers, ends, strict=True)]
    if any(han(item) < 2 for item in items):
        return []
    use = purpose(passage[: markers[0].start], items, style)
    if use == "account":
        return []
    if use == "matters":
        return markers
    if use == "open":
        return markers if all_differ(items, same_matter, named=True) else []
    return markers if all_differ(items, None) else []
