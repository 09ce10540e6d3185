"""Complaints about an organization, without one word of blame among them needed.

Class (a): a service that is late, weak or broken is the organization's own business.
Class (b): refusals, contested decisions, unfairness and conduct of staff go above it.
"""

import pytest

from minyi.routing import Organization, route

ABOVE = [
    # decisions refused or contested
    ("派出所民警不给立案", "safety.order", "区政府办"),
    ("柳河镇人民政府不给我办低保", "aid.allowance", "区政府办"),
    ("我去报案，派出所的人说证据不足不受理", "safety.order", "区政府办"),
    ("不服交警大队的事故责任认定", "travel.traffic", "区公安分局"),
    ("对交警大队的复核结果不服", "travel.traffic", "区公安分局"),
    ("石桥乡政府把我家的低保取消了，没有任何说法", "aid.allowance", "区政府办"),
    ("医保局少给我报了四千块", "health.insurance", "区政府办"),
    ("住建局不认我的购房合同", "housing.purchase", "区政府办"),
    # conduct of staff
    ("供水公司的司机骂人", "utilities.water", "区住建局"),
    ("城管队员把我的摊子掀了", "environment.streets", "区政府办"),
    ("我的摊子被城管掀了", "environment.streets", "区政府办"),
    ("供水公司抄表的小伙子进门就嚷嚷", "utilities.water", "区住建局"),
    ("交警大队的协警指着我鼻子让我滚", "travel.traffic", "区公安分局"),
    ("供水公司的查表员翻我家抽屉", "utilities.water", "区住建局"),
    ("我去政务大厅办证，窗口的人头也不抬", "services.counter", "区政府办"),
    # unfairness and money
    ("供水公司收了钱不来人", "utilities.water", "区住建局"),
    ("区民政局只给有关系的人批低保", "aid.allowance", "区政府办"),
    ("供水公司强行换表还要我交钱", "utilities.water", "区住建局"),
    ("我要投诉供水公司", "utilities.water", "区住建局"),
    # graft: the discipline body, whatever the category
    ("房子的事，住建局的科长收了开发商的红包", "housing.building", "区纪委监委"),
    ("供电公司的人伸手要好处费", "utilities.power", "区纪委监委"),
    ("柳河镇人民政府把救济款分给镇长的小舅子", "aid.allowance", "区纪委监委"),
]
OWN_BUSINESS = [
    ("供水公司说好来修一直没来，请尽快派人", "utilities.water", "区供水公司"),
    ("供水公司报修三天了还没人来", "utilities.water", "区供水公司"),
    ("供电公司停电不通知，什么时候来电", "utilities.power", "区供电公司"),
    ("供水公司的维修工修了两次没修好", "utilities.water", "区供水公司"),
    ("供水公司抄表员好久没来抄表", "utilities.water", "区供水公司"),
    ("供电公司一直没给我们楼送电", "utilities.power", "区供电公司"),
    ("供水公司的水发黄有味", "utilities.water", "区供水公司"),
    ("供电公司线路老化威胁安全", "utilities.power", "区供电公司"),
    ("供水公司员工宿舍停水", "utilities.water", "区供水公司"),
    ("供水公司室内定期检查什么时候轮到我们", "utilities.water", "区供水公司"),
    ("派出所人手不足，夜里巡逻少", "safety.order", "区公安分局"),
    ("请派出所管管楼下骂人的醉汉", "safety.order", "区公安分局"),
    ("派出所抓了打人的混混", "safety.order", "区公安分局"),
    ("派出所门口有人打架", "safety.order", "区公安分局"),
    ("被人骗了两万，派出所立案三个月没消息", "safety.order", "区公安分局"),
    ("物业不给修电梯，请住建局管管", "housing.property", "区住建局"),
    ("不是投诉供电公司，是物业多收电费", "housing.property", "区住建局"),
    ("医保局不给报销，只好来求低保", "aid.allowance", "区民政局"),
    ("医保不报销这种药，生活困难", "aid.allowance", "区民政局"),
]


@pytest.mark.parametrize(("text", "category", "wanted"), ABOVE)
def test_refusals_and_conduct_go_above_the_organization_and_the_reason_names_it(
    office, text, category, wanted
):
    found = route(text, category, office, kind="complaint")
    assert found.organization == wanted
    assert found.reason.startswith("反映的是“")
    assert f"“{wanted}”办理" in found.reason


@pytest.mark.parametrize(("text", "category", "wanted"), OWN_BUSINESS)
def test_a_service_that_is_late_or_broken_stays_with_the_organization(
    office, text, category, wanted
):
    found = route(text, category, office, kind="complaint")
    assert found.organization == wanted
    assert "反映的是" not in found.reason


def test_work_refused_and_wanted_stays_with_the_organization_while_its_parent_assists(office):
    text = "供水公司不给修水管，请尽快派人来修"
    found = route(text, "utilities.water", office, kind="complaint")
    assert found.organization == "区供水公司"
    assert found.assisting[0] == "区住建局"
    assert "请其上级“区住建局”督办" in found.reason


def test_the_discipline_body_assists_where_conduct_is_the_category(office):
    found = route("交警态度特别蛮横", "conduct.style", office, kind="complaint")
    assert (found.organization, found.assisting) == ("区公安分局", ("区纪委监委",))


@pytest.mark.parametrize("kind", ["praise", "suggestion"])
def test_only_those_who_complain_or_ask_accuse(office, kind):
    found = route("派出所民警不给立案", "safety.order", office, kind=kind)
    assert found.organization == "区公安分局"


@pytest.mark.parametrize(
    ("text", "category", "hint", "wanted", "review"),
    [
        ("社区主任让我来回跑五趟", "services.counter", "文庙社区", "东关街道办事处", False),
        ("文庙社区主任让我来回跑五趟", "services.counter", "", "东关街道办事处", False),
        ("崔马坊村支书把低保给了他弟弟", "aid.allowance", "", "柳河镇人民政府", False),
        ("酒厂社区不给我开居住证明", "services.papers", "", "东关街道办事处", False),
        ("街道干部当众骂我", "aid.allowance", "东关街道", "区政府办", False),
        ("社区主任骂我", "services.counter", "", "区纪委监委", True),
        ("村主任不给我盖章", "services.papers", "", "区群众工作部", True),
        ("小区漏水，找了社区，社区也不管", "housing.property", "", "区住建局", False),
        (
            "文庙社区主任来看过了，楼道垃圾还在",
            "environment.sanitation",
            "",
            "东关街道办事处",
            False,
        ),
    ],
)
def test_cadres_are_looked_at_by_the_office_above_their_place(
    office, text, category, hint, wanted, review
):
    found = route(text, category, office, place_hint=hint, kind="complaint")
    assert (found.organization, found.needs_review) == (wanted, review)


def test_a_community_that_is_an_organization_of_its_own_has_its_own_parent(office, altered):
    own = Organization(name="文庙社区居委会", aliases=("文庙社区",), parent="东关街道办事处")
    office = altered(organizations=(*office.organizations, own))
    found = route("文庙社区居委会不给我开证明", "services.papers", office, kind="complaint")
    assert found.organization == "东关街道办事处"
    assert "“文庙社区居委会”的问题" in found.reason
