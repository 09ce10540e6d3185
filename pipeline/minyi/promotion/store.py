"""What an office remembers of its models: which one serves, and every change of it.

`models/当前.json` names the serving model and is replaced in one step, so that a crash leaves
either the old one or the new one serving. It carries the record of its own change; if a crash came
between it and `models/历史.jsonl`, the record is entered by whoever looks next.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from minyi.causes import cause
from minyi.errors import BadModelError, UsageError

FOLDER = "models"
POINTER = "当前.json"
HISTORY = "历史.jsonl"
SHIPPED = ""  # in place of a folder name: the model that comes with the program
SAFE_NAME = re.compile(r"\w[\w.-]{0,63}")

Entry = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Serving:
    """The model that an office serves with, and those that it served with before."""

    model: str = SHIPPED  # folder name under models/
    previous: tuple[str, ...] = ()  # most recent last; rollback takes from here
    change: Entry = field(default_factory=dict)  # the record of how it came to serve


def serving(office: Path) -> Serving:
    """What the office's pointer says; the shipped model where there is none.

    Raises:
        BadModelError: The pointer cannot be read, or does not name a folder of models/.
    """
    path = office / FOLDER / POINTER
    if not path.is_file():
        return Serving()
    try:
        read = json.loads(path.read_text(encoding="utf-8-sig"))
        found = Serving(
            model=read["model"], previous=tuple(read["previous"]), change=dict(read["change"])
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadModelError(_unusable(path)) from error
    for name in (found.model, *found.previous):
        if not isinstance(name, str) or (name != SHIPPED and not SAFE_NAME.fullmatch(name)):
            raise BadModelError(_unusable(path))
    return found


def promoted_folder(office: Path) -> Path | None:
    """Folder of the model that the office promoted; None where it serves with the shipped one.

    Raises:
        BadModelError: The pointer is damaged, or its model is gone.
    """
    model = serving(office).model
    if model == SHIPPED:
        return None
    folder = office / FOLDER / model
    if not folder.is_dir():
        raise BadModelError(
            f"{office / FOLDER / POINTER} 指的模型 {model} 不见了，"
            "请恢复备份，或用 minyi models rollback 退回上一个"
        )
    return folder


def write_serving(office: Path, new: Serving) -> None:
    """Make a model serve: until the last step the old one does, from then on the new one."""
    path = office / FOLDER / POINTER
    partial = path.with_name(f".{POINTER}.{os.getpid()}.partial")
    content = {"model": new.model, "previous": list(new.previous), "change": dict(new.change)}
    try:
        with partial.open("w", encoding="utf-8", errors="replace") as file:
            json.dump(content, file, ensure_ascii=False, indent=1)
            file.write("\n")
            file.flush()
            os.fsync(file.fileno())
        os.replace(partial, path)  # noqa: PTH105, the very step that makes it atomic
    except OSError as error:
        raise UsageError(f"{path}：写不进去（{cause(error)}），原来的模型仍在用") from error
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
    settle(path.parent)


def history(office: Path) -> list[Entry]:
    """Every promotion, refusal and rollback, oldest first; a torn line is left out."""
    entries = []
    with suppress(FileNotFoundError):
        text = (office / FOLDER / HISTORY).read_text(encoding="utf-8", errors="replace")
        for line in text.split("\n"):
            with suppress(ValueError):
                entries.append(json.loads(line))
    return [entry for entry in entries if isinstance(entry, dict)]


def record(office: Path, entry: Entry) -> None:
    """Append to the history; what was torn off before is left behind on a line of its own."""
    path = office / FOLDER / HISTORY
    line = json.dumps(entry, ensure_ascii=False) + "\n"
    try:
        with path.open("a+b") as file:
            if file.tell():
                file.seek(-1, os.SEEK_END)
                if file.read(1) != b"\n":
                    line = "\n" + line
            file.write(line.encode("utf-8", "replace"))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise UsageError(f"{path}：写不进去（{cause(error)}），请检查权限和磁盘空间") from error


def catch_up(office: Path) -> None:
    """Enter the record of the last change, if a crash kept it out of the history."""
    change = serving(office).change
    if change and change not in history(office):
        record(office, change)


def settle(folder: Path) -> None:
    """Have the names in a folder reach the disk, where the system can be asked to."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _unusable(path: Path) -> str:
    return (
        f"{path} 已损坏，不知道该用哪个模型；请恢复备份，或删去它改用自带模型，"
        "再用 minyi models promote 重新启用"
    )
