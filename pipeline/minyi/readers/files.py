"""One file to opinions: the boundary where no exception passes."""

from __future__ import annotations

import logging
from collections.abc import Generator, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from minyi.domain import Opinion, Problem, Source
from minyi.errors import UnreadableFileError
from minyi.readers.delimited import is_table
from minyi.readers.options import Read, ReadOptions
from minyi.readers.paragraphs import Line, read_lines
from minyi.readers.plain import read_text
from minyi.readers.portable import lines_of_pdf
from minyi.readers.seen import Seen
from minyi.readers.sheet import Sheet
from minyi.readers.sniff import NoOpinionsError, kind_of
from minyi.readers.sources import sheets_of
from minyi.readers.table import EMPTY, opinions_of
from minyi.readers.word import document_of

_T = TypeVar("_T")
_log = logging.getLogger(__name__)


def read(path: Path, options: ReadOptions, *, name: str | None = None) -> Read:
    """Opinions of one file, and problems in between, as they stand in it.

    Never raises for what is in the file: one that cannot be read yields exactly one problem of
    level "file", and so does one without any opinion; a program or a manual is `skipped`.

    Args:
        path: The file; its content tells the format, not its suffix.
        options: Choices of the user.
        name: How sources call the file; its bare name where None.
    """
    file = path.name if name is None else name
    yield from guarded(_read(path, options, file), file)


def guarded(found: Iterable[_T], file: str) -> Iterator[_T | Problem]:
    """What is found in a file; a fault of any kind becomes a problem."""
    try:
        yield from found
    except NoOpinionsError as error:
        what, _, advice = str(error).partition("：")
        yield Problem(level="skipped", source=Source(file=file), what=what, advice=advice)
    except UnreadableFileError as error:
        what, _, advice = str(error).partition("：")
        yield _unreadable(file, what, advice or "请重新导出或另存一份")
    except FileNotFoundError:
        yield _unreadable(file, "找不到文件", "请检查路径和文件名是否正确")
    except PermissionError:
        yield _unreadable(
            file, "没有读取权限，或文件正被其他程序占用", "请关闭文件或检查权限后重试"
        )
    except Exception as error:
        # anything a damaged file can do to a library; its content stays out of the log
        _log.warning("reading failed: %s", type(error).__name__)
        yield _unreadable(
            file, "文件已损坏或格式异常，读不下去", "请用原来的软件打开，另存一份后重试"
        )


def _read(path: Path, options: ReadOptions, file: str) -> Read:
    kind = kind_of(path)
    if kind == "lines" and is_table(path):
        kind = "delimited"
    if kind == "lines":
        if path.suffix.lower() != ".txt":
            yield Problem(
                level="notice",
                source=Source(file=file),
                what="不是常见的后缀，按文本读取",
                advice="如不是意见，请移出文件夹",
            )
        yield from _text(read_text(path, options, file), file)
    elif kind == "pdf":
        yield from _text(read_lines(lines_of_pdf(path), options, file), file)
    elif kind == "docx":
        lines, tables = document_of(path)
        yield from _document(lines, tables, options, file)
    else:
        yield from of_tables(sheets_of(path, file, kind), options, file)


def _document(
    lines: Sequence[Line], tables: Sequence[Sheet], options: ReadOptions, file: str
) -> Read:
    """Paragraphs first, then tables; a document of one kind may lack the other."""
    waiting: list[Problem] = []
    ids: set[str] = set()
    taken = yield from _until_first(read_lines(lines, options, file), waiting)
    for table in tables:
        reason = yield from opinions_of(table, options, file, ids)
        if not reason:
            taken = True
        elif reason != EMPTY:
            waiting.append(_without_opinions(file, table, reason))
    if taken:
        yield from waiting
    else:
        yield _nothing(file, waiting)


def of_tables(
    sheets: Iterable[Sheet], options: ReadOptions, file: str, ids: set[str] | None = None
) -> Read:
    """All tables; the reasons of those without opinions wait until one with some is found."""
    ids = Seen() if ids is None else ids
    waiting: list[Problem] = []
    taken = False
    for sheet in sheets:
        reason = yield from opinions_of(sheet, options, file, ids)
        if not reason:
            taken = True
        elif reason != EMPTY:
            waiting.append(_without_opinions(file, sheet, reason))
        if taken:
            yield from waiting
            waiting.clear()
    if not taken:
        yield _nothing(file, waiting)


def _text(found: Read, file: str) -> Read:
    waiting: list[Problem] = []
    if not (yield from _until_first(found, waiting)):
        yield _nothing(file, waiting)


def _until_first(found: Read, waiting: list[Problem]) -> Generator[Opinion | Problem, None, bool]:
    """Pass on what is found, problems only once there is an opinion; whether there was one."""
    taken = False
    for item in found:
        if isinstance(item, Opinion) and not taken:
            taken = True
            yield from waiting
            waiting.clear()
        if taken:
            yield item
        elif isinstance(item, Problem):
            waiting.append(item)
    return taken


def _without_opinions(file: str, sheet: Sheet, reason: str) -> Problem:
    return Problem(
        level="skipped",
        source=Source(file=file, sheet=sheet.name),
        what=f"工作表没有读：{reason}" if sheet.name else f"没有读：{reason}",
        advice="如这里有意见，请用 --text-column 指定意见列",
        excerpt=sheet.unread,
    )


def _nothing(file: str, waiting: Sequence[Problem]) -> Problem:
    """The one problem of a file without opinions; it names why, as far as that is known."""
    why = "；".join(dict.fromkeys(f"{p.source.sheet} {p.what}".strip() for p in waiting[:5]))
    return Problem(
        level="file",
        source=Source(file=file),
        what="没有读到任何意见" + (f"（{why}）" if why else ""),
        advice="请检查文件内容；如意见列没有被认出，请用 --text-column 指定",
        excerpt=" | ".join(p.excerpt for p in waiting if p.excerpt),
    )


def _unreadable(file: str, what: str, advice: str) -> Problem:
    return Problem(level="file", source=Source(file=file), what=what, advice=advice)
