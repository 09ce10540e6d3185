"""Hide a person's name but for the surname: alone, or in running text behind a label."""

from __future__ import annotations

import re

from minyi.clean.patterns import later
from minyi.clean.surnames import surnames_of_two

TITLE = (
    "先生|女士|小姐|太太|夫人|同志|师傅|師傅|老师|老師|医生|大夫|护士|律师|警官|阿姨|叔叔|大爷|大妈|大叔|大娘|大哥|大姐|大嫂|"
    "奶奶|爷爷|老人|老汉|老板|主任|书记|经理|队长|组长|班长|站长|所长|局长|科长|处长|校长|院长|村长|镇长|会计|教授|"
    "工程师|总|工|哥|姐|嫂|叔|姨|婶|伯|爷|奶|老|女|男|家长|妈妈|爸爸|居民|村民|业主"
)
_TITLED = later(f"([\u3400-\u9fff]{{1,4}}?)({TITLE})")
_LONG_TITLED = later(f"([\u3400-\u9fff·]{{2,}}?)((?:{TITLE}){{1,2}})")
ROLE = later(
    "(?:匿名|佚名|不详|未知|无|没有|未留|不便透露|保密|本人|群众|市民|居民|村民|业主|家长|网友|党员|代表|职工|教师|学生|商户|个体户|"
    "租户|住户|老人|工人|司机|乘客|患者|来电人|来访人|投诉人|反映人|举报人|诉求人|用户|热心|某|[甲乙丙丁戊己庚辛壬癸]|[A-Z]|\\d+|[、（）()])+"
)
ORGANIZATION = later(
    ".*(?:公司|社区|委员会|村委|居委|委会|集团|中心|街道|办事处|办公室|学校|小学|中学|大学|幼儿园|医院|银行|超市|商店|物业|协会|商会|"
    "合作社|工会|政府|派出所|法院|小区|家园|花园|支部|党委|服务站|餐厅|饭店|酒店|工厂|部门|全体.+|.+代表)|.{3,}[局院所厂店部科处队站组会村镇乡区县市馆园]"
)
_LATIN = later(r"[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ.'’ \-]*")
_HAN = later("[\u3400-\u9fff\U00020000-\U0002ffff]")
_TWO_NAMES = later(r"[\u3400-\u9fff]{2,}\s+[\u3400-\u9fff]{2,}")


def mask_person(part: str) -> str:
    """One name; what names no person, or is hidden already, stays."""
    core = part.strip()
    if _TWO_NAMES().search(core):
        return re.sub(r"\S+", lambda match: mask_person(match.group()), part)
    joined = re.sub(r"\s+", "", core) if _HAN().search(core) else core
    if not joined or "某" in joined or "*" in joined or "×" in joined:
        return part
    if _LATIN().fullmatch(joined):
        return joined if len(joined) == 1 or ROLE().fullmatch(joined) else f"{joined[0]}***"
    if _HAN().match(joined) is None or re.search("[Xx]", joined):
        return part
    if ROLE().fullmatch(joined) or ORGANIZATION().fullmatch(joined):
        return part
    return mask_han(joined)


def mask_han(name: str) -> str:
    """A name in Han characters: 王小明 → 王**; 王先生, 张师傅 and 老王 stay."""
    given = 2 if name[:2] in surnames_of_two() else 1
    titled = _TITLED().fullmatch(name)
    if titled and (len(titled[1]) == given or name[0] in "老小"):
        return name
    if len(name) == 2 and name[0] in "老小阿":
        return name
    long_titled = _LONG_TITLED().fullmatch(name)
    if long_titled and len(name) > 3 and len(long_titled[2]) > 1:
        return mask_han(long_titled[1]) + long_titled[2]
    return name[:given] + "*" * max(len(name) - given, 1)
