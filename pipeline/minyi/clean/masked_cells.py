"""Mask cells of a table whose column tells what they hold: names and telephone numbers."""

from __future__ import annotations

import re

from minyi.clean.labelled_names import is_name
from minyi.clean.masking import mask
from minyi.clean.number_kinds import is_date
from minyi.clean.patterns import later
from minyi.clean.person_names import mask_person
from minyi.clean.skeleton import skeleton

_PART = later(r"[^、，,；;/|\n\t（）()]+")
_PHONE_ONLY = later(r"[\d\s.\-()+_\u200b]+")
_DIGITS = later(r"\d(?:[ .\-()_\u200b]{0,4}\d){6,}")
_FLOAT = later(r"(?<=\d{7})\.0+(?!\d)")
_SCIENTIFIC = later(r"(\d)\.(\d{3,})[Ee]\+?\d{1,2}")


def mask_name(name: str) -> str:
    """A citizen's name but for the surname: 王小明 → 王**, 欧阳明 → 欧阳*, John Smith → J***.

    What names no person stays: 王先生, 张师傅, 张某某, 匿名, 群众代表甲, organizations. Several
    names in a cell are masked one by one, and numbers beside them by `mask`.
    """
    return mask(_PART().sub(lambda match: mask_person(match.group()), name))


def mask_phone(value: str) -> str:
    """A cell of a telephone column: every number of seven digits or more is masked.

    Numbers that `mask` knows take its form; others keep their first three digits, 5550123 →
    555****. What spreadsheets make of a number (13800001234.0, 1.3800001234E+10) is one.
    """
    value = _as_typed(value)
    masked = mask(value)
    bones = skeleton(masked)
    pieces: list[str] = []
    position = 0
    for match in _DIGITS().finditer(bones):
        digits = re.sub(r"\D", "", match.group())
        pieces += (masked[position : match.start()], f"{digits[:3]}****")
        position = match.end()
    return "".join(pieces) + masked[position:]


def _as_typed(value: str) -> str:
    """13800001234.0 and 1.3800001234E+10 as a person typed them."""
    return _FLOAT().sub("", _SCIENTIFIC().sub(r"\1\2", value))


def mask_row(line: str) -> str:
    """The cells of a row joined by " | ": one that is nothing but a personal name is masked."""
    cells = line.split(" | ")
    return " | ".join(mask_person(cell) if is_name(cell) else cell for cell in cells)


def mask_cell(value: str) -> str:
    """A cell of a column of unknown meaning: a number that can be a telephone's is masked.

    That is a cell of nothing but 7 to 12 digits, dates apart; any other is masked as text.
    """
    value = _as_typed(value)
    bones = skeleton(value).strip()
    digits = re.sub(r"\D", "", bones)
    dated = is_date(digits) or re.match(r"(?:19|20)\d\d[-.]\d{1,2}[-.]\d", bones)
    if _PHONE_ONLY().fullmatch(bones) and 7 <= len(digits) <= 12 and not dated:
        return mask_phone(value)
    return mask(value)
