"""Where chunks go: a stream as they come, or a file that is whole or named `.partial`."""

from __future__ import annotations

import io
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Protocol, TextIO

from minyi.errors import MinyiError, UsageError
from minyi.streaming.rendering import Chunk, Shape
from minyi.streaming.resuming import Done, partial_of, save_done, state_of

SAVE_EVERY = 1.0  # seconds after which what is done is made safe


class Sink(Protocol):
    """Takes chunks in order."""

    done: Done

    def append(self, chunk: Chunk) -> None: ...

    def finish(self) -> None:
        """All chunks were appended: the output takes its own name."""

    def stop(self) -> None:
        """Something went wrong: keep what is whole, for a run that goes on from it."""


class StreamSink:
    """A text stream, such as standard output; it keeps nothing."""

    def __init__(self, stream: TextIO, shape: Shape) -> None:
        self.done = Done()
        self._stream = stream
        stream.write(shape.head)

    def append(self, chunk: Chunk) -> None:
        self._stream.write(chunk.payload)
        self._stream.flush()
        self.done = _further(self.done, chunk)

    def finish(self) -> None:
        self._stream.flush()

    def stop(self) -> None: ...


class TextSink:
    """A CSV or JSON lines file: `FILE.partial` grows by whole batches, then becomes FILE.

    A CSV file begins with a byte order mark, so that Excel reads it as UTF-8.
    """

    def __init__(self, path: Path, shape: Shape, done: Done) -> None:
        self.done = done
        self._path = path
        self._partial = partial_of(path)
        self._saved = float("-inf")
        self._file: io.BufferedWriter | io.BufferedRandom
        with refusing(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            if done.batches:
                self._go_on()
            else:
                self._file = self._partial.open("wb")
                head = shape.head.encode("utf-8-sig" if shape.format == "csv" else "utf-8")
                self.done = replace(done, size=self._file.write(head))
                self._save()

    def _go_on(self) -> None:
        if self._partial.stat().st_size < self.done.size:
            raise UsageError(f"{self._partial}：比上次记下的短，接不上；请加 --force 重新开始")
        self._file = self._partial.open("r+b")
        self._file.truncate(self.done.size)  # what was begun, but not made safe
        self._file.seek(0, os.SEEK_END)

    def append(self, chunk: Chunk) -> None:
        with refusing(self._path):
            size = self.done.size + self._file.write(chunk.payload.encode("utf-8"))
            # At one go: Ctrl-C may come between any two lines.
            self.done = replace(_further(self.done, chunk), size=size)
            if time.monotonic() - self._saved >= SAVE_EVERY:
                self._save()

    def finish(self) -> None:
        with refusing(self._path):
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            self._partial.replace(self._path)
        state_of(self._path).unlink(missing_ok=True)

    def stop(self) -> None:
        with suppress(OSError, ValueError):
            if self._file.closed:
                return
            with suppress(OSError):
                self._file.flush()
            self._file.truncate(self.done.size)
            self._save()
            self._file.close()

    def _save(self) -> None:
        self._file.flush()
        os.fsync(self._file.fileno())
        save_done(self._path, self.done)
        self._saved = time.monotonic()


def open_sink(target: Path | TextIO, shape: Shape, done: Done) -> Sink:
    """The sink for a target; `done` says what of it is there already."""
    if not isinstance(target, Path):
        if shape.format == "parquet":
            raise UsageError("parquet 是二进制格式，不能写到屏幕，请用 --out 指定文件")
        return StreamSink(target, shape)
    if shape.format == "parquet":
        from minyi.streaming.parts import PartsSink

        return PartsSink(target, shape, done)
    return TextSink(target, shape, done)


@contextmanager
def refusing(path: Path) -> Iterator[None]:
    """What the operating system refuses, said so that a person can mend it."""
    try:
        yield
    except MinyiError:  # some of ours are OSErrors as well
        raise
    except OSError as error:
        raise UsageError(
            f"{path}：写不进去，请检查文件夹的权限和磁盘空间，若文件正被别的程序打开请先关闭"
            f"（{error.strerror}）"
        ) from error


def _further(done: Done, chunk: Chunk) -> Done:
    return replace(
        done,
        batches=done.batches + 1,
        records=done.records + chunk.records,
        reviewed=done.reviewed + chunk.reviewed,
    )
