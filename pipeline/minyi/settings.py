"""What an office may set in its minyi.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from minyi.errors import UsageError

FILE_NAME = "minyi.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Settings of one office; paths are relative to the folder of its minyi.toml."""

    title: str = "群众意见整改台账"  # of the printed list
    model: Path | None = None  # folder; None is the shipped model
    taxonomy: Path | None = None  # None is the shipped label tree
    workdays: Path | None = None  # CSV of days that differ from the public calendar
    review_below: float = 0.4  # a category not more probable than this goes to a person
    keep_assigned: bool = False  # the table's own 承办单位 outranks the directory


def load_settings(folder: Path) -> Settings:
    """Read the office's minyi.toml; defaults where there is none.

    Raises:
        UsageError: Not TOML, an unknown key, or a value of the wrong kind; lists all of them.
    """
    path = folder / FILE_NAME
    if not path.is_file():
        return Settings()
    from pydantic import ConfigDict, TypeAdapter, ValidationError, with_config

    try:
        values = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{path} 读不出来（{error}），请检查 TOML 格式") from error
    strict = with_config(ConfigDict(extra="forbid"))(Settings)
    try:
        settings = TypeAdapter(strict).validate_python(values)
    except ValidationError as error:
        faults = "；".join(f"{'.'.join(map(str, e['loc']))}：{e['msg']}" for e in error.errors())
        raise UsageError(f"{path} 中有写错的设置（{faults}），请对照说明改正") from error
    if not 0 <= settings.review_below <= 1:
        raise UsageError(f"{path}：review_below 应在 0 与 1 之间")
    return _anchored(settings, folder)


def _anchored(settings: Settings, folder: Path) -> Settings:
    from dataclasses import replace

    return replace(
        settings,
        **{
            key: folder / path
            for key in ("model", "taxonomy", "workdays")
            if (path := getattr(settings, key)) is not None
        },
    )
