"""The word lists of the safety net, read from data/triage.toml into rules."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path

_FIRST = r"\d二两三四五六七八九十百几数"
_MORE = r"[\d一二两三四五六七八九十百千几半多余来整]"
_PEOPLE = (
    "人 孩子 小孩 娃 学生 同学 老人 工人 工友 农民工 民工 业主 家长 村民 群众 职工 员工 邻居 老师"
    " 女生 男生 居民 商户 司机 住户 乘客 游客 婴儿 客人 口子 女的 男的 汉子 女孩 男孩 老乡"
).replace(" ", "|")
# Quantities cannot be listed; they are looked for only where a rule asks for them. Each begins
# with a class of characters: that lets the engine skip at full speed.
QUANTITIES = {
    "#时长": rf"[{_FIRST}一半第]{_MORE}{{0,5}}(?:个半|个多|个|多)?"
    r"(?:小时|钟头|天|夜|宿|晚上|昼夜|礼拜|星期|周)(?![内后前年边围]|一次|之内)",
    "#人数": rf"[{_FIRST}]{_MORE}{{0,5}}(?:[个号名位户家]?多?(?:外地)?(?:{_PEOPLE})(?!次)"
    r"|[号名位](?![月楼线院])|(?<!一)个(?![月小半多钟]))",
    # A room of 14 degrees or less; not 零下十四度, not 升高四度.
    "#低温": r"[\d一二三四五六七八九十](?<![\d下.第升降高低差一二三四五六七八九十-].)"
    r"(?:(?<=1)[0-4]|(?<=十)[一二三四])?(?:\.\d)?\s*[来多]?(?:度|℃)(?![电\d])",
}


class Side:
    """Words and quantities any of which will do; compiled when first looked for.

    There are hundreds, and to compile all takes a quarter of a second that a program which judges
    one text need not wait.
    """

    __slots__ = ("_quantities", "_words", "expressions")

    def __init__(self, words: list[str], quantities: list[str]) -> None:
        self._words, self._quantities = words, quantities
        self.expressions: tuple[re.Pattern[str], ...] = ()  # until first compiled

    def compiled(self) -> tuple[re.Pattern[str], ...]:
        """The expressions, any of which will do."""
        if not self.expressions:
            words = [matcher(frozenset(self._words))] if self._words else []
            quantities = [re.compile(QUANTITIES[name]) for name in self._quantities]
            self.expressions = (*words, *quantities)
        return self.expressions

    def breadth(self) -> int:
        """How common its words are, roughly: single characters stand in every text."""
        return sum(8 if len(word) == 1 else 1 for word in self._words) + 20 * len(self._quantities)


class WordLists(dict[str, re.Pattern[str]]):
    """Named lists of words as expressions, each compiled when first asked for."""

    def __init__(self, lists: dict[str, list[str]]) -> None:
        super().__init__()
        self.lists = lists

    def __missing__(self, name: str) -> re.Pattern[str]:
        expression = self[name] = matcher(frozenset(self.lists[name]))
        return expression


@dataclass(frozen=True, slots=True)
class Pattern:
    """What must stand together to be a danger."""

    rank: int  # the gravest first
    danger: int  # index in Lexicon.dangers
    partners: tuple[Side, ...]  # one of each must stand by the word that begins the pattern
    clauses: int  # how many clauses apart at most
    gap: int  # how many characters apart at most


@dataclass(frozen=True, slots=True)
class Danger:
    """One class of danger and the cues that call it off."""

    name: str
    heeds: frozenset[str]
    leaves: tuple[str, ...]  # categories of those who must come, the usual one first; () for any
    may: tuple[str, ...] = ()  # categories and groups that it may be about besides; "*" any


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All words of the safety net."""

    seeds: dict[str, tuple[Pattern, ...]]  # word that begins a rule → the rules it begins
    dangers: tuple[Danger, ...]
    cues: WordLists
    masks: dict[str, str]  # word that only looks like danger → name of the rule
    mask: WordLists  # the same words as one expression, "masks"
    idioms: frozenset[str]  # those that are a look-alike all by themselves
    topics: frozenset[str]  # subjects worth a look for the look-alike they stand in


IDIOM = "夸张"
MASKS = "masks"
COMMON = frozenset(  # the cues that every danger heeds
    (
        "negation", "past", "mended", "rescued", "praise",
        "policy", "drill", "supposed", "suggested", "elsewhere", "about", "simile",
    )
)  # fmt: skip
_CHOICES = frozenset("[(?")  # what a word holds that stands for several
# How a line of a danger is read: key → clauses apart, characters apart.
_REACH = {"alone": (0, 0), "with": (0, 14), "near": (2, 30)}


def expand(word: str) -> list[str]:
    """Spell out the choices of a word: `[停断]了?水` is 停水, 断水, 停了水, 断了水.

    A choice between longer pieces stands in round brackets: `(楼上|桥上)跳`.
    """
    parts = re.findall(r"(?:\[([^\]]+)\]|\(([^)]+)\)|(.))(\??)", word)
    choices = [
        [*(few or many.split("|") if few or many else single), *([""] if option else [])]
        for few, many, single, option in parts
    ]
    return ["".join(choice) for choice in product(*choices)]


@cache
def matcher(words: frozenset[str]) -> re.Pattern[str]:
    """One expression for all words, the longest first, branched by first character for speed."""
    by_first: dict[str, list[str]] = {}
    for word in sorted(words, key=lambda w: (-len(w), w)):
        by_first.setdefault(word[0], []).append(re.escape(word[1:]))
    branches = [f"{re.escape(c)}(?:{'|'.join(rests)})" for c, rests in sorted(by_first.items())]
    return re.compile("|".join(branches))


@cache
def load_lexicon() -> Lexicon:
    """Read the shipped lists; they are part of the program, so a fault in them is a bug."""
    path = Path(__file__).parent.parent / "data" / "triage.toml"
    tree = tomllib.loads(path.read_text(encoding="utf-8"))
    sets: dict[str, list[str]] = {}
    for name, text in tree["sets"].items():
        sets[name] = _words(text, sets)
    seeds: dict[str, list[Pattern]] = {}
    dangers: list[Danger] = []
    rank = 0
    for name, body in tree["dangers"].items():
        for key, (clauses, gap) in _REACH.items():
            lines = body.get(key, [])
            for line in [lines] if isinstance(lines, str) else lines:
                seed, *partners = " ".join(line.split()).split(" + ")
                # The side that is most seldom about is asked for first.
                sides = tuple(sorted((_side(side, sets) for side in partners), key=Side.breadth))
                pattern = Pattern(rank, len(dangers), sides, clauses, gap)
                rank += 1
                for word in set(_words(seed, sets)):
                    assert len(word) > 1, f"{name}: {word} is too common to begin a rule"
                    seeds.setdefault(word, []).append(pattern)
        heeds = COMMON | set(body.get("heeds", "").split())
        heeds -= set(body.get("ignores", "").split())
        leaves, may = (tuple(body.get(key, "").split()) for key in ("leaves", "may"))
        dangers.append(Danger(name, heeds, leaves, may))
    masks = {name: _words(text, sets) for name, text in tree["masks"].items()}
    topics = _words(tree["topics"]["words"], sets)
    for word in (*masks[IDIOM], *topics):  # found by the scan, though they begin no danger
        seeds.setdefault(word, [])
    return Lexicon(
        seeds={word: tuple(patterns) for word, patterns in seeds.items()},
        dangers=tuple(dangers),
        cues=WordLists({name: _words(text, sets) for name, text in tree["cues"].items()}),
        masks={word: name for name, words in masks.items() for word in words},
        mask=WordLists({MASKS: [word for words in masks.values() for word in words]}),
        idioms=frozenset(masks[IDIOM]),
        topics=frozenset(topics),
    )


def _side(side: str, sets: dict[str, list[str]]) -> Side:
    return Side(_words(side, sets), [word for word in side.split() if word in QUANTITIES])


def _words(text: str, sets: dict[str, list[str]]) -> list[str]:
    words: list[str] = []
    for word in text.split():
        if word.startswith("@"):
            words.extend(sets[word[1:]])
        elif _CHOICES.isdisjoint(word):
            if word not in QUANTITIES:
                words.append(word)
        else:
            words.extend(expand(word))
    return words
