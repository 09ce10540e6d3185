"""One slip → its matters: what a person put on one sheet goes to more than one organization."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from minyi.clean import FEW, Guard
from minyi.splitting.reading import NOTE, SameMatter, read_all

__all__ = ["split", "split_all"]

# Without any of these a text is one matter. All alternatives begin with a literal, which lets
# `re` run over the text by one character set.
_GUARD: Final = re.compile(
    r"二是|二来|二则[^是]|二就是|二则是|二[、.．)）:：]|\n[^\S\n]*[二2２]|其[二次]|"
    r"[BbＢ乙贰貳][、.．)）:：]|ii[、.．)）:：]|II[、.．)）:：]|"
    r"2[、.．)）:： ]|；2[一-鿿]|;2[一-鿿]|。2[一-鿿]|，2[一-鿿]|,2[一-鿿]|２|②|⑵|⒉|㈡|❷|Ⅱ|"
    r"题[二2]|題[二2]|求[二2]|议[二2]|議[二2]|项[二2]|項[二2]|况[二2]|況[二2]|见[二2]|見[二2]|"
    r"第[二三23]|"
    r"另|此外|除此|还有|还[想请反投举咨希建再]|还要[请问说提反投咨建]|還|以及|最[后後][再还還想]|"
    r"再[有者就一]|再[说說讲講问問提反][个個一件,，问問映]|再投诉|再投訴|再举报|再舉報|再咨[询詢]|"
    r"顺[便带]|順|并[反咨投]|並[反諮咨投]|又[反咨投]|同[时時]|也[想要请請][请請问問说說提建]|"
    r"首先|再说|再說|一[个件桩]是|一[个件桩]就是|一[个件]问题|一個|一件|说[个件]|說[個件]|讲[个件]|講[個件]|"
    r"•|●|◆|■|▲|★|\n[^\n]+\n|\n[^\S\n]*[-·*>✓☆○◇□–—▪◦‧∙]"
)
# The same for rows without numbers: an announced number; nothing but questions or short pleas.
_ANNOUNCED: Final = re.compile(
    r"(?:[两二三四五六七八九几多2-9兩幾][个個点點件條条項项桩樁样樣]|[以如]下|下[列面])[^，,。；;：:！!？?\n]{0,4}"
    r"(?:[问問][题題]|事|[困烦煩]|情况|情況|诉求|訴求|毛病|矛盾|意见|意見|疑[问問]|[难難])"
    r"[^，,。；;：:！!？?\n]{0,8}[：:，,。\n]"
    r"|(?:[问問][题題]|困难|困難|毛病|事|意见|意見)有(?:[以如]下)?[两二三四五六七八九几多2-9兩幾]"
)
_ROW: Final = re.compile(
    r"(?:[^。！!\n]{0,20}[，,：:。！!\n])?"
    r"(?:(?:[^。！!；;\n？?]{5,40}[？?]\s*){2}|(?:[^；;。！!？?\n：:]{3,25}[；;]){2}"
    r"|(?:[^，,。；;！!？?、/：:\n]{3,12}(?P<stop>[，,。、/／]))(?:[^，,。；;！!？?、/：:\n]{3,12}(?P=stop)){1,5}"
    r"[^，,。；;！!？?、/：:\n]{3,12}[。！!]?\s*\Z)"
)


# What the expressions above need, whatever else they need: for batches.
_NUMBERED: Final = "两二三四五六七八九几多23456789兩幾"
_MAY_LIST: Final = Guard(
    [
        ["二", "是来就则、.．)）:："],
        ["\n"],
        ["其", "二次"],
        ["BbＢ乙贰貳", "、.．)）:："],
        ["iI", "iI", "、.．)）:："],
        ["2", "、.．)）:： "],
        ["；;。，,", "2"],
        ["２②⑵⒉㈡❷Ⅱ•●◆■▲★另順還"],
        ["题題求议議项項况況见見", "二2"],
        ["第", "二三23"],
        ["还", "有想请反投举咨希建再要"],
        ["最", "后後"],
        ["再", "有者就一说說讲講问問提反投举舉咨"],
        ["顺", "便带"],
        ["并並又", "反咨諮投"],
        ["同", "时時"],
        ["也", "想要请請"],
        *["此外", "除此", "以及", "首先", "一個", "一件"],
        ["一", "个件桩", "是就问"],
        ["说说講讲說", "个件個"],
        [_NUMBERED, "个個点點件條条項项桩樁样樣"],
        ["以如", "下"],
        ["下", "列面"],
        ["题題难難病事见見", "有", "以如" + _NUMBERED],
        ["(（", "abcdefghijklmnopqrstuvwxyzāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹ"],
    ]
)


def split_all(texts: Iterable[str], *, same_matter: SameMatter | None = None) -> list[list[str]]:
    """The matters of every slip.

    Args:
        texts: Slips as written; a title, where there is one, on the first line.
        same_matter: Judges two neighbouring passages where the words alone leave doubt, such as
            behind 另外 or 还有; True keeps them together. Without it doubt keeps them together.

    Returns:
        For each slip its matters in order, each a passage as written. List numbers may be left
        out, nothing else that means anything. A slip of one matter is returned unchanged.
    """
    slips = list(texts)
    listed = _MAY_LIST(slips).tolist() if len(slips) >= FEW else [True] * len(slips)
    several = [
        i
        for i, (text, may) in enumerate(zip(slips, listed, strict=True))
        if (may and _lists(text)) or _ROW.match(text)
    ]
    matters = [[text] for text in slips]
    if several:
        from minyi.splitting.cutting import cut  # its patterns take 40 ms to compile

        for i, reading in zip(several, read_all([slips[i] for i in several]), strict=True):
            matters[i] = cut(slips[i], reading, same_matter)
    return matters


def split(text: str, *, same_matter: SameMatter | None = None) -> list[str]:
    """The matters of one slip; see `split_all`."""
    return split_all([text], same_matter=same_matter)[0]


def _lists(text: str) -> bool:
    return bool(_GUARD.search(text) or _ANNOUNCED.search(text) or NOTE.search(text))
