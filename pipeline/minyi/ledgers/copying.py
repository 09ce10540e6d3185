"""Backup and restore while others work. A backup is itself a SQLite ledger, from either store."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa

from minyi.errors import UsageError
from minyi.ledgers import engine as stores
from minyi.ledgers import schema
from minyi.ledgers.attachments import Attachments, folder_beside
from minyi.ledgers.checking import verify
from minyi.ledgers.faults import BadLedgerError

_BATCH = 2000


def backup(engine: sa.Engine, attachments: Attachments, path: Path) -> None:
    """Copy the ledger as it is at one moment, with its attachments.

    Raises:
        UsageError: `path` is the ledger itself, or cannot be written.
    """
    own = stores.sqlite_path(engine)
    if own is not None and path.absolute() == own.absolute():
        raise UsageError(f"{path}：这就是台账本身，请给备份另起一个名字")
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if own is not None:
            _copy_file(own, partial)
        else:
            _copy_out(engine, partial)
        # Files first: a backup that is there has all its proof.
        attachments.copy_to(folder_beside(path))
        partial.replace(path)
    except (OSError, sqlite3.Error) as error:
        raise UsageError(f"{path}：备份写不进去（{error}），请检查权限和磁盘空间") from error
    finally:
        _remove(partial)


def restore(engine: sa.Engine, attachments: Attachments, path: Path, work: Path) -> None:
    """Put a backup in the place of all that the ledger holds, in one step.

    Args:
        work: A folder for a copy; the backup itself is not touched.

    Raises:
        UsageError: There is no such file.
        BadLedgerError: It is no ledger, or a damaged one; the present one stays.
    """
    if not path.is_file():
        raise UsageError(f"{path}：没有这个备份，请检查路径")
    copy = work / f".{path.name}.{os.getpid()}.partial"
    try:
        try:
            _copy_file(path, copy)
        except sqlite3.Error as error:
            raise BadLedgerError(f"{path}：不是台账的备份，没有恢复") from error
        source = stores.connect(copy)  # brings an old backup to the newest schema
        try:
            with stores.reading(source) as connection:
                kept = Attachments(folder_beside(path))
                faults = verify(connection, kept, None, files=False).faults
            if faults:
                raise BadLedgerError(f"{path}：备份已损坏（{faults[0]}），没有恢复")
            kept.copy_to(attachments.folder) if kept.folder.is_dir() else None
            own = stores.sqlite_path(engine)
            if own is not None:
                source.dispose()
                _replace_all(copy, engine)
            else:
                _copy_in(source, engine)
        finally:
            source.dispose()
    finally:
        _remove(copy)


def _copy_file(source: Path, target: Path) -> None:
    """One consistent moment of a live file, as a single file without a journal beside it."""
    _remove(target)
    with closing(sqlite3.connect(source)) as one, closing(sqlite3.connect(target)) as other:
        one.execute("PRAGMA schema_version")  # fails here on what is no database
        one.backup(other)
        other.execute("PRAGMA journal_mode = DELETE")


def _replace_all(source: Path, engine: sa.Engine) -> None:
    """All pages at once: other processes see the old ledger until the new one is there."""
    with closing(sqlite3.connect(source)) as one, engine.connect() as connection:
        target = connection.connection.driver_connection
        assert isinstance(target, sqlite3.Connection)
        one.backup(target)
    engine.dispose()


def _copy_out(engine: sa.Engine, target: Path) -> None:
    _remove(target)
    copy = stores.connect(target)
    try:
        with stores.reading(engine) as source, stores.writing(copy) as connection:
            _copy_tables(source, connection)
    finally:
        copy.dispose()
    with closing(sqlite3.connect(target)) as connection_:
        connection_.execute("PRAGMA journal_mode = DELETE")


def _copy_in(source: sa.Engine, engine: sa.Engine) -> None:
    with stores.reading(source) as old, stores.writing(engine) as connection:
        _copy_tables(old, connection)


def _copy_tables(source: sa.Connection, target: sa.Connection) -> None:
    for table in reversed(schema.COPIED):
        target.execute(table.delete())
    streamed = source.execution_options(yield_per=_BATCH)
    for table in schema.COPIED:
        for rows in streamed.execute(sa.select(table)).partitions():
            target.execute(table.insert(), [dict(row._mapping) for row in rows])


def _remove(path: Path) -> None:
    for end in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + end).unlink(missing_ok=True)
