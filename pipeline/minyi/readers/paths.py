"""From what the user typed to files: one by one, by folder, by glob."""

from __future__ import annotations

import glob
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from minyi.errors import UsageError

_SYSTEM = frozenset({"thumbs.db", "desktop.ini"})
SPREADSHEETS = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".et", ".ods"})


def expand(paths: Sequence[str]) -> list[Path]:
    """Files meant by file names, folders (searched to the bottom) and globs, without doubles.

    Files are taken whatever their suffix: what cannot be read gets a problem, not silence. Folders
    give theirs in sorted order, without Office lock files (``~$…``) and hidden files.

    Raises:
        UsageError: A path does not exist or matches nothing; the message names it.
    """
    return [path for path, _ in expand_named(paths)]


def expand_named(paths: Sequence[str]) -> list[tuple[Path, str]]:
    """Like :func:`expand`, each file with the name that its opinions show.

    The name is relative to the folder that was named, else the bare file name; where two would be
    alike, the path.

    Raises:
        UsageError: A path does not exist or matches nothing; the message names it.
    """
    found: dict[str, tuple[Path, str]] = {}
    for given in paths:
        for path, name in _expand_one(given):
            found.setdefault(os.path.realpath(path), (path, name))
    names = Counter(name for _, name in found.values())
    # two folders may hold files of one name: then the path tells them apart
    return [(path, name if names[name] == 1 else path.as_posix()) for path, name in found.values()]


def _expand_one(given: str) -> list[tuple[Path, str]]:
    typed = os.path.expanduser(given)  # noqa: PTH111 - globs are no paths yet
    path = Path(typed)
    if given.strip() and path.is_dir():
        files = list(_in_folder(path))
        if not files:
            raise UsageError(f"文件夹“{given}”里没有可读的文件（xlsx、csv、docx、txt、pdf 等）")
        return files
    if given.strip() and path.exists():
        return [(path, path.name)]
    if glob.has_magic(typed):
        files = []
        for match in sorted(glob.glob(typed, recursive=True)):  # noqa: PTH207
            hit = Path(match)
            if hit.is_dir():
                # "**" lists the folders and what is in them: take the files only
                if "**" not in typed:
                    files.extend(_in_folder(hit))
            elif not _hidden(hit.name):
                files.append((hit, hit.name))
        if files:
            return files
        raise UsageError(f"“{given}”没有匹配到任何文件，请检查通配符和所在文件夹")
    raise UsageError(f"找不到“{given}”，请检查路径和文件名是否正确")


def _in_folder(folder: Path) -> Iterator[tuple[Path, str]]:
    found = []
    for parent, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not _hidden(name)]
        found += [Path(parent) / name for name in files if not _hidden(name)]
    for path in sorted(found):
        yield path, path.relative_to(folder).as_posix()


def _hidden(name: str) -> bool:
    return name.startswith((".", "~$", "__MACOSX")) or name.lower() in _SYSTEM
