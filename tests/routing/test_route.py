"""The precedence of routing, by classes of phrasing."""

import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minyi.errors import BadDirectoryError
from minyi.routing import Directory, Duty, Organization, Place, route, route_all
from minyi.taxonomy import load_taxonomy

ASKED = [
    ("请城管局尽快来处理烧烤摊", "environment.streets", "", "区城管局"),
    ("恳请区住建局督促物业把电梯修好", "housing.property", "", "区住建局"),
    ("希望城管来管管夜市", "environment.streets", "", "区城管局"),
    ("要求交警到路口疏导一下", "travel.traffic", "", "区交警大队"),
    ("建议由区城管局牵头整治", "environment.streets", "东关街道", "区城管局"),
    ("请把这件事转给区医保局处理", "health.insurance", "", "区医保局"),
    ("能不能让交警派人来指挥", "travel.traffic", "", "区交警大队"),
    ("城管能不能来管管门口的烧烤摊", "environment.streets", "东关街道", "区城管局"),
    ("让城管来管一管吧", "environment.streets", "东关街道", "区城管局"),
    ("尊敬的区供电公司领导：您好，村里电压不稳", "utilities.power", "", "区供电公司"),
    ("来电人称门口占道经营，请城管局处理", "environment.streets", "东关街道", "区城管局"),
    ("请城管局和交警大队联合整治乱停车", "travel.parking", "", "区城管局"),
    ("请城管局或者街道办来管管垃圾", "environment.sanitation", "东关街道", "区城管局"),
    ("请街道出面协调一下楼道垃圾", "environment.sanitation", "东关街道", "东关街道办事处"),
    ("请社区把楼下的积雪清一清", "environment.sanitation", "文庙社区", "东关街道办事处"),
    ("请消防上门检查一下楼道", "safety.fire", "", "区消防大队"),
    ("请综合执法局对光明路占道经营进行整治", "environment.streets", "东关街道", "区城管局"),
    ("再次请求自来水公司给我们修水管", "utilities.water", "", "区供水公司"),
    ("麻烦派出所管管楼下打麻将的", "environment.noise", "", "区公安分局"),
    ("请区纪委严查", "conduct.integrity", "", "区纪委监委"),
    ("请求供电所立即派人抢修变压器", "utilities.power", "", "区供电公司"),
    ("城管同志，赶紧来看看吧，烧烤摊又来了", "environment.streets", "东关街道", "区城管局"),
    ("急需消防队到现场处置", "safety.fire", "", "区消防大队"),
    ("居民强烈要求区城管局对夜市摊点严格执法", "environment.streets", "东关街道", "区城管局"),
    ("望区医保局尽快核实并答复", "health.insurance", "", "区医保局"),
    ("应由区住建局牵头解决物业纠纷", "housing.property", "", "区住建局"),
    ("临水区城管局：你们好，街边占道请管一管", "environment.streets", "东关街道", "区城管局"),
    ("柳河镇能不能管管垃圾", "environment.sanitation", "", "柳河镇人民政府"),
    ("希望社区出面清一清楼道垃圾", "environment.sanitation", "酒厂社区", "东关街道办事处"),
]
NOT_ASKED = [
    ("住建局旁边的路灯坏了", "environment.streets", "", "区城管局"),
    ("建议住建局门口的垃圾桶换一换", "environment.sanitation", "东关街道", "东关街道办事处"),
    ("不用城管来，把垃圾桶摆正就行", "environment.sanitation", "东关街道", "东关街道办事处"),
    ("别叫城管来，街坊自己扫", "environment.sanitation", "东关街道", "东关街道办事处"),
    ("请不要让城管来赶人", "aid.allowance", "东关街道", "东关街道办事处"),
    ("城管来过了，垃圾还是没清", "environment.sanitation", "东关街道", "东关街道办事处"),
    ("上周请城管来过一次，垃圾又堆起来了", "environment.sanitation", "东关街道", "东关街道办事处"),
    ("已经请城管局处理过三次", "environment.sanitation", "东关街道", "东关街道办事处"),
    ("多次要求城管局清理，垃圾还在", "environment.sanitation", "东关街道", "东关街道办事处"),
    ("物业说让城管局来处理垃圾", "environment.sanitation", "东关街道", "东关街道办事处"),
    ("社区回复，要请城管局来清", "environment.sanitation", "东关街道", "东关街道办事处"),
    (
        "墙上写着“请城管局来处理”，垃圾照样堆",
        "environment.sanitation",
        "东关街道",
        "东关街道办事处",
    ),
    ("请问城管局几点上班，垃圾没人收", "environment.sanitation", "东关街道", "东关街道办事处"),
    ("请到住建局办理备案", "housing.purchase", "", "区住建局"),
    ("请城管来有什么用，垃圾还是那样", "environment.sanitation", "东关街道", "东关街道办事处"),
    ("城管局应该管却不管垃圾", "environment.sanitation", "东关街道", "东关街道办事处"),
    ("请市住建局处理供水问题", "utilities.water", "", "区供水公司"),
    ("希望消防通道的垃圾清走", "environment.sanitation", "东关街道", "东关街道办事处"),
    ("希望医保报销比例提高", "health.insurance", "", "区医保局"),
    ("邀请城管局来社区讲课，楼下垃圾成堆", "environment.sanitation", "东关街道", "东关街道办事处"),
    ("从没请城管来过，垃圾都是自己扫", "environment.sanitation", "东关街道", "东关街道办事处"),
    ("老板说要让城管局来查，垃圾照堆", "environment.sanitation", "东关街道", "东关街道办事处"),
    ("我不希望城管局来管，扫干净垃圾就行", "environment.sanitation", "东关街道", "东关街道办事处"),
    ("请向住建局反映后再清垃圾", "environment.sanitation", "东关街道", "东关街道办事处"),
    ("昨天叫城管来清了一次，垃圾又满了", "environment.sanitation", "东关街道", "东关街道办事处"),
    ("城管局大楼后面的垃圾没人清", "environment.sanitation", "东关街道", "东关街道办事处"),
]
ACCUSED = [
    ("住建局旁边有干部天天打牌", "conduct.style", "complaint", "区纪委监委"),
    ("住建局不作为，物业的事一年没动静", "conduct.style", "complaint", "区政府办"),
    ("供水公司乱收费", "utilities.water", "complaint", "区住建局"),
    ("供水公司客服态度恶劣", "services.counter", "complaint", "区住建局"),
    ("交警态度特别蛮横", "conduct.style", "complaint", "区公安分局"),
    ("城管局收受商户红包", "conduct.integrity", "report", "区纪委监委"),
    ("供水公司和住建局互相推诿", "utilities.water", "complaint", "区政府办"),
    ("城管局推诿，请城管局处理", "environment.streets", "complaint", "区政府办"),
    ("城管局不作为，请区政府督促处理", "environment.streets", "complaint", "区政府办"),
    ("找了住建局三次没人管", "housing.property", "complaint", "区住建局"),
    ("找了住建局三次没人管", "conduct.style", "complaint", "区政府办"),
    ("区政府不作为", "conduct.style", "complaint", "区群众工作部"),
    ("消防通道没人管", "safety.fire", "complaint", "区消防大队"),
    ("城管局态度很好，没有推诿", "environment.streets", "complaint", "区城管局"),
    ("崔马坊村干部天天打牌", "conduct.style", "complaint", "柳河镇人民政府"),
    ("东关街道办事处不管事，踢皮球", "aid.allowance", "complaint", "区政府办"),
    ("向纪委反映村书记贪污低保款", "conduct.integrity", "report", "区纪委监委"),
    ("住建局旁边的饭店老板态度恶劣", "supply.quality", "complaint", "区群众工作部"),
    ("城管局管辖的那条街，摊贩没人管", "environment.streets", "complaint", "区城管局"),
    ("区住建局管的物业公司态度差", "housing.property", "complaint", "区住建局"),
    ("供水公司怎么收费的，请问", "utilities.water", "question", "区供水公司"),
    ("医保局窗口让我跑了五趟", "services.counter", "complaint", "区政府办"),
    ("供电所拒不接电话", "utilities.power", "complaint", "区政府办"),
    ("派出所民警爱答不理", "conduct.style", "complaint", "区政府办"),
    ("投诉区城管局执法人员打人", "conduct.style", "complaint", "区政府办"),
    ("如果供水公司不管，我们怎么办", "utilities.water", "complaint", "区供水公司"),
    ("催缴医保的村干部说话难听", "conduct.style", "complaint", "区纪委监委"),
    ("村主任收钱，请区纪委严查", "conduct.integrity", "report", "区纪委监委"),
    ("新桥村村委会账目不公开", "conduct.integrity", "report", "区纪委监委"),
]
PLACES = [
    ("崔马坊口村的垃圾没人收", "environment.sanitation", "", "区城管局"),
    ("东关街道的垃圾没人清", "environment.sanitation", "", "东关街道办事处"),
    ("东关街垃圾成堆", "environment.sanitation", "", "东关街道办事处"),
    ("我住东关，垃圾成堆", "environment.sanitation", "", "东关街道办事处"),
    ("房东关水阀，垃圾乱倒", "environment.sanitation", "", "区城管局"),
    ("股东关心卫生", "environment.sanitation", "", "区城管局"),
    ("和平年代还有人乱倒垃圾", "environment.sanitation", "", "区城管局"),
    ("和平路垃圾没人收", "environment.sanitation", "", "和平街道办事处"),
    ("小石桥下面全是垃圾", "environment.sanitation", "", "区城管局"),
    ("石桥村垃圾没人收", "environment.sanitation", "", "石桥乡人民政府"),
    ("崔马坊垃圾没人收", "environment.sanitation", "", "柳河镇人民政府"),
    ("晚上崔马坊村的路边倒满垃圾", "environment.sanitation", "", "柳河镇人民政府"),
    ("在上崔马坊村倒满垃圾", "environment.sanitation", "", "区城管局"),
    ("柳河屯镇的垃圾没人收", "environment.sanitation", "", "区城管局"),
    ("垃圾没人收", "environment.sanitation", "柳河镇崔马坊村二组", "柳河镇人民政府"),
    ("垃圾没人收", "environment.sanitation", "临水区东关街道办事处", "东关街道办事处"),
    ("垃圾没人收", "environment.sanitation", "石桥", "石桥乡人民政府"),
    ("垃圾没人收", "environment.sanitation", "外地某街道", "区城管局"),
    ("柳河镇的垃圾没人收", "environment.sanitation", "东关街道", "东关街道办事处"),
    ("新桥村的垃圾没人收", "environment.sanitation", "石桥乡", "石桥乡人民政府"),
    ("柳河镇新桥村的垃圾没人收", "environment.sanitation", "", "柳河镇人民政府"),
    ("文庙社区垃圾成堆", "environment.sanitation", "", "东关街道办事处"),
    ("酒厂家属院垃圾成堆", "environment.sanitation", "", "东关街道办事处"),
    ("东关街道停水了", "utilities.water", "", "区供水公司"),
    ("大坳乡石桥村的垃圾没人收", "environment.sanitation", "", "区城管局"),
    ("新桥村的垃圾没人收", "environment.sanitation", "", "区城管局"),
    ("我们镇崔马坊村的垃圾没人收", "environment.sanitation", "", "柳河镇人民政府"),
    ("文庙社区和酒厂社区之间的垃圾没人收", "environment.sanitation", "", "东关街道办事处"),
    ("垃圾没人收", "environment.sanitation", "东关街道 文庙社区", "东关街道办事处"),
    ("石桥乡镇企业门口的垃圾没人收", "environment.sanitation", "", "区城管局"),
    ("光明小学旁边的垃圾没人收", "environment.sanitation", "", "区城管局"),
    ("幸福是奋斗出来的，和平来之不易", "environment.sanitation", "", "区城管局"),
]


@pytest.mark.parametrize(("text", "category", "hint", "wanted"), ASKED)
def test_the_asked_organization_leads_and_the_reason_says_so(office, text, category, hint, wanted):
    found = route(text, category, office, place_hint=hint)
    assert found.organization == wanted
    assert "来信请" in found.reason
    assert not found.needs_review


@pytest.mark.parametrize(("text", "category", "hint", "wanted"), NOT_ASKED)
def test_mentions_that_do_not_ask_leave_the_route_to_category_and_place(
    office, text, category, hint, wanted
):
    found = route(text, category, office, place_hint=hint)
    assert found.organization == wanted
    assert "来信请" not in found.reason


@pytest.mark.parametrize(("text", "category", "kind", "wanted"), ACCUSED)
def test_complaints_about_an_organization_go_above_it(office, text, category, kind, wanted):
    assert route(text, category, office, kind=kind).organization == wanted


@pytest.mark.parametrize(("text", "category", "hint", "wanted"), PLACES)
def test_the_place_of_the_text_or_its_column_decides_the_office(
    office, text, category, hint, wanted
):
    assert route(text, category, office, place_hint=hint).organization == wanted


@pytest.mark.parametrize(
    ("text", "category", "kind", "hint", "reason"),
    [
        ("水龙头没水", "utilities.water", "", "", "类别“供水”由区供水公司主办"),
        (
            "垃圾没人收",
            "environment.sanitation",
            "",
            "东关街道",
            "发生在东关街道，“环卫排水”由东关街道办事处主办",
        ),
        (
            "文庙社区垃圾没人收",
            "environment.sanitation",
            "",
            "东关街道",
            "发生在文庙社区，“环卫排水”由东关街道办事处主办",
        ),
        ("请区城管局处理", "environment.streets", "", "", "来信请区城管局处理"),
        (
            "供水公司踢皮球",
            "utilities.water",
            "complaint",
            "",
            "反映的是“区供水公司”的问题，交其上级“区住建局”办理",
        ),
        (
            "菜价太高",
            "supply.prices",
            "",
            "",
            "没有单位分管“价格秩序”，由统筹单位区群众工作部协调，请人工确认",
        ),
        (
            "请区城管局处理停水",
            "utilities.water",
            "",
            "",
            "来信请区城管局处理，但“供水”平时由区供水公司主办，请人工确认",
        ),
        (
            "新桥村垃圾没人收",
            "environment.sanitation",
            "",
            "",
            "地点可能是柳河镇新桥村或石桥乡新桥村，不能确定，“环卫排水”先由区城管局主办，请人工确认",
        ),
        (
            "崔马坊村干部打牌",
            "conduct.style",
            "complaint",
            "",
            "反映的是“崔马坊村”干部的问题，交其上级“柳河镇人民政府”办理",
        ),
    ],
)
def test_the_reason_names_the_rule_in_plain_chinese(office, text, category, kind, hint, reason):
    found = route(text, category, office, place_hint=hint, kind=kind)
    assert found.reason == reason
    assert found.needs_review == ("请人工确认" in reason)


def test_an_asked_organization_that_does_not_serve_the_category_leads_under_review(office):
    found = route("请区城管局处理停水", "utilities.water", office)
    assert found.organization == "区城管局"
    assert found.assisting == ("区供水公司", "区住建局")
    assert found.needs_review


def test_both_organizations_asked_in_one_breath_share_the_matter(office):
    found = route("请城管局和交警大队联合整治乱停车", "travel.parking", office)
    assert (found.organization, found.assisting) == ("区城管局", ("区交警大队",))


def test_of_two_alternatives_the_competent_one_leads_alone(office):
    found = route("请区医保局或者交警大队来管管乱停车", "travel.parking", office)
    assert found.organization == "区交警大队"
    assert "区医保局" not in found.assisting


def test_an_asked_superior_takes_the_complaint_about_its_subordinate(office):
    text = "供水公司推诿，请区住建局督促处理"
    found = route(text, "utilities.water", office, kind="complaint")
    assert found.organization == "区住建局"
    assert "区供水公司" not in found.assisting
    assert not found.needs_review


def test_a_letter_to_an_organization_that_is_not_competent_goes_by_category(office):
    found = route("尊敬的区城管局：您好，家里停水了", "utilities.water", office)
    assert (found.organization, found.needs_review) == ("区供水公司", False)


def test_praise_accuses_nobody(office):
    text = "区城管局的队员态度生硬的少了，夸一夸"
    assert route(text, "conduct.style", office, kind="praise").organization == "区纪委监委"


def test_a_complaint_about_the_top_goes_to_the_fallback_under_review(office):
    found = route("区政府不作为", "conduct.style", office, kind="complaint")
    assert (found.organization, found.needs_review) == ("区群众工作部", True)


def test_an_unknown_place_column_is_no_place(office):
    assert route("垃圾没人收", "environment.sanitation", office, place_hint="月球").place == ""


def test_homonyms_do_not_matter_where_both_lead_to_the_same_office(office):
    found = route("新桥村停水了", "utilities.water", office)
    assert (found.organization, found.needs_review) == ("区供水公司", False)


def test_two_towns_in_one_text_are_left_to_a_person(office):
    found = route("东关街道和柳河镇的垃圾没人收", "environment.sanitation", office)
    assert (found.organization, found.needs_review) == ("区城管局", True)


def test_the_former_organization_of_the_table_decides_only_where_no_duty_does(office):
    texts, categories = ["菜价太高", "停水了"], ["supply.prices", "utilities.water"]
    found = route_all(texts, categories, office, assigned=["区城管局", "区城管局"])
    assert [one.organization for one in found] == ["区城管局", "区供水公司"]
    assert found[0].needs_review


def test_the_former_organization_tells_the_place_where_nothing_else_does(office):
    found = route("垃圾没人收", "environment.sanitation", office, assigned="东关街道办事处")
    assert found.place == "东关街道"


def test_contact_and_terms_come_from_the_leading_duty_then_from_its_organization(office):
    water = route("停水了", "utilities.water", office)
    assert (water.contact, water.urgent_days, water.normal_days) == ("水某", 1, 5)
    property_ = route("物业费太贵", "housing.property", office)
    assert (property_.contact, property_.urgent_days, property_.normal_days) == ("杨某", 1, 15)


@pytest.mark.parametrize(
    ("duties", "wanted"),
    [
        ([("甲局", ("*",)), ("乙局", ("utilities",)), ("丙局", ("utilities.water",))], "丙局"),
        ([("甲局", ("*",)), ("乙局", ("utilities",))], "乙局"),
        ([("甲局", ("*",))], "甲局"),
    ],
)
def test_a_leaf_beats_its_group_and_a_group_beats_all(duties, wanted):
    office = Directory(
        name="某区",
        organizations=tuple(Organization(name=name) for name in ("甲局", "乙局", "丙局")),
        duties=tuple(Duty(organization=name, categories=codes) for name, codes in duties),
    )
    assert route("停水", "utilities.water", office).organization == wanted


def test_a_village_with_a_duty_of_its_own_beats_its_town():
    office = Directory(
        name="某区",
        organizations=(Organization(name="镇政府"), Organization(name="村委会")),
        duties=(
            Duty(organization="镇政府", categories=("rural",), places=("柳河镇",)),
            Duty(organization="村委会", categories=("rural",), places=("崔马坊村",)),
        ),
        places=(
            Place(name="柳河镇", kind="镇"),
            Place(name="崔马坊村", kind="村", parent="柳河镇"),
        ),
    )
    assert route("崔马坊村的井坏了", "rural.works", office).organization == "村委会"
    assert route("柳河镇的井坏了", "rural.works", office).organization == "镇政府"


def test_a_duty_at_places_of_no_gazetteer_does_not_spread_over_the_district():
    office = Directory(
        name="某区",
        organizations=(Organization(name="甲局"), Organization(name="乙办")),
        duties=(Duty(organization="乙办", categories=("*",), places=("无名镇",)),),
    )
    assert route("停水", "utilities.water", office).organization == "甲局"


def test_a_circle_of_parents_ends():
    office = Directory(
        name="某区",
        organizations=(
            Organization(name="区甲局", parent="区乙局"),
            Organization(name="区乙局", parent="区甲局"),
        ),
    )
    assert route("甲局乙局互相推诿", "conduct.style", office, kind="complaint").organization


def test_a_directory_without_organizations_is_refused():
    with pytest.raises(BadDirectoryError, match="一个单位也没有"):
        Directory(name="某区", organizations=())


def test_a_directory_survives_pickling_without_its_lookups(office):
    route("停水", "utilities.water", office)
    again = pickle.loads(pickle.dumps(office))
    assert again == office
    assert again.cache == {}
    assert route("停水", "utilities.water", again).organization == "区供水公司"


def test_a_thousand_repeated_fillers_are_read_in_good_time(office):
    text = "请" + "转交给" * 1000 + "城管局" + "一定要" * 1000 + "派人" * 1000
    assert route(text, "environment.streets", office).organization


CODES = list(load_taxonomy().leaves)


def test_a_batch_gives_what_single_calls_give(office):
    rows = [
        *((text, category, hint, "") for text, category, hint, _ in ASKED + NOT_ASKED + PLACES),
        *((text, category, "", kind) for text, category, kind, _ in ACCUSED),
    ]
    texts, categories, hints, kinds = map(list, zip(*rows, strict=True))
    batch = route_all(texts, categories, office, place_hints=hints, kinds=kinds)
    fresh = pickle.loads(pickle.dumps(office))
    single = [
        route(text, category, fresh, place_hint=hint, kind=kind)
        for text, category, hint, kind in rows
    ]
    assert len(rows) >= 64  # so many that texts are screened first
    assert batch == single


def test_sequences_of_different_length_are_refused(office):
    with pytest.raises(ValueError):
        route_all(["停水", "停电"], ["utilities.water"], office)


WORDS = """
请 让 不用 已经 城管局 城管 区住建局 供水公司 东关街道 东关 新桥村 和平 社区 来 处理 不管
态度差 说 ， 。 “ ” 过了 吗 的 门口
"""
words = st.sampled_from([*WORDS.split(), "\n", "😀", "\uffff"])


@settings(max_examples=200, deadline=None)
@given(
    texts=st.lists(
        st.one_of(st.text(max_size=30), st.lists(words, max_size=12).map("".join)),
        min_size=64,
        max_size=80,
    ),
    category=st.sampled_from(CODES),
    kind=st.sampled_from(["", "complaint", "praise"]),
    hint=st.sampled_from(["", "东关街道", "新桥村", "月球"]),
)
def test_any_text_has_an_organization_and_a_reason_and_screening_loses_nothing(
    office, texts, category, kind, hint
):
    count = len(texts)
    found = route_all(
        texts, [category] * count, office, place_hints=[hint] * count, kinds=[kind] * count
    )
    assert len(found) == count
    for text, one in zip(texts, found, strict=True):
        assert one.organization
        assert one.reason
        assert one.organization not in one.assisting
        assert one == route(text, category, office, place_hint=hint, kind=kind)
