"""A sheet that is one or more filled-in forms (征求意见表): names left, values right of them.

Only what is a form throughout is read as one: every row of several cells begins with a name, names
and values alternate, values look like what their names promise. A header above rows never does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from minyi.domain import Opinion, Problem, Source
from minyi.readers.cells import excerpt, number_text
from minyi.readers.dates import parse_date, year_of
from minyi.readers.form_cells import (
    KEY,
    inline,
    is_header,
    is_name,
    is_next_name,
    plausible,
    role_of,
)
from minyi.readers.guess import wordy
from minyi.readers.headers import SERIAL, plain
from minyi.readers.options import ReadOptions, too_long
from minyi.readers.sheet import Row
from minyi.readers.titles import heading, says, stated

_STARTS = ("name", "case", "date", "place", "phone")  # one of these again begins the next form
_PRIVATE = ("name", "phone")


class _NoFormError(Exception):
    """A row that no form has."""


@dataclass(slots=True)
class _Form:
    row: int = 0  # of the first text
    named: int = 0  # row of the name of its field
    top: int = 0  # row of its first field
    texts: list[str] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)  # part → value
    extra: dict[str, str] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)  # of its opinion fields
    cells: list[str] = field(default_factory=list)  # to find it again, without name and phone


def read_form(
    rows: Sequence[Row], file: str, sheet: str, options: ReadOptions, ids: set[str]
) -> list[Opinion | Problem]:
    """Opinions of a sheet laid out as one or more forms; nothing if it is a table.

    A form has an opinion field with its value right of it (or below), and at least one other
    known field with its value; every row of the sheet belongs to a form or is a title.
    """
    try:
        forms, loose = _Forms().read(rows)
    except _NoFormError:
        return []
    result: list[Opinion | Problem] = [
        Problem(
            level="skipped",
            source=Source(file=file, sheet=sheet, row=number),
            what="表单里的说明文字",
            advice="不是意见，已跳过",
            excerpt=excerpt([text]),
        )
        for number, text in loose
    ]
    for form in forms:
        source = Source(file=file, sheet=sheet, row=form.row or form.named)
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
        if "case" in form.fields and SERIAL in form.fields:
            form.extra.setdefault("序号", form.fields[SERIAL])
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


class _Forms:
    """Rows sorted into forms; gives up at the first row that no form has."""

    def __init__(self) -> None:
        self.form = _Form()
        self.forms: list[_Form] = []
        self.loose: list[tuple[int, str]] = []  # sentences that belong to no field
        self.last = ""  # name of the field that a loose cell may continue
        self.text_rows: set[int] = set()
        self.other_rows: set[int] = set()
        self.unknown = 0  # fields with names that are no aliases
        self.known = 0
        self.strays = 0  # cells right of a value
        self.column = 0  # of the last name
        self.bare = False  # whether the name of an opinion stands alone in its row
        self.below = False  # whether the value stood below its name

    def read(self, rows: Sequence[Row]) -> tuple[list[_Form], list[tuple[int, str]]]:
        """The forms, and the sentences outside them.

        Raises:
            _NoFormError: The sheet is a table or a list.
        """
        pairs = 0
        for number, cells in rows:
            filled = [(i, cell) for i, cell in enumerate(cells) if cell]
            if is_header(filled):
                raise _NoFormError
            found = self._row(number, filled)
            pairs += found
            if not found and len(filled) == 1:
                self._lone(number, *filled[0])
            elif not found and filled:
                raise _NoFormError  # several cells, none a name
        self.forms.append(self.form)
        text, other = self.text_rows, self.other_rows
        if not text or not other or len(text | other) < 2:
            raise _NoFormError
        if len(self.loose) > len(self.forms) + 1:
            raise _NoFormError
        if self.unknown > self.known or self.strays * 2 > pairs:
            raise _NoFormError
        if max(len(cells) for _, cells in rows) == 1:
            self._one_column()
        if not any(form.texts for form in self.forms) and len(other) < 2:
            raise _NoFormError
        for form in self.forms:
            if form.cells and not (form.texts or form.named):  # what no opinion field follows
                self.loose.append((form.top, " | ".join(form.cells)))
        return [form for form in self.forms if form.texts or form.named], sorted(self.loose)

    def _one_column(self) -> None:
        """Names and values in one cell each; stricter, for a list of opinions may look so."""
        parts = {part for form in self.forms for part in form.fields}
        # a lone name on top is the header of a list
        headed = self.bare and min(self.other_rows) > min(self.text_rows)
        if headed or self.loose or parts <= {"place", "channel", "title", "assigned"}:
            raise _NoFormError

    def _row(self, number: int, filled: Sequence[tuple[int, str]]) -> int:
        """Take the fields of one row; their number."""
        position = found = 0
        while position < len(filled):
            column, cell = filled[position]
            position += 1
            key, value = inline(cell)
            after = filled[position][1] if position < len(filled) else ""
            if not key and is_name(cell):
                key = cell
                if after and not is_next_name(after, role_of(key)):
                    value = after
                    position += 1
            elif not key and after and len(cell) <= KEY and wordy(cell) and not is_name(after):
                key, value = cell, after
                self.unknown += 1
                self.known -= 1
                position += 1
            if key:
                found += 1
                self.known += 1
                self.column = column
                self._field(number, key, value)
            elif found:
                self.strays += 1
                self._continue(number, cell)
            elif self.last and len(filled) == 1 and column > self.column and not self.below:
                self._continue(number, cell)
                return 1
            elif len(filled) > 1:
                raise _NoFormError
        return found

    def _continue(self, number: int, cell: str) -> None:
        if self.last == "text":
            self.form.texts.append(cell)
            self.form.row = self.form.row or number
        elif self.last:
            extra = self.form.extra
            extra[self.last] = f"{extra.get(self.last, '')}\n{cell}".strip()
        self.form.cells.append(cell)

    def _lone(self, number: int, column: int, cell: str) -> None:
        """A lone cell: the value below the name of the opinion, a title, or a sentence."""
        if self.last == "text" and not self.form.texts:
            self.below = True
            self._continue(number, cell)
            return
        if self.last == "text" and self.below:
            raise _NoFormError  # several below one name: a list
        self.last = ""
        if heading([cell], alone=True) != "title" or not stated([cell]):
            self.loose.append((number, cell))

    def _field(self, number: int, key: str, value: str) -> None:
        role, name = role_of(key), key.strip(" 　:：*")
        form = self.form
        waiting = self.last == "text" and not form.texts
        if (value and not plausible(role, value)) or (role == "text" and self.below):
            raise _NoFormError
        self.below = role == "text" and bool(value) and waiting
        again = role in _STARTS and role in form.fields and form.named
        if again or (role == "text" and plain(name) in form.names and form.texts):
            self.forms.append(form)
            form = self.form = _Form()
        form.top = form.top or number
        if role not in _PRIVATE or says(value):
            form.cells += [key, value]
        if role == "text":
            form.names.add(plain(name))
            form.named = form.named or number
            self.text_rows.add(number)
            self.last = "text"
            self.bare = self.bare or not value
            if value:
                form.row = form.row or number
                form.texts.append(value)
            return
        self.last = name
        if value and (not role or role in form.fields):
            form.extra[name] = f"{form.extra[name]}\n{value}" if name in form.extra else value
        elif value:
            form.fields[role] = value
            self.other_rows.add(number)
