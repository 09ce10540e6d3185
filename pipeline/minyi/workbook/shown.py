"""What a reader of the workbook may see: personal data masked, cells that Excel can hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from minyi import clean
from minyi.domain import Opinion, Source

Masking = Callable[[str], str]

CELL_LIMIT = 32_767  # UTF-16 units in one cell, set by Excel
CUT = "…（全文见源文件）"
HIDDEN = "***"

# XML cannot carry these; \t and \n may stay.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_SPECIAL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

# Headers of further columns, tried in this order. A place where something happened is no home.
_PHONE = re.compile(r"电话|手机|联系方式|联系号码|座机|来电号|phone|mobile|\btel\b|联络方式", re.I)
_INCIDENT = re.compile(r"事发|发生|案发|问题|诉求|事件|反映|现场|工单|属地|点位")
_SECRET = re.compile(
    r"身份证|证件|护照|驾驶证|社保号|医保号|银行卡|卡号|账号|帐号|账户|微信|QQ|车牌|车号|邮箱|邮件|"
    r"e-?mail|wechat|passport|id.?card|出生|生日",
    re.I,
)
_HOME = re.compile(r"地址|住址|住所|门牌|户籍|address", re.I)
_NAME = re.compile(
    r"姓名|名字|称呼|网名|昵称|署名|落款|户主|户名|联系人|联络人|监护人|家属|家长|家庭成员|"
    r"法人代表|法定代表人|^法人$|[机车]主|房东|租客|[死伤患]者|"
    r"(?:反映|反应|来信|来电|来访|来件|投诉|举报|诉求|申请|申诉|求助|留言|提交|填表|填写|填报|当事|报料|爆料|"
    r"信访|上访|咨询|建议|报修|报案|报警|委托|代理|致电|呼叫|登记|承租|出租|受害|被害|收款|开户|持卡|参保|"
    r"缴费|陈述|控告|检举)人(?![员数次口均])|^\s*(?:full\s*)?name\s*$",
    re.I,
)
_HAN_RUN = re.compile(r"[\u3400-\u9fff·]{2,4}")


class Shown:
    """Turns what was read into what is shown; remembers, for much repeats itself."""

    def __init__(self, *, show_personal: bool) -> None:
        self._open = show_personal
        self._known: dict[str, str] = {}
        self._known_cells: dict[tuple[Masking, str], str] = {}
        self._maskings: dict[str, Masking] = {}

    def prepare(self, texts: Iterable[str]) -> None:
        """Mask many texts in one batch, which is faster than one by one."""
        new = [text for text in dict.fromkeys(texts) if text and text not in self._known]
        masked = new if self._open else clean.mask_all(new)
        self._known.update(zip(new, map(cell_text, masked), strict=True))

    def text(self, text: str, name: str = "") -> str:
        """Free text, a file name or a header; `name` is the citizen's, hidden in it too."""
        known = self._known.get(text)
        if known is None:
            known = cell_text(text if self._open else clean.mask(text))
            self._known[text] = known
        return self._without(known, name)

    def excerpt(self, cells: str, name: str = "") -> str:
        """The cells of a row that is no opinion, as `Problem` quotes them."""
        text = self.text(cells, name)
        return text if self._open else clean.mask_row(text)

    def source(self, source: Source, name: str = "") -> str:
        """`str(source)`; file and sheet repeat, the row gives nobody away."""
        file, sheet = self.text(source.file, name), self.text(source.sheet, name)
        return str(replace(source, file=file, sheet=sheet))

    def id(self, id: str, opinion: Opinion) -> str:
        """A case number stays; an id made of a file name is masked like one."""
        if opinion.case_number:
            return cell_text(id)
        place = str(opinion.source)
        if id.startswith(place):
            return self.source(opinion.source, opinion.name) + id.removeprefix(place)
        return self.text(id, opinion.name)

    def name(self, name: str) -> str:
        """The name of a citizen, or several."""
        return self._cell(clean.mask_name, name)

    def phone(self, value: str) -> str:
        """A cell of telephone numbers."""
        return self._cell(clean.mask_phone, value)

    def cell(self, header: str, value: str, name: str = "") -> str:
        """A cell of a further column, masked as its header demands."""
        masking = self._maskings.get(header)
        if masking is None:
            masking = self._maskings[header] = _masking(header)
        return self._without(self._cell(masking, value), name)

    def _without(self, text: str, name: str) -> str:
        return text if self._open or not name else clean.hide_names(text, (name,))

    def _cell(self, masking: Masking, value: str) -> str:
        if not value:
            return ""
        key = masking, value
        known = self._known_cells.get(key)
        if known is None:
            known = cell_text(value if self._open else masking(value))
            self._known_cells[key] = known
        return known


def _masking(header: str) -> Masking:
    """How the cells under a header are masked."""
    if _SECRET.search(header) or (_HOME.search(header) and not _INCIDENT.search(header)):
        return _hide
    if _PHONE.search(header):
        return _mask_contact if "联" in header else clean.mask_phone  # 电话回访结果：满意
    return clean.mask_name if _NAME.search(header) else clean.mask_cell


def _hide(_: str) -> str:
    return HIDDEN


def _mask_contact(value: str) -> str:
    """联系方式 holds numbers, names beside them, or the name of an account."""
    if not any(map(str.isdecimal, value)):
        return HIDDEN
    return _HAN_RUN.sub(lambda run: clean.mask_name(run.group()), clean.mask_phone(value))


def cell_text(text: str) -> str:
    """Text as an Excel cell can hold it: no control characters, at most 32,767 UTF-16 units."""
    if _SPECIAL.search(text):
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        text = _SURROGATES.sub("\ufffd", _UNWRITABLE.sub("", text))
    if len(text) * 2 > CELL_LIMIT:
        units = text.encode("utf-16-le")
        if len(units) > CELL_LIMIT * 2:
            room = (CELL_LIMIT - len(CUT)) * 2
            text = units[:room].decode("utf-16-le", "ignore") + CUT
    return text
