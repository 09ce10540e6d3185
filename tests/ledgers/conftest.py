"""A district to play with, and the same tests on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from minyi.domain import Matter, Opinion, Prediction, Route, Source, Triage
from minyi.ledgers import CHINA, Actor, Ledger, Rules
from minyi.workdays import Calendar

ROWS = count(1)


class District:
    """Who is who in 示例区."""

    rules = Rules(
        calendar=Calendar(),
        parents={"水务所": "水务局", "城管队": "城管局"},
        coordinating="群工办",
        aliases={"城管局": ("城管",)},
    )
    clerk = Actor("王岚", "clerk", "群工办")
    worker = Actor("李工", "organization", "水务所")
    boss = Actor("赵局", "superior", "水务局")
    auditor = Actor("孙察", "auditor", "监察室")
    start = datetime(2025, 3, 3, 9, 0, tzinfo=CHINA)  # a Monday

    def at(self, days: float = 0, hours: float = 0) -> datetime:
        return self.start + timedelta(days=days, hours=hours)

    def matter(self, text: str = "3号楼停水两天了", **more: Any) -> Matter:
        """One matter of a slip of its own, unless the opinion is handed in."""
        row = next(ROWS)
        source = more.pop("source", Source(file="意见箱.xlsx", row=row))
        slip = {name: more.pop(name) for name in list(more) if name in _OPINION}
        opinion = more.pop("opinion", None) or Opinion(
            **{"text": text, "source": source, "id": slip.get("case_number") or str(source)} | slip
        )
        return Matter(
            opinion=opinion,
            number=more.pop("number", 1),
            text=text,
            prediction=Prediction(
                category=more.pop("category", "utilities.water"),
                score=0.9,
                kind=more.pop("kind", "complaint"),
            ),
            triage=Triage(urgency=more.pop("urgency", "normal")),
            route=Route(
                **{"organization": "水务所", "reason": "停水归水务所", "contact": "李工"} | more
            ),
            needs_review=False,
        )

    def new(self, ledger: Ledger, text: str = "3号楼停水两天了", **more: Any) -> int:
        """A matter just registered, different from all before."""
        number = next(ROWS)
        matter = self.matter(f"{text}（{number}）", **more)
        return ledger.register([matter], actor=self.clerk, at=self.start).matters[0]

    def to(self, ledger: Ledger, id: int, status: str) -> None:
        """Take a registered matter the straight way to a status, all in its first hour."""
        at = self.at(hours=0.5)
        ways: list[tuple[str, str, Actor, dict[str, Any]]] = [
            ("assigned", "assign", self.clerk, {}),
            ("accepted", "accept", self.worker, {}),
            ("working", "start", self.worker, {}),
            ("closing", "request", self.worker, {"measures": "换阀门", "evidence": ["已通水"]}),
            ("reviewed", "approve", self.boss, {}),
            ("answered", "answer", self.worker, {"answer": "已恢复", "satisfaction": "satisfied"}),
            ("closed", "close", self.clerk, {}),
        ]
        for reached, step, actor, details in ways:
            ledger.act(id, step, actor, at=at, **details)
            if reached == status:
                return
        raise AssertionError(status)


_OPINION = {"id", "title", "case_number", "received_on", "channel", "name", "phone", "extra"}


@pytest.fixture(scope="session")
def district() -> District:
    return District()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Callable[[], str]]:
    """Gives the URL of an empty database of a server that lives as long as the tests."""
    binaries = _binaries()
    if binaries is None:
        pytest.skip("没有 PostgreSQL（initdb、pg_ctl），跳过：apt-get install postgresql 后再测")
    folder = Path(tempfile.mkdtemp(prefix="minyi-pg-", dir="/tmp"))
    who = _other_user()
    if who:
        shutil.chown(folder, who, who)

    def run(*command: str) -> None:
        # Its descriptors would keep our pipes open, so its words go to a file.
        with (folder / "said.txt").open("ab") as said:
            done = subprocess.run(
                command, stdout=said, stderr=said, check=False, cwd=folder, **_as(who)
            )
        if done.returncode:
            pytest.fail((folder / "said.txt").read_text(errors="replace")[-2000:])

    data = folder / "data"
    locale = ("--locale=C", "--encoding=UTF8")
    run(str(binaries / "initdb"), "-D", str(data), "-A", "trust", "-U", "minyi", "-N", *locale)
    options = f"-k {folder} -c listen_addresses='' -c fsync=off -c max_connections=60"
    server = [str(binaries / "pg_ctl"), "-D", str(data), "-w", "-t", "60"]
    run(*server, "-l", str(folder / "server.log"), "-o", options, "start")
    try:
        import psycopg

        def new() -> str:
            # One database emptied is much quicker than a new one for each test.
            with psycopg.connect(
                f"host={folder} user=minyi dbname=postgres", autocommit=True
            ) as connection:
                connection.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = 'postgres' AND pid <> pg_backend_pid()"
                )
                connection.execute("DROP SCHEMA public CASCADE")
                connection.execute("CREATE SCHEMA public")
            return f"postgresql://minyi@/postgres?host={folder}"

        yield new
    finally:
        run(*server, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an empty ledger is to be: a file or a URL."""
    if request.param == "sqlite":
        return str(tmp_path / "台账.db")
    new: Callable[[], str] = request.getfixturevalue("postgres")
    return new()


@pytest.fixture
def ledger(target: str, district: District, tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(target, rules=district.rules, attachments=tmp_path / "附件") as opened:
        yield opened


def _binaries() -> Path | None:
    found = shutil.which("pg_ctl")
    places = [Path(found).resolve().parent] if found else []
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next(
        (one for one in places if (one / "initdb").exists() and (one / "pg_ctl").exists()), None
    )


def _other_user() -> str:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return ""
    import pwd

    names = {one.pw_name for one in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _as(who: str) -> dict[str, Any]:
    if not who:
        return {}
    import pwd

    found = pwd.getpwnam(who)
    return {"user": found.pw_uid, "group": found.pw_gid, "extra_groups": []}
