from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from minyi.domain import Opinion, Problem
from minyi.readers import ReadOptions, read

TODAY = date(2026, 2, 26)


@dataclass
class Result:
    """What one file gave, sorted out."""

    opinions: list[Opinion]
    problems: list[Problem]

    @property
    def texts(self) -> list[str]:
        return [opinion.text for opinion in self.opinions]

    @property
    def levels(self) -> list[str]:
        return [problem.level for problem in self.problems]

    def of(self, level: str) -> list[Problem]:
        return [problem for problem in self.problems if problem.level == level]


def _take(path: Path, **options: Any) -> Result:
    found = list(read(path, ReadOptions(today=TODAY, **options)))
    return Result(
        [item for item in found if isinstance(item, Opinion)],
        [item for item in found if isinstance(item, Problem)],
    )


@pytest.fixture
def take() -> Callable[..., Result]:
    """Read one file and sort out what came."""
    return _take


@pytest.fixture
def text_file(tmp_path: Path) -> Callable[..., Result]:
    """Write bytes or text under a name and read it."""

    def write(name: str, content: str | bytes, encoding: str = "utf-8", **options: Any) -> Result:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return _take(path, **options)

    return write


@pytest.fixture
def workbook(tmp_path: Path) -> Callable[..., Result]:
    """Build an xlsx of one or several sheets and read it."""

    def build(
        rows: Sequence[Sequence[Any]] | dict[str, Sequence[Sequence[Any]]],
        merges: Sequence[str] = (),
        hidden: Sequence[str] = (),
        name: str = "汇总.xlsx",
        **options: Any,
    ) -> Result:
        book = openpyxl.Workbook()
        book.remove(book.active)
        sheets = rows if isinstance(rows, dict) else {"Sheet1": rows}
        for title, lines in sheets.items():
            sheet = book.create_sheet(title)
            for i, line in enumerate(lines, 1):
                for j, value in enumerate(line, 1):
                    if value is not None and value != "":
                        sheet.cell(i, j).value = value
                        if isinstance(value, str):
                            sheet.cell(i, j).data_type = "s"
            for cells in merges:
                sheet.merge_cells(cells)
            if title in hidden:
                sheet.sheet_state = "hidden"
        path = tmp_path / name
        book.save(path)
        return _take(path, **options)

    return build
