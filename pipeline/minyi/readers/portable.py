"""pdf with a text layer: lines joined to paragraphs by where they stand on the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from minyi.errors import UnreadableFileError
from minyi.readers.cells import clean_text
from minyi.readers.paragraphs import Line, ends_sentence, has_number, join_wrapped
from minyi.readers.sniff import TO_TEXT


@dataclass(slots=True)
class _Printed:
    page: int
    row: int  # line on the page
    text: str
    left: float
    right: float
    size: float  # width of a character


def lines_of_pdf(path: Path) -> list[Line]:
    """Paragraphs of all pages; each knows page and line where it begins.

    Raises:
        UnreadableFileError: Encrypted, damaged, or scanned: no text on any page.
    """
    import pypdfium2 as pdfium

    printed: list[_Printed] = []
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        if "assword" in str(error) or "ecurity" in str(error):
            raise UnreadableFileError("文件有密码：请去掉密码后另存一份") from error
        raise UnreadableFileError("文件已损坏，打不开：请重新导出 PDF") from error
    try:
        pages = len(document)
        for number in range(pages):
            page = document[number]
            text = page.get_textpage()
            printed += _printed(text, number + 1)
            text.close()
            page.close()
    finally:
        document.close()
    if not any(line.text for line in printed):
        raise UnreadableFileError(f"是扫描件，没有文字：{TO_TEXT}")
    return _paragraphs(printed, several=pages > 1)


def _printed(textpage: Any, page: int) -> list[_Printed]:
    text = textpage.get_text_range()
    exact = len(text) == textpage.count_chars()  # else positions are off: judge by length
    lines: list[_Printed] = []
    at = 0
    for raw in text.splitlines(keepends=True):
        body = raw.rstrip("\r\n")
        shown = clean_text(body.replace("\ufffe", "").replace("￾", ""))
        if shown:
            start = at + len(body) - len(body.lstrip())
            end = at + len(body.rstrip()) - 1
            left, right = 0.0, float(len(shown))
            if exact:
                left, right = textpage.get_charbox(start)[0], textpage.get_charbox(end)[2]
            size = (right - left) / max(1, sum(1 if ord(c) > 0x2E7F else 0.5 for c in shown))
            lines.append(_Printed(page, len(lines) + 1, shown, left, right, size))
        at += len(raw)
    return lines


def _paragraphs(printed: Sequence[_Printed], *, several: bool) -> list[Line]:
    """Join a line to the one before if that was full and this one is not indented."""
    edge = max(line.right for line in printed)
    margin = min(line.left for line in printed)
    longest = max(len(line.text) for line in printed)
    lines: list[Line] = []
    before: _Printed | None = None
    for line in printed:
        full = (
            before is not None
            and before.right >= edge - 2.5 * before.size
            and len(before.text) >= 0.6 * longest
            and longest >= 12
        )
        indented = line.left > margin + 1.2 * line.size
        runs_on = full and not has_number(line.text) and not indented
        if runs_on and before is not None and ends_sentence(before.text):
            # without indents the end of a sentence at the edge may end the paragraph as well
            runs_on = before.left > margin + 1.2 * before.size or _indents(printed, margin)
        if runs_on and lines:
            lines[-1].text = join_wrapped([lines[-1].text, line.text])
        else:
            lines.append(Line(row=line.row, text=line.text, sheet=f"第{line.page}页"))
        before = line
    return lines


def _indents(printed: Sequence[_Printed], margin: float) -> bool:
    """Whether the document indents the first lines of paragraphs."""
    indented = sum(1 for line in printed if line.left > margin + 1.2 * line.size)
    return indented * 5 >= len(printed)
