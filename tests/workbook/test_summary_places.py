"""The summary counts by street, never by home address."""

import pytest

from minyi.workbook.summary import coarse_place


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        ("东关街道", "东关街道"),
        ("东关街道办事处", "东关街道"),
        ("新华街道阳光花园12号楼3单元501室", "新华街道"),
        ("柳河镇崔马坊村三组", "柳河镇"),
        ("崔马坊村", "崔马坊村"),
        ("高新社区服务中心", "高新社区服务中心"),
        ("阳光花园12号楼3单元501室", "其他地址"),
        ("阳光花园小区东门往里走到头那栋", "其他地址"),
        ("", ""),
    ],
)
def test_a_place_is_reduced_to_its_street_or_town(place, shown):
    assert coarse_place(place) == shown
