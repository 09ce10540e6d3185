"""Mask cells of a table whose column tells what they hold: names and telephone numbers."""

from __future__ import annotations

import re

from minyi.clean.masking import mask
from minyi.clean.personal_numbers import is_date
from minyi.clean.skeleton import skeleton

_SURNAMES_OF_TWO = (
    "欧阳太史端木上官司马东方独孤南宫万俟闻人夏侯诸葛尉迟公羊赫连澹台皇甫宗政濮阳公冶"
    "太叔申屠公孙慕容仲孙钟离长孙宇文司徒鲜于司空闾丘令狐百里呼延东郭南门轩辕拓跋第五"
    "歐陽司馬諸葛東方"
)
_COMPOUND = frozenset(re.findall("..", _SURNAMES_OF_TWO))
_TITLE = (
    "先生|女士|小姐|太太|夫人|同志|师傅|師傅|老师|老師|医生|大夫|护士|律师|警官|阿姨|叔叔|大爷|大妈|大叔|大娘|大哥|大姐|大嫂|"
    "奶奶|爷爷|老人|老汉|老板|主任|书记|经理|队长|组长|班长|站长|所长|局长|科长|处长|校长|院长|村长|镇长|会计|教授|"
    "工程师|总|工|哥|姐|嫂|叔|姨|婶|伯|爷|奶|老|女|男|家长|妈妈|爸爸|居民|村民|业主"
)
_TITLED = re.compile(f"([\u3400-\u9fff]{{1,4}}?)({_TITLE})")
_LONG_TITLED = re.compile(f"([\u3400-\u9fff·]{{2,}}?)((?:{_TITLE}){{1,2}})")
_ROLE = re.compile(
    "(?:匿名|佚名|不详|未知|无|没有|未留|不便透露|保密|本人|群众|市民|居民|村民|业主|家长|网友|党员|代表|职工|教师|学生|商户|个体户|"
    "租户|住户|老人|工人|司机|乘客|患者|来电人|来访人|投诉人|反映人|举报人|诉求人|用户|热心|某|[甲乙丙丁戊己庚辛壬癸]|[A-Z]|\\d+|[、（）()])+"
)
_ORGANIZATION = re.compile(
    ".*(?:公司|社区|委员会|村委|居委|委会|集团|中心|街道|办事处|办公室|学校|小学|中学|大学|幼儿园|医院|银行|超市|商店|物业|协会|商会|"
    "合作社|工会|政府|派出所|法院|小区|家园|花园|支部|党委|服务站|餐厅|饭店|酒店|工厂|部门|全体.+|.+代表)|.{3,}[局院所厂店部科处队站组会村镇乡区县市馆园]"
)
_PART = re.compile(r"[^、，,；;/|\n\t（）()]+")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ.'’ \-]*")
_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0002ffff]")
_PHONE_ONLY = re.compile(r"[\d\s.\-()+_\u200b]+")
_DIGITS = re.compile(r"\d(?:[ .\-()_\u200b]{0,4}\d){6,}")
_FLOAT = re.compile(r"(?<=\d{7})\.0+(?!\d)")
_SCIENTIFIC = re.compile(r"(\d)\.(\d{3,})[Ee]\+?\d{1,2}")


def mask_name(name: str) -> str:
    """A citizen's name but for the surname: 王小明 → 王**, 欧阳明 → 欧阳*, John Smith → J***.

    What names no person stays: 王先生, 张师傅, 张某某, 匿名, 群众代表甲, organizations. Several
    names in a cell are masked one by one, and numbers beside them by `mask`.
    """
    return mask(_PART.sub(lambda match: _mask_one(match.group()), name))


def _mask_one(part: str) -> str:
    core = part.strip()
    if re.search(r"[\u3400-\u9fff]{2,}\s+[\u3400-\u9fff]{2,}", core):
        return re.sub(r"\S+", lambda match: _mask_one(match.group()), part)
    joined = re.sub(r"\s+", "", core) if _HAN.search(core) else core
    if not joined or "某" in joined or "*" in joined or "×" in joined:
        return part
    if _LATIN.fullmatch(joined):
        return joined if len(joined) == 1 or _ROLE.fullmatch(joined) else f"{joined[0]}***"
    if _HAN.match(joined) is None or re.search("[Xx]", joined):
        return part
    if _ROLE.fullmatch(joined) or _ORGANIZATION.fullmatch(joined):
        return part
    return _mask_han(joined)


def _mask_han(name: str) -> str:
    given = 2 if name[:2] in _COMPOUND else 1
    titled = _TITLED.fullmatch(name)
    if titled and (len(titled[1]) == given or name[0] in "老小"):
        return name
    if len(name) == 2 and name[0] in "老小阿":
        return name
    long_titled = _LONG_TITLED.fullmatch(name)
    if long_titled and len(name) > 3 and len(long_titled[2]) > 1:
        return _mask_han(long_titled[1]) + long_titled[2]
    return name[:given] + "*" * max(len(name) - given, 1)


def mask_phone(value: str) -> str:
    """A cell of a telephone column: every number of seven digits or more is masked.

    Numbers that `mask` knows take its form; others keep their first three digits, 5550123 →
    555****. What spreadsheets make of a number (13800001234.0, 1.3800001234E+10) is one.
    """
    value = _as_typed(value)
    masked = mask(value)
    bones = skeleton(masked)
    pieces: list[str] = []
    position = 0
    for match in _DIGITS.finditer(bones):
        digits = re.sub(r"\D", "", match.group())
        pieces += (masked[position : match.start()], f"{digits[:3]}****")
        position = match.end()
    return "".join(pieces) + masked[position:]


def _as_typed(value: str) -> str:
    """13800001234.0 and 1.3800001234E+10 as a person typed them."""
    return _FLOAT.sub("", _SCIENTIFIC.sub(r"\1\2", value))


def mask_cell(value: str) -> str:
    """A cell of a column of unknown meaning: a number that can be a telephone's is masked.

    That is a cell of nothing but 7 to 12 digits, dates apart; any other is masked as text.
    """
    value = _as_typed(value)
    bones = skeleton(value).strip()
    digits = re.sub(r"\D", "", bones)
    dated = is_date(digits) or re.match(r"(?:19|20)\d\d[-.]\d{1,2}[-.]\d", bones)
    if _PHONE_ONLY.fullmatch(bones) and 7 <= len(digits) <= 12 and not dated:
        return mask_phone(value)
    return mask(value)
