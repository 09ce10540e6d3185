"""The workbook in LibreOffice: it opens, and its pages show what they must."""

from __future__ import annotations

import shutil
import subprocess
from datetime import date

import pytest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed"),
]


@pytest.fixture
def printed(tmp_path, make_matter, make_report, written) -> list[str]:
    """Texts of the pages."""
    import pypdfium2

    matters = [
        make_matter(
            f"第{row}件：小区水管爆裂，已经停水两天，老人孩子都没有水喝，请尽快派人来修。"
            * (row % 7 + 1),
            row=row,
            case=f"QH{row:05}",
            channel="热线",
            received_on=date(2026, 2, row % 20 + 1),
            review="把握不大" if row % 5 == 0 else "",
        )
        for row in range(3, 63)
    ]
    matters.append(make_matter("水" * 1600, row=99))
    path = written(make_report(*matters, example=True))
    profile = (tmp_path / "profile").as_uri()
    subprocess.run(
        [
            *("soffice", f"-env:UserInstallation={profile}", "--headless"),
            *("--convert-to", "pdf", "--outdir", str(tmp_path), str(path)),
        ],
        check=True,
        timeout=300,
        capture_output=True,
    )
    document = pypdfium2.PdfDocument(tmp_path / "台账.pdf")
    try:
        assert all(
            abs(max(page.get_size()) - 842) < 2 and abs(min(page.get_size()) - 595) < 2
            for page in document
        ), "not A4"
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def test_pages_carry_title_header_number_and_every_opinion(printed):
    ledger = [page for page in printed if "派单理由" in page]
    assert len(ledger) > 2
    for page in ledger:
        assert page.count("清河区群众意见整改台账（示例）") == 1
        assert "办理状态" in page
        assert f"共 {len(printed)} 页" in page
    joined = "".join(ledger).replace("\r\n", "").replace("\n", "")
    assert all(f"QH{row:05}" in joined for row in range(3, 63))
    assert joined.count("水") > 1600
    assert "####" not in joined, "a date does not fit its column"


def test_the_summary_stands_on_pages_of_its_own_with_charts(printed):
    summary = [page for page in printed if "按责任单位（件）" in page]
    assert summary
    assert len(printed) < 32


def test_the_list_is_printed_in_seven_points_at_least(printed, tmp_path):
    import ctypes
    from collections import Counter

    import pypdfium2
    from pypdfium2 import raw

    sizes: Counter[float] = Counter()
    document = pypdfium2.PdfDocument(tmp_path / "台账.pdf")
    try:
        for page in (
            one for one, text in zip(document, printed, strict=True) if "派单理由" in text
        ):
            for text in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
                size = ctypes.c_float()
                raw.FPDFTextObj_GetFontSize(text, size)
                sizes[round(size.value * abs(text.get_matrix().d), 1)] += 1
    finally:
        document.close()
    assert sizes.most_common(1)[0][0] >= 7
