"""The store behind the ledger: SQLite by default, PostgreSQL by its URL; its schema kept new."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from minyi.errors import UsageError
from minyi.extras import extra
from minyi.ledgers.events import GENESIS
from minyi.ledgers.faults import BadLedgerError
from minyi.ledgers.schema import HEAD, chain

MIGRATIONS = Path(__file__).with_name("migrations")
BUSY_SECONDS = 60.0  # how long a writer waits for another one
_LOCK = 0x6D696E79  # of PostgreSQL, while the schema is made: "miny"


def is_url(target: str | Path) -> bool:
    return isinstance(target, str) and "://" in target


def connect(target: str | Path, *, create: bool = True) -> sa.Engine:
    """An engine for a file or URL, its schema brought to the newest.

    Raises:
        UsageError: No such file and `create` is false, or a store that is neither of the two.
        BadLedgerError: Not a ledger, written by a newer Minyi, or out of reach.
        MissingExtraError: PostgreSQL without the extra `postgres`.
    """
    engine = _engine(_url(target, create=create))
    try:
        with _translated(engine):
            _upgrade(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """The transaction of the one writer: the others wait, and see all of it or nothing."""
    with (
        _translated(engine),
        engine.connect().execution_options(minyi_write=True) as connection,
        connection.begin(),
    ):
        if connection.dialect.name == "postgresql":
            connection.execute(sa.select(chain.c.count).with_for_update())
        yield connection


@contextmanager
def reading(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A snapshot: what others write meanwhile is not seen."""
    with _translated(engine), engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
        with connection.begin():
            yield connection


def sqlite_path(engine: sa.Engine) -> Path | None:
    """The file of a SQLite ledger; None for PostgreSQL."""
    if engine.dialect.name != "sqlite":
        return None
    assert engine.url.database is not None
    return Path(engine.url.database)


def _url(target: str | Path, *, create: bool) -> sa.URL:
    if is_url(target):
        try:
            url = sa.make_url(str(target))
        except sa.exc.ArgumentError as error:
            raise UsageError(f"台账地址“{target}”看不懂") from error
        name = url.get_backend_name()
        if name in ("postgresql", "postgres"):
            with extra("postgres"):
                import psycopg  # noqa: F401
            return url.set(drivername="postgresql+psycopg")
        if name != "sqlite" or not url.database or url.database == ":memory:":
            raise UsageError(f"台账只能是 SQLite 文件或 PostgreSQL：{url.render_as_string()}")
        target = url.database
    path = Path(target)
    if path.is_dir():
        raise UsageError(f"{path}：这是一个文件夹，请写明台账文件名，如 {path / '台账.db'}")
    if not path.exists():
        if not create:
            raise UsageError(f"{path}：没有这个台账，请检查路径")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError(f"{path.parent}：文件夹建不了（{error.strerror}）") from error
    return sa.URL.create("sqlite", database=str(path.absolute()))


def _engine(url: sa.URL) -> sa.Engine:
    if url.get_backend_name() == "postgresql":
        return sa.create_engine(url, pool_pre_ping=True)
    engine = sa.create_engine(url, connect_args={"timeout": BUSY_SECONDS})
    sa.event.listen(engine, "connect", _prepare_sqlite)
    sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _: Any) -> None:
    connection.isolation_level = None  # transactions begin where we say, not where pysqlite thinks
    cursor = connection.cursor()
    for attempt in range(50):
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
            break
        except sqlite3.OperationalError as error:  # the switch itself does not wait for others
            if "locked" not in str(error) or attempt == 49:
                raise
            time.sleep(0.1)
    cursor.execute("PRAGMA synchronous = FULL")  # what was acknowledged survives a power cut
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA secure_delete = ON")  # removed names do not linger in free pages
    cursor.execute("PRAGMA cache_size = -65536")
    cursor.close()


def _begin_sqlite(connection: sa.Connection) -> None:
    write = connection.get_execution_options().get("minyi_write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def _upgrade(engine: sa.Engine) -> None:
    with engine.connect() as connection:
        if _version(connection) == HEAD:
            return
    with engine.connect().execution_options(minyi_write=True) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
        version = _version(connection)
        if version == HEAD:  # another process was quicker
            return
        if version is None and sa.inspect(connection).get_table_names():
            raise BadLedgerError(
                f"{engine.url.render_as_string()}：这是别的程序的数据库，请给台账另选一个文件"
            )
        _migrate(connection, version)
        if version is None:
            connection.execute(chain.insert().values(id=1, count=0, hash=GENESIS))


def _version(connection: sa.Connection) -> str | None:
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()


def _migrate(connection: sa.Connection, version: str | None) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    config.attributes["connection"] = connection
    if version is not None:
        try:
            ScriptDirectory.from_config(config).get_revision(version)
        except CommandError as error:
            raise BadLedgerError(
                f"台账由更新版本的 minyi 写成（{version}），请先升级 minyi"
            ) from error
    command.upgrade(config, "head")


@contextmanager
def _translated(engine: sa.Engine) -> Iterator[None]:
    """Locked, full, broken, out of reach: what a user can do something about, in Chinese."""
    try:
        yield
    except sa.exc.OperationalError as error:
        raise BadLedgerError(_unreachable(engine.url, error)) from error
    except sa.exc.DatabaseError as error:
        if type(error) is not sa.exc.DatabaseError:  # a bug of ours
            raise
        raise BadLedgerError(_unreachable(engine.url, error)) from error


def _unreachable(url: sa.URL, error: sa.exc.DBAPIError) -> str:
    where = url.render_as_string()  # hides the password
    said = str(error.orig).strip().splitlines()[0] if error.orig else ""
    if url.get_backend_name() == "postgresql":
        return f"{where}：连不上台账数据库（{said}），请检查地址、账号和服务是否已启动"
    if "locked" in said:
        return f"{where}：台账正被别人写，等了 {BUSY_SECONDS:.0f} 秒还没轮到，请稍后再试"
    if "malformed" in said:
        return f"{where}：台账文件已损坏，请用备份恢复"
    if "not a database" in said:
        return f"{where}：不是台账文件，请检查路径"
    return f"{where}：台账打不开（{said}），请检查文件夹的权限和磁盘空间"


def measure(engine: sa.Engine) -> None:
    """Let SQLite count how its tables are filled, so that it takes the right index.

    PostgreSQL does so of its own accord.
    """
    if engine.dialect.name == "sqlite":
        with writing(engine) as connection:
            connection.exec_driver_sql("PRAGMA analysis_limit = 1000")
            connection.exec_driver_sql("ANALYZE")


def forget_log(engine: sa.Engine) -> None:
    """Empty the write-ahead log of SQLite, which still holds pages as they were before."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            raw = connection.connection.driver_connection
            assert isinstance(raw, sqlite3.Connection)
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
