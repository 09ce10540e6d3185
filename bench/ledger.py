"""A ledger of a million matters: registering, and what is asked of it every day.

Registering is measured beside a plain `executemany` of the same states into a table of its own;
questions beside `SELECT count(*)` of the states, the least that a look at all of them can cost.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.harness import CACHE, ROOT, Figure, Scale, alternate, kept, medians, timed
from minyi.domain import Matter, Opinion, Prediction, Route, Source, Triage
from minyi.followup.counting import figures
from minyi.followup.due import due
from minyi.followup.hotspots import hotspots
from minyi.followup.periods import Period
from minyi.ledgers import CHINA, Actor, Filter, Ledger, Rules
from minyi.workdays import Calendar

BASE = 20_000  # registered one by one; the rest are copies of them made by SQL
_CLERK = Actor("王岚", "clerk", "群工办")
_FIRST = date(2024, 1, 1)
_DAYS = 730
_ON = date(2025, 12, 31)
_MONTH = Period(date(2025, 12, 1), _ON)
_OPEN = 10  # every n-th matter is open, and so are all of the last three weeks


def matters(count: int) -> Iterator[Matter]:
    """Matters of 60 characters, 50 organizations, 80 categories, 200 communities."""
    for i in range(count):
        text = (
            f"春晖社区{i % 97}号楼第{i}户反映楼道里的灯坏了两个星期没有人来修，"
            "老人晚上上下楼看不见台阶，希望物业和社区尽快来看一看"
        )
        yield Matter(
            opinion=Opinion(
                text=text,
                source=Source(file="意见箱.xlsx", row=i + 2),
                id=f"2025-{i:07}",
                case_number=f"2025-{i:07}",
                received_on=_FIRST + timedelta(days=i % _DAYS),
                channel=("意见箱", "电话", "网络")[i % 3],
                place=f"{i * 7 % 200}社区",
                name="王小明" if i % 2 else "",
                phone="13800001234" if i % 2 else "",
            ),
            number=1,
            text=text,
            prediction=Prediction(category=f"g{i % 8}.c{i % 80}", score=0.9),
            triage=Triage(urgency="urgent" if i % 20 == 0 else "normal"),
            route=Route(organization=f"第{i % 50}单位", reason="按类别归口", contact="李工"),
            needs_review=False,
        )


def rules() -> Rules:
    return Rules(calendar=Calendar(), coordinating="群工办")


def register(path: Path, count: int) -> None:
    with Ledger.open(path, rules=rules()) as ledger:
        ledger.register(matters(count), actor=_CLERK, at=datetime(2025, 12, 31, 9, tzinfo=CHINA))


def big(count: int) -> Path:
    """A ledger of so many matters, made once; its copied events have no valid hashes."""
    made_of = [Path(__file__), *sorted((ROOT / "pipeline/minyi/ledgers").rglob("*.py"))]
    path = kept(f"ledger-{count}.db", of=made_of)
    if not path.exists():
        for old in CACHE.glob("*/ledger-*.db*"):
            old.unlink()
        partial = path.with_suffix(".partial")
        partial.unlink(missing_ok=True)
        register(partial, min(BASE, count))
        _inflate(partial, count)
        partial.replace(path)
    return path


def _inflate(path: Path, count: int) -> None:
    """Copies with days of two years; most are closed, each is held by the one proposed."""
    base = min(BASE, count)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        for start in range(base, count, base):
            id = f"(id+{start})"
            day = f"date('{_FIRST}', '+' || ({id} * 13 % {_DAYS}) || ' days')"
            moment = f"{day} || 'T09:00:00.000000+08:00'"
            status = (
                f"CASE WHEN {id} % {_OPEN} = 0 OR {day} > date('{_ON}', '-21 days') "
                f"THEN CASE {id} % 3 WHEN 0 THEN 'working' WHEN 1 THEN 'assigned' "
                "ELSE 'accepted' END ELSE 'closed' END"
            )
            more = f"||'-{start}'"
            slip = {"id": id, "registered_on": day, "case_number": f"case_number{more}"}
            state = {"id": id, "registered_on": day, "deadline": f"date({day}, '+21 days')"}
            state |= {"last_at": moment, "organization": "proposed", "status": status}
            event = {"number": f"number+{start}", "matter": f"matter+{start}"}
            some = min(base, count - start)
            for table, changed in (
                ("slips", slip | {"key": f"key{more}", "code": f"code{more}"}),
                ("matters", {"id": id, "slip": f"slip+{start}", "code": f"code{more}"}),
                ("states", state),
                ("events", event | {"at": moment.replace("id", "matter")}),
            ):
                _copy(connection, table, changed, some)
        connection.execute(
            "INSERT INTO events SELECT id + ?, id, 2, 'close', "
            "date(registered_on, '+9 days') || 'T15:00:00.000000+08:00', '王岚', 'clerk', "
            "'群工办', '', '{}', '' FROM states WHERE status = 'closed'",
            (count,),
        )
        connection.execute("UPDATE chain SET count = (SELECT max(number) FROM events)")
        connection.commit()
        connection.execute("ANALYZE")
        connection.commit()
        connection.execute("PRAGMA journal_mode = WAL")


def _copy(connection: sqlite3.Connection, table: str, changed: dict[str, str], some: int) -> None:
    names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    values = ", ".join(changed.get(name, f'"{name}"') for name in names)
    listed = ", ".join(f'"{name}"' for name in names)
    key = "number" if table == "events" else "id"
    connection.execute(
        f"INSERT INTO {table} ({listed}) SELECT {values} FROM {table} WHERE {key} <= {some}"
    )


def measure(scale: Scale) -> list[Figure]:
    """Seconds, and how many times the plain look or insert each takes."""
    count = scale.rows(1_000_000, 40_000)
    path = big(count)
    found = [_registering(scale)]
    with (
        Ledger.open(path, rules=rules()) as ledger,
        closing(sqlite3.connect(path)) as plain,
    ):

        def look() -> object:
            return plain.execute("SELECT count(*) FROM states").fetchone()

        questions: dict[str, tuple[str, Callable[[], object]]] = {
            "due": ("逾期和将到期事项", lambda: due(ledger, _ON)),
            "page": (
                "按期限排序的一页",
                lambda: ledger.matters(Filter(open_only=True), order="deadline"),
            ),
            "own": (
                "一个单位按期限的一页",
                lambda: ledger.matters(
                    Filter(open_only=True, organization="第7单位"), order="deadline"
                ),
            ),
            "find": ("按编号查找", lambda: ledger.find("2025-0000777")),
            "figures": ("一个月的统计", lambda: figures(ledger, _MONTH)),
            "hotspots": ("一个月的热点", lambda: hotspots(ledger, _MONTH.start, _MONTH.end)),
        }
        for key, (name, ask) in questions.items():
            taken = alternate(
                {"minyi": lambda ask=ask: timed(ask), "naive": lambda: timed(look)}, scale.rounds
            )
            middle = medians(taken)
            found.append(
                Figure(
                    key=f"ledger_{key}",
                    name=f"台账 {count:,} 件：{name}",
                    minyi=middle["minyi"],
                    naive=middle["naive"],
                    unit="秒",
                    ratio=middle["minyi"] / max(middle["naive"], 1e-6),
                    asked=None,
                    at_least=False,
                    note="与 SELECT count(*) 相比",
                    spread=taken,
                )
            )
    return found


def _registering(scale: Scale) -> Figure:
    count = scale.rows(BASE, 4_000)
    listed = list(matters(count))
    with TemporaryDirectory() as folder:
        made = Path(folder) / "made.db"
        register(made, count)
        with closing(sqlite3.connect(made)) as connection:
            schema = connection.execute(
                "SELECT sql FROM sqlite_master WHERE name='states'"
            ).fetchone()
            rows = connection.execute("SELECT * FROM states").fetchall()
        turn = iter(range(10**6))

        def ours() -> float:
            with Ledger.open(Path(folder) / f"{next(turn)}.db", rules=rules()) as ledger:
                return timed(lambda: ledger.register(listed, actor=_CLERK))

        def plain() -> float:
            with closing(sqlite3.connect(Path(folder) / f"{next(turn)}.db")) as connection:
                connection.execute(schema[0])
                marks = ", ".join("?" * len(rows[0]))

                def insert() -> None:
                    connection.executemany(f"INSERT INTO states VALUES ({marks})", rows)
                    connection.commit()

                return timed(insert)

        taken = alternate({"minyi": ours, "naive": plain}, scale.rounds)
    middle = {side: 1e6 * value / count for side, value in medians(taken).items()}
    return Figure(
        key="ledger_register",
        name="登记一件",
        minyi=middle["minyi"],
        naive=middle["naive"],
        unit="微秒",
        ratio=middle["minyi"] / middle["naive"],
        asked=None,
        at_least=False,
        note="与只把状态 executemany 相比；另写来件、事项、事件、原文，遮盖个人信息，算校验链",
        spread=taken,
    )
