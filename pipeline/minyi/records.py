"""Matters as flat records: CSV, JSON lines and Parquet, written whole or not at all."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, TextIO

from minyi import clean
from minyi.causes import cause
from minyi.domain import KIND_NAMES, URGENCY_NAMES, Matter
from minyi.errors import OutputExistsError, UsageError
from minyi.taxonomy import Taxonomy

Record = dict[str, Any]
Format = Literal["csv", "jsonl", "parquet"]

RECORD_FIELDS = (
    "id",
    "text",
    "category",
    "category_name",
    "score",
    "alternatives",
    "kind",
    "kind_name",
    "urgency",
    "urgency_name",
    "organization",
    "reason",
    "needs_review",
    "model_version",
    "source",
)
LABEL_FIELDS = ("id", "category", "score")
FORMATS: tuple[Format, ...] = ("csv", "jsonl", "parquet")

_DIGITS = 4  # of a score: more would claim a precision that no calibration has
_BATCH = 10_000  # records of one Parquet row group
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
SURROGATES = re.compile("[\ud800-\udfff]")
# Legal inside JSON, but str.splitlines() and some readers of JSON lines break there.
LINE_ENDS = re.compile("[\x85\u2028\u2029]")


def shown_organization(name: str, example: bool) -> str:
    """Name of an organization as printed: those of the shipped 示例区 say so."""
    return f"{name}（示例）" if example and name and not name.endswith("（示例）") else name


def record(
    matter: Matter,
    taxonomy: Taxonomy,
    model_version: str,
    *,
    show_personal: bool = False,
    example: bool = False,
) -> Record:
    """One matter as `RECORD_FIELDS`, in that order; `alternatives` is a list of objects."""
    return records([matter], taxonomy, model_version, show_personal=show_personal, example=example)[
        0
    ]


def records(
    matters: Sequence[Matter],
    taxonomy: Taxonomy,
    model_version: str,
    *,
    show_personal: bool = False,
    example: bool = False,
) -> list[Record]:
    """Many matters at once; texts, reasons, file names are masked unless `show_personal`,
    and so is the name of the row's citizen in all of them.

    Scores are rounded to four decimals.
    """
    names = [(matter.opinion.name,) for matter in matters]

    def shown(texts: list[str]) -> list[str]:
        return texts if show_personal else clean.mask_all(texts, names)

    texts = shown([matter.text for matter in matters])
    reasons = shown([matter.reason for matter in matters])
    sources = shown([str(matter.opinion.source) for matter in matters])
    # A case number stays; an id made of a file name may hold personal data.
    ids = shown([matter.id for matter in matters])
    return [
        {
            "id": matter.id if matter.opinion.case_number else id,
            "text": text,
            "category": matter.category,
            "category_name": taxonomy.name(matter.category),
            "score": round(float(matter.score), _DIGITS),
            "alternatives": [
                {"category": code, "score": round(float(score), _DIGITS)}
                for code, score in matter.prediction.alternatives
            ],
            "kind": matter.kind,
            "kind_name": KIND_NAMES.get(matter.kind, matter.kind),
            "urgency": matter.urgency,
            "urgency_name": URGENCY_NAMES.get(matter.urgency, matter.urgency),
            "organization": shown_organization(matter.organization, example),
            "reason": reason,
            "needs_review": matter.needs_review,
            "model_version": model_version,
            "source": source,
        }
        for matter, id, text, reason, source in zip(
            matters, ids, texts, reasons, sources, strict=True
        )
    ]


@contextmanager
def replacing(path: Path, *, force: bool = False) -> Iterator[Path]:
    """Yield a temporary name beside `path`; it takes the final name only if all went well.

    Raises:
        OutputExistsError: `path` is there and `force` was not given, or it is a folder.
        UsageError: The folder cannot be written to, or another program holds the file.
    """
    if path.is_dir():
        raise OutputExistsError(f"{path}：这是一个文件夹，请写明输出文件名")
    if path.exists() and not force:
        raise OutputExistsError(f"{path}：文件已存在，为免覆盖没有写入；确要覆盖请加 --force")
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    refused = f"{path}：写不进去，请检查文件夹的权限和磁盘空间，若文件正被别的程序打开请先关闭"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.touch()
    except OSError as error:
        raise UsageError(f"{refused}（{cause(error)}）") from error
    try:
        yield partial
        try:
            partial.replace(path)
        except OSError as error:
            raise UsageError(f"{refused}（{cause(error)}）") from error
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


class RecordWriter:
    """Write records to a file, all of them or none, or to a text stream as they come.

    >>> with RecordWriter(Path("out.jsonl"), "jsonl") as writer:
    ...     writer.write_many(records(matters, taxonomy, "1"))

    `labels_only` keeps `LABEL_FIELDS`. A CSV file begins with a byte order mark, so that Excel
    reads it as UTF-8; a stream does not. A stream is flushed, never closed.
    """

    def __init__(
        self,
        target: Path | TextIO,
        format: Format = "csv",
        *,
        labels_only: bool = False,
        force: bool = False,
    ) -> None:
        if format not in FORMATS:
            raise UsageError(f"不认识的格式 {format}，可用：{'、'.join(FORMATS)}")
        if format == "parquet" and not isinstance(target, Path):
            raise UsageError("parquet 是二进制格式，不能写到屏幕，请用 --out 指定文件")
        self._target = target
        self._format = format
        self._fields = LABEL_FIELDS if labels_only else RECORD_FIELDS
        self._force = force
        self._sink: _TextSink | _ParquetSink

    def __enter__(self) -> RecordWriter:
        if isinstance(self._target, Path):
            self._replacing = replacing(self._target, force=self._force)
            partial = self._replacing.__enter__()
            try:
                if self._format == "parquet":
                    self._sink = _ParquetSink(partial, self._fields)
                else:
                    encoding = "utf-8-sig" if self._format == "csv" else "utf-8"
                    stream = partial.open("w", encoding=encoding, newline="")
                    self._sink = _TextSink(stream, self._format, self._fields)
            except BaseException as error:
                self._replacing.__exit__(type(error), error, error.__traceback__)
                raise
        else:
            self._sink = _TextSink(self._target, self._format, self._fields)
        return self

    def write_many(self, batch: Iterable[Mapping[str, Any]]) -> None:
        """Append records; keys beyond the fields are left out."""
        self._sink.write_many(batch)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if not isinstance(self._target, Path):
            if error is None:
                self._target.flush()
            return
        try:
            self._sink.close()
        except BaseException as failed:  # a full disk shows itself at the last flush
            if not self._replacing.__exit__(type(failed), failed, failed.__traceback__):
                raise
        else:
            self._replacing.__exit__(kind, error, trace)


class _TextSink:
    def __init__(self, stream: TextIO, format: Format, fields: Sequence[str]) -> None:
        self._stream = stream
        self._fields = fields
        self._lines = _csv_lines if format == "csv" else _json_lines
        if format == "csv":
            stream.write(",".join(fields) + "\n")

    def write_many(self, batch: Iterable[Mapping[str, Any]]) -> None:
        self._stream.write(SURROGATES.sub("\ufffd", self._lines(batch, self._fields)))

    def close(self) -> None:
        self._stream.close()


class _ParquetSink:
    def __init__(self, path: Path, fields: Sequence[str]) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        alternative = pa.struct([("category", pa.string()), ("score", pa.float64())])
        kinds = {"score": pa.float64(), "alternatives": pa.list_(alternative)}
        kinds["needs_review"] = pa.bool_()
        self._schema = pa.schema([(field, kinds.get(field, pa.string())) for field in fields])
        self._table = pa.Table
        self._writer = pq.ParquetWriter(path, self._schema)
        self._fields = fields
        self._waiting: list[Record] = []

    def write_many(self, batch: Iterable[Mapping[str, Any]]) -> None:
        for row in batch:
            self._waiting.append(
                {
                    field: SURROGATES.sub("\ufffd", row[field])
                    if isinstance(row[field], str)
                    else row[field]
                    for field in self._fields
                }
            )
            if len(self._waiting) >= _BATCH:
                self._flush()

    def _flush(self) -> None:
        if self._waiting:
            self._writer.write_table(self._table.from_pylist(self._waiting, self._schema))
            self._waiting = []

    def close(self) -> None:
        try:
            self._flush()
        finally:
            self._writer.close()


def _csv_lines(batch: Iterable[Mapping[str, Any]], fields: Sequence[str]) -> str:
    buffer = io.StringIO()
    plain = csv.writer(buffer, lineterminator="\n")
    # The csv module does not quote a \r that is no part of its own line end.
    quoted = csv.writer(buffer, lineterminator="\n", quoting=csv.QUOTE_ALL)
    for row in batch:
        cells = [_csv_cell(row[field]) for field in fields]
        (quoted if any("\r" in cell for cell in cells) else plain).writerow(cells)
    return buffer.getvalue()


def _csv_cell(value: Any) -> str:
    if isinstance(value, str):
        # A spreadsheet would run such a cell as a formula.
        return "'" + value if value.startswith(FORMULA_STARTS) else value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.{_DIGITS}f}"
    return "|".join(f"{one['category']}:{one['score']:.{_DIGITS}f}" for one in value)


def _json_lines(batch: Iterable[Mapping[str, Any]], fields: Sequence[str]) -> str:
    encode = json.JSONEncoder(ensure_ascii=False).encode
    text = "".join(encode({field: row[field] for field in fields}) + "\n" for row in batch)
    return LINE_ENDS.sub(lambda match: f"\\u{ord(match.group()):04x}", text)
