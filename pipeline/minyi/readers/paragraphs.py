"""Running text to opinions: the rules that txt, Word and PDF share.

- Numbered lines (1、 2. （一） ① or Word's own numbers) that begin the text and run in sequence are
  one opinion each; the lines below belong to it, and the number goes.
- Otherwise every line is an opinion, as written.
- A title on top, lines such as 时间：… 主持人：…, section headings above numbered lines and page
  numbers are no opinions; each is reported as skipped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from minyi.domain import Opinion, Problem, Source
from minyi.readers.cells import excerpt
from minyi.readers.dates import parse_date, year_of
from minyi.readers.forms import read_form
from minyi.readers.headers import match
from minyi.readers.letters import continuations, dated, salutes, thanks
from minyi.readers.options import ReadOptions, too_long

TABLE_HEADER = "表头行"
_NUMERALS = "一二三四五六七八九十"
_NUMBER = re.compile(
    rf"\s*(?:[(（](\d{{1,3}}|[{_NUMERALS}]{{1,3}})[)）][、.．]?|(\d{{1,3}}|[{_NUMERALS}]{{1,3}})"
    rf"(?:[、．)）]|[.:：](?!\d))|第(\d{{1,3}}|[{_NUMERALS}]{{1,3}})[条点][、:：，\s]|([①-⑳]))\s*"
)
_END = re.compile(r"[。！？!?；;…~～]['\"”’）)】」]*\s*$")
_PUNCTUATION = re.compile(r"[，。！？；,!?;]")
_META = re.compile(
    r"\s*(?:(?:会议|座谈|收集|填报|填表|记录|整理|走访)?(?:时\s*间|日\s*期|地\s*点|主题|名称)|主\s*持(?:人)?"
    r"|(?:参加|参会|出席|列席|与会|到会)(?:人员?|单位|对象|代表)?|记\s*录(?:人|员)?|整理人?|汇总人?|填报人|填报单位"
    r"|报送单位|收集人|收集单位|审核人|制表人?|填表人|负责人|联系人|联系电话|抄\s*送|单位|来源|渠道)"
    r"\s*[:：]"
)
_CREDIT = re.compile(
    r"\s*(?:以上|上述).{0,12}(?:由|系|为|经).{1,30}(?:整理|汇总|收集|记录|提供|梳理|征集)"
)
_PEOPLE = re.compile(
    r"\s*(?:主\s*持|参加|参会|出席|列席|与会|到会|记\s*录|整理人|抄\s*送|填表|填报|审核|制表)"
)
_TITLE_END = re.compile(
    r"(?:意见|建议|诉求|问题|留言|情况|信息|民意|心声)?(?:汇总表?|记录表?|清单|摘录|汇编|纪要|一览表?|登记表?|台账|简报|汇报|总结|意见箱)"
    r"(?:[（(].*[）)])?$|(?:群众|居民|村民|代表|征求|收集).{0,12}(?:意见|建议|诉求|问题)$|座谈会$"
)
_LEAD = re.compile(r"如下\s*[:：]?$|(?:意见|建议|诉求|问题|发言)(?:如下)?\s*[:：]$")
_WISH = re.compile(r"\s*(?:建议|希望|请|要求|反映|能否|为什么|投诉|举报|盼|强烈|咨询|想问|感谢)")
_PAGE = re.compile(
    r"\s*(?:[-—–]\s*\d{1,4}\s*[-—–]|第\s*\d{1,4}\s*页.{0,12}|\d{1,4}\s*/\s*\d{1,4})\s*"
)


@dataclass(slots=True, kw_only=True)
class Line:
    """One paragraph, or one line of a text file."""

    row: int
    text: str
    sheet: str = ""  # "第2页"
    numbered: bool = False  # by the word processor, number not in the text
    heading: bool = False  # by its style


def read_lines(
    lines: Sequence[Line], options: ReadOptions, file: str
) -> Iterator[Opinion | Problem]:
    """Opinions of a whole document; yields only problems where there is none."""
    lines = [line for line in lines if line.text.strip()]
    if len(lines) > 1 and not any(line.sheet or line.numbered for line in lines):
        form = read_form(
            [(line.row, [line.text.strip()]) for line in lines], file, "", options, set()
        )
        if form:
            yield from form
            return
    skipped = _not_opinions(lines)
    body = [line for i, line in enumerate(lines) if i not in skipped]
    numbers = _numbering(body)
    follows = set() if numbers else continuations([line.text.strip() for line in body])
    joined = {id(body[i]) for i in follows}
    received = _received([line.text for i, line in enumerate(lines) if i in skipped], options)
    pending: Line | None = None
    texts: list[str] = []

    def take() -> Iterator[Opinion | Problem]:
        if pending is not None and texts:
            yield from opinion_of(pending, "\n".join(texts), options, file, received)

    for i, line in enumerate(lines):
        if i in skipped:
            yield from take()
            pending, texts = None, []
            numbers = numbers and skipped[i] != TABLE_HEADER  # its rows follow, one per line
            yield _skip(line, file, skipped[i])
            continue
        text = line.text.strip()
        starts = line.numbered or _NUMBER.match(text)
        if pending is not None and (id(line) in joined or (numbers and not starts)):
            texts.append(text)
            continue
        if thanks(text):
            yield from take()
            pending, texts = None, []
            yield _skip(line, file, "客套话")
            continue
        yield from take()
        pending = line
        texts = [_NUMBER.sub("", text, count=1) if numbers and not line.numbered else text]
    yield from take()


def opinion_of(
    line: Line, text: str, options: ReadOptions, file: str, received: date | None
) -> Iterator[Opinion | Problem]:
    """One opinion that stands at a line, with the notice if it is too long."""
    source = Source(file=file, sheet=line.sheet, row=line.row)
    opinion = Opinion(text=text, source=source, id=str(source), received_on=received)
    if len(text) > options.max_characters:
        yield too_long(opinion, options)
    yield opinion


def join_wrapped(parts: Sequence[str]) -> str:
    """Lines broken by the width of a page, as one: a space only between Latin words."""
    text = ""
    for part in parts:
        part = part.strip()
        latin = text[-1:].isascii() and part[:1].isascii() and text[-1:].isalnum()
        text += (" " if latin and part[:1].isalnum() else "") + part
    return text


def ends_sentence(text: str) -> bool:
    """Whether a line ends where a sentence does."""
    return _END.search(text) is not None


def has_number(text: str) -> bool:
    """Whether a line begins with a list number."""
    return _NUMBER.match(text) is not None


def _skip(line: Line, file: str, what: str) -> Problem:
    return Problem(
        level="skipped",
        source=Source(file=file, sheet=line.sheet, row=line.row),
        what=what,
        advice="不是意见，已跳过；如是意见请单独成段、去掉标题格式",
        excerpt=excerpt([line.text]),
    )


def _not_opinions(lines: Sequence[Line]) -> dict[int, str]:
    """Line → in Chinese what it is, for titles, facts of the meeting, headings, page numbers."""
    skipped: dict[int, str] = {}
    head = True
    for i, line in enumerate(lines):
        text = line.text.strip()
        if _PAGE.fullmatch(text):
            skipped[i] = "页码"
        elif _table_header(text):
            skipped[i] = TABLE_HEADER
        elif (line.heading and len(text) <= 60 and not _END.search(text)) or (
            head and _title(text, first=len(skipped) == i == 0, more=len(lines) > 1)
        ):
            skipped[i] = "标题行"
        elif _meta(text, head):
            skipped[i] = "会议或填报信息"
        elif head and _LEAD.search(text) and len(text) <= 60:
            skipped[i] = "引导语"
        elif _section(lines, i):
            skipped[i] = "小标题"
        else:
            head = False
    # 记录人：… below the last opinion
    foot: list[int] = []
    for i in range(len(lines) - 1, -1, -1):
        if i in skipped:
            continue
        text = lines[i].text.strip()
        meta = _META.match(text) and (_PEOPLE.match(text) or not _PUNCTUATION.search(text))
        if not (meta or _CREDIT.match(text) or dated(text)):
            break
        foot.append(i)
    # 此致、敬礼 and the date below belong to the letter
    if foot and not any(salutes(line.text.strip()) for line in lines):
        skipped.update(dict.fromkeys(foot, "落款"))
    return skipped


def _table_header(text: str) -> bool:
    """The names of columns that a PDF shows as one line."""
    words = text.split()
    return 2 <= len(words) <= 12 and all(
        (found := match(word)) is not None and found.exact for word in words
    )


def _title(text: str, *, first: bool, more: bool) -> bool:
    if not more or len(text) > 40 or _PUNCTUATION.search(text) or _NUMBER.match(text):
        return False
    return first and _TITLE_END.search(text) is not None and not _WISH.match(text)


def _meta(text: str, head: bool) -> bool:
    if not head or not _META.match(text):
        return False
    # 地点：幸福路口，路灯不亮三天了 is an opinion
    return _PEOPLE.match(text) is not None or (len(text) <= 80 and not _PUNCTUATION.search(text))


def _section(lines: Sequence[Line], i: int) -> bool:
    """一、基础设施方面, where a lower kind of number follows at once."""
    text = lines[i].text.strip()
    if lines[i].numbered or len(text) > 25 or _PUNCTUATION.search(text) or i + 1 >= len(lines):
        return False
    found, below = _NUMBER.match(text), _NUMBER.match(lines[i + 1].text)
    if found is None:
        return False
    if below is None:
        return lines[i + 1].numbered
    return _kind(found) != _kind(below) and _value(below) == 1


def _kind(found: re.Match[str]) -> str:
    digits = next(group for group in found.groups() if group)
    return f"{found.lastindex}{'d' if digits.isascii() else 'h'}"


def _value(found: re.Match[str]) -> int:
    digits = next(group for group in found.groups() if group)
    if "①" <= digits <= "⑳":
        return ord(digits) - ord("①") + 1
    if digits.isdecimal():
        return int(digits)
    tens, ten, ones = digits.partition("十")
    if not ten:
        return _NUMERALS.find(digits) + 1
    return (_NUMERALS.find(tens) + 1 if tens else 1) * 10 + (
        _NUMERALS.find(ones) + 1 if ones else 0
    )


def _numbering(body: Sequence[Line]) -> bool:
    """Whether the numbers of the lines are those of a list that the whole text is."""
    if not body:
        return False
    if sum(1 for line in body if line.numbered) >= 2 and body[0].numbered:
        return True
    last: dict[str, int] = {}
    count = 0
    for i, line in enumerate(body):
        found = _NUMBER.match(line.text)
        if found is None:
            if i == 0:
                return False
            continue
        kind, value = _kind(found), _value(found)
        if value != last.get(kind, 0) + 1 and value != 1:
            return False
        last[kind] = value
        count += 1
    return count >= 2 and count * 4 >= len(body)


def _received(texts: Sequence[str], options: ReadOptions) -> date | None:
    """The one day that the heading names."""
    days = set()
    year = year_of([], texts)
    for text in texts:
        if not re.match(r".{0,4}(?:时\s*间|日\s*期)\s*[:：]", text):
            continue
        when = re.split(r"[:：]", text, maxsplit=1)[1].strip()
        when = re.split(r"\s{2,}|地\s*点|，", when)[0][:40]
        if day := parse_date(when, today=options.today, year=year):
            days.add(day)
    return days.pop() if len(days) == 1 else None
