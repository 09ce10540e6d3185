"""What a text says, without how people begin and end their letters."""

from __future__ import annotations

import re
import unicodedata

# A whole clause of courtesy or of a form: two letters that share it share nothing.
_COURTESY = re.compile(
    r"(?:尊敬的|敬爱的|各位)\S{0,12}|(?:\S{0,6}(?:领导|市长|书记|区长|部门|同志|工作人员))?[你您]们?好"
    r"|(?:我|本人|来电人|来信人|市民|群众|居民|网民|诉求人|该市民|\S{0,4}(?:先生|女士))?"
    r"(?:现|特|想|要|今|在此|在这里|今天)*(?:向\S{0,8})?(?:来电|致电|来信|来访|致信|写信)?"
    r"(?:反映|反应|投诉|咨询|求助|举报|反馈|诉求|咨询|询问|了解)(?:一下|一个|一件|如下|个|下)*"
    r"(?:问题|情况|事情|事|内容)?(?:如下|是)?"
    r"|(?:恳请|请|望|希望|盼|请求|要求|麻烦|诉求|还请|敬请|烦请|恳求|强烈要求)"
    r"(?:政府|相关|有关|贵|各级|主管|职能|部门|单位|领导|上级|你们|您们|您|能|能够|可以|给予|予以|尽快|"
    r"尽早|及时|早日|帮忙|帮助|协调|派人|来人|关注|重视|安排|给|进行|一下|对此|此事|该|问题|前来|到|现场|"
    r"核实|调查|查看|处理|解决|答复|回复|回电|反馈|落实|管管|管一管|整改|查处|为盼|和|并|及|这个|这件|的|事|了)*"
    r"|(?:非常|万分|十分|多谢|在此)*(?:谢谢|感谢)(?:你们|您们|您|了|领导|大家|支持|各位)*|此致|敬礼|盼复|望回复"
)
_SEPARATORS = re.compile(r"[\W_]+")
_WIDE = re.compile("[０-９Ａ-Ｚａ-ｚ]")
_LONGEST = 40  # characters of a courtesy
_STARS = re.compile(r"\*+")


def clauses(text: str) -> str:
    """The clauses of a text with a space between them: folded, without marks and courtesies.

    A text of courtesies alone keeps them. What was masked (****) counts for nothing.
    """
    if _WIDE.search(text):
        text = unicodedata.normalize("NFKC", text)
    if "*" in text:
        text = _STARS.sub("", text)
    parts = _SEPARATORS.sub(" ", text.casefold()).split()
    told = [part for part in parts if len(part) > _LONGEST or not _COURTESY.fullmatch(part)]
    return " ".join(told or parts)
