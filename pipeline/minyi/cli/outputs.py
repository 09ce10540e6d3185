"""Where a command may not write, not even with --force."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from minyi.errors import UsageError

if TYPE_CHECKING:
    from minyi.settings import Settings


def refuse_office_files(out: Path, folder: Path, settings: Settings, ledger: str = "") -> None:
    """An office's own files are no outputs: nobody could bring them back.

    Args:
        out: The output that was asked for.
        folder: Of the office.
        settings: Name further files of it.
        ledger: File or URL that was named beside them, "" where none was.

    Raises:
        UsageError: The output is one of them.
    """
    from minyi.cli.ledger.opening import FILE_NAME as LEDGER_FILE
    from minyi.cli.options import OFFICE_FILES
    from minyi.reviews import FILE_NAME as REVIEWS_FILE

    own = [folder / name for name in (*OFFICE_FILES, "地名.xlsx", REVIEWS_FILE, LEDGER_FILE)]
    own += [path for path in (settings.taxonomy, settings.workdays) if path is not None]
    own += [Path(one) for one in (settings.ledger, ledger) if one and "://" not in one]
    if any(_same(out, path) for path in own):
        raise UsageError(f"{out}：这是本单位自己的文件，不会覆盖它，请用 --out 另起文件名")


def _same(one: Path, other: Path) -> bool:
    """Links, and names that differ in case where the system does not mind, are the same file."""
    if one.exists() and other.exists():
        return one.samefile(other)
    return one.resolve() == other.resolve()
