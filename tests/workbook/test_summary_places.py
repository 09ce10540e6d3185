"""The summary counts by street or town, never by home address."""

import pytest

from minyi.routing import Directory, Organization, Place
from minyi.workbook.towns import town_of

DIRECTORY = Directory(
    name="清河区",
    organizations=(Organization(name="区群众工作办公室", role="coordinating"),),
    places=(
        Place(name="东关街道", kind="街道", aliases=("东关",)),
        Place(name="柳河镇", kind="镇"),
        Place(name="桃园社区", kind="社区", parent="东关街道"),
        Place(name="崔马坊村", kind="村", parent="柳河镇", aliases=("崔马坊",)),
        Place(name="石桥村", kind="村"),
    ),
)


@pytest.mark.parametrize(
    ("column", "town"),
    [
        ("东关街道", "东关街道"),
        ("东关", "东关街道"),
        ("东关街道办事处", "东关街道"),
        ("清河区东关街道", "东关街道"),
        ("桃园社区", "东关街道"),
        ("东关街道桃园社区12号楼3单元501室", "东关街道"),
        ("柳河镇崔马坊村三组", "柳河镇"),
        ("崔马坊", "柳河镇"),
        ("石桥村", ""),  # its town is not known
        ("新华街道阳光花园12号楼3单元501室", "新华街道"),  # not in the gazetteer
        ("长安区新华街道", "新华街道"),
        ("阳光花园12号楼3单元501室", ""),
        ("高新社区服务中心", ""),
        ("", ""),
    ],
)
def test_a_place_is_reduced_to_its_street_or_town(column, town):
    assert town_of(DIRECTORY, column=column) == town


@pytest.mark.parametrize(
    ("decided", "column", "text", "town"),
    [
        ("崔马坊村", "", "", "柳河镇"),
        ("崔马坊村", "东关街道", "", "柳河镇"),  # what decided the route wins
        ("", "", "桃园社区路灯不亮", "东关街道"),
        ("", "", "桃园社区和崔马坊村都停水", ""),
        ("", "东关街道", "崔马坊村停水", "东关街道"),  # the column wins
        ("", "阳光花园", "桃园社区路灯不亮", "东关街道"),
    ],
)
def test_the_route_then_the_column_then_the_text_tell_the_town(decided, column, text, town):
    assert town_of(DIRECTORY, decided=decided, column=column, text=text) == town


def test_without_a_gazetteer_the_column_alone_tells_it():
    bare = Directory(name="", organizations=DIRECTORY.organizations)
    assert town_of(bare, column="东关街道桃园社区", text="崔马坊村停水") == "东关街道"
