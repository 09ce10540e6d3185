"""What tells a danger from a mention of one: each cue a question about a word in its place.

A danger is called off by grammar, not by topic: the cue must stand where it governs the word (a
negation right before it, a tense or an "if" to the left in its sentence, a repair after it).
"""

from __future__ import annotations

import re
from collections.abc import Callable

from minyi.domain import Triage
from minyi.triage.figures import exaggerated, likened, names_place
from minyi.triage.lexicon import Lexicon
from minyi.triage.names import NAMES, NEEDS
from minyi.triage.reading import Reading
from minyi.triage.scan import Span
from minyi.triage.whole import look_alike

_YEAR = re.compile(
    r"(?:(?:19|20)\d\d年|[七八九]十年代|[一二两三四五六七八九十几\d]+年(?:多?前|以前))"
    r"(?![^，。]{0,6}(?:建|盖|修|交付|入住|起|以来|至今|开始|的老|投用|通车))"
)
_LONG = re.compile(r"[一二两三四五六七八九十几半多\d]+(?:年|个多?月|个半月)(?![前内])")
_AFTER_NOT = 3  # characters between a negation and its word: 没有[发生]火灾, 并没有[人]受伤
_AFTERWARDS = 60  # characters between a danger and the end of it that is told
_TITLE = 14
_THANKS = ("谢谢", "多谢", "要谢")  # at the end they are manners
_BUT = re.compile("但|可是|不过|然而|只是")
_AFTER_IF = 20
_THREAT = re.compile("(?:我|我们|咱|俺|俺们|老子|他|她)[都也]?就")  # 再不给钱我就跳下去
_BEFORE_WHAT = 5  # 着火往哪跑
_FEAR = re.compile(r"怕(?!是|不是|要|已|都|真)[^，。]{0,6}$")  # 怕电动车着火; 怕是着火了 is a guess
# 遇到停电; 碰到个弹头 and 碰到高压线 are told
_MEET = re.compile("[遇碰][到上见](?![个了一只条枚颗]|高压|电线|电缆|火线|带电|裸)")
_UNDERGONE = re.compile(r"过(?![来去不得程人敏山河桥路街马道])")  # 着火过, 淹死过: once
_HEARD = re.compile(
    "(?:听说|据说|听闻|新闻|看到|刷到|网上)[^，。]{0,8}(?:外省|外地|外市|别的|别处|其他|南方|北方|国外"
    "|北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南"
    "|广东|广西|海南|四川|贵州|云南|西藏|陕西|甘肃|青海|宁夏|新疆|内蒙|香港|台湾)"
)
_FROST = ("零下", "-", "—", "负")
_RUN_OUT = ("没", "无", "冇", "断气", "用完")
_OF = re.compile("了?的")
_TURN = re.compile("[就便却还又把再突来修管处视]")  # 没签字就停水, 没人修漏电: not the word negated


class Cues:
    """The cues of one lexicon, asked about one word after the other."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._words = lexicon.cues
        self._tests: dict[str, Callable[[Reading, Span], bool]] = {
            "negation": self._negation,
            "mended": self._over("mended"),
            "saved": self._over("saved"),
            "rescued": self._rescued,
            "past": self._past,
            "praise": self._praise,
            "policy": self._policy,
            "drill": self._in_clause("drill", before=1),
            "supposed": self._supposed,
            "suggested": self._suggested,
            "elsewhere": self._elsewhere,
            "recurring": self._unless_lasting("recurring", before=1),
            "planned": self._unless_lasting("planned", before=0),
            "settled": self._settled,
            "unconnected": self._in_sentence("unconnected"),
            "slight": self._slight,
            "traffic": self._in_sentence("traffic"),
            "old_story": self._old_story,
            "thing": self._in_clause("thing"),
            "industry": self._in_sentence("industry"),
            "about": self._about,
            "simile": self._simile,
            "hyperbole": self._hyperbole,
            "calm": self._in_text("calm"),
            "heritage": self._in_text("heritage"),
            "lamp": self._in_sentence("lamp"),
            "fields": self._in_sentence("fields"),
            "nearly": self._nearly,
            "device": self._device,
        }

    def needs(self) -> dict[str, list[str]]:
        """Of each cue the words without which it cannot call anything off."""
        return {
            name: [
                word
                for key in NEEDS.get(name, name).split()
                for word in ([key[1:]] if key[0] == "#" else self._words.lists[key])
            ]
            for name in self._tests
        }

    def against(self, reading: Reading, word: Span, heeded: frozenset[str], floor: int = 0) -> str:
        """Name of the first heeded cue that calls a word off; "" if it stands.

        `floor` is where the word of the same danger before it ends: in 没水两天 the days are
        none that did not pass.
        """
        for name in reading.cues:
            if name in heeded and (
                self._negation(reading, word, floor)
                if name == "negation"
                else self._tests[name](reading, word)
            ):
                return name
        return ""

    def pleads(self, reading: Reading) -> bool:
        """Whether the text asks for help at once."""
        return reading.has(self._words["plea"], 0, len(reading.text))

    def pressing(self, reading: Reading) -> bool:
        """Whether the text asks for help at once or says that something goes on."""
        return self.pleads(reading) or reading.has(self._words["now"], 0, len(reading.text))

    def praises(self, reading: Reading) -> bool:
        """Whether a text that the model takes for praise does praise, and asks for nothing."""
        size = len(reading.text)
        return not self.pressing(reading) and reading.has(self._words["praise"], 0, size)

    def whole(self, reading: Reading, feared: bool) -> Triage | None:
        """What a text is as a whole, where no rule found a danger in it."""
        found = look_alike(self._words, reading.text, feared)
        return found and Triage(urgency="normal", rule=NAMES[found[0]], words=(found[1],))

    def _in_clause(self, cue: str, before: int = 0) -> Callable[[Reading, Span], bool]:
        words = self._words  # looked up when asked: each is compiled then
        return lambda reading, word: reading.has(words[cue], *reading.clause_of(word[0], before))

    def _in_sentence(self, cue: str) -> Callable[[Reading, Span], bool]:
        words = self._words
        return lambda reading, word: reading.has(words[cue], *reading.sentence_of(word[0]))

    def _in_text(self, cue: str) -> Callable[[Reading, Span], bool]:
        words = self._words
        return lambda reading, word: reading.has(words[cue], 0, len(reading.text))

    def _about(self, reading: Reading, word: Span) -> bool:
        """A danger as the first part of a compound: 燃气泄漏报警器, 触电急救, 高空抛物摄像头."""
        if names_place(reading.text, word):
            return True
        found = self._words["about"].search(reading.text, word[1], word[1] + 6)
        return found is not None and reading.text[word[1] : found.start()] in ("", "的", "等")

    def _nearly(self, reading: Reading, word: Span) -> bool:
        start = max(reading.clause_of(word[0])[0], word[0] - 6)
        return reading.has(self._words["nearly"], start, word[0])

    def _slight(self, reading: Reading, word: Span) -> bool:
        """Cool rooms, not frost: 屋里十五度 is slight, 外面零下十五度 is none of it."""
        return any(
            not reading.text.endswith(_FROST, 0, match.start())
            for match in self._words["slight"].finditer(reading.text, *reading.sentence_of(word[0]))
        )

    def _device(self, reading: Reading, word: Span) -> bool:
        """A thing that has run out, not a household: 手机没电了, 电池盒在外面，没电了就断."""
        text, devices = reading.text, self._words["device"]
        if not text.startswith(_RUN_OUT, word[0]):
            return False
        start = reading.clause_of(word[0])[0]
        if not text[start : word[0]].strip():  # its subject stands in the clause before
            start = reading.clause_of(word[0], 1)[0]
        after = _OF.match(text, word[1])
        return reading.has(devices, start, word[0]) or (
            after is not None and devices.match(text, after.end()) is not None
        )

    def _simile(self, reading: Reading, word: Span) -> bool:
        return likened(reading.text, reading.clause_of(word[0])[0], word)

    def _hyperbole(self, reading: Reading, word: Span) -> bool:
        return exaggerated(reading.text, reading.clause_of(word[0])[0], word)

    def _unless_lasting(self, cue: str, before: int) -> Callable[[Reading, Span], bool]:
        words = self._words

        def test(reading: Reading, word: Span) -> bool:
            return reading.has(words[cue], *reading.clause_of(word[0], before)) and not reading.has(
                words["lasting"], *reading.clause_of(word[0], before, 2)
            )

        return test

    def _negation(self, reading: Reading, word: Span, floor: int = 0) -> bool:
        start = max(reading.clause_of(word[0])[0], floor)
        far = reading.last(self._words["negation"], max(start, word[0] - 8), word[0])
        if far < 0 or word[0] - far > _AFTER_NOT or _TURN.search(reading.text, far, word[0]):
            near = reading.last(self._words["not"], max(start, word[0] - 2), word[0])
            return near >= 0 and not _TURN.search(reading.text, near, word[0])
        return True

    def _over(self, cue: str) -> Callable[[Reading, Span], bool]:
        return lambda reading, word: self._ended(
            reading, self._words[cue], word[0], word[1] + _AFTERWARDS
        )

    def _rescued(self, reading: Reading, word: Span) -> bool:
        return self._ended(reading, self._words["rescued"], reading.clause_of(word[0])[0], word[0])

    def _ended(self, reading: Reading, words: re.Pattern[str], start: int, end: int) -> bool:
        """Whether an end is told there, not wished for or denied."""
        for match in words.finditer(reading.text, start, end):
            low = max(reading.clause_of(match.start())[0], match.start() - 8)
            if not reading.has(self._words["wish"], low, match.start()):
                return True
        return False

    def _past(self, reading: Reading, word: Span) -> bool:
        if _UNDERGONE.match(reading.text, word[1]):
            return not reading.has(self._words["now"], *reading.clause_of(word[0]))
        start = reading.sentence_of(word[0])[0]
        past = reading.last(self._words["past"], start, word[0])
        dated = "年" in reading.text
        if dated:
            past = max(past, reading.last(_YEAR, start, word[0]))
        now = max(reading.last(self._words[cue], start, word[0]) for cue in ("now", "recent"))
        if past >= 0 or now >= 0:
            return past > now
        right = (word[1], reading.clause_of(word[0])[1])
        return (
            reading.has(self._words["past"], *right) or (dated and reading.has(_YEAR, *right))
        ) and not reading.has(self._words["now"], *right)

    def _old_story(self, reading: Reading, word: Span) -> bool:
        return reading.has(_LONG, *reading.clause_of(word[0]))

    def _praise(self, reading: Reading, word: Span) -> bool:
        text = reading.text
        if reading.has(self._words["plea"], 0, len(text)):
            return False
        if text.startswith(_THANKS):
            return not _BUT.search(text, 0, word[0])
        # Thanks that stand elsewhere in a letter are manners; in a title they are its matter.
        if reading.has(self._words["praise"], 0, min(word[0], _TITLE)):
            return not _BUT.search(text, 0, word[0])
        sentence = reading.sentence_of(word[0])
        praise = self._words["praise"].search(text, *sentence)
        return praise is not None and not _BUT.search(
            text, praise.end(), max(praise.end(), word[0])
        )

    def _policy(self, reading: Reading, word: Span) -> bool:
        policy = self._words["policy"]
        if reading.has(policy, *reading.clause_of(word[0])):
            return True
        sentence = reading.sentence_of(word[0])
        return (
            reading.has(self._words["question"], *sentence)
            and (reading.has(policy, *sentence) or reading.has(self._words["formality"], *sentence))
            and not reading.has(self._words["now"], *sentence)
        )

    def _supposed(self, reading: Reading, word: Span) -> bool:
        if reading.has(self._words["prevent"], reading.clause_of(word[0])[0], word[0]):
            return True
        if reading.has(self._words["what_if"], word[1], word[1] + _BEFORE_WHAT):
            return True
        if _FEAR.search(reading.text, max(reading.clause_of(word[0])[0], word[0] - 8), word[0]):
            return True
        start = max(reading.clause_of(word[0], 1)[0], word[0] - _AFTER_IF)
        supposed = max(reading.last(ifs, start, word[0]) for ifs in (self._words["if"], _MEET))
        return supposed >= 0 and not _THREAT.search(reading.text, supposed, word[1])

    def _suggested(self, reading: Reading, word: Span) -> bool:
        clause = reading.clause_of(word[0])
        return reading.has(self._words["suggest"], clause[0], word[0]) and not reading.has(
            self._words["now"], *clause
        )

    def _elsewhere(self, reading: Reading, word: Span) -> bool:
        start = reading.sentence_of(word[0])[0]
        there = reading.last(self._words["elsewhere"], start, word[0])
        there = max(there, reading.last(_HEARD, start, word[0]))
        return there > reading.last(self._words["here"], start, word[0])

    def _settled(self, reading: Reading, word: Span) -> bool:
        size = len(reading.text)
        return reading.has(self._words["settled"], word[0], size) and not reading.has(
            self._words["lasting"], 0, size
        )
