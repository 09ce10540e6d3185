"""示例区: the shipped directory."""

import pytest

from minyi.directory import example_directory
from minyi.routing import route
from minyi.routing.model import TOWN_KINDS
from minyi.taxonomy import UNCLEAR, load_taxonomy

LEAVES = list(load_taxonomy().leaves)


def test_it_is_marked_as_an_example_and_read_once(taxonomy):
    office = example_directory(taxonomy)
    assert office.example
    assert office.name == "清河区"
    assert example_directory(taxonomy) is office


def test_its_size_is_that_of_a_district(taxonomy):
    office = example_directory(taxonomy)
    towns = [place for place in office.places if place.kind in TOWN_KINDS]
    assert len(towns) == 12
    assert 60 <= len(office.places) - len(towns) <= 100
    assert len(office.organizations) - len(towns) >= 40
    assert {place.parent for place in office.places if place not in towns} == {
        town.name for town in towns
    }


def test_its_people_are_invented(taxonomy):
    for one in example_directory(taxonomy).organizations:
        assert one.contact.endswith("某")
        assert one.phone == ""


@pytest.mark.parametrize("category", LEAVES)
def test_every_category_but_the_unclear_has_an_organization_without_review(taxonomy, category):
    office = example_directory(taxonomy)
    for hint in ("", "东关街道", "柳河镇", "高新社区服务中心"):
        found = route("反映一件事", category, office, place_hint=hint)
        assert found.organization
        assert found.reason
        assert found.contact
        assert found.needs_review == (category == UNCLEAR)


@pytest.mark.parametrize(
    ("text", "category", "hint", "wanted"),
    [
        ("3号楼停水两天了", "utilities.water", "", "区供水公司"),
        ("楼下垃圾没人清", "environment.sanitation", "城南街道", "城南街道办事处"),
        ("楼下垃圾没人清", "environment.sanitation", "高新社区服务中心", "高新社区服务中心"),
        ("楼下垃圾没人清", "environment.sanitation", "石桥乡", "石桥乡人民政府"),
        ("申请低保三个月没有答复", "aid.allowance", "柳河镇", "柳河镇人民政府"),
        ("崔马坊村西头没接燃气", "utilities.gas", "", "区燃气公司"),
        ("上堰村三组的沟没人清淤", "rural.works", "", "石桥乡人民政府"),
        ("城南街道的垃圾没人清", "environment.sanitation", "", "城南街道办事处"),
        ("城南的菜场垃圾没人清", "environment.sanitation", "", "区城管局"),
        ("体育场门口垃圾没人清", "environment.sanitation", "", "区城管局"),
        ("柳河屯镇的垃圾没人清", "environment.sanitation", "", "区城管局"),
        ("请清河区城管局处理", "environment.streets", "", "区城管局"),
    ],
)
def test_it_routes_the_matters_of_its_district(taxonomy, text, category, hint, wanted):
    office = example_directory(taxonomy)
    assert route(text, category, office, place_hint=hint).organization == wanted
