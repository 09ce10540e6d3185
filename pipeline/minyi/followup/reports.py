"""The report of a period as offices write it, in Word and Excel, each number from the ledger."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from minyi.errors import OutputExistsError
from minyi.followup.charts import category_chart, font_note, organization_chart
from minyi.followup.counting import Figures, figures
from minyi.followup.hotspots import Hotspot
from minyi.followup.ladder import Ladder
from minyi.followup.periods import Period
from minyi.followup.rates import Rate, Tally
from minyi.followup.templates import write_excel, write_word
from minyi.ledgers import CHASE_LEVELS, STATUS_NAMES, Ledger

WORD, EXCEL = "办理情况报告.docx", "办理情况报告.xlsx"  # names of the templates too
_EXCERPT = 40  # characters of a matter


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All that the templates show; `values` by their Chinese names."""

    now: Figures
    before: Figures
    values: Mapping[str, Any]


def make_report(
    ledger: Ledger,
    period: Period,
    *,
    title: str,
    category: Callable[[str], str],
    organization: Callable[[str], str] = str,
    hotspots: Sequence[Hotspot] = (),
    ladder: Ladder | None = None,
) -> Report:
    """Count a period and the one before it.

    Args:
        ledger: Where everything is counted.
        period: What the report is about.
        title: Of the office.
        category: Gives the Chinese name of a code.
        organization: Gives the name of an organization as printed.
        hotspots: To be listed, the hottest first.
        ladder: The office's own thresholds.
    """
    ladder = ladder or Ladder(ledger.rules.calendar)
    now = figures(ledger, period, ladder=ladder)
    before = figures(ledger, period.before(), ladder=ladder)
    values: dict[str, Any] = {
        "标题": title,
        "期间": str(period),
        "上期": str(before.period),
        **_whole(now, before),
        "渠道": _channels(now, before),
        "单位": [
            {"名称": organization(name), **_line(tally, before.organizations.get(name))}
            for name, tally in _ranked(now.organizations)
        ],
        "类别": [
            {"名称": category(code), **_line(tally, before.categories.get(code))}
            for code, tally in _ranked(now.categories)
        ],
        "热点": [
            {
                "地点": one.place,
                "类别": category(one.category),
                "件数": one.voices,
                "首件": one.first,
                "趋势": one.trend,
            }
            for one in hotspots
        ],
        "逾期事项": _overdue(ledger, now, category, organization),
        "图_类别": category_chart(now, before, category),
        "图_单位": organization_chart(now, organization),
        "图注": font_note(),
    }
    return Report(now=now, before=before, values=values)


def write_report(
    report: Report, folder: Path, *, office: Path | None = None, force: bool = False
) -> list[Path]:
    """Write Word and Excel, both or none.

    Args:
        report: As `make_report` gives it.
        folder: Where to.
        office: Folder of the office; what it has in 模板/ outranks the shipped templates.
        force: Overwrite what is there.

    Raises:
        OutputExistsError: One is there and `force` was not given.
        UsageError: A template of the office has a fault.
    """
    period = report.now.period
    mark = f"{period.start:%Y%m%d}-{period.end:%Y%m%d}"
    word, excel = (folder / f"{Path(n).stem}_{mark}{Path(n).suffix}" for n in (WORD, EXCEL))
    present = [path.name for path in (word, excel) if path.exists()]
    if present and not force:
        raise OutputExistsError(
            f"{folder}：已有文件 {'、'.join(present)}，为免覆盖没有写入；确要覆盖请加 --force"
        )
    write_excel(EXCEL, report.values, excel, office=office, force=force)
    try:
        write_word(WORD, report.values, word, office=office, force=force)
    except BaseException:
        if excel.name not in present:
            excel.unlink(missing_ok=True)
        raise
    return [word, excel]


def _whole(now: Figures, before: Figures) -> dict[str, Any]:
    """Figures of the whole: for each its value, the one before, and the change in words."""
    units = {
        "意见": (now.slips, before.slips, "条"),
        "问题": (now.total.problems, before.total.problems, "个"),
        "紧急": (now.urgent, before.urgent, "个"),
        "重复件": (now.duplicates, before.duplicates, "件"),
        "完成": (now.total.completed, before.total.completed, "件"),
        "在办": (now.total.open, before.total.open, "件"),
        "逾期": (now.total.overdue, before.total.overdue, "件"),
        "超期三倍": (now.total.threefold, before.total.threefold, "件"),
    }
    values: dict[str, Any] = {}
    for name, (value, earlier, unit) in units.items():
        values |= {name: value, f"{name}_上期": earlier, f"{name}_比": change(value, earlier, unit)}
    for name in ("响应率", "解决率", "满意率"):
        rate, old = _rates(now.total)[name], _rates(before.total)[name]
        values |= {
            name: rate,
            f"{name}_分子": rate.part,
            f"{name}_分母": rate.whole,
            f"{name}_上期": old,
            f"{name}_比": _points(rate, old),
        }
    values["催办合计"] = now.chases.total()
    values["催办"] = {level: now.chases[level] for level in CHASE_LEVELS}
    return values


def change(now: int, before: int, unit: str) -> str:
    """How a number moved, in words."""
    if now == before:
        return "持平"
    word = "增加" if now > before else "减少"
    share = f"，{'上升' if now > before else '下降'} {abs(now / before - 1):.1%}" if before else ""
    return f"{word} {abs(now - before)} {unit}{share}"


def _points(now: Rate, before: Rate) -> str:
    if now.value is None or before.value is None:
        return "无可比数据"
    points = round(100 * (now.value - before.value), 1)
    if not points:
        return "持平"
    return f"{'上升' if points > 0 else '下降'} {abs(points)} 个百分点"


def _rates(tally: Tally) -> dict[str, Rate]:
    return {"响应率": tally.response, "解决率": tally.solution, "满意率": tally.satisfaction}


def _ranked(tallies: Mapping[str, Tally]) -> list[tuple[str, Tally]]:
    return sorted(
        tallies.items(), key=lambda one: (-one[1].problems, -one[1].open, -one[1].overdue, one[0])
    )


def _line(tally: Tally, before: Tally | None) -> dict[str, Any]:
    return {
        "问题": tally.problems,
        "问题_上期": before.problems if before else 0,
        "完成": tally.completed,
        "完成_上期": before.completed if before else 0,
        "在办": tally.open,
        "逾期": tally.overdue,
        "超期三倍": tally.threefold,
        **_rates(tally),
    }


def _channels(now: Figures, before: Figures) -> list[dict[str, Any]]:
    return [
        {
            "名称": name,
            "数量": count,
            "占比": Rate(count, now.slips),
            "数量_上期": before.channels[name],
        }
        for name, count in sorted(now.channels.items(), key=lambda one: (-one[1], one[0]))
    ]


def _overdue(
    ledger: Ledger,
    now: Figures,
    category: Callable[[str], str],
    organization: Callable[[str], str],
) -> list[dict[str, Any]]:
    """The oldest overdue matters as they stood at the end of the period."""
    end, between = now.period.end, ledger.rules.calendar.workdays_between
    return [
        {
            "编号": entry.code,
            "内容": excerpt(entry.text),
            "类别": category(state.category),
            "单位": organization(state.organization or state.proposed),
            "责任人": state.person,
            "期限": state.deadline,
            "状态": STATUS_NAMES[state.status],
            "逾期天数": between(state.deadline or end, end),
            "催办": state.chased,
        }
        for state in now.late
        for entry in (ledger.entry(state.id),)
    ]


def excerpt(text: str, length: int = _EXCERPT) -> str:
    """The beginning of a matter on one line."""
    line = " ".join(text.split())
    return line if len(line) <= length else f"{line[: length - 1]}…"
