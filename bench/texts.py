"""Texts to measure with: the written corpus with variation, so that no two are alike.

No cache of results may help a benchmark, and the texts must be what offices get: every text is a
row of models/data with its numbers changed, an opening, a time or a house and a closing put to it
by chance; one in twenty leaves a telephone number. The same seed gives the same texts.
"""

from __future__ import annotations

import csv
import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bench.harness import ROOT, kept

DATA = ROOT / "models" / "data"
SOURCES = (*sorted(DATA.glob("*.csv")), Path(__file__))  # what the texts are made of
SHORT, LONG = 55, 400  # characters, mean

_LONGEST_ROW = 95  # of the corpus: with it and what is put to it the mean is 55
_NUMBER = re.compile(r"\d{1,3}(?!\d)(?<!\d\d\d\d)")
_OPENINGS = (
    "",
    "",
    "",
    "",
    "你好，",
    "您好，",
    "请问，",
    "我来反映一下，",
    "领导好，",
    "本人反映：",
)
_CLOSINGS = ("", "", "", "", "请尽快处理", "谢谢", "望回复", "麻烦派人看看", "盼答复", "希望重视")
_STOPS = "。！？；\n"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the corpus."""

    text: str
    category: str
    writer: str = ""


@cache
def corpus() -> list[Row]:
    """All rows of models/data/opinions*.csv."""
    rows = []
    for path in sorted(DATA.glob("opinions*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows += [
                Row(row["text"], row["category"], row["writer"]) for row in csv.DictReader(stream)
            ]
    return rows


@cache
def glossary() -> list[Row]:
    """All terms of models/data/terms.csv."""
    with (DATA / "terms.csv").open(encoding="utf-8-sig", newline="") as stream:
        return [Row(row["text"], row["category"]) for row in csv.DictReader(stream)]


def short_texts(seed: int = 1) -> Iterator[str]:
    """Texts of 55 characters on average, without end, no two alike."""
    yield from _distinct(_short(random.Random(seed)))


def long_texts(seed: int = 1) -> Iterator[str]:
    """Texts of about 400 characters, without end, no two alike: rows of one category joined."""
    yield from _distinct(_long(random.Random(seed)))


def texts(count: int, seed: int = 1, *, long: bool = False) -> list[str]:
    """The first `count` texts."""
    source = long_texts(seed) if long else short_texts(seed)
    return [next(source) for _ in range(count)]


def csv_file(rows: int, *, long: bool = False, seed: int = 1) -> Path:
    """A CSV file of 编号 and 意见内容, made once."""
    path = kept(f"{'long' if long else 'short'}-{rows}-{seed}.csv", of=SOURCES)
    if not path.exists():
        partial = path.with_suffix(".partial")
        source = long_texts(seed) if long else short_texts(seed)
        with partial.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(["编号", "意见内容"])
            writer.writerows((f"R{i:08}", next(source)) for i in range(1, rows + 1))
        partial.replace(path)
    return path


def jsonl_file(rows: int, *, seed: int = 1) -> Path:
    """The rows of `csv_file` as JSON lines."""
    path = kept(f"short-{rows}-{seed}.jsonl", of=SOURCES)
    if not path.exists():
        with (
            csv_file(rows, seed=seed).open(encoding="utf-8", newline="") as stream,
            path.open("w", encoding="utf-8") as out,
        ):
            for row in csv.DictReader(stream):
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
    return path


def parquet_file(rows: int, *, seed: int = 1) -> Path:
    """The rows of `csv_file` as Parquet."""
    path = kept(f"short-{rows}-{seed}.parquet", of=SOURCES)
    if not path.exists():
        from pyarrow import csv as arrow
        from pyarrow import parquet

        options = arrow.ParseOptions(newlines_in_values=True)
        with arrow.open_csv(csv_file(rows, seed=seed), parse_options=options) as reader:
            partial = path.with_suffix(".partial")
            with parquet.ParquetWriter(partial, reader.schema) as writer:
                for batch in reader:
                    writer.write_batch(batch)
            partial.replace(path)
    return path


def _distinct(source: Iterator[str]) -> Iterator[str]:
    seen: set[int] = set()
    for text in source:
        mark = hash(text)
        if mark not in seen:
            seen.add(mark)
            yield text


def _short(chance: random.Random) -> Iterator[str]:
    rows = [row.text for row in corpus() if 6 <= len(row.text) <= _LONGEST_ROW]
    while True:
        yield _varied(chance.choice(rows), chance)


def _long(chance: random.Random) -> Iterator[str]:
    by_category: dict[str, list[str]] = {}
    for row in corpus():
        by_category.setdefault(row.category, []).append(row.text)
    categories = sorted(by_category)
    while True:
        rows = by_category[chance.choice(categories)]
        text = ""
        while len(text) < LONG - 20:
            text += _closed(_varied(chance.choice(rows), chance).replace("\n", "。"))
        yield text[: LONG + 20]


def _varied(text: str, chance: random.Random) -> str:
    """The text with other numbers, and now and then a word before or behind it."""
    text = _NUMBER.sub(lambda found: str(chance.randint(1, 10 ** len(found[0]))), text)
    if "\n" not in text:
        text = chance.choice(_OPENINGS) + text
    kind = chance.random()
    if kind < 0.30:
        text = f"{_closed(text)}{chance.randint(1, 60)}号楼{chance.randint(1, 6)}单元"
    elif kind < 0.60:
        day = f"{chance.randint(1, 12)}月{chance.randint(1, 28)}日"
        text = f"{_closed(text)}{day}{chance.randint(0, 23)}点打过电话"
    ending = chance.choice(_CLOSINGS)
    if ending:
        text = _closed(text) + ending
    if chance.random() < 0.05:
        text = f"{_closed(text)}电话1{chance.randint(3 * 10**9, 10**10 - 1)}"
    return text


def _closed(text: str) -> str:
    return text if text.endswith(tuple(_STOPS + "，,.!?")) else text + _stop(text)


def _stop(text: str) -> str:
    """The stop that goes with what stands in the text: a comma in a short one, else a full stop."""
    return "，" if len(text) < 30 else "。"
