"""Formulas that people wrote into a workbook: found in its package, shifted with their row.

python-calamine tells what a formula came to, not the formula itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from html import unescape
from pathlib import Path
from typing import NamedTuple
from zipfile import BadZipFile, ZipFile

_ATTRIBUTE = re.compile(r"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_SHEET = re.compile(r"<(?:\w+:)?sheet\b([^>]*)>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\b([^>]*)>")
_ANY = re.compile(r"<(?:\w+:)?f[\s>/]")
_CELL = re.compile(r"<(?:\w+:)?c\b([^>]*)>\s*<(?:\w+:)?f\b([^>]*?)(?:/>|>([^<]*)</(?:\w+:)?f>)")
_STRING = r'"(?:[^"]|"")*"'
_OTHER_SHEET = r"(?:'(?:[^']|'')*'|[\w.\u4e00-\u9fff]+)!"
_REFERENCE = r"(\$?)([A-Z]{1,3})(\$?)(\d{1,7})(?![\w(.])"
_TOKEN = re.compile(rf"({_STRING})|({_OTHER_SHEET})?(?<![\w.$]){_REFERENCE}")
_FUNCTION = re.compile(r"[A-Za-z_][\w.]*\(")
_CONSTANT = re.compile(r"\b(?:TRUE|FALSE)\b|\b\d[\d.]*(?:E[+-]?\d+)?\b", re.I)
_LETTERS = re.compile(r"([A-Z]{1,3})(\d+)")
_LAST_COLUMN, _LAST_ROW = 16_384, 1_048_576


class Found(NamedTuple):
    """A formula of a workbook, without its =."""

    text: str
    portable: bool  # it rests on cells and functions, not on names, tables, files or an array


def read_formulas(path: Path) -> dict[str, dict[tuple[int, int], Found]]:
    """Formulas by sheet, then by row and column, both counted from 0.

    A file that is no OOXML package has none.
    """
    try:
        with ZipFile(path) as package:
            return {
                name: found
                for name, part in _parts(package)
                if (found := dict(_formulas(package.read(part).decode("utf-8", "replace"))))
            }
    except (BadZipFile, KeyError, OSError):
        return {}


def move_row(formula: str, old: int, new: int) -> str:
    """The formula of a row that goes elsewhere, rows counted from 0: its own row moves along."""

    def move(column: int, row: int) -> tuple[int, int]:
        return column, new if row == old else row

    return _shift(formula, move, everywhere=False)


def _parts(package: ZipFile) -> Iterator[tuple[str, str]]:
    """Name and part of every sheet."""
    targets = {
        one.get("Id"): one.get("Target", "")
        for one in _tags(_RELATION, package.read("xl/_rels/workbook.xml.rels"))
    }
    for one in _tags(_SHEET, package.read("xl/workbook.xml")):
        target = targets.get(next((v for k, v in one.items() if k.endswith(":id")), ""), "")
        if "worksheets/" in target:
            path = target.removeprefix("/")
            yield one.get("name", ""), path if path.startswith("xl/") else f"xl/{path}"


def _tags(tag: re.Pattern[str], xml: bytes) -> Iterator[Mapping[str, str]]:
    for found in tag.finditer(xml.decode("utf-8", "replace")):
        yield _attributes(found[1])


def _attributes(text: str) -> dict[str, str]:
    return {name: unescape(one or other) for name, one, other in _ATTRIBUTE.findall(text)}


def _formulas(xml: str) -> Iterator[tuple[tuple[int, int], Found]]:
    if not _ANY.search(xml):
        return
    shared: dict[str, tuple[int, int, str]] = {}
    for cell, attributes, text in _CELL.findall(xml):
        place = _LETTERS.fullmatch(_attributes(cell).get("r", ""))
        if place is None:
            continue
        row, column = int(place[2]) - 1, _column(place[1]) - 1
        told = _attributes(attributes)
        formula = unescape(text)
        if told.get("t") == "shared":
            if formula:
                shared[told.get("si", "")] = row, column, formula
            elif told.get("si", "") in shared:
                first_row, first_column, formula = shared[told["si"]]
                by = partial(_by, row - first_row, column - first_column)
                formula = _shift(formula, by, everywhere=True)
        if formula:
            plain = told.get("t", "normal") in {"normal", "shared"}
            yield (row, column), Found(formula, plain and _is_portable(formula))


def _by(rows: int, columns: int, column: int, row: int) -> tuple[int, int]:
    return column + columns, row + rows


def _shift(formula: str, move: Callable[[int, int], tuple[int, int]], *, everywhere: bool) -> str:
    """Move relative references; `everywhere` those to other sheets as well."""

    def moved(token: re.Match[str]) -> str:
        string, sheet, column_fixed, letters, row_fixed, digits = token.groups()
        if string or (sheet and not everywhere):
            return token[0]
        column, row = _column(letters) - 1, int(digits) - 1
        new_column, new_row = move(column, row)
        column = column if column_fixed else new_column % _LAST_COLUMN
        row = row if row_fixed else new_row % _LAST_ROW
        return f"{sheet or ''}{column_fixed}{_letters(column)}{row_fixed}{row + 1}"

    return _TOKEN.sub(moved, formula)


def _is_portable(formula: str) -> bool:
    """Does it speak of cells and functions only?"""
    if "[" in formula or "#REF!" in formula:
        return False
    rest = _TOKEN.sub(" ", formula)
    rest = re.sub(rf"{_OTHER_SHEET}?\$?[A-Z]{{1,3}}:\$?[A-Z]{{1,3}}(?![\w(])", " ", rest)  # A:A
    rest = _CONSTANT.sub(" ", _FUNCTION.sub(" ", rest))
    return not re.search(r"[^\W\d]", rest)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _letters(column: int) -> str:
    from xlsxwriter.utility import xl_col_to_name

    return str(xl_col_to_name(column))
