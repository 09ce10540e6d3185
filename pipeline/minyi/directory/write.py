"""An office's own directory, written to be filled in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from minyi.directory.past import Past, read_past
from minyi.directory.tables import COLUMNS, DUTIES, ORGANIZATIONS, PLACES, WORKBOOKS
from minyi.errors import OutputExistsError
from minyi.routing.model import PLACE_KINDS
from minyi.taxonomy import Taxonomy, group_of

_HELP = "填写说明"
_DAYS = "（工作日）"
_LAST_ROW = 999  # drop-downs reach so far
_WIDTHS = {
    "名称": 26, "简称": 30, "上级": 22, "责任人": 12, "电话": 16, "性质": 10,
    "组织": 26, "类别": 22, "地点": 34, "分工": 10, "类型": 10, "所属": 20, "别名": 30,
}  # fmt: skip
_HELP_ORGANIZATIONS = (
    "“组织”表：一行一个单位。名称填全称；简称填群众常用的叫法，用顿号隔开（如：城管局、城管）。",
    "上级填本表里的单位名称：反映某单位自身作风的意见转它的上级。",
    "性质：统筹兜底的单位填“统筹”（必须有且只有一个，没有单位分管的意见都交给它）；纪检监察机构填“纪检”；其余留空。",
    "紧急期限、一般期限是办理期限，单位是工作日，留空按 1 和 15。",
    "“分工”表：一行写一个单位管哪些类别。组织填“组织”表里的名称，类别填下面的名称或代码，可以写几个，用顿号隔开；写大类就是管整个大类，写“全部”就是全管。",
    "地点留空是全区；只管几个街道、乡镇、社区、村的，填“地名.xlsx”里的名称，用顿号隔开。有地点的行优先于全区的行。",
    "分工填“主办”或“协办”：同一类别同一地点只能有一个主办。",
    "分工表里的期限留空就用单位自己的期限。没有填组织的行会被跳过；“占比”一列只供参考，不读取。",
    "填好后运行 minyi check 检查。",
)
_HELP_PLACES = (
    "“地名”表：一行一个地名。类型填街道、镇、乡、社区、村之一；社区和村在“所属”里填所在的街道、镇或乡。",
    "别名填群众常用的叫法，用顿号隔开；“东关街道”会自动认“东关街”“东关街道办”，不用另填。",
    "两个乡镇有同名的村，请把乡镇名写在前面，如“柳河镇新桥村”“石桥乡新桥村”。",
    "可以加一行写本区的名称，类型填“区”（或县、市），如：清河区；以后“清河区城管局”就认作“区城管局”。",
)


def write_office(
    folder: Path, taxonomy: Taxonomy, past: Sequence[tuple[str, str]] | None = None
) -> None:
    """Write 组织机构.xlsx and 地名.xlsx to be filled in; the folder is made where it is missing.

    Args:
        folder: The office's folder.
        taxonomy: Its categories become the rows of the sheet 分工.
        past: (category code or name, organization) of past dispatches: organizations and their
            duties are filled in by share.

    Raises:
        OutputExistsError: One of the files is there already; nothing is written then.
    """
    paths = [folder / WORKBOOKS[ORGANIZATIONS], folder / WORKBOOKS[PLACES]]
    there = [path.name for path in paths if path.exists()]
    if there:
        raise OutputExistsError(
            f"{folder} 里已有 {'、'.join(there)}，不会覆盖；请换一个文件夹，或先把它移走"
        )
    folder.mkdir(parents=True, exist_ok=True)
    known = read_past(past or (), taxonomy)
    _write_organizations(paths[0], taxonomy, known)
    _write_places(paths[1], known)


def _write_organizations(path: Path, taxonomy: Taxonomy, past: Past) -> None:
    with _open(path) as book:
        sheet = _sheet(book, ORGANIZATIONS)
        for row, name in enumerate(past.organizations, 1):
            _put(sheet, row, {0: name, 5: past.role(name)})
        _choose(sheet, 5, ["统筹", "纪检"])
        _choose(sheet, 2, f"='{ORGANIZATIONS}'!$A$2:$A${_LAST_ROW + 1}")

        duties = _sheet(book, DUTIES, "占比（参考）")
        row = 1
        for leaf in taxonomy:
            shares = [share for share in past.shares if share.category == leaf.code]
            for share in shares:
                town = past.towns.get(share.organization, ("",))[0]
                role = "主办" if share.lead else "协办"
                percent = f"{share.share:.0%}"
                _put(duties, row, {0: share.organization, 1: leaf.name, 2: town, 3: role,
                                   6: percent})  # fmt: skip
                row += 1
            if not any(one.lead and one.organization not in past.towns for one in shares):
                _put(duties, row, {1: leaf.name, 3: "主办"})
                row += 1
        _choose(duties, 0, f"='{ORGANIZATIONS}'!$A$2:$A${_LAST_ROW + 1}")
        first = len(_HELP_ORGANIZATIONS) + 3
        _choose(duties, 1, f"='{_HELP}'!$A${first}:$A${first + len(taxonomy.leaves) - 1}")
        _choose(duties, 3, ["主办", "协办"])

        helping = _help(book, _HELP_ORGANIZATIONS)
        _put(helping, first - 2, {0: "类别名称", 1: "代码", 2: "大类"})
        for number, leaf in enumerate(taxonomy, first - 1):
            group = taxonomy.name(group_of(leaf.code))
            _put(helping, number, {0: leaf.name, 1: leaf.code, 2: group})


def _write_places(path: Path, past: Past) -> None:
    with _open(path) as book:
        sheet = _sheet(book, PLACES)
        for row, (town, kind) in enumerate(sorted(set(past.towns.values())), 1):
            _put(sheet, row, {0: town, 1: kind})
        _choose(sheet, 1, [*PLACE_KINDS, "区"])
        _choose(sheet, 2, f"='{PLACES}'!$A$2:$A${_LAST_ROW + 1}")
        _help(book, _HELP_PLACES)


def _open(path: Path) -> Any:
    import xlsxwriter

    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    return xlsxwriter.Workbook(str(path), plain)


def _sheet(book: Any, name: str, *more: str) -> Any:
    """A sheet with the columns of its table, the header frozen."""
    bold = book.add_format({"bold": True, "bg_color": "#DDEBF7", "border": 1, "valign": "vcenter"})
    text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet(name)
    for column, header in enumerate((*COLUMNS[name], *more)):
        sheet.set_column(column, column, _WIDTHS.get(header, 18), text)
        sheet.write_string(0, column, header + (_DAYS if header.endswith("期限") else ""), bold)
    sheet.set_row(0, 24)
    sheet.freeze_panes(1, 0)
    return sheet


def _help(book: Any, lines: Sequence[str]) -> Any:
    sheet = book.add_worksheet(_HELP)
    for row, line in enumerate(lines):
        sheet.write_string(row, 0, line)
    for column, width in enumerate((24, 26, 20)):
        sheet.set_column(column, column, width)
    return sheet


def _put(sheet: Any, row: int, cells: dict[int, str]) -> None:
    for column, cell in cells.items():
        if cell:
            sheet.write_string(row, column, cell)


def _choose(sheet: Any, column: int, source: list[str] | str) -> None:
    """A drop-down that helps but does not forbid: cells may hold several items."""
    rule = {"validate": "list", "source": source, "show_error": False}
    sheet.data_validation(1, column, _LAST_ROW, column, rule)
