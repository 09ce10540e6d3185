"""Texts that say nothing go to the coordinating organization, whatever the model guessed."""

import pytest

from minyi.routing import route, route_all

NOTHING = """
    啊 嗯 哦哦哦 1 123456 …… 。。。 ？？？ 👍 √ 看不清 看不清楚 字迹不清 字太潦草 （无法辨认）
    看不懂 无 暂无 没有 没有意见 无意见 同上 略 空白 未填写 test abc null N/A 测试 你好 谢谢领导
    好的 不知道 哈哈哈 满意 asdfghjklqwerty
"""
SOMETHING = ["停水", "没水", "没电", "停水了", "水管漏", "城管局", "没有水", "5楼没水", "3号楼"]


@pytest.mark.parametrize("text", ["", *NOTHING.split()])
@pytest.mark.parametrize("hint", ["", "东关街道"])
def test_a_text_that_says_nothing_is_not_sent_by_its_category(office, text, hint):
    found = route(text, "utilities.water", office, place_hint=hint)
    assert found.organization == "区群众工作部"
    assert found.needs_review
    assert "看不出" in found.reason


@pytest.mark.parametrize("text", SOMETHING)
def test_two_characters_of_content_are_enough(office, text):
    assert route(text, "utilities.water", office).organization == "区供水公司"


def test_the_unclear_category_goes_to_the_coordinating_organization(office):
    found = route("随手写点东西交上来", "other.unclear", office)
    assert (found.organization, found.needs_review) == ("区群众工作部", True)


def test_a_batch_keeps_empty_texts_apart_from_plain_ones(office):
    texts = ["啊", "停水两天了", "1"] * 30
    found = route_all(texts, ["utilities.water"] * 90, office)
    assert [one.organization for one in found[:3]] == ["区群众工作部", "区供水公司", "区群众工作部"]
