"""minyi suggest: the rows most worth labelling, as a table to fill in."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from minyi.cli import options as o
from minyi.cli.console import counting, exit_code, list_problems, say
from minyi.errors import OutputExistsError, UsageError

if TYPE_CHECKING:
    from minyi.domain import Opinion, Problem
    from minyi.office import Office

HEADERS = ("编号", "意见内容", "现判类别", "把握", "其他可能", "正确类别")
TEXT, LABEL = "意见内容", "正确类别"
_WIDTHS = (20, 70, 18, 8, 30, 20)
_ALTERNATIVES = 3
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_GUIDE = "类别表"

Row = tuple[str, str, str, float, str]


def suggest(
    paths: o.Paths,
    n: Annotated[int, typer.Option("--n", min=1, help="挑几条", metavar="条数")] = 100,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", help="写到哪里：.xlsx（带下拉选单）或 .csv；默认屏幕", metavar="文件"
        ),
    ] = None,
    model: o.ModelFolder = None,
    office: o.OfficeFolder = None,
    text_column: o.TextColumn = None,
    seed: Annotated[int, typer.Option("--seed", help="随机种子；相同则结果相同")] = 0,
    force: o.Force = False,
) -> int:
    """挑出最值得人工标注的意见：模型拿不准，且彼此不重复；填好“正确类别”即可用来训练。"""
    from minyi.office import load

    suffix = out.suffix.lower() if out is not None else ".csv"
    if suffix not in {".xlsx", ".csv"}:
        raise UsageError(f"{out}：不认识的输出格式，请用 .xlsx 或 .csv")
    if out is not None and out.exists() and not force:
        raise OutputExistsError(f"{out}：文件已存在，为免覆盖没有写入；确要覆盖请加 --force")
    desk = load(office or Path(), model=model)
    problems: list[Problem] = []
    rows, read = _rows(desk, paths, text_column, out, n, seed, problems)
    list_problems(problems)
    if not rows:
        raise UsageError("没有读到一条可标注的意见，没有写出")
    if out is None:
        _write_csv(rows, None, force)
    elif suffix == ".csv":
        _write_csv(rows, out, force)
    else:
        _write_book(rows, desk, out, force)
    say(f"从 {read} 件事项中挑出 {len(rows)} 件" + (f"，已写出 {out}" if out else ""))
    name = out.name if out else "文件"
    say(f"填好“{LABEL}”后：minyi train {name} --text {TEXT} --label {LABEL} --out 新模型")
    return exit_code(problems)


def _rows(
    desk: Office,
    paths: Sequence[str],
    text_column: str | None,
    out: Path | None,
    count: int,
    seed: int,
    problems: list[Problem],
) -> tuple[list[Row], int]:
    """The rows of the table, the one most worth labelling first; and how many were read."""
    import numpy as np

    from minyi.clean import mask, mask_all
    from minyi.cli.reading import STDIN, opinions_of
    from minyi.domain import matter_id
    from minyi.selection import SHORTLIST, diverse, doubts, shortlist
    from minyi.tokens import TextSettings, occurrences

    texts: list[str] = []
    owners: list[Opinion] = []
    numbers: list[int] = []
    chances = []
    with counting("读入并分类") as bar:
        opinions = bar.through(opinions_of(paths, text_column, problems, out))
        for some, which, batch in desk.flow.parts(opinions, split=list(paths) != [STDIN]):
            owners += some
            numbers += which
            texts += batch
            chances.append(desk.model.probabilities(batch)[desk.model.main_head])
    if not texts:
        return [], 0
    every = np.vstack(chances)
    doubt = doubts(every)
    short = shortlist(doubt, texts, max(SHORTLIST, 2 * count), seed)
    pairs = occurrences([texts[i] for i in short], TextSettings(characters=(1, 2)))
    chosen = [int(short[p.row]) for p in diverse(doubt[short], pairs, count)] if len(short) else []
    masked = mask_all([texts[i] for i in chosen])
    labels, name = desk.model.labels(desk.model.main_head), desk.taxonomy.name
    rows = []
    for i, text in zip(chosen, masked, strict=True):
        ranked = np.argsort(-every[i], kind="stable")[: _ALTERNATIVES + 1].tolist()
        own = matter_id(owners[i], numbers[i])
        rows.append(
            (
                own if owners[i].case_number else mask(own),
                text,
                name(labels[ranked[0]]),
                float(every[i, ranked[0]]),
                "；".join(f"{name(labels[j])} {every[i, j]:.0%}" for j in ranked[1:]),
            )
        )
    return rows, len(texts)


def _write_csv(rows: Sequence[Row], out: Path | None, force: bool) -> None:
    import csv

    from minyi.records import replacing

    def write(stream: Any) -> None:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(HEADERS)
        writer.writerows([*(_cell(value) for value in row), ""] for row in rows)

    if out is None:
        write(sys.stdout)
        return
    with (
        replacing(out, force=force) as partial,
        partial.open("w", encoding="utf-8-sig", errors="replace", newline="") as stream,
    ):
        write(stream)


def _cell(value: str | float) -> str:
    if isinstance(value, float):
        return f"{value:.4f}"
    # A spreadsheet would run such a cell as a formula.
    return "'" + value if value.startswith(_FORMULA_STARTS) else value


def _write_book(rows: Sequence[Row], desk: Office, out: Path, force: bool) -> None:
    from xlsxwriter import Workbook

    from minyi.records import replacing
    from minyi.workbook.shown import cell_text

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    guide = _guide(desk)
    with replacing(out, force=force) as partial, Workbook(str(partial), options) as book:
        look = {"border": 1, "valign": "vcenter", "text_wrap": True}
        head = book.add_format({**look, "bold": True, "bg_color": "#D9E2F3", "align": "center"})
        plain = book.add_format({**look, "quote_prefix": True})
        share = book.add_format({**look, "num_format": "0%", "align": "center"})
        fill = book.add_format({**look, "bg_color": "#FFFBE6"})
        sheet = book.add_worksheet("待标注")
        sheet.write_row(0, 0, HEADERS, head)
        for column, width in enumerate(_WIDTHS):
            sheet.set_column(column, column, width)
        for line, (id, text, category, score, others) in enumerate(rows, start=1):
            for column, value in ((0, id), (1, text), (2, category), (4, others)):
                sheet.write_string(line, column, cell_text(value), plain)
            sheet.write_number(line, 3, score, share)
            sheet.write_blank(line, 5, None, fill)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(rows), len(HEADERS) - 1)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.data_validation(
            1,
            5,
            len(rows),
            5,
            {
                "validate": "list",
                "source": f"='{_GUIDE}'!$A$2:$A${len(guide) + 1}",
                "error_type": "warning",  # a new topic may need a new category
                "error_title": "不在类别表中",
                "error_message": "表中没有这个类别。确实要新增一类时选“是”。",
            },
        )
        other = book.add_worksheet(_GUIDE)
        other.write_row(0, 0, ("类别", "大类", "代码"), head)
        for column, width in enumerate((20, 20, 26)):
            other.set_column(column, column, width)
        for line, cells in enumerate(guide, start=1):
            for column, value in enumerate(cells):
                other.write_string(line, column, cell_text(value), plain)
        other.freeze_panes(1, 0)


def _guide(desk: Office) -> list[tuple[str, str, str]]:
    """What may be chosen: the office's categories, or the labels of a model with others."""
    from minyi.taxonomy import group_of

    tree, labels = desk.taxonomy, desk.model.labels(desk.model.main_head)
    if all(label in tree for label in labels):
        return [(leaf.name, tree.name(group_of(leaf.code)), leaf.code) for leaf in tree]
    return [(tree.name(label), "", label) for label in labels]
