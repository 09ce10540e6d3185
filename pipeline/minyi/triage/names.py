"""The cues by name: what they need to call anything off, and what a verdict calls them."""

from __future__ import annotations

from collections.abc import Mapping

# Where a cue needs other words than those of the list called after it: lists, after # characters.
NEEDS: Mapping[str, str] = {
    "negation": "negation not",
    "past": "past #年 #代 #过",
    "policy": "policy question",
    "supposed": "if prevent what_if #怕 #遇 #碰",
    "suggested": "suggest",
    "elsewhere": "elsewhere #听 #据 #闻 #到 #网",
    "old_story": "#年 #月",
    "praise": "praise #谢",
    "about": "about #湾 #庄 #屯 #巷 #弄 #坪 #社 #街 #镇 #乡 #村",
    "simile": "#像 #跟 #和 #如 #好 #赛 #简 #等 #堪 #无 #不 #变 #形 #骂 #叫 #喊 #称 #号",
    "hyperbole": "#得 #想 #要 #快 #差 #恨",
}
NAMES: Mapping[str, str] = {  # what the verdict says
    "negation": "否定",
    "mended": "已处置",
    "saved": "已处置",
    "rescued": "已处置",
    "past": "已过去的事",
    "praise": "表扬",
    "policy": "咨询政策",
    "drill": "演练宣传",
    "supposed": "假设与预防",
    "suggested": "建议",
    "elsewhere": "别处的事",
    "recurring": "反复发生",
    "planned": "计划通知",
    "settled": "事后索赔",
    "unconnected": "尚未开通",
    "slight": "程度轻",
    "traffic": "车辆占道",
    "old_story": "已过去的事",
    "thing": "失物",
    "industry": "生产排烟",
    "about": "提及",
    "simile": "比喻",
    "hyperbole": "夸张",
    "calm": "不急",
    "heritage": "文物",
    "lamp": "路灯",
    "fields": "生产用水",
    "nearly": "未发生",
    "device": "器物",
}
