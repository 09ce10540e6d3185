"""Names in running text that a label gives away: 反映人：张三, 我叫周九九, and known ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from minyi.clean.batches import Guard
from minyi.clean.number_kinds import Span
from minyi.clean.patterns import later
from minyi.clean.person_names import ORGANIZATION, ROLE, TITLE, mask_han, mask_person
from minyi.clean.surnames import (
    FREQUENT,
    frequent_surnames,
    surnames,
    surnames_of_two,
    words_like_names,
)

# Staff of the office (受理人, 经办人, 责任人) are no citizens.
_OF_PERSONS = (
    "反映|反应|反馈|来电|來電|来访|来信|来件|投诉|投訴|举报|舉報|诉求|信访|上访|申请|申請|申诉|求助|咨询|建议|联系|聯繫|聯絡|联络|"
    "当事|當事|监护|登记|报案|报警|报修|报料|爆料|留言|委托|代理|承租|出租|受害|被害|落款|署名|签名|签字|开户|持卡|收款|收件|寄件|付款|"
    "缴费|参保|死亡|患病|领款|借款|购房|买受|出卖|发帖|提交|陈述|控告|检举|致电|呼叫"
)
# Told from their last character, which is quicker to search for.
_FULL_NAME = (
    "名(?<=[姓户戶]名)|姓[ \u200b\u3000]{1,4}名|主(?<=[户戶]主)|表(?<=法人代表)|人(?<=法定代表人)"
)
_SURE = f"人(?<=(?:{_OF_PERSONS})人)|{_FULL_NAME}"
_OTHERS = (
    "字(?<=名字)|名(?<=[真本署签]名)|员(?<=家庭成员)|主(?<=[机车]主)|东(?<=房东)|者(?<=[死伤患]者)"
    "|长(?<=家长)|属(?<=家属)|款(?<=落款)"
)
_SAID = "叫(?<=[我名个字]叫)|人(?<=本人)"
_MAY_NAME = later(f"{_SURE}|{_SAID}|是(?<=我是)")
_MAY_OTHERS = later(f"(?:{_OTHERS})[^:：=]{{0,12}}[:：=]")
# What the two need: for batches.
MAY_NAME = Guard(
    [
        ["".join(sorted({word[-1] for word in _OF_PERSONS.split("|")})) + "本表", "人"],
        ["姓", "名 \u200b\u3000"],
        ["户戶", "名主"],
        ["人", "代", "表"],
        ["我名个字", "叫"],
        ["我", "是"],
        *["名字", "成员", "房东", "落款"],
        ["真本署签", "名"],
        ["机车", "主"],
        ["死伤患", "者"],
        ["家", "长属"],
    ]
)
_AGAIN = "(?:的?真?实?姓名|名字|信息)?(?:\\((?:必填|选填|签名|签字|真实姓名|姓名|本人)\\))?"
_COLON = later(
    f"(?:{_SURE}|{_OTHERS}){_AGAIN}"
    "[ \t\u200b]{0,4}(?:[:=]|[(\\[【〔“\"'])[ \t\u200b(“\"'\\[【]{0,4}"
)
_PLAIN = later(f"(?:{_SURE}|{_SAID})(?:为|是|系|姓名|名?叫)?[ \t\u200b\n]{{0,3}}")
_WHO = later(
    "我是[^，,。.！!？?；;\\s]{2,20}?(?:的|村民|居民|业主|住户|租户|职工|员工|家长|学生|村|社区|小区)+(?=[\u3400-\u9fff])"
)
_NEXT = later("[、，,/ 和与及]{1,2}")
# What may stand right behind a name. Those of one character end no given name, or seldom.
_BEHIND = (
    "(?=$|[^\u3400-\u9fff0-9A-Za-z]|[0-9*]{3}|[的称说住诉您请你我系]|电话|手机|座机|联系|身份|证件|地址|家[住里中的庭门楼附小房漏水]|性别|"
    "年龄|反映|反应|反馈|表示|认为|要求|希望|来电|来访|来信|致电|拨打|投诉|举报|咨询|求助|建议|提出|申请|询问|现住|现居|居住|"
    "因为|由于|因(?:[^\u3400-\u9fff]|家|身|病|工)|在(?:我|本|家|[0-9]|小|单|工)|"
    "于(?:[0-9]|今|昨|本|上|去)|是(?:我|本|一|[0-9]|低|残|贫)|"
    "已|一直|多次|今天|昨天|今年|去年|目前|"
    f"[和与及][{FREQUENT}]|"
    "夫妇|夫妻|一家|家属|和(?:邻|家|我|其|他|她|妻|丈)|等[人,，。0-9几多]|先生|女士|小姐|同志|师傅|老师|医生|主任|书记|经理|老人|"
    "向(?:我|社|物|区|市|街|有|相|贵|领|[0-9])"
    "|强烈|强调|对(?:此|该|物|社|我)|到(?:我|社|现|[0-9])|来(?:帮|我|社|处|[0-9]))"
)
_END = later(_BEHIND)
_GIVEN_NOT = frozenset("的了是在于有称说我你他她它们这那不没将被把与及或就也都又很让给到某等")
_LONG_TITLE = "|".join(one for one in TITLE.split("|") if len(one) > 1)
_TITLED = later(f"(?:{TITLE})(?![\u3400-\u9fff])|(?:{_LONG_TITLE})")
_HAN_RUN = later("[\u3400-\u9fff]{1,12}")
_FOREIGN = later(
    "[\u3400-\u9fff]{1,8}(?:[.·•][\u3400-\u9fff]{1,8}){1,3}"
    "|[A-Z][A-Za-z]+(?: [A-Z][A-Za-z]+){1,2}(?![A-Za-z0-9])"
)
_OF_PLACE = frozenset("村镇乡县市区街道路巷组社楼院园厂店校站局处科办会队所司")
_OF_CLASS = frozenset("人家员者户")


def may_name(text: str) -> bool:
    """Whether a text may hold a label; costs half a microsecond where it does not."""
    colon = "：" in text or ":" in text or "=" in text
    return bool(_MAY_NAME().search(text) or (colon and _MAY_OTHERS().search(text)))


def label_spans(bones: str) -> Iterator[Span]:
    """Spans of names behind a label in a skeleton, with their masked form."""
    for pattern, certain in ((_COLON(), True), (_PLAIN(), False), (_WHO(), False)):
        for match in pattern.finditer(bones):
            # (张三) may as well hold what kind of person it is: (高三学生)
            sure = certain and any(mark in match.group() for mark in ":=")
            yield from _names_from(bones, match.end(), sure, match.group())


def _names_from(bones: str, start: int, certain: bool, label: str) -> Iterator[Span]:
    """One name, or several with marks between them."""
    position = start
    for _ in range(12):
        end = _name_end(bones, position, certain, "名" in label)
        if end is None:
            return
        name = re.sub(r"[ \u200b]", "", bones[position:end])
        if "*" not in name and (masked := mask_person(name)) != name:
            yield position, end, masked
        link = _NEXT().match(bones, end)
        if link is None:
            return
        position, certain = link.end(), False


def _name_end(bones: str, start: int, certain: bool, of_name: bool) -> int | None:
    hidden = re.compile("[\u3400-\u9fff]{1,2}\\*+").match(bones, start)
    if hidden:
        return hidden.end()
    foreign = _FOREIGN().match(bones, start) if certain else None
    if foreign:
        return foreign.end()
    family = bones[start : start + 2]
    size = 2 if family in surnames_of_two() else 1
    known = surnames() if certain else frequent_surnames()
    run = _HAN_RUN().match(bones, start)
    if run is None:
        return None
    if size == 1 and family[:1] not in known:
        return run.end() if certain and of_name and _is_rare_name(bones, run) else None
    if _TITLED().match(bones, start + size):
        return None
    word_like = size == 1 and family in words_like_names()
    if not word_like:
        for pattern in _given(size):
            name = pattern.match(bones, start)
            if name is None or _GIVEN_NOT.intersection(name.group()[size:]):
                continue
            if certain or name.group()[-1] not in _OF_CLASS:
                return name.end()
    return _unsure_end(bones, run, size, word_like) if certain else None


@lru_cache(maxsize=2)
def _given(size: int) -> tuple[re.Pattern[str], ...]:
    """Shortest first, for words like 反映 may follow at once; 张 三 丰 before 张 三."""
    family, han = f"[\u3400-\u9fff]{{{size}}}", "[\u3400-\u9fff]"
    return (
        re.compile(f"{family}(?: {han}){{1,2}}(?! ?{han}){_BEHIND}"),
        re.compile(f"{family}{han}{_BEHIND}"),
        re.compile(f"{family}{han}{{2}}{_BEHIND}"),
    )


def _unsure_end(bones: str, run: re.Match[str], size: int, word_like: bool) -> int | None:
    """End of a name that nothing known follows; None for what looks like an organization."""
    written, end = run.group(), run.end()
    whole = re.match("$|[^\u3400-\u9fff0-9A-Za-z]|[0-9*]{3}", bones[end : end + 3]) is not None
    if ROLE().fullmatch(written) or ORGANIZATION().fullmatch(written):
        return None
    if written[-1] in _OF_CLASS or _OF_PLACE.intersection(written[size:6]):
        return None
    if whole and len(written) <= size + 2 + (not word_like) and len(written) > size + word_like:
        return end
    if word_like or len(written) <= size or _GIVEN_NOT.intersection(written[size : size + 2]):
        return None
    return run.start() + size + 2 if len(written) > size + 2 else None


def _is_rare_name(bones: str, run: re.Match[str]) -> bool:
    """Behind 姓名 stands a name, even one of no common surname."""
    written = run.group()
    whole = _END().match(bones, run.end()) is not None
    no_name = ROLE().fullmatch(written) or ORGANIZATION().fullmatch(written)
    return (
        whole
        and 2 <= len(written) <= 6
        and not no_name
        and not set(written) & _OF_PLACE
        and not (written[-1] in _OF_CLASS or "某" in written or _GIVEN_NOT.intersection(written))
    )


@lru_cache(maxsize=8192)
def names_in(cell: str) -> tuple[str, ...]:
    """Personal names that a cell of a name column holds, longest first."""
    names = set()
    for part in re.split(r"[、，,；;:：/|\n\t（）()\d*]+", cell):
        name = _TITLE_END().sub("", re.sub(r"[\s\u200b]+", " ", part).strip())
        han = name.replace(" ", "")
        if _HAN_NAME().fullmatch(han):
            plain = 2 <= len(han) <= 4 and (han[0] in surnames() or han[:2] in surnames_of_two())
            word = han in words_like_names() or (len(han) == 2 and han[1] in _OF_PLACE | {"家"})
            word = word or bool(ROLE().fullmatch(han) or ORGANIZATION().fullmatch(han))
            if (plain or "·" in han) and not word and mask_han(han) != han:
                names.add(han)
        elif _LATIN_NAME().fullmatch(name):
            names.add(name)
    return tuple(sorted(names, key=lambda name: (-len(name), name)))


_HAN_NAME = later("[\u3400-\u9fff\U00020000-\U0002ffff]{1,8}(?:·[\u3400-\u9fff]{1,8}){0,3}")
_LATIN_NAME = later("[A-Za-z][A-Za-z'.-]+(?: [A-Za-z][A-Za-z'.-]*)+")
_TITLE_END = later(f"(?<=[\u3400-\u9fff]{{2}})(?:{_LONG_TITLE})$")


def is_name(text: str) -> bool:
    """Whether a text is one name of a frequent surname, and no word that begins like one."""
    size = 2 if text[:2] in surnames_of_two() else 1
    return (
        (size == 2 or text[:1] in frequent_surnames())
        and size < len(text) <= size + 2
        and (size == 2 or text[:2] not in words_like_names())
        and not _OF_PLACE.intersection(text)
        and names_in(text) == (text,)
    )


def hide_names(text: str, cells: Sequence[str]) -> str:
    """`text` without the given names of the persons that the cells name.

    Args:
        text: Any text.
        cells: Cells of a name column, such as 赵明亮 or "赵明亮、钱多"; organizations, titles and
            words of everyday life among them are left alone.
    """
    for cell in cells:
        for name in names_in(cell) if cell else ():
            if name[0].isascii():
                text = _spaced(name).sub(mask_person(name), text)
            elif name in text:
                text = text.replace(name, mask_person(name))
            elif name[0] in text and name[-1] in text:
                text = _spaced(name).sub(mask_person(name), text)
    return text


@lru_cache(maxsize=1024)
def _spaced(name: str) -> re.Pattern[str]:
    """The name with spaces in it, or in other letters."""
    if name[0].isascii():
        words = r"\s{0,3}".join(map(re.escape, name.split()))
        return re.compile(f"(?<![A-Za-z]){words}(?![A-Za-z])", re.IGNORECASE)
    return re.compile(r"[\s\u200b\u3000]{0,3}".join(map(re.escape, name)))
