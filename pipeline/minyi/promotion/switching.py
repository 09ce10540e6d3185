"""Promotion and rollback: the checks, the copy, the one step that counts, the record."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

from minyi.causes import cause
from minyi.errors import BadModelError, UsageError
from minyi.model_store import Model, default_folder, load_model
from minyi.promotion.comparison import Comparison
from minyi.promotion.gate import PromotionRefusedError, objections
from minyi.promotion.store import (
    FOLDER,
    POINTER,
    SAFE_NAME,
    SHIPPED,
    Serving,
    catch_up,
    record,
    serving,
    settle,
    write_serving,
)
from minyi.settings import load_settings

_TAKEN = ("manifest.json", "*.npy", "*.md", "*.png", "*.csv")  # of a candidate's folder


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed:
    """A model that the office has."""

    name: str  # folder under models/, "" for the shipped one
    serves: bool
    model: Model | None  # None where it cannot be used
    fault: str = ""  # why not


def promote(
    office: Path,
    candidate: Path,
    *,
    replacing: Serving,
    comparison: Comparison | None,
    on: Mapping[str, Any] | None,
    who: str,
    now: datetime,
    force: bool = False,
    reason: str = "",
) -> Serving:
    """Make a model serve in an office, if nothing speaks against it; all is recorded.

    The candidate is copied to `models/<version>/` and the copy is checked, so that nobody changes
    a serving model by training into its folder.

    Args:
        office: Folder of the office.
        candidate: Model folder.
        replacing: What served when the comparison was made.
        comparison: Serving model (a) against candidate (b); None only with `force`.
        on: What it was made on (file, hash), for the record.
        who: Who promotes.
        now: When.
        force: Promote against objections; needs a reason.
        reason: Why, for the record.

    Raises:
        PromotionRefusedError: The candidate is worse, and `force` is off.
        BadModelError: The candidate is damaged, too new, or of another segmenter or dictionary.
        UsageError: Force without a reason, no comparison, the office's settings name a model, or
            somebody promoted meanwhile.
    """
    if force and not reason.strip():
        raise UsageError("--force 须用 --reason 写明理由，理由会记入历史")
    if comparison is None and not force:
        raise UsageError("请用 --on 给出已标注的表，与现用模型比较后才能启用")
    _check_settings(office)
    against = objections(comparison) if comparison is not None else ["没有与现用模型比较"]
    version = load_model(candidate).version
    entry = {
        "time": now.isoformat(timespec="seconds"),
        "action": "promote",
        "version": version,
        "who": who,
        "reason": reason.strip(),
        "objections": against,
        "on": dict(on) if on is not None else None,
        "figures": comparison.as_dict() if comparison is not None else None,
        "replaced": replacing.model,
    }
    models = office / FOLDER
    try:
        models.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{models}：建不了文件夹（{cause(error)}），请检查权限") from error
    if against and not force:
        record(office, {**entry, "action": "refuse"})
        raise PromotionRefusedError(
            f"没有启用 {candidate}：{'；'.join(against)}。"
            "确要启用请加 --force，并用 --reason 写明理由"
        )
    try:
        name = _install(candidate, models)
    except OSError as error:
        raise UsageError(
            f"{models}：写不进去（{cause(error)}），原来的模型仍在用；请检查权限和磁盘空间"
        ) from error
    if name == replacing.model:
        raise UsageError(f"{candidate} 就是现在用的模型（{name}），不必再启用")
    new = Serving(
        model=name,
        previous=(*replacing.previous, replacing.model),
        change={**entry, "action": "force" if against else "promote", "model": name},
    )
    return _switch(office, replacing, new)


def rollback(office: Path, *, who: str, now: datetime, reason: str = "") -> Serving:
    """Make the model serve again that served before; checked before, recorded after.

    Raises:
        BadModelError: That model is damaged or gone; the one in use stays.
        UsageError: There is none to go back to.
    """
    _check_settings(office)
    current = serving(office)
    if not current.previous:
        raise UsageError(f"{office}：没有可退回的模型，用的就是最初的那个")
    *earlier, name = current.previous
    folder = default_folder() if name == SHIPPED else office / FOLDER / name
    version = load_model(folder).version
    entry = {
        "time": now.isoformat(timespec="seconds"),
        "action": "rollback",
        "version": version,
        "who": who,
        "reason": reason.strip(),
        "replaced": current.model,
        "model": name,
    }
    return _switch(office, current, Serving(model=name, previous=tuple(earlier), change=entry))


def installed(office: Path) -> list[Installed]:
    """Models that the office has, the shipped one first; the damaged are listed with the fault."""
    now = serving(office)
    folders = [(SHIPPED, default_folder())]
    if (office / FOLDER).is_dir():
        folders += [
            (path.name, path)
            for path in sorted((office / FOLDER).iterdir())
            if (path / "manifest.json").is_file() or path.name in {now.model, *now.previous}
        ]
    found = []
    for name, folder in folders:
        one = Installed(name=name, serves=name == now.model, model=None)
        try:
            found.append(replace(one, model=load_model(folder)))
        except BadModelError as error:
            found.append(replace(one, fault=str(error)))
    return found


def _check_settings(office: Path) -> None:
    if not office.is_dir():
        raise UsageError(f"{office}：没有这个文件夹，请用 --office 指明本单位的文件夹")
    fixed = load_settings(office).model
    if fixed is not None:
        raise UsageError(
            f"{office}/minyi.toml 里写定了 model = {fixed}，启用或退回都不会生效；请先删去那一行"
        )


def _switch(office: Path, expected: Serving, new: Serving) -> Serving:
    catch_up(office)
    if serving(office) != expected:
        raise UsageError(
            f"{office / FOLDER / POINTER} 刚被别人改过，没有更改；请看 minyi models list 后重来"
        )
    write_serving(office, new)
    catch_up(office)
    return new


def _install(candidate: Path, models: Path) -> str:
    """Copy a model to where the office keeps its own; the name that it has there."""
    with tempfile.TemporaryDirectory(dir=models, prefix=".new-") as scratch:
        new = Path(scratch) / "new"
        new.mkdir()
        for pattern in _TAKEN:
            for path in candidate.glob(pattern):
                _copy(path, new / path.name)
        version = load_model(new).version  # what was copied is what will serve
        settle(new)
        for name in _names(version, new):
            target = models / name
            if target.exists() and (new / "manifest.json").read_bytes() != _manifest(target):
                continue  # another model of that name
            if target.exists():
                if _usable(target):
                    return name
                target.rename(Path(scratch) / "damaged")
            new.rename(target)
            settle(models)
            return name
    raise AssertionError("names never end")


def _names(version: str, folder: Path) -> Iterator[str]:
    digest = hashlib.sha256(_manifest(folder)).hexdigest()[:12]
    first = version if SAFE_NAME.fullmatch(version) else digest
    yield first
    for i in count(2):
        yield f"{first}-{i}"


def _manifest(folder: Path) -> bytes:
    path = folder / "manifest.json"
    return path.read_bytes() if path.is_file() else b""


def _usable(folder: Path) -> bool:
    try:
        load_model(folder)
    except BadModelError:
        return False
    return True


def _copy(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)
    with target.open("r+b") as file:
        os.fsync(file.fileno())
