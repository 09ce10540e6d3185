"""jsonl and parquet: records with named fields, streamed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import Any

from minyi.domain import Problem, Source
from minyi.errors import UnreadableFileError
from minyi.readers.cells import cell_text, excerpt
from minyi.readers.lines import lines_of
from minyi.readers.sheet import Row, Sheet

_FIRST = 300  # records whose keys make the columns
_BATCH = 4_096


def json_sheet(path: Path, file: str) -> Sheet:
    """One object per line; a line that is none becomes a rejected problem.

    Keys that turn up only after the first three hundred records are appended as columns.

    Raises:
        OSError: The file cannot be opened.
    """
    problems: list[Problem] = []
    records = _json_records(path, file, problems)
    first = list(islice(records, _FIRST))
    columns: dict[str, int] = {}
    for _, record in first:
        for key in record:
            columns.setdefault(key, len(columns))
    headers = list(columns)
    return Sheet(
        rows=_json_rows(chain(first, records), columns, headers),
        headers=headers,
        problems=problems,
    )


def _json_rows(
    records: Iterator[tuple[int, dict[str, Any]]], columns: dict[str, int], headers: list[str]
) -> Iterator[Row]:
    for number, record in records:
        cells = [""] * len(headers)
        late = []
        for key, value in record.items():
            if key in columns:
                cells[columns[key]] = cell_text(value)
            elif shown := cell_text(value):
                late.append(f"{key}：{shown}")
        yield number, cells + late


def _json_records(
    path: Path, file: str, problems: list[Problem]
) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in lines_of(path, file, problems):
        line = line.strip()
        if not line:
            continue
        if number == 1 and line.startswith("[") and not line.endswith("]"):
            yield from _json_array(path)
            return
        try:
            # as text: a case number of twenty digits stays what it is
            record = json.loads(line, parse_float=str, parse_int=str)
        except (ValueError, RecursionError):
            record = None
        if isinstance(record, list) and number == 1 and all(isinstance(r, dict) for r in record):
            yield from enumerate(record, 1)
            return
        if isinstance(record, str):
            record = {"text": record}
        if isinstance(record, dict):
            yield number, record
        else:
            problems.append(
                Problem(
                    level="rejected",
                    source=Source(file=file, row=number),
                    what="不是一个 JSON 对象",
                    advice="请检查这一行的引号、逗号和括号",
                    excerpt=excerpt([line]),
                )
            )


def _json_array(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    from minyi.readers.encodings import decode

    try:
        records = json.loads(decode(path.read_bytes()), parse_float=str, parse_int=str)
    except (ValueError, RecursionError) as error:
        raise UnreadableFileError("JSON 格式有误：请改为每行一个对象（jsonl）") from error
    if not isinstance(records, list):
        raise UnreadableFileError("JSON 不是一组对象：请改为每行一个对象（jsonl）")
    for number, record in enumerate(records, 1):
        yield number, record if isinstance(record, dict) else {"text": record}


def parquet_sheet(path: Path) -> Sheet:
    """Rows of a Parquet file, numbered from 1, read in batches.

    Raises:
        UnreadableFileError: Damaged.
    """
    import pyarrow as pa
    from pyarrow import parquet

    try:
        # buffered: a row group may hold a million rows, and must not be in memory as a whole
        file = parquet.ParquetFile(path, buffer_size=1 << 20, pre_buffer=False)
        headers = [str(name) for name in file.schema_arrow.names]
    except (pa.ArrowException, OSError) as error:
        raise UnreadableFileError("文件已损坏，打不开：请重新导出 parquet") from error
    return Sheet(rows=_parquet_rows(file), headers=headers)


def _parquet_rows(file: Any) -> Iterator[Row]:
    number = 0
    with file:
        for batch in file.iter_batches(batch_size=_BATCH):
            columns: Sequence[list[str]] = [
                [cell_text(value) for value in column.to_pylist()] for column in batch.columns
            ]
            if not columns:
                return
            for cells in zip(*columns, strict=True):
                number += 1
                yield number, list(cells)
