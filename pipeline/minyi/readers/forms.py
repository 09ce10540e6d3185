"""A sheet that is one filled-in form (征求意见表): names in the left cell, values right of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from minyi.domain import Opinion, Problem, Source
from minyi.readers.cells import excerpt, number_text
from minyi.readers.dates import parse_date, year_of
from minyi.readers.guess import han, wordy
from minyi.readers.headers import SERIAL, match
from minyi.readers.options import ReadOptions, too_long
from minyi.readers.sheet import Row

_KEY = 12  # characters of a name that is no alias
_SENTENCE = re.compile(r"[，。！？；,!?;]")
_STARTS = ("name", "case", "date", "place", "phone")  # one of these again begins the next form


@dataclass(slots=True)
class _Form:
    row: int = 0  # of the first text, or of the name of its field
    texts: list[str] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)  # part → value
    extra: dict[str, str] = field(default_factory=dict)
    cells: list[str] = field(default_factory=list)


def read_form(
    rows: Sequence[Row], file: str, sheet: str, options: ReadOptions, ids: set[str]
) -> list[Opinion | Problem]:
    """Opinions of a sheet laid out as one or more forms; nothing if it is a table.

    A form has an opinion field with its value right of it (or below), and at least one other
    known field, in a row of its own, with its value; two known names side by side are the header
    of a table.
    """
    forms = _forms(rows)
    result: list[Opinion | Problem] = []
    for form in forms:
        source = Source(file=file, sheet=sheet, row=form.row)
        text = "\n".join(dict.fromkeys(form.texts))
        if not text:
            result.append(
                Problem(
                    level="rejected",
                    source=source,
                    what="意见内容为空",
                    advice="请补上意见内容，或确认后删除这张表",
                    excerpt=excerpt(form.cells),
                )
            )
            continue
        case = number_text(form.fields.get("case", form.fields.get(SERIAL, "")))
        when = form.fields.get("date", "")
        year = year_of([when], [cell for _, cells in rows[:2] for cell in cells if cell])
        received = parse_date(when, today=options.today, year=year)
        if when and received is None:
            form.extra["日期"] = when
        opinion = Opinion(
            text=text,
            source=source,
            id=case if case and case not in ids else str(source),
            title=form.fields.get("title", ""),
            case_number=case,
            received_on=received,
            channel=form.fields.get("channel", ""),
            place=form.fields.get("place", ""),
            name=form.fields.get("name", ""),
            phone=number_text(form.fields.get("phone", "")),
            assigned=form.fields.get("assigned", ""),
            extra=form.extra,
        )
        if case:
            ids.add(case)
        if len(text) > options.max_characters:
            result.append(too_long(opinion, options))
        result.append(opinion)
    return result


def _forms(rows: Sequence[Row]) -> list[_Form]:
    forms: list[_Form] = []
    form = _Form()
    text_rows: set[int] = set()
    other_rows: set[int] = set()
    last = ""  # part of the field that a loose cell may continue
    for number, cells in rows:
        filled = [(i, cell) for i, cell in enumerate(cells) if cell]
        if _is_header(filled):
            return []
        position = 0
        while position < len(filled):
            column, cell = filled[position]
            position += 1
            key, value = _inline(cell)
            if not key:
                key = cell
                found = match(cell) if len(cell) <= 40 else None
                after = filled[position][1] if position < len(filled) else ""
                if found is None and not (after and len(cell) <= _KEY and wordy(cell)):
                    if last == "text" and (column or not form.texts):
                        form.texts.append(cell)
                        form.row = form.row or number
                    elif last and column and last != "title row":
                        form.extra[last] = f"{form.extra.get(last, '')}\n{cell}".strip()
                    elif len(filled) == 1:
                        last = ""
                    continue
                if after and not _is_key(after, found.role if found else ""):
                    value = after
                    position += 1
            found = match(key)
            role = found.role if found else ""
            if role in _STARTS and role in form.fields and form.texts:
                forms.append(form)
                form = _Form()
            form.cells += [key, value]
            name = key.strip(" 　:：*")
            if role == "text":
                form.row = form.row or number
                text_rows.add(number)
                last = "text"
                if value:
                    form.texts.append(value)
            elif role:
                last = name
                if value and role in form.fields:
                    form.extra[name] = value
                elif value:
                    form.fields[role] = value
                    other_rows.add(number)
            else:
                last = name
                if value:
                    form.extra[name] = value
    forms.append(form)
    if not text_rows or not other_rows or len(text_rows | other_rows) < 2:
        return []
    # a lone column whose header stands on top is a list
    if max(len(cells) for _, cells in rows) == 1 and min(other_rows) > min(text_rows):
        return []
    if not any(form.texts for form in forms) and len(other_rows) < 2:
        return []
    return [form for form in forms if form.texts or form.row]


def _inline(cell: str) -> tuple[str, str]:
    """姓名：张三 in one cell."""
    key, colon, value = cell.replace("：", ":", 1).partition(":")
    found = match(key) if colon and value.strip() and len(key) <= _KEY else None
    # 联系人：张三，反映小区停水 is an opinion
    if found and (found.role == "text" or not _SENTENCE.search(value)):
        return key, value.strip()
    return "", ""


def _is_key(cell: str, before: str) -> bool:
    """Whether the cell right of a name is the next name: its own value was left empty."""
    if before == "channel" or len(cell) > 20:
        return False
    found = match(cell)
    return found is not None and (found.exact or cell.endswith((":", "：")))


def _is_header(filled: Sequence[tuple[int, str]]) -> bool:
    """Two known names in neighbouring cells are the header of a table."""
    known = []
    for column, cell in filled:
        found = match(cell) if len(cell) <= 40 else None
        if found is not None and found.exact and not cell.endswith((":", "：")) and han(cell) < 12:
            known.append((column, found.role))
    return any(
        right == left + 1 and one != other and one != "channel"
        for (left, one), (right, other) in pairwise(known)
    )
