"""What a file really is: its first bytes count, not its suffix."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Literal

from minyi.errors import UnreadableFileError
from minyi.readers.encodings import garbled
from minyi.readers.paths import SPREADSHEETS

Kind = Literal["workbook", "html", "xml", "delimited", "lines", "docx", "pdf", "jsonl", "parquet"]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"II*\0", b"MM\0*")
_TEXTS: dict[str, Kind] = {
    ".csv": "delimited",
    ".tsv": "delimited",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "jsonl",
}
# What to do with pictures and scans.
TO_TEXT = "请先做文字识别（扫描软件的 OCR，或 WPS 的“图片转文字”），另存为 docx，或将内容录入表格"
_PROGRAMS = frozenset(
    {
        ".toml", ".ini", ".cfg", ".conf", ".yaml", ".yml", ".py", ".pyc", ".ipynb", ".js", ".css",
        ".sh", ".bat", ".cmd", ".ps1", ".exe", ".dll", ".msi", ".so", ".lnk", ".url", ".tmp",
        ".bak", ".log", ".db", ".sqlite", ".sqlite3", ".db-wal", ".db-shm", ".lock",
    }
)  # fmt: skip
_ABOUT = ("readme", "license", "changelog", "使用说明", "说明书")
_MOST = 1 << 30  # uncompressed bytes of a zip
_FEW = 100 << 20  # a small archive may be compressed as far as it likes
_RATIO = 200


class NoOpinionsError(UnreadableFileError):
    """The file is not meant to hold opinions: a program, settings, a manual."""


def kind_of(path: Path) -> Kind:
    """How to read the file.

    Raises:
        NoOpinionsError: A program, settings or a manual by its name.
        UnreadableFileError: Empty, encrypted, a picture, an old Word file, not a document.
        OSError: The file cannot be opened.
    """
    suffix = path.suffix.lower()
    if suffix in _PROGRAMS:
        raise NoOpinionsError(f"是程序或设置文件（{suffix}），不当意见读：如有意见请另存为 txt")
    if suffix in {"", ".md"} and path.stem.lower().startswith(_ABOUT):
        raise NoOpinionsError("是说明文件，不当意见读：如有意见请另存为 txt 或 docx")
    with path.open("rb") as file:
        head = file.read(4096)
    if not head.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise UnreadableFileError("文件是空的：请确认文件已保存完整后重新导出")
    if head.startswith(b"PK\x03\x04"):
        return _zipped(path)
    if head.startswith(_OLE):
        return _ole(path)
    if head.startswith(b"%PDF") or (suffix == ".pdf" and b"%PDF-" in head):
        return "pdf"
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(_PICTURES) and (b"\0" in head or suffix not in {".csv", ".txt", ".tsv"}):
        raise UnreadableFileError(f"是图片，读不出文字：{TO_TEXT}")
    if head.startswith((b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"PK\x05\x06")):
        raise UnreadableFileError("是压缩包：请先解压，再读其中的文件")
    if head.startswith(b"{\\rtf"):
        raise UnreadableFileError("是 RTF 文档：请用 Word 或 WPS 打开，另存为 docx")
    if head.startswith((b"\x09\x08", b"\x09\x04\x06\x00")):
        return "workbook"  # BIFF without a container
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:2048].replace(b"\0", b"").lower()
    if start.startswith((b"\xff\xfe<", b"\xfe\xff<")):
        start = start[2:]
    if start.startswith(b"<?xml") and b"urn:schemas-microsoft-com:office:spreadsheet" in start:
        return "xml"
    if start.startswith(b"<") and any(
        tag in start for tag in (b"<html", b"<table", b"<!doctype html", b"<meta")
    ):
        return "html"
    kind = _text(suffix, start)
    if garbled(head):
        raise UnreadableFileError(
            "不是文字，或已损坏、加密：请用原来的软件打开，另存为 xlsx 或 docx"
        )
    return kind


def _text(suffix: str, start: bytes) -> Kind:
    if suffix in _TEXTS:
        return _TEXTS[suffix]
    if suffix == ".docx" or suffix == ".pdf" or suffix == ".parquet":
        raise UnreadableFileError(f"文件已损坏，或不是 {suffix[1:]} 格式：请重新导出")
    if suffix in SPREADSHEETS:
        # exports of old systems: text under the name of a workbook
        if _binary(start):
            raise UnreadableFileError(
                "文件已损坏，或不是电子表格：请用 Excel 或 WPS 打开后另存为 xlsx"
            )
        return "delimited"
    if suffix in {".jpg", ".jpeg", ".png", ".bmp", ".tif", ".tiff", ".heic"}:
        raise UnreadableFileError(f"是图片，读不出文字：{TO_TEXT}")
    if suffix in {".doc", ".wps"}:
        raise UnreadableFileError("是旧版 Word 格式：请用 Word 或 WPS 打开，另存为 docx")
    return "lines"


def _binary(start: bytes) -> bool:
    return sum(1 for byte in start if byte < 9 or 13 < byte < 27) > len(start) / 50


def _zipped(path: Path) -> Kind:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise UnreadableFileError("文件已损坏，打不开：请重新导出或另存一份") from error
    size = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if size > _MOST or (size > _FEW and size > _RATIO * max(packed, 1)):
        raise UnreadableFileError("解压后大得不正常，为安全起见不读：请拆成几个文件或另存为 csv")
    if any(entry.flag_bits & 1 for entry in entries):
        raise UnreadableFileError("文件有密码：请去掉密码后另存一份")
    names = {entry.filename.replace("\\", "/") for entry in entries}
    if any(name.startswith("word/") for name in names):
        return "docx"
    if any(name.startswith("xl/") for name in names) or "content.xml" in names:
        return "workbook"
    raise UnreadableFileError("是压缩包：请先解压，再读其中的文件")


def _ole(path: Path) -> Kind:
    """Old Office files are one container; the names of the streams in it tell them apart."""
    data = path.read_bytes()

    def holds(name: str) -> bool:
        return name.encode("utf-16-le") in data

    if holds("EncryptedPackage"):
        raise UnreadableFileError("文件有密码：请去掉密码后另存一份")
    if holds("WordDocument"):
        raise UnreadableFileError("是旧版 Word 格式（.doc）：请用 Word 或 WPS 打开，另存为 docx")
    if holds("PowerPoint Document"):
        raise UnreadableFileError("是 PowerPoint 文件：请将意见录入表格或 docx")
    if holds("Workbook") or holds("Book"):
        return "workbook"
    if path.suffix.lower() in {".doc", ".docx", ".wps", ".dot"}:
        raise UnreadableFileError("是旧版 Word 格式，或已损坏：请用 Word 或 WPS 打开，另存为 docx")
    raise UnreadableFileError("文件已损坏，或不是电子表格：请用 Excel 或 WPS 打开后另存为 xlsx")
