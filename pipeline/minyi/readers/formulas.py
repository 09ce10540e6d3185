"""Formulas of an xlsx file that hold people's words but no computed value.

Programs that write workbooks store a text that begins with "=" as a formula, without the value
that Excel would have computed; calamine then sees an empty cell and the opinion would be lost.
What stands in such a cell is given back as text; nothing is ever computed.
"""

from __future__ import annotations

import html
import re
import zipfile
from pathlib import Path

from minyi.readers.sheet import column_index

_LARGEST = 64 << 20  # bytes of XML of one sheet; larger sheets are written by other programs
_SHEET = re.compile(r"<(?:\w+:)?sheet\b[^>]*>")
_RELATION = re.compile(r"<Relationship\b[^>]*>")
_ATTRIBUTE = re.compile(r'([\w:]+)="([^"]*)"')
_UNCOMPUTED = re.compile(
    r'<c r="([A-Z]{1,3})(\d{1,7})"[^>]*><f[^>]*>([^<]+)</f>(?:<v\s*/>|<v></v>)?</c>'
)
_WORDS = re.compile(r"[\u4e00-\u9fff]")

Formulas = dict[int, dict[int, str]]  # row from 1 → column from 0 → text with its "="


def formula_texts(path: Path) -> dict[str, Formulas]:
    """Sheet name → cells whose formula holds Han characters and no value; {} if not an xlsx."""
    try:
        with zipfile.ZipFile(path) as archive:
            return {
                sheet: found
                for sheet, part in _parts(archive).items()
                if (found := _uncomputed(archive, part))
            }
    except (zipfile.BadZipFile, OSError, EOFError, KeyError, NotImplementedError):
        return {}  # damage is reported where the sheets are read


def _parts(archive: zipfile.ZipFile) -> dict[str, str]:
    book = archive.read("xl/workbook.xml").decode("utf-8", "replace")
    relations = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    targets = {}
    for tag in _RELATION.findall(relations):
        found = dict(_ATTRIBUTE.findall(tag))
        targets[found.get("Id", "")] = found.get("Target", "").removeprefix("/xl/")
    parts = {}
    for tag in _SHEET.findall(book):
        found = dict(_ATTRIBUTE.findall(tag))
        target = targets.get(found.get("r:id", ""), "")
        if target:
            parts[html.unescape(found.get("name", ""))] = f"xl/{target}"
    return parts


def _uncomputed(archive: zipfile.ZipFile, part: str) -> Formulas:
    if part not in archive.namelist() or archive.getinfo(part).file_size > _LARGEST:
        return {}
    xml = archive.read(part)
    if b"</f>" not in xml:
        return {}
    cells: Formulas = {}
    for letters, row, formula in _UNCOMPUTED.findall(xml.decode("utf-8", "replace")):
        text = html.unescape(formula)
        column = column_index(letters)
        if column is not None and _WORDS.search(text):
            cells.setdefault(int(row), {})[column] = f"={text}"
    return cells
