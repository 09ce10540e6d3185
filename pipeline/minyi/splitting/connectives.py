"""另外, 还有, 再就是, 顺便: words that open another matter, or go on with the same one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from minyi.splitting.reading import SameMatter, han
from minyi.splitting.topics import COMMON, JUDGED, PLEA, Evidence, compare, topics

_AND = "(?:另外|此外|还有|还|另|再|同时|顺便|顺带|最后)"
_THING = "(?:事情?|问题|情况|麻烦|难题|困难|诉求)"
_ONE = r"(?:一?[个件桩])[^,。;!?:\n]{0,3}"
_WHO = (
    "(?:我们?|本人|居民|市民|来电人|也|还|再|就是|有|向您|向你们|向领导|给领导|跟你们|给你们){0,4}+"
)
# Says in so many words that another matter begins: 另外反映, 还有一件事, 再说个事, 第二件事.
_ANOTHER: Final = re.compile(
    rf"{_AND}[,:]?{_WHO}(?:想|要|需要|得)?{_WHO}(?:反映|反应|投诉|举报|咨询)"
    "(?![的过了无也没多人后到给在]|热线|电话|平台|渠道)"
    rf"|(?:(?:另外|此外|最后)[,:]?)?(?:我们?)?(?:还|另外?|再|也|此外)有(?:另外?)?(?:{_ONE}|一){_THING}"
    rf"|(?:另外?|还有|再有|再)(?:还有)?(?:1个|{_ONE}){_THING}"
    rf"|(?:另外|顺便|再)(?:还|再|另)?(?:说|讲|提){{1,2}}(?:另)?{_ONE}{_THING}"
    r"|第[二三四][个件桩](?:事情?|问题)"
)
# May open another matter: the words around must agree.
_PERHAPS: Final = re.compile(
    "另外|此外|除此之外|除此以外|还有|再有|再者|再就是|再[一1][个点]|再说(?=[,:])|以及"
    "|另(?=[,:])|另[据有]|(?<=[。;!?\n])另(?![一行类收付寻谋起找请算加租买开存案立投选择议给两几半])"
    "|(?:同时|顺便|顺带|另)[还也再]?(?:请问|咨询|想|请|希望|建议|问|说|提(?![醒高供升前交]))(?:一?句|一下|一条|一点)?"
    "|[还也][想要]请?(?:问|说|提|请教|建议)|[还也]请问|再问|还希望|还建议|最后[再还想]|同时(?=[,:]|[^,。;!?]{2,8}也)"
    "|[并又](?:反映|咨询|投诉)"
)
_OPENER: Final = re.compile(rf"(?:{_ANOTHER.pattern})|(?:{_PERHAPS.pattern})")
_FIRST: Final = re.compile("[另此还再同顺最我第除以也并又]")
# Needs no stop before it: 路灯坏了没人修另外还有垃圾没人清.
_UNMISTAKABLE: Final = re.compile(
    f"另外还有|还有就是|另外就是|再就是|另外反映|顺便反映|(?:另外)?还有(?:{_ONE}){_THING}"
)
_QUANTITY = (
    "(?:[0-9一两二三四五六七八九十千百万半几]*[百千万][0-9一两二三四五六七八九十千百万半几]*"
    "|[0-9一两二三四五六七八九十半几]+[多来几]?(?:个(?![^,。;]{0,3}(?:事|问题))|条(?![,:])|件(?!事)"
    "|[名位家户只辆台块元次天年月处盏棵间层套份笔张瓶根人半成把斤亩头样种些段截排车箱包对双座扇片滴]))"
)
# What follows 还有 or 另外 when it counts, asks or points back.
_GOES_ON: Final = re.compile(
    r"(?:另外|此外|还有|再有|同时|另[据有]?|顺便|顺带|再就是|再一个|就是|[还也说提问想]|建议|希望"
    r"|一?句|一下|一条|[,:\s]){0,9}+"
    rf"(?:{_QUANTITY}|没有?|多[久少长大远]|几[个次家天年名]|效|什么|啥|谁|望|待|机会|些|的|余[额下]?|救"
    r"|好[些几多]|有[些人的]|一?个(?=[^,。;!?\n]{0,4}(?:费|人|大爷|大妈|孩子|叫|老))"
    r"|[他她它该此]|其(?!他)|这[个些样次种里]?|那[个些样次种边里]?|对方|当时|上述|以上|前面|后来"
    r"|[^,。;!?\n]{1,6}费(?:另|[0-9一二三四五六七八九十两几])"
    r"|人|给|付|收|交|花|租|找|谢谢|感谢|辛苦|祝|不说|算|才|会|能|要收|不退|赔)"
)
_EXCEPT_FOR: Final = re.compile(r"(?:除了|除|不仅|不但|不光|不只|既|不单)[^,。;!?\n]{0,20},?$")
_THANKS: Final = re.compile("感谢|谢谢|辛苦|表扬|点赞")
_REQUEST: Final = re.compile("请(?!问)|希望|建议|麻烦|恳请|能不能|能否|可不可以|最好")
_POINTS_BACK: Final = re.compile(r"[,:\s]*(?:[他她它该]|此(?!外))")
_PLACE: Final = re.compile("[村区街路楼镇乡里巷县市栋号门口]")
_PAUSES = "。!?;…\n,、 "
_SHORTEST = 4  # Han characters of a matter
_TITLE = 40  # characters at most
_VIEW = 300  # characters on either side that are compared: keeps endless slips linear


def openings(passage: str, same_matter: SameMatter | None, *, listed: bool = False) -> list[int]:
    """Offsets at which another matter begins, in order; the first matter begins at 0.

    Args:
        passage: A slip, or an item of its list.
        same_matter: Decides in doubt.
        listed: Whether the passage stands among other matters: one more is no surprise then.
    """
    heads = [found for found in _openers(passage) if _may_open(passage, found.start())]
    if not heads:
        return []
    title = passage.find("\n")
    accepted: list[int] = []
    begin = 0
    for i, head in enumerate(heads):
        # nothing to end yet, or a title, which names the matter that its body tells
        if head.start() == 0 or head.start() < title <= _TITLE:
            continue
        end = heads[i + 1].start() if i + 1 < len(heads) else len(passage)
        left = passage[max(begin, head.start() - _VIEW) : head.start()]
        right = passage[head.start() : min(end, head.start() + _VIEW)]
        another = _ANOTHER.match(passage, head.start())
        after = passage[head.end() : head.end() + _VIEW]
        differ = compare(left, after) is Evidence.DIFFERENT
        least = 2 if another else 3 if differ else _SHORTEST
        if min(han(left), han(after)) < least:
            continue
        # 除了停水，还有水质差 goes on; 除了停水，还有个事就是路灯坏了 does not
        if _EXCEPT_FOR.search(left) and not (another and differ):
            continue
        if _THANKS.search(left) and _THANKS.search(right):
            continue
        if another:
            points_back = _POINTS_BACK.match(passage, another.end())
            opens = not points_back and compare(left, right) is not Evidence.SAME
        else:
            repeated = listed or len(heads) > 1
            opens = _opens(left, right, head.end() - head.start(), repeated, same_matter)
        if opens:
            accepted.append(begin := head.start())
    return accepted


def _openers(passage: str) -> Iterator[re.Match[str]]:
    """All that `_OPENER` finds, tried only where one of its first characters stands."""
    end = 0
    for first in _FIRST.finditer(passage):
        if first.start() >= end and (found := _OPENER.match(passage, first.start())):
            yield found
            end = found.end()


def _may_open(passage: str, offset: int) -> bool:
    """Whether the word stands where a clause begins, and does not count, ask or point back."""
    if offset and passage[offset - 1] not in _PAUSES and not _UNMISTAKABLE.match(passage, offset):
        return False
    return bool(_ANOTHER.match(passage, offset)) or not _GOES_ON.match(passage, offset)


def _opens(
    left: str, right: str, head: int, repeated: bool, same_matter: SameMatter | None
) -> bool:
    """Whether a word that only may open another matter does; `head` is its length."""
    said = right[head:].lstrip(",: ")
    evidence = compare(left, right)
    if evidence is Evidence.SAME or _same_subject(left, said):
        return False
    if _REQUEST.match(said) and evidence is not Evidence.DIFFERENT:
        return False
    # behind a comma the next words must tell what is wrong: else they lengthen a row of things
    if left.rstrip()[-1:] in {",", "、"} and not repeated:
        clauses = re.split(r"[,。!?;\n]", said, maxsplit=2)
        known = evidence is Evidence.DIFFERENT
        if not PLEA.search("".join(clauses[: 2 if known else 1])):
            return False
        if not known and han(clauses[0]) <= JUDGED:
            return False
    if same_matter is not None and min(han(left), han(said)) >= JUDGED:
        return not same_matter(left, right)
    if evidence is Evidence.DIFFERENT:
        return True
    # 还有…，再就是…: a row of them lists matters, if this one names its own
    return repeated and bool(topics(right) - topics(left)) and max(han(left), han(right)) <= _TITLE


def _same_subject(left: str, said: str) -> bool:
    """Whether the passage begins with a word that the one before it used: 店主 … 另外店主 …"""
    subject = said[:2]
    return (
        han(subject) == 2
        and subject in left
        and subject not in COMMON
        and not _PLACE.search(subject)
    )
