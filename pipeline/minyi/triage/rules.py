"""From words to a verdict: the gravest danger that no cue calls off, else the look-alike."""

from __future__ import annotations

from typing import NamedTuple

from minyi.domain import Triage
from minyi.triage.cues import Cues
from minyi.triage.lexicon import IDIOM, MASKS, Danger, Lexicon, Pattern
from minyi.triage.names import NAMES
from minyi.triage.reading import Reading, may_stand
from minyi.triage.scan import Span

# Look-alikes that hold against the model even where the text presses for help.
_FIRM = frozenset(("mended", "saved", "rescued", "praise", "drill", "elsewhere"))

# The last word of a danger heeds every cue; the others those that stand close by, and the word
# that begins the rule (it says what happened) also those that tell of an end.
_ANY_WORD = frozenset(("negation", "supposed", "elsewhere", "drill", "about", "policy"))
_FIRST_WORD = _ANY_WORD | {"past", "mended", "saved", "praise"}

# 暖气停了 is not 气停了, 薪水停了 not 水停了: before what runs out, the rest of another noun.
# A numb tongue (舌头发麻) is no shock.
_OF_ANOTHER = {
    "气": "暖热冷氧空汽",
    "水": "薪药墨汽香胶汗口奶开热",
    "电": "充发",
    **dict.fromkeys("发都麻", "嘴舌唇头巴口"),
}
_ENDS = frozenset("停断没给掐关麻了")

_AROUND = 6  # characters of a mask to either side of the word in it


class Suspicion(NamedTuple):
    """What a text may tell of before the cues are heard."""

    text: str
    begun: list[tuple[int, Span, Pattern]]  # the gravest first
    idioms: list[Span]
    topical: bool
    feared: bool


def _by_rank(begun: tuple[int, Span, Pattern]) -> tuple[int, Span]:
    return begun[0], begun[1]


class Rules:
    """The dangers of one lexicon, and the cues that call them off."""

    def __init__(self, lexicon: Lexicon, cues: Cues) -> None:
        self._lexicon = lexicon
        self._cues = cues

    def suspect(self, text: str, seeds: list[Span], feared: bool) -> Suspicion | None:
        """What a text may tell of, from the words found in it; None where there is nothing.

        `feared` says that the model calls it urgent: a look-alike must then be beyond doubt.
        """
        lexicon = self._lexicon
        starts = lexicon.seeds
        begun: list[tuple[int, Span, Pattern]] = []
        idioms: list[Span] = []
        topical = feared
        for seed in seeds:
            word = text[seed[0] : seed[1]]
            if word[1] in _ENDS and text[: seed[0]].endswith(tuple(_OF_ANOTHER.get(word[0], ""))):
                continue
            for pattern in starts[word]:
                if may_stand(pattern, text, seed):
                    begun.append((pattern.rank, seed, pattern))  # noqa: PERF401  often none
            if word in lexicon.idioms:
                idioms.append(seed)
            elif word in lexicon.topics:
                topical = True
        if not begun and not idioms and not topical:
            return None
        begun.sort(key=_by_rank)
        return Suspicion(text, begun, idioms, topical, feared)

    def judge(self, suspicion: Suspicion, cues: tuple[str, ...], kind: str) -> Triage | None:
        """Verdict on one text, given the cues that it may hold; None for no opinion."""
        text, feared = suspicion.text, suspicion.feared
        reading = Reading(text, cues)
        called_off: list[tuple[Span, str]] = []
        for _, seed, pattern in suspicion.begun:
            words = reading.together(pattern, seed)
            if words is None:
                continue
            name = self._masked(text, words) if MASKS in cues else ""
            if name:
                called_off.append((words[0], name))
                continue
            danger = self._lexicon.dangers[pattern.danger]
            cue = self._called_off(reading, danger, words, kind)
            if not cue:
                return Triage(urgency="urgent", rule=danger.name, words=_texts(text, words))
            called_off.append((words[0], cue))
        return self._look_alike(reading, suspicion.idioms, called_off, feared) or (
            self._cues.whole(reading, feared) if suspicion.topical else None
        )

    def _masked(self, text: str, words: tuple[Span, ...]) -> str:
        """Name of the mask that swallows one of the words; "" where none does."""
        masks = self._lexicon.mask[MASKS]
        for start, end in words:
            for match in masks.finditer(text, max(0, start - _AROUND), end + _AROUND):
                if match.start() <= start and end <= match.end() > end - start + match.start():
                    return self._lexicon.masks[match[0]]
        return ""

    def _called_off(
        self, reading: Reading, danger: Danger, words: tuple[Span, ...], kind: str
    ) -> str:
        *others, last = sorted(words)
        floor = others[-1][1] if others else 0
        cue = self._cues.against(reading, last, danger.heeds, floor)
        if cue:
            return cue
        floor = 0
        for word in others:
            asked = _FIRST_WORD if word == words[0] else _ANY_WORD
            cue = self._cues.against(reading, word, asked & danger.heeds, floor)
            if cue:
                return cue
            floor = word[1]
        if kind == "praise" and "praise" in danger.heeds and self._cues.praises(reading):
            return "praise"
        return ""

    def _look_alike(
        self,
        reading: Reading,
        idioms: list[Span],
        called_off: list[tuple[Span, str]],
        feared: bool,
    ) -> Triage | None:
        pressing = feared and self._cues.pressing(reading)
        for (start, end), cue in sorted(called_off):
            if cue in _FIRM or not (pressing or (feared and cue not in NAMES)):
                words = (reading.text[start:end],)
                return Triage(urgency="normal", rule=NAMES.get(cue, cue), words=words)
        if idioms and not self._cues.pleads(reading):
            start, end = min(idioms)
            return Triage(urgency="normal", rule=IDIOM, words=(reading.text[start:end],))
        return None


def _texts(text: str, words: tuple[Span, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text[start:end] for start, end in sorted(words)))
