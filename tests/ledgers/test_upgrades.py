"""Opening: schema made and upgraded, foreign and newer files refused."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from minyi.errors import UsageError
from minyi.ledgers import BadLedgerError, Ledger, engine, schema

District = Any


def test_the_newest_migration_is_the_one_that_the_schema_names() -> None:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(engine.MIGRATIONS))
    config.set_main_option("path_separator", "newline")
    assert ScriptDirectory.from_config(config).get_current_head() == schema.HEAD


def test_the_migrations_make_the_schema_that_the_code_knows(ledger: Ledger) -> None:
    with ledger.reading() as connection:
        inspector = sa.inspect(connection)
        for table in schema.metadata.sorted_tables:
            made = {
                column["name"]: column["nullable"] for column in inspector.get_columns(table.name)
            }
            assert made == {c.name: bool(c.nullable) for c in table.c}, table.name
            indexes = {one["name"] for one in inspector.get_indexes(table.name)}
            assert {one.name for one in table.indexes} <= indexes, table.name
        assert set(inspector.get_table_names()) == {*schema.metadata.tables, "alembic_version"}


def test_every_table_is_in_a_backup() -> None:
    assert set(schema.COPIED) == set(schema.metadata.tables.values())


def test_an_upgrade_keeps_what_is_there(
    target: str, district: District, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A ledger of today, opened by a Minyi whose schema has one more column and table."""
    with Ledger.open(target, rules=district.rules) as ledger:
        id = district.new(ledger, name="王小明")
        district.to(ledger, id, "working")
        kept = (ledger.state(id), ledger.events(id), ledger.anchor())
    later = tmp_path / "migrations"
    shutil.copytree(engine.MIGRATIONS, later, ignore=shutil.ignore_patterns("__pycache__"))
    (later / "versions" / "v9999_later.py").write_text(
        "import sqlalchemy as sa\n"
        "from alembic import op\n"
        f"revision, down_revision = '9999', {schema.HEAD!r}\n"
        "def upgrade():\n"
        "    with op.batch_alter_table('states') as table:\n"
        "        mood = sa.Column('mood', sa.Text, nullable=False, server_default='好')\n"
        "        table.add_column(mood)\n"
        "    op.create_table('moods', sa.Column('id', sa.Integer, primary_key=True))\n",
        encoding="utf-8",
    )
    with monkeypatch.context() as patched:
        patched.setattr(engine, "MIGRATIONS", later)
        patched.setattr(engine, "HEAD", "9999")
        with Ledger.open(target, rules=district.rules) as ledger:
            assert (ledger.state(id), ledger.events(id), ledger.anchor()) == kept
            assert ledger.verify().ok
            with ledger.reading() as connection:
                assert connection.scalar(sa.text("SELECT mood FROM states")) == "好"
    with pytest.raises(BadLedgerError, match="升级 minyi"):
        Ledger.open(target, rules=district.rules)


def test_a_failed_upgrade_leaves_the_old_schema(
    target: str, district: District, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Ledger.open(target, rules=district.rules) as ledger:
        id = district.new(ledger)
    later = tmp_path / "migrations"
    shutil.copytree(engine.MIGRATIONS, later, ignore=shutil.ignore_patterns("__pycache__"))
    (later / "versions" / "v9999_later.py").write_text(
        "import sqlalchemy as sa\n"
        "from alembic import op\n"
        f"revision, down_revision = '9999', {schema.HEAD!r}\n"
        "def upgrade():\n"
        "    op.create_table('moods', sa.Column('id', sa.Integer, primary_key=True))\n"
        "    op.execute('DELETE FROM chain')\n"
        "    raise RuntimeError('断电')\n",
        encoding="utf-8",
    )
    with monkeypatch.context() as patched:
        patched.setattr(engine, "MIGRATIONS", later)
        patched.setattr(engine, "HEAD", "9999")
        with pytest.raises(RuntimeError):
            Ledger.open(target, rules=district.rules)
    with Ledger.open(target, rules=district.rules) as ledger:
        assert ledger.state(id).version == 1
        assert ledger.verify().ok
        with ledger.reading() as connection:
            assert not sa.inspect(connection).has_table("moods")


def test_foreign_files_are_refused_and_left_alone(district: District, tmp_path: Path) -> None:
    text = tmp_path / "台账.xlsx"
    text.write_text("不是数据库" * 500)
    other = tmp_path / "别的.db"
    connection = sqlite3.connect(other)
    connection.execute("CREATE TABLE t (a)")
    connection.commit()
    connection.close()
    for path, said in ((text, "不是台账文件"), (other, "别的程序")):
        before = path.read_bytes()
        with pytest.raises(BadLedgerError, match=said):
            Ledger.open(path, rules=district.rules)
        if path is text:
            assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("mysql://localhost/x", "PostgreSQL"),
        ("sqlite://", "SQLite"),
        ("没有的.db", "没有这个台账"),
        (".", "文件夹"),
    ],
)
def test_a_store_that_cannot_be_is_refused(
    district: District, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, target: str, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match=said):
        Ledger.open(target, rules=district.rules, create=False)


def test_a_server_out_of_reach_is_told_without_the_password(district: District) -> None:
    pytest.importorskip("psycopg", reason="没有安装 psycopg，跳过")
    with pytest.raises(BadLedgerError, match="连不上") as refused:
        Ledger.open("postgresql://minyi:geheim@127.0.0.1:1/x", rules=district.rules)
    assert "geheim" not in str(refused.value)


def test_names_of_files_may_hold_anything(district: District, tmp_path: Path) -> None:
    for name in ("台账 100%?#.db", "a'b;c.db"):
        with Ledger.open(tmp_path / "新 文件夹" / name, rules=district.rules) as ledger:
            district.new(ledger)
        assert (tmp_path / "新 文件夹" / name).is_file()
