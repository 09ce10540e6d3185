"""What of a run is done: kept beside the unfinished output, so that another run can go on."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from minyi.errors import OutputExistsError, UsageError

_FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """How far a run got; everything up to here is in the partial output, nothing beyond counts."""

    job: str = ""  # fingerprint of inputs and choices
    batches: int = 0
    records: int = 0
    reviewed: int = 0  # records that a person must look at
    size: int = 0  # bytes of a partial file
    parts: int = 0  # whole parts of a partial folder
    tail: int = 0  # batches in the part after them
    tail_records: int = 0
    format: int = _FORMAT


def partial_of(path: Path) -> Path:
    """Where the output stands until it is whole: a file, or a folder of parts for Parquet."""
    return path.with_name(f"{path.name}.partial")


def state_of(path: Path) -> Path:
    """Where it stands how far the output got."""
    return path.with_name(f".{path.name}.partial.json")


def fingerprint(files: Iterable[Path], choices: object) -> str:
    """Of what decides every byte of the output: the inputs by name, size and time, the choices."""
    seen = [(str(path.resolve()), path.stat().st_size, path.stat().st_mtime_ns) for path in files]
    return hashlib.sha256(repr((_FORMAT, seen, choices)).encode()).hexdigest()


def load_done(path: Path) -> Done | None:
    """How far an earlier run got; None where there was none, or it cannot be told."""
    try:
        return Done(**json.loads(state_of(path).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def save_done(path: Path, done: Done) -> None:
    """Remember how far this run got; a crash leaves the old state or the new one."""
    state = state_of(path)
    new = state.with_name(f"{state.name}.new")
    with new.open("w", encoding="utf-8") as stream:
        json.dump(asdict(done), stream)
        stream.flush()
        os.fsync(stream.fileno())
    new.replace(state)


def start(path: Path, job: str, *, resume: bool, force: bool) -> Done:
    """What is done already of the output `path`: nothing, unless an earlier run is resumed.

    Raises:
        OutputExistsError: The output, or what an earlier run left of it, is there.
        UsageError: The earlier run had other inputs or choices.
    """
    partial = partial_of(path)
    if path.is_dir():
        raise OutputExistsError(f"{path}：这是一个文件夹，请写明输出文件名")
    if path.exists() and not force:
        raise OutputExistsError(f"{path}：文件已存在，为免覆盖没有写入；确要覆盖请加 --force")
    if not partial.exists():
        return Done(job=job)
    done = load_done(path)
    if resume and done is not None:
        if done.job != job:
            raise UsageError(
                f"{partial}：上次没做完的结果来自别的输入、选项或模型，接不上；"
                "请改回原来的命令，或去掉 --resume、加 --force 重新开始"
            )
        return done
    if resume or force:  # nothing is known of it: from the beginning
        return Done(job=job)
    raise OutputExistsError(
        f"{partial}：上次没做完的结果还在；加 --resume 接着做，或加 --force 重新开始"
    )
