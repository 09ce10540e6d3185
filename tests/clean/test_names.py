"""Names in running text: behind a label, or known from the row."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minyi.clean import hide_names, mask, mask_all, mask_row

LABELLED = [
    ("反映人：张三", "反映人：张*"),
    ("来电人：李四，女", "来电人：李*，女"),
    ("举报人 王五", "举报人 王*"),
    ("联系人：赵六", "联系人：赵*"),
    ("户名：钱七", "户名：钱*"),
    ("姓名：孙八", "姓名：孙*"),
    ("姓　名：张三", "姓　名：张*"),
    ("户主张三", "户主张*"),
    ("法人代表：李大伟", "法人代表：李**"),
    ("家庭成员：李小红", "家庭成员：李**"),
    ("房东：王大力", "房东：王**"),
    ("申请人：周小明、吴大伟", "申请人：周**、吴**"),
    ("姓名：张三 李四", "姓名：张* 李*"),
    ("反映人张三和李四反映", "反映人张*和李*反映"),
    ("投诉人:郑爽电话5550123", "投诉人:郑*电话555****"),
    ("联系人张三13800001234", "联系人张*138****1234"),
    ("反映人（张三）", "反映人（张*）"),
    ("联系人：张三（村民）", "联系人：张*（村民）"),
    ("联系人（必填）：张三", "联系人（必填）：张*"),
    ("投诉人姓名：张三", "投诉人姓名：张*"),
    ("当事人李娜称物业不作为", "当事人李*称物业不作为"),
    ("来电人李四反映停水", "来电人李*反映停水"),
    ("来电人王建国反映", "来电人王**反映"),
    ("来电人是王五", "来电人是王*"),
    ("来电人：王建国先生反映", "来电人：王**先生反映"),
    ("反映人\n王五", "反映人\n王*"),
    ("反映人：张三家门口堆了垃圾", "反映人：张*家门口堆了垃圾"),
    ("反映人：王五因为停水", "反映人：王*因为停水"),
    ("反映人：张三强烈要求整改", "反映人：张*强烈要求整改"),
    ("联系人：张亚男，女", "联系人：张**，女"),
    ("联系人：李东方", "联系人：李**"),
    ("联系人：李有为", "联系人：李**"),
    ("联系人：王老五", "联系人：王**"),
    ("反映人：江南春，", "反映人：江**，"),
    ("联系人：张 三", "联系人：张*"),
    ("联系人：欧阳小明", "联系人：欧阳**"),
    ("來電人：陳小明", "來電人：陳**"),
    ("联系人：阿卜杜拉·买买提", "联系人：阿*******"),
    ("姓名：阿依古丽", "姓名：阿***"),
    ("联系人：John Smith", "联系人：J***"),
    ("我叫周九九", "我叫周**"),
    ("我叫周九九，家住清河", "我叫周**，家住清河"),
    ("一个叫张三的人", "一个叫张*的人"),
    ("本人王五，系清河村村民", "本人王*，系清河村村民"),
    ("本人赵明亮于2023年购房", "本人赵**于2023年购房"),
    ("我是XX村的吴十", "我是XX村的吴*"),
    ("我是清河社区居民王五，", "我是清河社区居民王*，"),
    ("我是幸福里3号楼的业主王五", "我是幸福里3号楼的业主王*"),
]

KEPT = [
    "联系人：村委会",
    "来电人称物业乱收费",
    "来电人称",
    "反映人表示",
    "来电人反映",
    "举报人要求",
    "我叫他来",
    "我叫了三次救护车",
    "我叫何师傅来修",
    "我叫马上来",
    "我叫车去医院",
    "联系人：物业经理",
    "联系人：张师傅",
    "联系人：王女士",
    "联系人：张某某",
    "来电人孙女士反映",
    "来电人王先生反映",
    "联系人：清河区住房局",
    "联系人：王庄村委会",
    "申请人：高新区居民",
    "反映人：李家村村民",
    "联系人：石桥镇张家庄全体村民",
    "户名：清河物业有限公司",
    "姓名：匿名",
    "姓名：不详",
    "来电人高度重视",
    "举报人何时能得到答复",
    "来电人和邻居",
    "反映人于昨日",
    "投诉人家中漏水",
    "反映人房屋漏水",
    "反映人石材厂",
    "当事人双方",
    "联系人方式",
    "来电人任何时候",
    "反映人连续三次",
    "来电人马上就要",
    "反映人田地被占",
    "本人高度关注",
    "本人马上回家",
    "本人常年在外",
    "我是清河小区的业主，",
    "我是学校的老师",
    "我是村里的贫困户",
    "我是小区的常住居民，",
    "我是高中生",
    "我是小区的高龄老人，",
    "没人管，别人说",
    "工作人员态度差",
    "申请人成功了",
    "反映人曾于2023年反映",
    "反映人谢谢",
    "姓名、电话、地址",
    "户名与身份证不符",
    "当事人金额较大",
    "房东张贴通知",
    "家长反映学校",
    "家属：",
    "反映人：",
    "姓名：张*",
    "受理人：王五",
    "经办人：王五",
    "张三",
    "王五家漏水",
    "来电人（应届毕业生）说",
    "来电人（高三学生）说",
    "我是在外创业的石岗人。",
]


@pytest.mark.parametrize(("text", "masked"), LABELLED)
def test_labelled_names_are_hidden(text: str, masked: str) -> None:
    assert mask(text) == masked
    assert mask(masked) == masked
    assert mask(f"小区停水。{text}") == f"小区停水。{masked}"


@pytest.mark.parametrize("text", KEPT)
def test_organizations_titles_and_common_words_stay(text: str) -> None:
    assert mask(text) == text
    assert mask(f"小区停水。{text}") == f"小区停水。{text}"


@pytest.mark.parametrize(
    ("text", "cell", "masked"),
    [
        ("赵明亮家漏水，请找赵明亮", "赵明亮", "赵**家漏水，请找赵**"),
        ("赵明亮和钱多都说", "赵明亮、钱多", "赵**和钱*都说"),
        ("赵 明亮签字", "赵明亮", "赵**签字"),
        ("赵明亮签字", "赵 明 亮", "赵**签字"),
        ("赵\u200b明亮签字", "赵明亮", "赵**签字"),
        ("我是赵明亮", "赵明亮女士（业主）", "我是赵**"),
        ("赵明亮13800001234", "赵明亮 13800001234", "赵**138****1234"),
        ("找欧阳建国", "欧阳建国", "找欧阳**"),
        ("找 john smith", "John Smith", "找 J***"),
        ("阿卜杜拉·买买提来电", "阿卜杜拉·买买提", "阿*******来电"),
    ],
)
def test_names_of_the_row_are_hidden_everywhere(text: str, cell: str, masked: str) -> None:
    assert mask(text, (cell,)) == masked
    assert mask(masked, (cell,)) == masked
    assert mask_all(["停水", text], [(), ("", cell)]) == ["停水", masked]


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("王先生家漏水", "王先生"),
        ("张师傅说", "张师傅"),
        ("王庄停水", "王"),
        ("居民都说", "居民"),
        ("清河社区居委会没人管", "清河社区居委会"),
        ("匿名反映", "匿名"),
        ("张某说", "张某"),
        ("停水了", "停水"),
        ("早晚高峰堵车", "高峰"),
        ("李家门口堵车", "李家"),
        ("无人管", "无"),
        ("请找区住房局", "区住房局"),
        ("停水", ""),
        ("An old lady", "An"),
        ("业主方便", "方便"),
    ],
)
def test_what_is_no_name_hides_nothing(text: str, cell: str) -> None:
    assert mask(text, (cell,)) == text
    assert hide_names(text, (cell,)) == text


def test_a_row_quoted_as_it_stands_does_not_show_a_name() -> None:
    row = "7 | 王小明 | 清河街道 | 高新区 | 停水 | 欧阳建国"
    assert mask_row(row) == "7 | 王** | 清河街道 | 高新区 | 停水 | 欧阳**"
    assert mask_row(mask_row(row)) == mask_row(row)


SURNAME = st.sampled_from(["王", "李", "张", "刘", "陈", "欧阳", "司马"])
GIVEN = st.text(alphabet="建国明亮秀英伟芳娜敏静丽强磊军洋", min_size=2, max_size=2)
LABEL = st.sampled_from(["反映人：", "来电人：", "姓名:", "联系人 ", "我叫", "户主："])
AFTER = st.sampled_from(["", "，电话12345", "反映停水", "。", "\n", "（女）", "先生来电", " 5号楼"])
WORDS = st.text(alphabet="停水小区领导我们楼下没人管请处理，。\n", max_size=10)


@given(WORDS, LABEL, SURNAME, GIVEN, AFTER)
def test_no_labelled_name_comes_through(
    before: str, label: str, surname: str, given_name: str, after: str
) -> None:
    masked = mask(f"{before}。{label}{surname}{given_name}{after}")
    assert f"{surname}**" in masked
    assert given_name not in masked


NOISE = st.text(
    alphabet="张三李四王五欧阳建国反映来电人姓名我叫是本村的和、：（） \n*·称先生12345x@",
    max_size=40,
)


@given(NOISE, st.sampled_from([(), ("张三",), ("李四、王五",), ("欧阳建国", "李三")]))
def test_masking_names_twice_is_masking_them_once(text: str, names: tuple[str, ...]) -> None:
    masked = mask(text, names)
    assert mask(masked, names) == masked


@given(WORDS, st.sampled_from(["赵明亮", "欧阳建国", "钱多"]), WORDS)
def test_no_known_name_comes_through(before: str, name: str, after: str) -> None:
    assert name not in mask(before + name + after, (name,))


def test_importing_compiles_no_expression() -> None:
    program = (
        "import re, typing, dataclasses, textwrap, string, collections.abc, numpy\n"
        "seen = []\n"
        "compile = re.compile\n"
        "re.compile = lambda *a, **k: seen.append(a) or compile(*a, **k)\n"
        "import minyi.clean\n"
        "assert not seen, seen\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
