"""Word and Excel from templates that an office can edit: its own 模板/ outranks the shipped."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from copy import copy
from pathlib import Path
from typing import Any

from minyi.errors import UsageError
from minyi.followup.rates import Rate
from minyi.records import replacing
from minyi.workbook.shown import cell_text

OWN = "模板"  # folder within the office's
_SHIPPED = Path(__file__).parent.parent / "data" / "templates"
_WIDTH = 155  # of a picture in Word, in mm: the text of an A4 page
_LOOP = re.compile(r"\{%\s*for\s+(\w+)\s+in\s+([\w.]+)\s*%\}")
_VALUE = re.compile(r"\{\{\s*(.+?)\s*\}\}")


def template_path(name: str, office: Path | None) -> Path:
    """The office's own template of that name, or the shipped one."""
    own = office / OWN / name if office is not None else None
    return own if own is not None and own.is_file() else _SHIPPED / name


def write_word(
    name: str,
    values: Mapping[str, Any],
    out: Path,
    *,
    office: Path | None = None,
    force: bool = False,
) -> None:
    """Fill a Word template; a value of bytes is a PNG.

    Args:
        name: File name of the template.
        values: What it may use, by Chinese names.
        out: The document.
        office: Folder of the office.
        force: Overwrite `out`.

    Raises:
        UsageError: The template is no Word file, has a broken tag, or uses a name that is not
            there; or the folder cannot be written to.
        OutputExistsError: `out` is there and `force` was not given.
    """
    from docx.opc.exceptions import PackageNotFoundError
    from docx.shared import Mm
    from docxtpl import DocxTemplate, InlineImage
    from jinja2 import TemplateError

    path = template_path(name, office)
    with replacing(out, force=force) as partial:
        try:
            document = DocxTemplate(str(path))
            pictures = {
                key: InlineImage(document, io.BytesIO(value), width=Mm(_WIDTH))
                for key, value in values.items()
                if isinstance(value, bytes)
            }
            document.render({**_clean(values), **pictures}, _environment(), autoescape=True)
        except (TemplateError, TypeError) as error:
            raise _bad(path, error, values) from error
        except (PackageNotFoundError, KeyError, ValueError) as error:
            raise UsageError(f"{path}：模板打不开，请用 Word 另存为 .docx") from error
        with partial.open("wb") as file:
            document.save(file)


def write_excel(
    name: str,
    values: Mapping[str, Any],
    out: Path,
    *,
    office: Path | None = None,
    force: bool = False,
) -> None:
    """Fill an Excel template: `{{ 名称 }}` in a cell becomes the value, numbers stay numbers.

    A row that begins with `{% for 行 in 单位 %}` is repeated for each; it must be the last of its
    sheet. A value of bytes is a PNG and stands over its cell.

    Raises:
        UsageError, OutputExistsError: As `write_word`.
    """
    import openpyxl
    from jinja2 import TemplateError

    path = template_path(name, office)
    clean = _clean(values)
    with replacing(out, force=force) as partial:
        try:
            book = openpyxl.load_workbook(path)
        except Exception as error:  # whatever a broken zip or XML makes openpyxl say
            raise UsageError(f"{path}：模板打不开，请用 Excel 另存为 .xlsx") from error
        try:
            for sheet in book.worksheets:
                _fill_sheet(sheet, clean)
        except (TemplateError, TypeError) as error:
            raise _bad(path, error, values) from error
        with partial.open("wb") as file:
            book.save(file)


def _fill_sheet(sheet: Any, values: Mapping[str, Any]) -> None:
    for row in list(sheet.iter_rows()):
        loop = _LOOP.match(str(row[0].value or ""))
        if loop is None:
            for cell in row:
                _fill(cell, cell.value, values)
            continue
        row[0].value = str(row[0].value)[loop.end() :].replace("{% endfor %}", "")
        patterns = [cell.value for cell in row]
        first = row[0].row
        for number, item in enumerate(_evaluate(loop[2], values)):
            for cell, pattern in zip(row, patterns, strict=True):
                copied = sheet.cell(first + number, cell.column)
                if number:
                    copied._style = copy(cell._style)
                _fill(copied, pattern, {**values, loop[1]: item})
            if number and first in sheet.row_dimensions:
                sheet.row_dimensions[first + number].height = sheet.row_dimensions[first].height
        if not _evaluate(loop[2], values):
            for cell in row:
                cell.value = None


def _fill(cell: Any, pattern: object, values: Mapping[str, Any]) -> None:
    if not isinstance(pattern, str) or "{{" not in pattern:
        if cell.value != pattern:
            cell.value = pattern
        return
    whole = _VALUE.fullmatch(pattern)
    if whole is None:
        value: Any = _VALUE.sub(lambda found: str(_evaluate(found[1], values)), pattern)
    else:
        value = _evaluate(whole[1], values)
    if isinstance(value, bytes):
        from openpyxl.drawing.image import Image

        picture = Image(io.BytesIO(value))
        picture.width, picture.height = 760, 760 * picture.height / picture.width
        cell.value = None
        cell.parent.add_image(picture, cell.coordinate)
        return
    if isinstance(value, Rate):
        value = "—" if value.value is None else value.value
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"  # "=1+1" is what a citizen wrote
        cell.quotePrefix = True


def _evaluate(expression: str, values: Mapping[str, Any]) -> Any:
    from jinja2 import Undefined

    value = _environment().compile_expression(expression, undefined_to_none=False)(**values)
    if isinstance(value, Undefined):
        str(value)  # a strict one says its name
    return value


def _environment() -> Any:
    from jinja2 import StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    return SandboxedEnvironment(undefined=StrictUndefined, autoescape=True)


def _clean(value: Any) -> Any:
    """Texts as XML can hold them."""
    if isinstance(value, str):
        return cell_text(value)
    if isinstance(value, Mapping):
        return {key: _clean(one) for key, one in value.items()}
    return [_clean(one) for one in value] if isinstance(value, list | tuple) else value


def _bad(path: Path, error: Exception, values: Mapping[str, Any]) -> UsageError:
    line = getattr(error, "lineno", None)
    where = f"（第 {line} 段附近）" if line else ""
    has = "、".join(_names(values))
    return UsageError(f"{path}：模板里有写错的标签{where}：{error}；请改正，可用的名称：{has}")


def _names(values: Mapping[str, Any]) -> Iterator[str]:
    for key, value in values.items():
        if isinstance(value, list) and value and isinstance(value[0], Mapping):
            yield f"{key}（{'、'.join(map(str, value[0]))}）"
        else:
            yield key
