"""Whose business it is not: other places, the buck that is passed, money for looking away."""

import pytest

from minyi.routing import route


@pytest.mark.parametrize(
    "text",
    [
        "区住建局说归区城管局管，区城管局说归区住建局管，污水没人管",
        "区住建局让我找区城管局，区城管局又让我找区住建局",
        "区住建局和区城管局都说不归自己管，污水没人管",
    ],
)
def test_a_passed_buck_goes_to_the_coordinating_office(office, text):
    found = route(text, "environment.sanitation", office, kind="complaint")
    assert (found.organization, found.needs_review) == ("区群众工作部", True)
    assert found.assisting == ("区住建局", "区城管局")
    assert "互相推诿" in found.reason


@pytest.mark.parametrize(
    "text", ["区住建局说归区城管局管，区城管局来清走了", "区住建局和区城管局说法不一"]
)
def test_who_is_only_pointed_at_passes_no_buck(office, text):
    found = route(text, "environment.sanitation", office, kind="complaint")
    assert "推诿" not in found.reason


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("请西湖区住建局处理物业的事", "西湖区住建局"),
        ("请浙江省住建局来查一查", "浙江省住建局"),
        ("投诉浦东新区住建局不作为", "浦东新区住建局"),
    ],
)
def test_an_organization_of_another_place_is_not_ours(office, text, named):
    found = route(text, "housing.property", office, kind="complaint")
    assert (found.organization, found.needs_review) == ("区住建局", True)
    assert f"点名的“{named}”不在本单位名录" in found.reason


@pytest.mark.parametrize("before", ["", "希望", "请我", "请临水", "强烈要求"])
def test_our_own_organization_is_asked_whatever_stands_before_it(office, before):
    found = route(f"{before or '请'}区住建局处理物业的事", "housing.property", office)
    assert found.reason == "来信请区住建局处理"


def test_a_letter_to_be_handed_on_asks(office):
    found = route("请转交区住建局：我们单元水压低", "utilities.water", office)
    assert found.reason == "来信请区住建局处理"


@pytest.mark.parametrize("text", ["举报区城管局收钱不查违建", "城管收了老板的钱，不拆违建"])
def test_money_for_looking_away_is_graft(office, text):
    found = route(text, "environment.streets", office, kind="report")
    assert found.organization == "区纪委监委"
