"""What calls a danger off, who outranks whom, and the laws of the batch."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minyi.domain import Triage
from minyi.errors import UsageError
from minyi.taxonomy import load_taxonomy
from minyi.triage import THRESHOLD, _machine, assess, assess_all, because, leaves_of, may_be
from minyi.triage.cues import Cues
from minyi.triage.lexicon import MASKS, expand, load_lexicon
from minyi.triage.names import NAMES
from minyi.triage.presence import Presence
from minyi.triage.reading import Reading
from minyi.triage.scan import WordScan


@pytest.mark.parametrize(
    ("danger", "lookalike", "rule"),
    [
        ("楼道着火了", "去年楼道着火了", "已过去的事"),
        ("楼道着火了，快来", "楼道着火了，已经扑灭", "已处置"),
        ("楼道着火了", "万一楼道着火了消防车进不来", "假设与预防"),
        ("隔壁楼着火了", "新闻里说外地一栋楼着火了", "别处的事"),
        ("仓库正在冒烟，起火了", "并没有起火，是误报", "否定"),
        ("煤气泄漏", "查过了，煤气没泄漏", "否定"),
        ("有小孩落水了", "建议装护栏，防止小孩落水", "假设与预防"),
        ("有人落水了", "感谢民警救下落水儿童", "已处置"),
        ("三号楼停水两天了", "三号楼三天两头停水，一停一天", "反复发生"),
        ("检修停电到现在还没来", "检修停电半天，请提前通知", "计划通知"),
        ("家里没有气了", "家里没有气，什么时候能接通", "尚未开通"),
        ("楼下有刺鼻的浓烟滚滚，着火了", "烧烤店浓烟滚滚，熏得难受", "生产排烟"),
        ("老公打我，救命", "老公打我那是2015年的事，早离了", "已过去的事"),
        ("墙要倒了", "墙要倒了，前年已经重建了", "已处置"),
        ("有人触电", "请问触电死亡的赔偿标准", "咨询政策"),
        ("孩子掉进河里", "手机掉进河里", "失物"),
        ("楼道里煤气泄漏", "楼道装煤气泄漏报警器要多少钱", "提及"),
        ("有人跳河了", "跳河湾路口没有路灯", "提及"),
        ("票店被抢劫了，他持刀", "这停车费简直是持刀抢劫", "比喻"),
        ("我想跳楼", "办个证急得我想跳楼", "夸张"),
        ("老人晕倒在路边，快来", "排队排得老人差点晕倒，快来多开窗口", "未发生"),
        ("路上马蜂窝掉下来蛰人", "郊外山上有个马蜂窝，路过看见的，不急", "不急"),
        ("楼道着火了", "怕电动车着火，能不能别进楼道", "假设与预防"),
        ("隔壁楼着火了", "听说河南一栋楼着火了", "别处的事"),
        ("我妈心梗，快来", "谢谢120，我妈心梗抢救过来了", "已处置"),
        ("车库进水了", "一下雨车库就进水", "反复发生"),
        ("家里没水了", "村里灌溉没水了", "生产用水"),
        ("小区漆黑一片，停电到现在", "路灯坏了小区漆黑一片，停电似的到现在没人修", "路灯"),
        ("老房子屋顶塌了", "祠堂是文物，屋顶塌了一角", "文物"),
        ("家里没电了", "手机没电了，扫不了码", "器物"),
        ("家里没电两天了，手机都充不上", "电池盒装在表外，没电了就断", "器物"),
        ("楼里没水了", "办事大厅的水壶没水了", "器物"),
        ("家里没气了", "轮胎没气了，停车场没有打气的", "器物"),
        ("楼道里燃气异味", "燃气异味已由工作人员上门处理，现已无异常", "已处置"),
        ("院子里有炸药包", "他骂我是炸药包", "比喻"),
    ],
)
def test_cue_calls_a_danger_off(danger: str, lookalike: str, rule: str) -> None:
    assert assess(danger).urgency == "urgent"
    found = assess(lookalike)
    assert (found.urgency, found.rule) == ("normal", rule)


@pytest.mark.parametrize(
    "text",
    [
        "去年开始漏电，一直没人修，孩子天天从那走",  # begun in the past, not over
        "没签字就停水断电，屋里有瘫痪老人",  # the negation belongs to another verb
        "感谢政府修了路，但是后墙要倒了",  # manners first, danger after
        "请尽快恢复供水，家里停水三天了",  # an end that is wished for
        "井盖还没修好，昨晚有人掉进去了",  # an end that is denied
        "怕是煤气漏了",  # "I fear" that means "probably"
        "可能煤气泄漏",
        "请问楼道有煤气味该找谁",  # a question that tells of a danger
        "听说要停水，结果家里从昨天停水到现在还没来",
        "路灯修好了，可是电线断了掉在路上",  # something else was mended
        "去年塌方的路修好了，昨天又塌方了，两户人被困",
        "热死了，停电两天了",  # an idiom beside a danger
        "培训机构着火了",
        "房子晃得像要塌了一样",  # likened to itself
        "一股像煤气一样的味道",
        "工地挖出个像炸弹的东西",
        "要是今天还不给钱，我就从楼上跳下去",  # a threat, not a supposition
        "推土机碰到个生锈的炮弹",  # "to meet" told, not supposed
        "孩子被骂得想自杀，门反锁着",  # driven to it, no measure
        "老是打不通供电电话，家里停电两天了",  # what recurs is the call
        "药店医院都没有胰岛素，我妈血糖高得迷糊",  # the lack is the danger
        "3号楼没水两天了",  # the water is missing, not the days
        "手机快没电了，家里停电一整夜",  # two things without power
        "竹竿碰到高压线，人倒在地上冒烟",  # touched, not met with
        "邻居说今晚把我家点了，已经往门上泼过油",  # done before, and said for tonight
        "宿舍楼一到六层没水没电，还有八十多人",  # from the first floor on, not whenever
        "水库放水也没人说一声，两个大人还在河心沙洲上",  # nobody said; somebody is there
        "拆迁队无视屋内有人，挖机已经挖倒厨房",  # disregard is no absence
    ],
)
def test_cue_that_does_not_govern_the_word_leaves_the_danger(text: str) -> None:
    assert assess(text).urgency == "urgent"


@pytest.mark.parametrize(
    "text",
    [
        "噪音吵死了",
        "垃圾站臭死人了",
        "物业要把人逼疯",
        "早高峰堵得水泄不通",
        "这物业气得我肺都炸了",
        "公交挤得喘不过气",
        "票价跟抢劫一样",
        "菜价贵得吓死人，老百姓活不起了",
        "堵车堵得想砸方向盘",
        "油烟呛得人直咳嗽，天天如此",
    ],
)
def test_strong_words_in_a_plain_complaint_stay_normal(text: str) -> None:
    assert assess(text).urgency == "normal"


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("噪音吵死了", "夸张"),
        ("公交车上热得要命", "夸张"),
        ("请问燃气补贴怎么申请", "咨询政策"),
        ("去年塌方的路修好了", "已处置"),
        ("消防演练安排在周末", "演练宣传"),
        ("表扬消防员", "表扬"),
    ],
)
def test_strong_lookalike_outranks_the_model(text: str, rule: str) -> None:
    found = assess(text, urgent_score=0.97)
    assert (found.urgency, found.rule) == ("normal", rule)


@pytest.mark.parametrize("text", ["噪音吵死了，快来人", "去年塌方的路没人管，求求你们快派人来"])
def test_weak_lookalike_does_not_outrank_the_model(text: str) -> None:
    assert assess(text, urgent_score=0.9) == Triage(urgency="urgent", rule="模型")


def test_model_decides_where_no_rule_has_an_opinion() -> None:
    text = "门口的花坛缺几株月季"
    assert assess(text) == Triage(urgency="normal")
    assert assess(text, urgent_score=THRESHOLD - 0.01) == Triage(urgency="normal")
    assert assess(text, urgent_score=THRESHOLD) == Triage(urgency="urgent", rule="模型")
    assert assess(text, urgent_score=0.5, threshold=0.6) == Triage(urgency="normal")


def test_praise_by_kind_weakens_a_mere_mention_only() -> None:
    assert assess("发生火灾，消防员到场很快。真给力", kind="praise").urgency == "normal"
    assert assess("发生火灾，快来。给力点", kind="praise").urgency == "urgent"
    # The kind is the model's guess: without a word of praise it outranks no rule.
    assert assess("发生火灾，浓烟很大", kind="praise").urgency == "urgent"


def test_words_are_those_of_the_text_in_their_order() -> None:
    found = assess("三号楼的水管昨晚爆裂了")
    assert found.rule == "水管爆裂"
    assert found.words == ("水管", "爆裂")


def test_words_must_stand_in_one_clause() -> None:
    assert assess("电梯里困了三个人").urgency == "urgent"
    assert assess("电梯该换了。群众生活困难，希望多发补助").urgency == "normal"


@pytest.mark.parametrize("text", ["", " ", "\n", "。。。", "水", "😀𠮷", "\ud800停水"])
def test_odd_text_does_not_crash(text: str) -> None:
    assert assess(text).urgency == "normal"


def test_no_texts_no_verdicts() -> None:
    assert assess_all([]) == []


def test_scores_and_kinds_must_be_as_many_as_texts() -> None:
    with pytest.raises(UsageError, match="2"):
        assess_all(["停水", "停电"], urgent_scores=[0.1])
    with pytest.raises(UsageError, match="2"):
        assess_all(["停水", "停电"], kinds=["praise"])


PIECES = st.sampled_from(
    (
        *("停水", "两天了", "，", "着火", "快来", "去年", "请问", "补贴", "。", "煤气味", "没有"),
        *("困", "孩子", "落水", "感谢", "\n", "建议", "三天两头", "吵死了", "楼", "墙", "要倒了"),
    )
)
TEXTS = st.lists(PIECES, max_size=8).map("".join) | st.text(max_size=20)


def test_in_a_slip_the_clauses_belong_together_in_a_letter_they_do_not() -> None:
    slip = "招牌旧了，风一刮就松脱"
    letter = "街上的招牌旧了，谁家孩子鞋带松脱了自己系好，花坛去年补种过，大家看了都高兴。"
    assert len(slip) < 36 < len(letter)
    assert assess(slip).urgency == "urgent"
    assert assess(letter).urgency == "normal"


@given(TEXTS, st.booleans(), st.sampled_from(["", "praise"]))
def test_a_cue_that_is_left_out_could_not_have_called_anything_off(
    text: str, feared: bool, kind: str
) -> None:
    scan, rules, presence = _machine()
    everything = (*Cues(load_lexicon()).needs(), MASKS)
    for _, hits in scan.find([text]):
        suspicion = rules.suspect(text, hits, feared)
        if suspicion is not None:
            (held,) = presence.find([text])
            assert rules.judge(suspicion, held, kind) == rules.judge(suspicion, everything, kind)


@given(st.lists(st.text("停水了电a\n😀", max_size=8), min_size=1, max_size=5))
def test_presence_overlooks_no_list(texts: list[str]) -> None:
    lists = {"water": ["停水", "水了电"], "power": ["电"], "none": ["煤气"]}
    for text, held in zip(texts, Presence(lists).find(texts), strict=True):
        for name, words in lists.items():
            assert name in held or not any(word in text for word in words)


@given(st.lists(TEXTS, max_size=6))
def test_batch_says_what_each_text_gets_alone(texts: list[str]) -> None:
    assert assess_all(texts) == [assess(text) for text in texts]


@given(TEXTS, st.floats(0, 1), st.sampled_from(["", "praise", "question", "complaint"]))
def test_verdict_is_well_formed(text: str, score: float, kind: str) -> None:
    found = assess(text, urgent_score=score, kind=kind)
    assert found.urgency in ("urgent", "normal")
    assert all(word in text for word in found.words)
    assert found.rule or found == Triage(urgency="normal")
    assert found.rule != "模型" or score >= THRESHOLD


@given(TEXTS, st.floats(0, 1))
def test_danger_found_by_rule_does_not_depend_on_the_model(text: str, score: float) -> None:
    alone = assess(text)
    if alone.urgency == "urgent":
        assert assess(text, urgent_score=score) == alone


WORDS = ["停水", "停水了", "水了", "了停", "停电"]


@given(st.lists(st.text("停水了电a\n😀", max_size=12), max_size=9))
def test_scan_finds_what_a_plain_search_finds(texts: list[str]) -> None:
    plain = {
        i: sorted(
            (start, start + len(word))
            for word in WORDS
            for start in range(len(text))
            if text.startswith(word, start)
        )
        for i, text in enumerate(texts)
    }
    found = {i: sorted(spans) for i, spans in WordScan(WORDS).find(texts)}
    assert found == {i: spans for i, spans in plain.items() if spans}


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("停水，没电。", ["停水，", "没电。"]),
        ("早上8:30停水", ["早上8:30停水"]),
        ("地点：3号楼", ["地点：", "3号楼"]),
        ("来了3。。，两天", ["来了3。。，", "两天"]),
        ("等了3:，两天", ["等了3:，", "两天"]),
        ("水压0.1", ["水压0.1"]),
        ("停了3...修了", ["停了3...", "修了"]),
    ],
)
def test_clauses_end_at_marks_but_not_within_a_number(text: str, clauses: list[str]) -> None:
    reading = Reading(text)
    spans = dict.fromkeys(reading.clause_of(place) for place in range(len(text)))
    assert [text[start:end] for start, end in spans] == clauses


def test_every_heeded_cue_is_known_and_has_a_name() -> None:
    lexicon = load_lexicon()
    tests = Cues(lexicon)._tests
    assert set(tests) == set(NAMES)
    for danger in lexicon.dangers:
        assert danger.heeds <= set(tests), danger.name


@pytest.mark.parametrize(
    ("word", "spelt"),
    [
        ("停水", ["停水"]),
        ("[停断]水", ["停水", "断水"]),
        ("停[了]?水", ["停了水", "停水"]),
        ("停了?水", ["停了水", "停水"]),
        ("(楼上|桥)跳", ["楼上跳", "桥跳"]),
        ("从(楼上)?[跳坠]", ["从楼上跳", "从楼上坠", "从跳", "从坠"]),
    ],
)
def test_expand_spells_out_classes(word: str, spelt: list[str]) -> None:
    assert expand(word) == spelt


def test_leaves_of_a_rule_are_leaves_of_the_taxonomy() -> None:
    taxonomy = load_taxonomy()
    for danger in load_lexicon().dangers:
        assert leaves_of(danger.name) == danger.leaves
        assert all(leaf in taxonomy for leaf in danger.leaves)
        known = {*taxonomy.leaves, *taxonomy.groups, "*"}
        assert known.issuperset(danger.may)
    assert leaves_of("燃气泄漏")[0] == "utilities.gas"
    assert leaves_of("停水")[0] == "utilities.water"
    assert leaves_of("模型") == leaves_of("") == ()


@pytest.mark.parametrize(
    ("rule", "category", "possible"),
    [
        ("自伤自杀", "labour.wages", True),  # what drove a man to it
        ("自伤自杀", "supply.goods", False),
        ("群体聚集", "supply.goods", True),  # people gather for anything
        ("火情", "utilities.power", True),  # the group stands there
        ("堤坝险情", "housing.property", False),
        ("紧急求助", "supply.goods", True),  # says nothing of the office
        ("模型", "supply.goods", True),
    ],
)
def test_what_a_matter_with_a_danger_may_be_about(rule: str, category: str, possible: bool) -> None:
    assert may_be(rule, category) is possible


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("暖气停了三天，家里有新生儿", "停暖"),
        ("暖气关了，屋里老人冻得发抖", "停暖"),
        ("小区气停了三天，老人没法做饭", "停气"),
        ("村里水停了两天", "停水"),
        ("井水喝了全家嘴发麻", "中毒"),
        ("吃了野菜舌头发麻，一家三口都这样", "中毒"),
        ("一摸水龙头手就发麻", "触电"),
        ("表哥精神病犯病了，见人就拿锄头追", "暴力伤害"),
        ("有个精神病人从家里跑出来，在马路上转", "人员走失"),
        ("雨下得猛，积水进到屋里了", "水患"),
        ("焊花溅到储罐上", "火情"),
        ("有人端着土铳堵在饭馆门口", "暴力伤害"),
        ("刚才余震，我们楼的柱子裂了", "危房险情"),
        ("电缆断落在田里，还冒蓝火", "电线掉落"),
        ("水库大坝坝脚往外冒水", "堤坝险情"),
        ("塘坝堤身裂开一道口子", "堤坝险情"),
    ],
)
def test_the_rule_that_is_named_is_the_one_of_the_matter(text: str, rule: str) -> None:
    assert assess(text).rule == rule


@pytest.mark.parametrize(
    "text",
    ["薪水停了两个月，家里有老人", "热水停了，澡堂开不了", "充电停了，桩子坏的", "空气停了流动"],
)
def test_the_tail_of_another_noun_is_no_supply_that_ran_out(text: str) -> None:
    assert not assess(text).rule.startswith("停")


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("盼着能用上天然气，现在还在烧煤气罐", "尚未开通"),
        ("能不能给我们村铺设暖气管道，如今还在烧炉子", "尚未开通"),
        ("希望我们村也能用上自来水，现在还在挑井水", "尚未开通"),
        ("楼下的狗夜里叫得跟鬼哭一样", "比喻"),
        ("楼顶风机响得像打雷", "比喻"),
        ("我妈去年车祸昏迷，赔偿至今没到账", "已过去的事"),
        ("前年塌方砸伤了腿，补助一直没发", "已过去的事"),
    ],
)
def test_wishes_noises_and_money_owed_hold_against_the_model(text: str, rule: str) -> None:
    found = assess(text, urgent_score=0.9)
    assert (found.urgency, found.rule) == ("normal", rule)


@pytest.mark.parametrize(
    "text",
    [
        "盼着能用上天然气，快来人，罐子不对劲",
        "锅炉响得像要爆了",
        "去年那面坡垮过，现在又不对劲了，赔偿也没给",
    ],
)
def test_they_do_not_where_danger_goes_on(text: str) -> None:
    assert assess(text, urgent_score=0.9).urgency == "urgent"


@pytest.mark.parametrize(
    ("triage", "said"),
    [
        (Triage(urgency="normal"), ""),
        (Triage(urgency="urgent", rule="停水", words=("停水", "两天")), "停水：“停水”“两天”"),
        (Triage(urgency="urgent", rule="模型", words=("发抖",)), "模型判断为紧急：依据“发抖”"),
        (Triage(urgency="urgent", rule="模型"), "模型判断为紧急"),
    ],
)
def test_a_verdict_says_its_reason(triage: Triage, said: str) -> None:
    assert because(triage) == said
