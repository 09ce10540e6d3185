"""别再转给城管局: whom the writer does not want is not chosen."""

import pytest

from minyi.routing import route

AGAIN = [
    ("停水的事请不要再转给供水公司", "utilities.water", "", "区住建局"),
    ("别再推给自来水公司了，家里还是没水", "utilities.water", "", "区住建局"),
    ("乱停车的事别再踢给交警了", "travel.parking", "", "区公安分局"),
    ("此件切勿转交警大队，路口天天堵", "travel.traffic", "", "区公安分局"),
    ("占道的事转给城管局好几回了也不顶用", "environment.streets", "", "区政府办"),
    ("上次转给街道没用，垃圾还在", "environment.sanitation", "东关街道", "区政府办"),
    ("垃圾的事别再交给镇政府了", "environment.sanitation", "柳河镇", "区政府办"),
    ("不要再让供水公司处理了", "utilities.water", "", "区住建局"),
    ("请不要把单子再派回供水公司", "utilities.water", "", "区住建局"),
    ("供水公司没用，请别再转他们", "utilities.water", "", "区住建局"),
    ("多次转办到供水公司均未解决", "utilities.water", "", "区住建局"),
    ("不要转给供水公司，转区住建局", "utilities.water", "", "区住建局"),
    ("垃圾的事别推给社区，请区政府直接解决", "environment.sanitation", "文庙社区", "区政府办"),
    ("垃圾的事别推给社区，请区里直接解决", "environment.sanitation", "文庙社区", "区群众工作部"),
    ("路口的事别推给交警队，请区领导亲自过问", "travel.traffic", "", "区群众工作部"),
]
WANTED_ALL_THE_SAME = [
    ("停水了，不要转给城管局", "utilities.water", "", "区供水公司"),
    ("停水请转给供水公司，不要推给物业", "utilities.water", "", "区供水公司"),
    ("能不能移交给供水公司统一管理", "utilities.water", "", "区供水公司"),
    ("材料交给区医保局三个月没有回音", "health.insurance", "", "区医保局"),
    ("不用供水公司来，水已经来了", "utilities.water", "", "区供水公司"),
    ("垃圾的事别推给社区", "environment.sanitation", "文庙社区", "东关街道办事处"),
    ("请区里关注停水", "utilities.water", "", "区供水公司"),
    ("小区里停水了，请快来修", "utilities.water", "", "区供水公司"),
]


@pytest.mark.parametrize(("text", "category", "hint", "wanted"), AGAIN)
def test_whom_the_writer_refuses_neither_leads_nor_assists(office, text, category, hint, wanted):
    found = route(text, category, office, place_hint=hint, kind="complaint")
    assert found.organization == wanted
    assert found.reason.startswith("来信")


@pytest.mark.parametrize(("text", "category", "hint", "wanted"), WANTED_ALL_THE_SAME)
def test_other_negations_leave_the_route_alone(office, text, category, hint, wanted):
    assert route(text, category, office, place_hint=hint).organization == wanted


def test_the_reason_says_whom_the_writer_refuses(office):
    found = route("停水的事请不要再转给供水公司", "utilities.water", office)
    assert found.reason == "来信要求不再转“区供水公司”，交其上级“区住建局”办理"
    assert "区供水公司" not in found.assisting


def test_without_a_parent_the_coordinating_organization_takes_it_under_review(office):
    text = "请不要再转给区政府办，也别推给供水公司、区住建局"
    found = route(text, "utilities.water", office)
    assert found.organization in ("区群众工作部", "区住建局", "区政府办")
    alone = route("供水的事不要再转给区住建局，不要再转给供水公司，不要再转给区政府办",
                  "utilities.water", office)  # fmt: skip
    assert (alone.organization, alone.needs_review) == ("区群众工作部", True)
    assert alone.assisting == ()
