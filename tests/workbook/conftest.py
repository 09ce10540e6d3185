"""A small office's report, and what is needed to look into a written workbook."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from minyi.domain import Matter, Opinion, Prediction, Route, Source, Triage
from minyi.taxonomy import load_taxonomy
from minyi.workbook import Report, write_workbook
from minyi.workdays import Deadline

MakeMatter = Callable[..., Matter]
MakeReport = Callable[..., Report]


@pytest.fixture
def make_matter() -> MakeMatter:
    def make(
        text: str = "3号楼停水两天了",
        *,
        row: int = 3,
        number: int = 1,
        case: str = "",
        category: str = "utilities.water",
        urgency: str = "normal",
        organization: str = "区供水公司",
        review: str = "",
        rule: str = "",
        words: tuple[str, ...] = (),
        opinion: Opinion | None = None,
        **of_opinion: Any,
    ) -> Matter:
        source = Source(file="意见箱.xlsx", sheet="二月", row=row)
        opinion = opinion or Opinion(
            text=text,
            source=of_opinion.pop("source", source),
            id=case or str(source),
            case_number=case,
            **of_opinion,
        )
        return Matter(
            opinion=opinion,
            number=number,
            text=text,
            prediction=Prediction(
                category=category, score=0.62, alternatives=(("utilities.power", 0.21),)
            ),
            triage=Triage(urgency=urgency, rule=rule, words=words),
            route=Route(
                organization=organization, reason="类别“供水”由区供水公司主办", contact="李主任"
            ),
            needs_review=bool(review),
            review_reason=review,
        )

    return make


@pytest.fixture
def make_report() -> MakeReport:
    def make(*matters: Matter, due: date = date(2026, 3, 9), **rest: Any) -> Report:
        deadline = Deadline(due=due, explanation="2026-02-16 +15 工作日", provisional=False)
        arguments: dict[str, Any] = {
            "title": "清河区群众意见整改台账",
            "taxonomy": load_taxonomy(),
            "matters": matters,
            "deadlines": [deadline] * len(matters),
            "read": len(matters),
            "classified": len(matters),
            "rejected": 0,
            "created": datetime(2026, 2, 16, 9, 30),
            "model_version": "default-1",
        }
        return Report(**arguments | rest)

    return make


@pytest.fixture
def written(tmp_path: Path) -> Callable[[Report], Path]:
    def write(report: Report) -> Path:
        path = tmp_path / "台账.xlsx"
        write_workbook(report, path, force=True)
        return path

    return write


@pytest.fixture
def everything() -> Callable[[Path], str]:
    """All parts of the package as one text."""

    def read(path: Path) -> str:
        with zipfile.ZipFile(path) as package:
            return "\n".join(package.read(name).decode() for name in package.namelist())

    return read
