from __future__ import annotations

from datetime import date

import pytest

from minyi.readers.dates import parse_date, year_of
from minyi.readers.headers import match

TODAY = date(2026, 2, 26)


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("意见内容", "text"),
        ("訴求內容", "text"),
        ("群众反映的主要问题", "text"),
        ("留言主题", "title"),
        ("No.", "case"),
        ("受理编号", "case"),
        ("序 号", "serial"),
        ("来电人电话", "phone"),
        ("聯絡電話", "phone"),
        ("问题来源", "channel"),
        ("收集渠道（必填）", "channel"),
        ("* 所在街道（乡镇）", "place"),
        ("事發地點", "place"),
        ("责任单位", "assigned"),
        ("created_at", "date"),
        ("来电时间：", "date"),
        ("姓  名", "name"),
    ],
)
def test_meaning_of_headers(header, role):
    found = match(header)
    assert found is not None
    assert found.role == role


@pytest.mark.parametrize(
    "header",
    [
        "办理情况", "处理结果", "答复内容", "回复时间", "领导批示", "问题类型", "意见分类",
        "诉求件数", "是否满意", "2026年群众意见建议汇总表", "填报单位：区办", "办结日期", "",
        "   ", "3",
    ],
)  # fmt: skip
def test_headers_that_mean_nothing_to_us(header):
    assert match(header) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2月3日", date(2026, 2, 3)),
        ("2 月 3 号", date(2026, 2, 3)),
        ("12月30日", date(2025, 12, 30)),
        ("2026.2.3", date(2026, 2, 3)),
        ("2026/2/3", date(2026, 2, 3)),
        ("2026年2月3日", date(2026, 2, 3)),
        ("２０２６年２月３日", date(2026, 2, 3)),
        ("二〇二六年二月十三日", date(2026, 2, 13)),
        ("26.2.3", date(2026, 2, 3)),
        ("20260203", date(2026, 2, 3)),
        ("2026-02-16 09:15", date(2026, 2, 16)),
        ("2026-02-16T09:15:00+08:00", date(2026, 2, 16)),
        ("46070", date(2026, 2, 17)),
        ("46070.5", date(2026, 2, 17)),
        ("2/3", date(2026, 2, 3)),
        ("2月30日", None),
        ("2026-13-01", None),
        ("腊月二十八", None),
        ("13800001234", None),
        ("0311-5550123", None),
        ("", None),
    ],
)
def test_dates_as_offices_write_them(text, expected):
    assert parse_date(text, today=TODAY) == expected


def test_year_of_a_sheet():
    assert year_of(["2月3日", "2025.12.30"], ["2026年春节"]) == 2025
    assert year_of(["2月3日"], ["清河区2026年春节意见"]) == 2026
    assert year_of(["2月3日"], ["意见"]) is None
