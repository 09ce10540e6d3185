"""From words to a verdict: the gravest danger that no cue calls off, else the look-alike."""

from __future__ import annotations

from minyi.domain import Triage
from minyi.triage.cues import NAMES, Cues
from minyi.triage.lexicon import IDIOM, Danger, Lexicon, Pattern
from minyi.triage.reading import Reading, may_stand
from minyi.triage.scan import Span

# Look-alikes that hold against the model even where the text presses for help.
_FIRM = frozenset(("mended", "saved", "rescued", "praise", "drill", "elsewhere"))

_NEXT_WORD = frozenset(("negation", "supposed"))


class Rules:
    """The dangers of one lexicon, and the cues that call them off."""

    def __init__(self, lexicon: Lexicon, cues: Cues) -> None:
        self._lexicon = lexicon
        self._cues = cues

    def judge(self, text: str, seeds: list[Span], kind: str, feared: bool) -> Triage | None:
        """Verdict on one text; None where the rules have no opinion.

        `feared` says that the model calls it urgent: a look-alike must then be beyond doubt.
        """
        lexicon = self._lexicon
        begun: list[tuple[int, Span, Pattern]] = []
        idioms: list[Span] = []
        topical = feared
        for seed in seeds:
            word = text[seed[0] : seed[1]]
            if word in lexicon.idioms:
                idioms.append(seed)
            elif word in lexicon.topics:
                topical = True
            begun += [
                (pattern.rank, seed, pattern)
                for pattern in lexicon.seeds[word]
                if may_stand(pattern, text, seed)
            ]
        if not begun and not idioms and not topical:
            return None
        begun.sort(key=lambda item: item[:2])
        reading = Reading(text)
        masks: list[tuple[int, int, str]] | None = None
        called_off: list[tuple[Span, str]] = []
        for _, seed, pattern in begun:
            words = reading.together(pattern, seed)
            if words is None:
                continue
            if masks is None:
                masks = self._masks(text)
            name = next(
                (n for s, e in words for a, b, n in masks if a <= s and e <= b > e - s + a), ""
            )
            if name:
                called_off.append((words[0], name))
                continue
            danger = lexicon.dangers[pattern.danger]
            cue = self._called_off(reading, danger, words, kind)
            if not cue:
                return Triage(urgency="urgent", rule=danger.name, words=_texts(text, words))
            called_off.append((words[0], cue))
        return self._look_alike(reading, idioms, called_off, feared) or (
            self._cues.whole(reading, feared) if topical else None
        )

    def _masks(self, text: str) -> list[tuple[int, int, str]]:
        return [
            (*match.span(), name)
            for name in self._lexicon.masks.lists
            for match in self._lexicon.masks[name].finditer(text)
        ]

    def _called_off(
        self, reading: Reading, danger: Danger, words: tuple[Span, ...], kind: str
    ) -> str:
        # A tense, an "if" or a wish to the left governs the last word too; a "not" only the next.
        *others, last = sorted(words)
        cue = self._cues.against(reading, last, danger.heeds)
        if cue:
            return cue
        for word in others:
            cue = self._cues.against(reading, word, danger.heeds & _NEXT_WORD)
            if cue:
                return cue
        if kind == "praise" and "praise" in danger.heeds and not self._cues.pressing(reading):
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
