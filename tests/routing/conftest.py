"""A small office that no shipped file knows of."""

import pytest

from minyi.routing import Directory, Duty, Organization, Place


def make_directory(**changes) -> Directory:
    def body(name, *aliases, parent="区政府办", **more):
        return Organization(name=name, aliases=aliases, parent=parent, **more)

    fields = {
        "name": "临水区",
        "organizations": (
            body("区群众工作部", "群工部", role="coordinating", contact="周某"),
            body("区政府办", "区政府", parent=""),
            body("区纪委监委", "纪委", "区纪委", role="discipline"),
            body("区住建局", "区住房和城乡建设局", contact="杨某"),
            body("区城管局", "城管", "综合执法局", contact="尤某"),
            body("区交警大队", "交警", "交警队", parent="区公安分局"),
            body("区公安分局", "派出所", "公安局"),
            body("区消防大队", "消防", "消防队"),
            body("区医保局", "医保"),
            body("区民政局"),
            body("区供水公司", "自来水公司", parent="区住建局", contact="水某", urgent_days=0.5),
            body("区供电公司", "供电所"),
            body("区政务服务局", "政务大厅"),
            body("东关街道办事处"),
            body("和平街道办事处"),
            body("柳河镇人民政府"),
            body("石桥乡人民政府"),
        ),
        "duties": (
            Duty(organization="区住建局", categories=("housing",)),
            Duty(organization="区城管局", categories=("environment",)),
            Duty(organization="区公安分局", categories=("environment.noise", "safety.order")),
            Duty(organization="区消防大队", categories=("safety.fire",)),
            Duty(organization="区交警大队", categories=("travel.traffic", "travel.parking")),
            Duty(organization="区城管局", categories=("travel.parking",), lead=False),
            Duty(
                organization="区供水公司",
                categories=("utilities.water",),
                normal_days=5,
            ),
            Duty(organization="区住建局", categories=("utilities.water",), lead=False),
            Duty(organization="区供电公司", categories=("utilities.power",)),
            Duty(organization="区医保局", categories=("health.insurance",)),
            Duty(organization="区政务服务局", categories=("services",)),
            Duty(organization="区纪委监委", categories=("conduct",)),
            Duty(organization="区民政局", categories=("aid",)),
            *(
                Duty(
                    organization=office,
                    categories=("environment.sanitation", "environment.streets", "aid.allowance"),
                    places=(place,),
                )
                for office, place in (
                    ("东关街道办事处", "东关街道"),
                    ("和平街道办事处", "和平街道"),
                    ("柳河镇人民政府", "柳河镇"),
                    ("石桥乡人民政府", "石桥乡"),
                )
            ),
            Duty(
                organization="区民政局",
                categories=("aid.allowance",),
                places=("东关街道", "柳河镇"),
                lead=False,
            ),
        ),
        "places": (
            Place(name="东关街道", kind="街道"),
            Place(name="和平街道", kind="街道"),
            Place(name="柳河镇", kind="镇"),
            Place(name="石桥乡", kind="乡"),
            Place(name="文庙社区", kind="社区", parent="东关街道"),
            Place(name="酒厂社区", kind="社区", parent="东关街道", aliases=("酒厂家属院",)),
            Place(name="崔马坊村", kind="村", parent="柳河镇"),
            Place(name="新桥村", kind="村", parent="柳河镇"),
            Place(name="新桥村", kind="村", parent="石桥乡"),
        ),
    }
    return Directory(**(fields | changes))


@pytest.fixture(scope="session")
def office() -> Directory:
    return make_directory()


@pytest.fixture(scope="session")
def altered():
    """The small office with other fields."""
    return make_directory
