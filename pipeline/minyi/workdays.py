"""Chinese working days: public holidays, make-up days (调休) and deadlines that show their sums."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from io import StringIO
from pathlib import Path
from types import MappingProxyType

from minyi.causes import cause
from minyi.errors import BadDirectoryError, UnreadableFileError, UsageError

_DAY = timedelta(days=1)
_STALE = 366  # days after which a receipt looks like a slip of the pen
_WEEKEND = "周末"
_LOCAL_REST = "自定义休息"
_MAKE_UP = "调休上班"
_LONGEST_REMARK = 12  # characters: the explanation stands in one cell
_DATE = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]0{1,2}:00(?::00)?)?"
)
_WORKING = dict.fromkeys(("上班", "工作日", "调休上班", "补班"), True) | dict.fromkeys(
    ("休息", "放假", "休息日"), False
)


@dataclass(frozen=True, slots=True)
class Deadline:
    """The day by which something must be done, with the arithmetic that a person can check."""

    due: date
    explanation: str  # Chinese: start, working days, what was skipped by reason, due
    provisional: bool  # 暂定: holidays on the way are not announced yet, or the start is doubtful


class Overrides(dict[date, bool]):
    """The office's exceptions: True for a day of work, False for one of rest."""

    def __init__(self, days: Mapping[date, bool], remarks: Mapping[date, str]) -> None:
        super().__init__(days)
        self.remarks = dict(remarks)  # 说明: why the day is an exception; days without are missing


class Calendar:
    """Working days of the Chinese mainland, with the office's own exceptions.

    Holidays and make-up days come from the chinesecalendar package, which carries the yearly
    notices of the State Council (国务院办公厅关于部分节假日安排的通知). In years that it does
    not cover every Monday to Friday counts as a working day, and deadlines are provisional.

    Args:
        overrides: True for a day of work, False for a day of rest; outranks everything else. The
            remarks of `Overrides` are told in the explanations.
    """

    def __init__(self, overrides: Mapping[date, bool] = MappingProxyType({})) -> None:
        self._overrides = dict(overrides)
        self._remarks = overrides.remarks if isinstance(overrides, Overrides) else {}
        self._deadlines: dict[tuple[date, int], Deadline] = {}

    def is_workday(self, day: date) -> bool:
        """Whether offices work on this day."""
        return self._rest(_plain(day)) is None

    def known(self, day: date) -> bool:
        """Whether the rest and work of this day are announced, not merely guessed by weekday."""
        day = _plain(day)
        return day in self._overrides or day.year in _official().years

    def add_workdays(self, start: date, days: int) -> Deadline:
        """The last of so many working days, counted from the day after `start`.

        Zero days mean `start` itself, or the next working day where `start` is none.

        Raises:
            UsageError: `days` is negative, or the calendar ends before the deadline.
        """
        start = _plain(start)
        deadline = self._deadlines.get((start, days))
        if deadline is None:
            deadline = self._deadlines[start, days] = self._count(start, days)
        return deadline

    def deadline(self, received: date | None, days: int, today: date) -> Deadline:
        """By when what was received must be done, where that day may be missing or wrong.

        Without a day, and with one that lies ahead, the time runs from `today`, the day on which
        the list is made: no later than it can have been received. A day more than a year ago
        counts as it is, for the time may really be over. The explanation says so; a doubtful day
        makes the deadline 暂定, until somebody has looked at the slip.

        Raises:
            UsageError: As `add_workdays`.
        """
        today = _plain(today)
        if received is None:
            counted = self.add_workdays(today, days)
            return replace(
                counted,
                explanation=f"收集日期不详，从制表日 {today} 起算：{counted.explanation}",
            )
        received = _plain(received)
        if received > today:
            counted = self.add_workdays(today, days)
            said = f"收集日期 {received} 晚于制表日，请核对，暂从制表日 {today} 起算"
            return Deadline(counted.due, f"{said}：{counted.explanation}", True)
        counted = self.add_workdays(received, days)
        if (today - received).days > _STALE:
            said = f"收集日期距制表日 {today} 已超过一年，请核对，暂定"
            return Deadline(counted.due, f"{counted.explanation}（{said}）", True)
        return counted

    def workdays_between(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`; negative where `end` is earlier."""
        start, end = _plain(start), _plain(end)
        if end < start:
            return -self.workdays_between(end, start)
        return sum(self._rest(start + _DAY * n) is None for n in range(1, (end - start).days + 1))

    def _count(self, start: date, days: int) -> Deadline:
        if days < 0:
            raise UsageError(f"整改期限不能是负数：{days} 个工作日，请改为 0 或更大")
        skipped: Counter[str] = Counter()
        make_up: Counter[str] = Counter()
        guessed: set[int] = set()
        day = start
        left = days
        if left == 0:  # the day itself, or the next one that is worked
            day, left = _step(day, -1, start, days), 1
        while left:
            day = _step(day, 1, start, days)
            if not self.known(day):
                guessed.add(day.year)
            reason = self._rest(day)
            if reason is None:
                left -= 1
                if day.weekday() >= 5 or day in _official().holidays:
                    make_up[_worded(self._remarks.get(day, ""), "上班") or _MAKE_UP] += 1
            else:
                skipped[reason] += 1
        return Deadline(day, _explain(start, days, day, skipped, make_up, guessed), bool(guessed))

    def _rest(self, day: date) -> str | None:
        """Why a day is not worked; None for a working day."""
        working = self._overrides.get(day)
        if working is not None:
            if working:
                return None
            remark = _worded(self._remarks.get(day, ""), "休息")
            return remark or _official_rest(day) or _LOCAL_REST
        return _official_rest(day)


def load_overrides(path: Path) -> Overrides:
    """Read the office's exceptions: CSV with 日期, 上班 or 休息, and a free remark (说明).

    A header line, blank lines and lines that begin with # are skipped. UTF-8 or GB18030.

    Raises:
        UnreadableFileError: The file is missing or no text.
        BadDirectoryError: Lists every bad line with its number.
    """
    days: dict[date, bool] = {}
    remarks: dict[date, str] = {}
    lines: dict[date, int] = {}
    faults: list[str] = []
    header = True
    for at, row in _rows(path):
        cells = [cell.strip() for cell in row]
        if not any(cells) or cells[0].startswith("#"):
            continue
        if header and cells[0] in {"日期", "date"}:
            header = False
            continue
        header = False
        day = _parse(cells[0])
        word = cells[1] if len(cells) > 1 else ""
        working = _WORKING.get(word)
        if day is None:
            faults.append(f"第 {at} 行：日期“{cells[0]}”看不懂，请写成 2026-02-14 的样子")
        if working is None:
            faults.append(f"第 {at} 行：第二格“{word}”看不懂，请填“上班”或“休息”")
        if day is None or working is None:
            continue
        if days.get(day, working) != working:
            faults.append(f"第 {at} 行：{day} 与第 {lines[day]} 行矛盾，请只留一行")
            continue
        days[day] = working
        lines.setdefault(day, at)
        if remark := " ".join(" ".join(cells[2:3]).split()):
            remarks.setdefault(day, remark)
    if faults:
        raise BadDirectoryError("\n".join(f"{path.name}（调休表）{each}" for each in faults))
    return Overrides(days, remarks)


def _worded(remark: str, what: str) -> str:
    """区运动会休息 of 区运动会; as written where it says so itself (补班, 区庆放假)."""
    if not remark:
        return ""
    if len(remark) > _LONGEST_REMARK:
        remark = remark[: _LONGEST_REMARK - 1] + "…"
    told = ("休息", "放假", "假") if what == "休息" else ("班", "工作")
    return remark if remark.endswith(told) else remark + what


def _explain(
    start: date,
    days: int,
    due: date,
    skipped: Counter[str],
    make_up: Counter[str],
    guessed: set[int],
) -> str:
    parts = [f"{start} 起 {days} 个工作日" if days else f"{start} 当日（遇休息日顺延）"]
    if skipped:
        # holidays in the order they were met, the weekends last
        names = sorted(skipped, key=lambda name: name == _WEEKEND)
        parts.append("跳过" + "、".join(f"{name} {skipped[name]} 天" for name in names))
    if make_up:
        parts.append("含" + "、".join(f"{name} {count} 天" for name, count in make_up.items()))
    text = f"{'，'.join(parts)} → {due}"
    if guessed:
        first = _official().years.start
        past = "、".join(str(year) for year in sorted(guessed) if year < first)
        ahead = "、".join(str(year) for year in sorted(guessed) if year >= first)
        why = [f"{past} 年不在节假日表内"] if past else []
        if ahead:
            why.append(f"{ahead} 年放假安排尚未公布")
        text += f"（暂定：{'，'.join(why)}，仅按周末推算）"
    return text


def _step(day: date, by: int, start: date, days: int) -> date:
    try:
        return day + by * _DAY
    except OverflowError as error:
        raise UsageError(f"{start} 起 {days} 个工作日超出了日历的范围，请检查期限") from error


def _plain(day: date) -> date:
    """A datetime is a date to Python, but equals none: take its day."""
    return day.date() if isinstance(day, datetime) else day


@dataclass(frozen=True, slots=True)
class _Official:
    """What the State Council announced, as far as the installed package knows."""

    holidays: Mapping[date, str]  # day of rest → Chinese name of the holiday
    make_up: frozenset[date]
    years: range


@cache
def _official() -> _Official:
    from chinese_calendar import Holiday, holidays, workdays  # costs 10 ms

    names = {holiday.value: str(holiday.chinese) for holiday in Holiday}
    # the name of 3 September 2015 would fill the cell
    named = {
        day: n if len(n := names.get(value, value)) < 5 else "纪念日"
        for day, value in holidays.items()
    }
    return _Official(named, frozenset(workdays), range(min(named).year, max(named).year + 1))


def _official_rest(day: date) -> str | None:
    official = _official()
    if day in official.make_up:
        return None
    return official.holidays.get(day) or (_WEEKEND if day.weekday() >= 5 else None)


def _parse(text: str) -> date | None:
    found = _DATE.fullmatch(text)
    if found is None:
        return None
    try:
        return date(*(int(part) for part in found.groups()))
    except ValueError:
        return None


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Lines of the table with their numbers."""
    rows = csv.reader(StringIO(_text(path), newline=""))
    try:
        for row in rows:
            yield rows.line_num, row
    except csv.Error as error:
        raise UnreadableFileError(
            f"{path.name}（调休表）第 {rows.line_num} 行：读不下去，请检查引号是否成对"
        ) from error


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise UnreadableFileError(
            f"{path}：调休表打不开（{cause(error)}），请检查 minyi.toml 里 workdays 的路径"
        ) from error
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFileError(f"{path.name}：调休表不是 UTF-8 或 GB18030 文本，请另存为 CSV UTF-8")
