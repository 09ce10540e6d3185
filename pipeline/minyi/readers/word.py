"""docx: paragraphs and tables in the order of the document."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from minyi.errors import UnreadableFileError
from minyi.readers.cells import clean_text
from minyi.readers.paragraphs import Line, ends_sentence
from minyi.readers.sheet import Merge, Row, Sheet

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXT, _TAB, _BREAKS = _W + "t", _W + "tab", {_W + "br", _W + "cr"}
# Deleted text, drawings stored twice, the hidden codes of fields.
_DROPPED = {
    _W + "del",
    _W + "moveFrom",
    _W + "instrText",
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}


def document_of(path: Path) -> tuple[list[Line], list[Sheet]]:
    """Paragraphs of the body, numbered over the whole of it, and the tables 表1, 表2 …

    Read from the XML: python-docx leaves out tracked insertions and content controls, and
    repeats merged cells.

    Raises:
        UnreadableFileError: Not a Word document.
    """
    from docx import Document

    try:
        document = Document(str(path))
        styles = {style.style_id: style for style in document.styles}
    except Exception as error:
        raise UnreadableFileError(
            "文件已损坏，打不开：请用 Word 或 WPS 打开后另存为 docx"
        ) from error
    lines: list[Line] = []
    tables: list[Sheet] = []
    row = 0
    for block in _blocks(document.element.body):
        if block.tag == _W + "tbl":
            if lines and _captions(lines[-1]):
                lines[-1].heading = True
            rows, merges = _table(block)
            tables.append(Sheet(name=f"表{len(tables) + 1}", rows=iter(rows), merges=merges))
            continue
        row += 1
        text = clean_text(_text(block))
        style = styles.get(_style(block) or "")
        # a line break inside a numbered paragraph is part of it; else it separates opinions
        lines.append(
            Line(
                row=row,
                text=text,
                numbered=_numbered(block, style),
                heading=style is not None and _is_heading(style),
            )
        )
    return lines, tables


def _captions(line: Line) -> bool:
    """Whether the paragraph above a table is its title."""
    return not line.numbered and len(line.text) <= 30 and not ends_sentence(line.text)


def _blocks(parent: Any) -> Iterator[Any]:
    """Paragraphs and tables, those in content controls and insertions too."""
    for child in parent:
        if child.tag in (_W + "p", _W + "tbl"):
            yield child
        elif (
            isinstance(child.tag, str) and child.tag not in _DROPPED and child.tag != _W + "sectPr"
        ):
            yield from _blocks(child)


def _text(element: Any) -> str:
    """Visible text; a paragraph inside (text box, nested table) begins on a new line."""
    parts: list[str] = []
    for child in element:
        tag = child.tag
        if tag == _TEXT:
            parts.append(child.text or "")
        elif tag in _BREAKS:
            parts.append("\n")
        elif tag == _TAB:
            parts.append("\t")
        elif isinstance(tag, str) and tag not in _DROPPED and not tag.endswith("Pr"):
            inner = _text(child)
            if inner and tag in (_W + "p", _W + "tr") and parts and not parts[-1].endswith("\n"):
                parts.append("\n")
            parts.append(inner)
    return "".join(parts)


def _style(paragraph: Any) -> str | None:
    found = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return found.get(_W + "val") if found is not None else None


def _numbered(paragraph: Any, style: Any) -> bool:
    """By Word's own list numbers or bullets, on the paragraph or its style."""
    number = paragraph.find(f"{_W}pPr/{_W}numPr/{_W}numId")
    if number is not None:
        return bool(number.get(_W + "val") != "0")
    while style is not None:
        if style.element.find(f"{_W}pPr/{_W}numPr") is not None:
            return not _is_heading(style)
        style = getattr(style, "base_style", None)
    return False


def _is_heading(style: Any) -> bool:
    name = (style.name or "").lower()
    return name.startswith(("heading", "title", "subtitle", "标题", "副标题"))


def _table(table: Any) -> tuple[list[Row], list[Merge]]:
    """Rows with merged cells empty but for the first, like a spreadsheet's."""
    rows: list[Row] = []
    merges: list[Merge] = []
    open_merges: dict[int, Merge] = {}
    for number, element in enumerate(_rows(table), 1):
        cells: list[str] = []
        before = element.find(f"{_W}trPr/{_W}gridBefore")
        if before is not None:
            cells += [""] * _number(before)
        for cell in _cells(element):
            column = len(cells)
            span = cell.find(f"{_W}tcPr/{_W}gridSpan")
            width = max(1, min(_number(span), 100)) if span is not None else 1
            merge = cell.find(f"{_W}tcPr/{_W}vMerge")
            continued = merge is not None and merge.get(_W + "val", "continue") == "continue"
            text = "" if continued else clean_text(_text(cell))
            cells += [text] + [""] * (width - 1)
            if continued and column in open_merges:
                top, left, _, right = open_merges[column]
                open_merges[column] = (top, left, number, right)
                continue
            if column in open_merges:
                merges.append(open_merges.pop(column))
            open_merges[column] = (number, column, number, column + width - 1)
        rows.append((number, cells))
    merges += open_merges.values()
    return rows, [merge for merge in merges if merge[2] > merge[0] or merge[3] > merge[1]]


def _rows(table: Any) -> Iterator[Any]:
    for child in table:
        if child.tag == _W + "tr":
            deleted = child.find(f"{_W}trPr/{_W}del")
            if deleted is None:
                yield child
        elif child.tag in (_W + "sdt", _W + "sdtContent", _W + "ins"):
            yield from _rows(child)


def _cells(row: Any) -> Iterator[Any]:
    for child in row:
        if child.tag == _W + "tc":
            yield child
        elif child.tag in (_W + "sdt", _W + "sdtContent"):
            yield from _cells(child)


def _number(element: Any) -> int:
    value = element.get(_W + "val") or "1"
    return int(value) if value.isdecimal() else 1
