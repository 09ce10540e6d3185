"""The cutting itself: lists first, connectives within their items."""

from __future__ import annotations

import re
from itertools import pairwise

from minyi.splitting.connectives import openings
from minyi.splitting.reading import Reading, SameMatter
from minyi.splitting.rows import row_of
from minyi.splitting.series import matters_of

_MEANING = re.compile(r"[^\W_]")
_EDGE = "/／ \t\u3000\n\r，,、；;：:"
_DEEPEST = 3  # lists within items of lists
_Span = tuple[int, int]


def cut(text: str, reading: Reading, same_matter: SameMatter | None) -> list[str]:
    """The matters of one slip; the slip unchanged where it is one."""
    spans = _cut(reading.plain, 0, len(reading.plain), same_matter)
    if len(spans) < 2:
        return [text]
    parts = [text[reading.origin(start) : reading.origin(end)] for start, end in spans]
    return [part.lstrip(_EDGE).rstrip(_EDGE[:-2]) for part in parts]  # a colon may end a part


def _cut(
    plain: str, start: int, end: int, same_matter: SameMatter | None, depth: int = 0
) -> list[_Span]:
    """Spans of the matters between two offsets."""
    passage = plain[start:end]
    markers = matters_of(passage, same_matter) if depth < _DEEPEST else []
    if len(markers) < 2:
        cuts = [0, *openings(passage, same_matter, listed=depth > 0), len(passage)]
        if depth == 0:
            rows = [
                a + further
                for a, b in pairwise(cuts)
                for further in row_of(passage[a:b], same_matter)
            ]
            cuts = sorted({*cuts, *rows})
        return [(start + a, start + b) for a, b in pairwise(cuts)]
    # an introduction stays with the first matter, its number with it
    led = _MEANING.search(passage, 0, markers[0].start) is not None
    begins = [0 if led else markers[0].end, *(marker.end for marker in markers[1:])]
    ends = [*(marker.start for marker in markers[1:]), len(passage)]
    return [
        part
        for begin, stop in zip(begins, ends, strict=True)
        for part in _cut(plain, start + begin, start + stop, same_matter, depth + 1)
    ]
