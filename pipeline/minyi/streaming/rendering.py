"""A batch of opinions to a chunk of output: records as text, or as an Arrow table.

Works on columns: what `records.records` does row by row costs several times as much.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from minyi.clean import mask_all
from minyi.domain import KIND_NAMES, URGENCY_NAMES
from minyi.flow import Flow
from minyi.readers.slips import Slips
from minyi.records import (
    FORMULA_STARTS,
    LABEL_FIELDS,
    LINE_ENDS,
    RECORD_FIELDS,
    SURROGATES,
    Format,
    shown_organization,
)
from minyi.splitting import split_all
from minyi.taxonomy import group_of

Columns = dict[str, list[Any]]
Payload = Any  # str, or a pyarrow.Table

_TEXTS = ("id", "text", "organization", "reason", "source")  # columns that a user's words are in


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What the records look like."""

    format: Format
    labels_only: bool = False
    split: bool = True  # a slip with several matters gives several records
    show_personal: bool = False

    @property
    def fields(self) -> tuple[str, ...]:
        return LABEL_FIELDS if self.labels_only else RECORD_FIELDS

    @property
    def head(self) -> str:
        """What stands above the first record."""
        return ",".join(self.fields) + "\n" if self.format == "csv" else ""


@dataclass(frozen=True, slots=True)
class Chunk:
    """The records of one batch."""

    opinions: int
    records: int
    payload: Payload
    reviewed: int = 0  # records that a person must look at


def render(flow: Flow, shape: Shape, slips: Slips) -> Chunk:
    """Understand a batch and write it down in the format asked for."""
    columns = columns_of(flow, shape, slips)
    count, reviewed = len(columns["id"]), sum(columns.get("needs_review", ()))
    if shape.format == "csv":
        return Chunk(len(slips), count, _csv(columns), reviewed)
    if shape.format == "jsonl":
        return Chunk(len(slips), count, _jsonl(columns), reviewed)
    return Chunk(len(slips), count, _table(columns, shape), reviewed)


def columns_of(flow: Flow, shape: Shape, slips: Slips) -> Columns:
    """Field name → values, one a matter, in the order of `shape.fields`."""
    slips, numbers, texts = _matters(flow, slips, split=shape.split)
    names = slips.names
    files = slips.files if shape.show_personal else _masked(slips.files, names)
    ids = _ids(slips, numbers, files, shape)
    if shape.labels_only:
        categories, scores = flow.labels(texts)
        return {"id": ids, "category": categories, "score": [round(s, 4) for s in scores]}
    understood = flow.understand(texts, places=slips.places, assigned=slips.assigned)
    predictions, triages, routes = understood.predictions, understood.triages, understood.routes
    categories = predictions.categories
    called = {code: flow.taxonomy.name(code) for code in set(categories)}
    reasons = [r.reason for r in routes]
    example = flow.directory.example
    printed = {name: shown_organization(name, example) for name in {r.organization for r in routes}}
    return {
        "id": ids,
        "text": texts if shape.show_personal else mask_all(texts, [(name,) for name in names]),
        "category": categories,
        "category_name": [called[code] for code in categories],
        "score": [round(score, 4) for score in predictions.scores],
        "alternatives": predictions.alternatives,
        "kind": predictions.kinds,
        "kind_name": [KIND_NAMES.get(kind, kind) for kind in predictions.kinds],
        "urgency": [t.urgency for t in triages],
        "urgency_name": [URGENCY_NAMES.get(t.urgency, t.urgency) for t in triages],
        "organization": [printed[r.organization] for r in routes],
        "reason": reasons if shape.show_personal else _masked(reasons, names),
        "needs_review": [bool(reason) for reason in understood.review_reasons],
        "model_version": [flow.model.version] * len(texts),
        "source": [
            # The number of a row is never masked, whatever it looks like.
            f"{file}:{row}" if row else file
            for file, row in zip(files, slips.rows, strict=True)
        ],
    }


def _matters(flow: Flow, slips: Slips, *, split: bool) -> tuple[Slips, list[int], list[str]]:
    """Slips, number in the slip, text: one a matter."""
    if not split:
        return slips, [1] * len(slips), slips.texts

    def same_matter(one: str, other: str) -> bool:
        (first, second), _ = flow.labels([one, other])
        return group_of(first) == group_of(second)

    each = split_all(slips.texts, same_matter=same_matter)
    texts = [text for parts in each for text in parts]
    if len(texts) == len(slips):
        return slips, [1] * len(texts), texts
    return (
        slips.pick([i for i, parts in enumerate(each) for _ in parts]),
        [n for parts in each for n in range(1, len(parts) + 1)],
        texts,
    )


def _ids(
    slips: Slips, numbers: Sequence[int], shown_files: Sequence[str], shape: Shape
) -> list[str]:
    """Ids as printed: a case number stays; one made of a file name may hold personal data."""
    ids = list(slips.ids)
    others = []
    for i, (id, case) in enumerate(zip(slips.ids, slips.cases, strict=True)):
        if not case:
            if id.startswith(slips.files[i]):
                ids[i] = shown_files[i] + id[len(slips.files[i]) :]
            else:
                others.append(i)
    if others and not shape.show_personal:
        shown = _masked([ids[i] for i in others], [slips.names[i] for i in others])
        for i, id in zip(others, shown, strict=True):
            ids[i] = id
    return [
        id if number == 1 else f"{id}#{number}" for id, number in zip(ids, numbers, strict=True)
    ]


def _masked(texts: Sequence[str], names: Sequence[str]) -> list[str]:
    """`mask_all` for a column in which few texts differ."""
    pairs = list(zip(texts, names, strict=True))
    different = list(dict.fromkeys(pairs))
    shown = mask_all([text for text, _ in different], [(name,) for _, name in different])
    known = dict(zip(different, shown, strict=True))
    return [known[pair] for pair in pairs]


def _csv(columns: Columns) -> str:
    cells: Columns = {name: _csv_cells(name, values) for name, values in columns.items()}
    buffer = io.StringIO()
    rows = zip(*cells.values(), strict=True)
    if not any("\r" in cell for name in _TEXTS if name in cells for cell in cells[name]):
        csv.writer(buffer, lineterminator="\n").writerows(rows)
        return SURROGATES.sub("\ufffd", buffer.getvalue())
    plain = csv.writer(buffer, lineterminator="\n")
    # The csv module does not quote a \r that is no part of its own line end.
    quoted = csv.writer(buffer, lineterminator="\n", quoting=csv.QUOTE_ALL)
    for row in rows:
        (quoted if any("\r" in cell for cell in row) else plain).writerow(row)
    return SURROGATES.sub("\ufffd", buffer.getvalue())


def _csv_cells(name: str, values: list[Any]) -> list[str]:
    if name == "score":
        return [f"{value:.4f}" for value in values]
    if name == "alternatives":
        return ["|".join([f"{code}:{score:.4f}" for code, score in each]) for each in values]
    if name == "needs_review":
        return ["true" if value else "false" for value in values]
    if name in _TEXTS or name in ("category", "category_name", "model_version"):
        # A spreadsheet would run such a cell as a formula.
        return ["'" + cell if cell.startswith(FORMULA_STARTS) else cell for cell in values]
    return values


def _jsonl(columns: Columns) -> str:
    if "alternatives" in columns:
        columns["alternatives"] = [
            [{"category": code, "score": round(score, 4)} for code, score in each]
            for each in columns["alternatives"]
        ]
    encode = json.JSONEncoder(ensure_ascii=False).encode
    names = list(columns)
    lines = [
        encode(dict(zip(names, row, strict=True))) for row in zip(*columns.values(), strict=True)
    ]
    text = "".join([line + "\n" for line in lines])
    text = LINE_ENDS.sub(lambda match: f"\\u{ord(match.group()):04x}", text)
    return SURROGATES.sub("\ufffd", text)


def _table(columns: Columns, shape: Shape) -> Payload:
    import numpy as np
    import pyarrow as pa

    arrays = []
    for name, values in columns.items():
        if name == "alternatives":
            ends = np.cumsum([0, *map(len, values)]).astype(np.int32)
            flat = [one for each in values for one in each]
            pairs = pa.StructArray.from_arrays(
                [
                    pa.array([code for code, _ in flat], pa.string()),
                    pa.array([round(score, 4) for _, score in flat], pa.float64()),
                ],
                ["category", "score"],
            )
            arrays.append(pa.ListArray.from_arrays(pa.array(ends), pairs))
        elif name == "score":
            arrays.append(pa.array(values, pa.float64()))
        elif name == "needs_review":
            arrays.append(pa.array(values, pa.bool_()))
        else:
            arrays.append(_strings(values))
    return pa.Table.from_arrays(arrays, list(columns)).cast(schema(shape))


def schema(shape: Shape) -> Any:
    """The Arrow schema of the records."""
    import pyarrow as pa

    alternative = pa.struct([("category", pa.string()), ("score", pa.float64())])
    kinds = {"score": pa.float64(), "alternatives": pa.list_(alternative)}
    kinds["needs_review"] = pa.bool_()
    return pa.schema([(name, kinds.get(name, pa.string())) for name in shape.fields])


def _strings(values: list[str]) -> Any:
    import pyarrow as pa

    try:
        return pa.array(values, pa.string())
    except UnicodeEncodeError:  # half a character, as some programs write
        return pa.array([SURROGATES.sub("\ufffd", value) for value in values], pa.string())
