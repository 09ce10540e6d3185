"""Does a text say anything at all? 啊, 1, ……, 看不清 must not be sent by a category's noise."""

from __future__ import annotations

import re

_LONGEST = 12  # characters; a longer text with Chinese in it is never empty
_HAN = re.compile(r"[㐀-鿿]")
_FILLER = re.compile(
    r"[\W_\da-zA-Z]+|[看认]不(?:太|大)?清楚?|字迹?(?:不清楚?|太?潦草|太?模糊)|(?:无法|不能|难以)(?:辨认|识别|看清)|辨认不清"
    r"|(?:暂时?|暂且|目前)?(?:没有?|无|没啥|没什么)(?:什么|任何)?(?:意见|建议|问题|想法|要求|诉求|内容|补充|说的)?"
    r"|看不懂|写的?(?:啥|什么|是|些)+|未填写?|什么[也都]?没写|没写|不(?:知道|晓得|清楚)|(?:同|如)(?:上|前|图)|见?附件|见图|测试|试一?试|随便(?:写写?|说说?)?|大家好|[你您]们?好"
    r"|谢谢|感谢|多谢|辛苦|收到|可以|满意|支持|同意|路过|意见|建议|投诉|举报|反映|咨询|问题|领导|内容|空白|其[他它]|等等"
    r"|[啊嗯哦噢呃额哎唉呀哇呢吧吗嘛了的啦喂嘿呵哈嘻哼咦咳呜诶欸咯哟呗好是不有我你您他这那略空顶赞]"
)
_SUBSTANCES = frozenset("水电气暖热冷网路灯桥车票药钱房吵臭脏堵")  # 没水: one character is enough


def says_nothing(text: str) -> bool:
    """True for a text of interjections, digits, Latin letters and the like.

    Two characters of content are enough (停水), one only where it names a thing (没电).
    """
    if len(text) > _LONGEST and _HAN.search(text):
        return False
    rest = _FILLER.sub("", text)
    return len(rest) < 2 and rest not in _SUBSTANCES
