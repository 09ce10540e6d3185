"""The three tables of a directory as rows of text, from xlsx or csv."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from minyi.causes import cause

ORGANIZATIONS, DUTIES, PLACES = "组织", "分工", "地名"
WORKBOOKS: Mapping[str, str] = {
    ORGANIZATIONS: "组织机构.xlsx",
    DUTIES: "组织机构.xlsx",
    PLACES: "地名.xlsx",
}
COLUMNS: Mapping[str, tuple[str, ...]] = {
    ORGANIZATIONS: ("名称", "简称", "上级", "责任人", "电话", "性质", "紧急期限", "一般期限"),
    DUTIES: ("组织", "类别", "地点", "分工", "紧急期限", "一般期限"),
    PLACES: ("名称", "类型", "所属", "别名"),
}
REQUIRED: Mapping[str, tuple[str, ...]] = {
    ORGANIZATIONS: ("名称",),
    DUTIES: ("组织", "类别"),
    PLACES: ("名称", "类型"),
}
_OTHER_HEADERS: Mapping[str, tuple[str, ...]] = {
    "名称": ("单位名称", "组织名称", "单位", "地名"),
    "组织": ("单位", "单位名称", "组织名称", "责任单位", "承办单位"),
    "上级": ("上级单位", "主管单位"),
    "责任人": ("联系人", "负责人"),
    "电话": ("联系电话", "办公电话"),
    "简称": ("别名", "简称别名"),
    "类别": ("类别名称", "类别代码", "分管类别"),
    "地点": ("地名", "范围", "适用地点"),
    "分工": ("主办协办", "主协办"),
    "类型": ("种类",),
    "所属": ("所属街道", "所属街道乡镇", "所属乡镇"),
    "别名": ("简称", "又名"),
}
_NOTE = re.compile(r"[（(\[［][^）)\]］]*[）)\]］]|\s|[*＊:：]")
_HEADER_WITHIN = 10  # a title and notes may stand above the header


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table that is not empty."""

    table: str  # 组织机构.xlsx［分工］
    number: int  # as a person counts in the file
    cells: Mapping[str, str]  # by the names of COLUMNS; "" where there is no such column

    @property
    def at(self) -> str:
        """组织机构.xlsx［分工］第7行."""
        return f"{self.table}第{self.number}行"

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


def read_tables(folder: Path) -> tuple[dict[str, list[Row] | None], list[str]]:
    """Rows of each table (None where it cannot be read), and what is wrong with the files.

    A workbook wins over a csv file of the same table. 地名 may be missing: then nothing is routed
    by place.
    """
    tables: dict[str, list[Row] | None] = {}
    faults: list[str] = []
    opened: dict[str, dict[str, list[list[str]]] | None] = {}
    for name, workbook in WORKBOOKS.items():
        tables[name] = None
        book, sheet = folder / workbook, folder / f"{name}.csv"
        if book.exists():
            if workbook not in opened:
                opened[workbook] = _read_workbook(book, faults)
            sheets = opened[workbook]
            if sheets is None:
                continue
            grid = next((g for title, g in sheets.items() if title.strip() == name), None)
            if grid is None:
                faults.append(
                    f"{workbook}：缺少工作表“{name}”，请补上（可用 minyi init 另建一份对照）"
                )
                continue
            tables[name] = _rows(grid, name, f"{workbook}［{name}］", faults)
        elif sheet.exists():
            grid = _read_csv(sheet, faults)
            if grid is not None:
                tables[name] = _rows(grid, name, sheet.name, faults)
        elif name == PLACES:
            tables[name] = []
        else:
            faults.append(
                f"{workbook}：找不到（工作表“{name}”也没有 {name}.csv），请先运行 minyi init"
            )
    return tables, list(dict.fromkeys(faults))


def _read_workbook(path: Path, faults: list[str]) -> dict[str, list[list[str]]] | None:
    from python_calamine import CalamineWorkbook, PasswordError

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))
        return {
            title: [
                [_text(cell) for cell in line]
                for line in book.get_sheet_by_name(title).to_python(skip_empty_area=False)
            ]
            for title in book.sheet_names
        }
    except OSError as error:
        faults.append(f"{path.name}：打不开（{cause(error)}），请关闭占用它的程序或检查路径和权限")
    except PasswordError:
        faults.append(f"{path.name}：打不开（文件有密码），请去掉密码后另存一份")
    except BaseException as error:  # calamine raises its own kinds for every sort of damage
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        faults.append(f"{path.name}：打不开（文件已损坏，或不是 xlsx），请用 Excel 或 WPS 另存一份")
    return None


def _read_csv(path: Path, faults: list[str]) -> list[list[str]] | None:
    try:
        text = _decode(path.read_bytes())
    except OSError as error:
        faults.append(f"{path.name}：打不开（{cause(error)}），请关闭占用它的程序或检查路径和权限")
        return None
    if text is None:
        faults.append(f"{path.name}：编码读不出来，请另存为 UTF-8 编码的 CSV")
        return None
    lines = csv.reader(io.StringIO(text, newline=""))
    try:
        return [[cell.strip() for cell in line] for line in lines]
    except csv.Error:
        faults.append(f"{path.name}第{lines.line_num}行：读不下去，请检查引号是否成对")
        return None


def _decode(data: bytes) -> str | None:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _rows(grid: list[list[str]], name: str, where: str, faults: list[str]) -> list[Row] | None:
    best: dict[str, int] = {}
    header = -1
    for number, line in enumerate(grid[:_HEADER_WITHIN]):
        columns = _columns(line, name)
        if len(columns) > len(best):
            best, header = columns, number
    missing = [column for column in REQUIRED[name] if column not in best]
    if missing:
        named = "、".join(f"“{column}”" for column in missing)
        faults.append(f"{where}：缺少列{named}，请在表头补上")
        return None
    rows: list[Row] = []
    for number, line in enumerate(grid[header + 1 :], header + 2):
        cells = {column: line[at] for column, at in best.items() if at < len(line) and line[at]}
        if cells:
            rows.append(Row(where, number, cells))
    return rows


def _columns(line: list[str], name: str) -> dict[str, int]:
    """Which cell of a header line is which column; exact names before look-alikes."""
    heads = [_NOTE.sub("", cell) for cell in line]
    found = {column: heads.index(column) for column in COLUMNS[name] if column in heads}
    for column in COLUMNS[name]:
        for other in _OTHER_HEADERS.get(column, ()) if column not in found else ():
            if other in heads and heads.index(other) not in found.values():
                found[column] = heads.index(other)
                break
    return found
