"""Which column of a table is what: header rows found, columns given their parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from minyi.readers import guess
from minyi.readers.header_rows import HEADER_CELL, SEARCHED, Header, find_header, spread
from minyi.readers.headers import SERIAL, answers, match, plain
from minyi.readers.sheet import Merge, Row, column_index, column_letter


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Columns by number (from 0) and the names that the further ones show."""

    headers: tuple[str, ...]  # one per column, unique
    header_rows: int  # how many of the given rows are title and header
    titles: int = 0  # how many of them stand above the header
    text: tuple[int, ...]  # joined in this order
    place: tuple[int, ...] = ()
    title: int | None = None
    case: int | None = None
    serial: bool = False  # `case` only counts the rows
    date: int | None = None
    channel: int | None = None
    name: int | None = None
    phone: int | None = None
    assigned: int | None = None
    notice: tuple[str, str] | None = None  # what, advice: the text column was guessed

    @property
    def extra(self) -> tuple[int, ...]:
        """Columns without a part."""
        known = {self.title, self.case, self.date, self.channel, self.name, self.phone}
        known |= {self.assigned, *self.text, *self.place}
        return tuple(i for i in range(len(self.headers)) if i not in known)


def arrange(
    rows: Sequence[Row],
    *,
    merges: Sequence[Merge] = (),
    headers: Sequence[str] | None = None,
    text_column: str | None = None,
    workbook: bool = False,
) -> Layout | str:
    """Find header and opinion column in the first rows of a table (no blank ones among them).

    Args:
        rows: The first few hundred rows.
        merges: Merged ranges, which tell group headers.
        headers: Names of the columns where the format keeps them apart.
        text_column: What the user said: header, letter or number.
        workbook: The table stands beside others, so that a few notes are no opinions.

    Returns:
        The layout, or in Chinese the reason why the table holds no opinions.
    """
    if headers is not None:
        best: Header | None = Header(0, list(headers), [match(name) for name in headers])
    else:
        best = find_header(rows, merges)
    notice = None
    if text_column:
        chosen = _chosen(text_column, rows, merges, best)
        if chosen is not None:
            column, head = chosen
            return _assign(head, (column,), rows)
        shown = _names(rows, best)
        notice = (
            f"没有“{text_column}”列（表里有：{shown}）",
            "请核对 --text-column 的列名、字母或序号",
        )
    if best is not None and best.score[0]:
        text = _text_columns(best, rows[best.rows :])
        if notice:
            shown = "、".join(best.names[i] for i in text)
            notice = (f"{notice[0]}，改按“{shown}”列读取", notice[1])
        return _assign(best, text, rows, notice)
    layout = _guessed(best, rows, workbook)
    if notice and isinstance(layout, str):
        return f"{notice[0]}，也{layout}"
    if notice and isinstance(layout, Layout):
        what, advice = layout.notice or ("", notice[1])
        return replace(layout, notice=(f"{notice[0]}；{what}".rstrip("；"), advice))
    return layout


def _names(rows: Sequence[Row], best: Header | None) -> str:
    """The headers of a table, for a message; its first row where none was recognised."""
    names = (
        best.names
        if best is not None
        else max(
            (cells for _, cells in rows[:5]), key=lambda cells: sum(map(bool, cells)), default=[]
        )
    )
    shown = [name[:20] for name in dict.fromkeys(names) if name]
    return "、".join(shown[:20]) or "没有表头"


def _guessed(best: Header | None, rows: Sequence[Row], workbook: bool) -> Layout | str:
    """Take the column that reads like opinions where no header says so."""
    known = best is not None and sum(1 for found in best.matches if found) >= 2
    if best is not None and known:
        taken = {i for i, found in enumerate(best.matches) if found and found.role != "title"}
        taken |= {i for i, name in enumerate(best.names) if name and answers(name)}
        data = [cells for _, cells in rows[best.rows :]]
        column = guess.opinion_column(data, taken)
        if column is None:
            column = guess.opinion_column(data, taken, lenient=True)
        if column is None:
            return "没有意见列，其余各列也不像意见"
        head = best
    else:
        column = guess.opinion_column([cells for _, cells in rows], set(), strict=workbook)
        if column is None:
            return "没有像意见的内容"
        first = guess.header_row([cells for _, cells in rows[:SEARCHED]], column)
        if first is None:
            head = Header(0, [], [])
        else:
            names = list(rows[first][1])
            head = Header(first + 1, names, [match(name) for name in names])
            taken = {i for i, name in enumerate(names) if name and answers(name)}
            if column in taken:
                column = guess.opinion_column([cells for _, cells in rows[first + 1 :]], taken)
                if column is None:
                    return "没有意见列，其余各列也不像意见"
    layout = _assign(head, (column,), rows)
    if not head.names:
        what = f"没有表头，按内容取第 {column_letter(column)} 列为意见"
    else:
        what = f"没有认出意见列，按内容取“{layout.headers[column]}”列"
    return _assign(head, (column,), rows, (what, "如不对请用 --text-column 指定"))


def _chosen(
    wanted: str, rows: Sequence[Row], merges: Sequence[Merge], best: Header | None
) -> tuple[int, Header] | None:
    """The column that the user named, with its header."""
    heads = [best] if best is not None else []
    for i in range(min(SEARCHED, len(rows))):
        if any(plain(cell) == plain(wanted) for cell in rows[i][1] if len(cell) <= HEADER_CELL):
            names = spread(rows[i][0], rows[i][1], merges)
            heads.append(Header(i + 1, names, [match(name) for name in names]))
            break
    for same in (str.strip, plain):
        for head in heads:
            for column, name in enumerate(head.names):
                if name and same(name) == same(wanted):
                    return column, head
    index = column_index(wanted)
    width = max((len(cells) for _, cells in rows), default=0)
    if index is None or index >= max(width, len(best.names) if best else 0):
        return None
    if best is not None and sum(1 for found in best.matches if found) >= 2:
        return index, best
    first = guess.header_row([cells for _, cells in rows[:SEARCHED]], index)
    if first is None:
        return index, best if best is not None and best.score[0] else Header(0, [], [])
    names = list(rows[first][1])
    return index, Header(first + 1, names, [match(name) for name in names])


def _text_columns(head: Header, rows: Sequence[Row]) -> tuple[int, ...]:
    """Opinion columns: exact names first; of the merely similar ones those with free text."""
    found = [(i, m) for i, m in enumerate(head.matches) if m and m.role == "text"]
    exact = [i for i, m in found if m.exact]
    similar = [i for i, m in found if not m.exact]
    if not exact:
        cells = [cells for _, cells in rows]
        free = [i for i in similar if guess.free_text(cells, i)]
        exact = free or similar[:1]
    # the problem before what to do about it
    return tuple(sorted(exact, key=lambda i: _only_advice(head.names[i])))


def _only_advice(name: str) -> bool:
    return "建议" in name and not any(word in name for word in ("意见", "问题", "诉求", "反映"))


def _assign(
    head: Header,
    text: tuple[int, ...],
    rows: Sequence[Row],
    notice: tuple[str, str] | None = None,
) -> Layout:
    """Give every column at most one part; the strongest alias of each part wins."""
    data = [cells for _, cells in rows[head.rows :]]
    width = max(len(head.names) or max(map(len, data), default=0), max(text) + 1)
    best: dict[str, tuple[int, int]] = {}
    places = []
    for i, found in enumerate(head.matches):
        if found is None or i in text or found.role == "text":
            continue
        if found.role == "place":
            places.append((found.exact, i))
        elif found.role not in best or found.rank < best[found.role][0]:
            best[found.role] = (found.rank, i)
    column = {role: i for role, (_, i) in best.items()}
    exact_places = tuple(i for exact, i in places if exact)
    if not head.names:
        column = guess.parts(data, text[0])
    serial = "case" not in column and SERIAL in column
    return Layout(
        headers=_unique(head.names, width),
        header_rows=head.rows,
        titles=max(0, head.rows - head.height),
        text=text,
        place=exact_places or tuple(i for _, i in places),
        title=column.get("title"),
        case=column.get(SERIAL) if serial else column.get("case"),
        serial=serial,
        date=column.get("date"),
        channel=column.get("channel"),
        name=column.get("name"),
        phone=column.get("phone"),
        assigned=column.get("assigned"),
        notice=notice,
    )


def _unique(names: Sequence[str], width: int) -> tuple[str, ...]:
    seen: dict[str, int] = {}
    unique = []
    for i in range(width):
        name = " ".join(names[i].split()) if i < len(names) else ""
        name = name or f"第{column_letter(i)}列"
        seen[name] = seen.get(name, 0) + 1
        unique.append(name if seen[name] == 1 else f"{name}({seen[name]})")
    return tuple(unique)
