"""Parquet in parts: a file without its footer is none, so the unfinished output is a folder.

`FILE.partial` holds parts of PART batches, each a whole Parquet file; pandas and pyarrow read the
folder as one table. At the end the parts become the row groups of FILE.
"""

from __future__ import annotations

import shutil
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from minyi.streaming.rendering import Chunk, Shape, schema
from minyi.streaming.resuming import Done, partial_of, save_done, state_of
from minyi.streaming.sinks import SAVE_EVERY, refusing

PART = 8  # batches of one part, and of one row group


class PartsSink:
    """A Parquet file that grows part by part."""

    def __init__(self, path: Path, shape: Shape, done: Done) -> None:
        self.done = done
        self._path = path
        self._folder = partial_of(path)
        self._schema = schema(shape)
        self._waiting: list[Any] = []  # tables of the part that is not full yet
        self._saved = time.monotonic()
        with refusing(path):
            if done.batches:
                self._go_on()
            else:
                if self._folder.is_dir():
                    shutil.rmtree(self._folder)
                self._folder.unlink(missing_ok=True)
                self._folder.mkdir(parents=True)
                save_done(path, done)

    def _go_on(self) -> None:
        """Take back the part that was not full; one written since may hold more than it."""
        if self.done.tail >= PART:  # stopped just before it was counted as whole
            self.done = replace(self.done, parts=self.done.parts + 1, tail=0, tail_records=0)
        elif self.done.tail:
            from pyarrow import parquet

            table = parquet.read_table(self._part(self.done.parts), partitioning=None)
            self._waiting = [table.slice(0, self.done.tail_records)]

    def append(self, chunk: Chunk) -> None:
        self._waiting.append(chunk.payload)
        self.done = replace(
            self.done,
            batches=self.done.batches + 1,
            records=self.done.records + chunk.records,
            reviewed=self.done.reviewed + chunk.reviewed,
            tail=self.done.tail + 1,
            tail_records=self.done.tail_records + chunk.records,
        )
        if self.done.tail >= PART:
            self._write_part()
            self.done = replace(self.done, parts=self.done.parts + 1, tail=0, tail_records=0)
            self._waiting = []
            self._save()
        elif time.monotonic() - self._saved >= SAVE_EVERY:
            self._write_part()
            self._save()

    def finish(self) -> None:
        from pyarrow import parquet

        if self._waiting or not self.done.parts:
            self._write_part()
            self.done = replace(self.done, parts=self.done.parts + 1, tail=0, tail_records=0)
            self._waiting = []
        whole = self._folder / "_whole"
        with refusing(self._path):
            with parquet.ParquetWriter(whole, self._schema) as writer:
                for number in range(self.done.parts):
                    part = parquet.read_table(self._part(number), partitioning=None)
                    writer.write_table(part.combine_chunks(), row_group_size=max(len(part), 1))
            whole.replace(self._path)
            shutil.rmtree(self._folder)
        state_of(self._path).unlink(missing_ok=True)

    def stop(self) -> None:
        with suppress(Exception):
            if self.done.tail:
                self._write_part()
            self._save()

    def _write_part(self) -> None:
        """Write what waits as the part after the whole ones; it may be written again, fuller."""
        import pyarrow as pa
        from pyarrow import parquet

        table = pa.concat_tables(self._waiting) if self._waiting else self._schema.empty_table()
        part = self._part(self.done.parts)
        new = part.with_name(f"_{part.name}")
        with refusing(self._path):
            parquet.write_table(table.combine_chunks(), new)
            new.replace(part)

    def _part(self, number: int) -> Path:
        return self._folder / f"part-{number:06}.parquet"

    def _save(self) -> None:
        with refusing(self._path):
            save_done(self._path, self.done)
        self._saved = time.monotonic()
