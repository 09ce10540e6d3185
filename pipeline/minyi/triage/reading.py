"""One text as the rules see it: clauses, sentences, and what stands in them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from minyi.triage.lexicon import Pattern, Side
from minyi.triage.scan import Span

_MARKS = r"。！？!?\n；;…，,、\s~—：:."
_RUN = re.compile(rf"[{_MARKS}]+")
_NUMERIC = "：:."  # between digits a time or a number: it ends no clause
_STOP = re.compile(rf"[。！？!?\n；;…][{_MARKS}]*")
_LONGEST = 6  # characters of a word
# A slip of so many characters tells of one thing: its clauses belong together.
_SHORT = 36


def may_stand(pattern: Pattern, text: str, seed: Span) -> bool:
    """Whether all partners of a word are about; cheaper than to cut the text into clauses."""
    reach = (_SHORT if len(text) <= _SHORT else pattern.gap) + _LONGEST
    low, high = seed[0] - reach, seed[1] + reach  # beyond the ends the engine sees for itself
    if low < 0:
        low = 0
    for side in pattern.partners:
        for words in side.expressions or side.compiled():
            if words.search(text, low, high):
                break
        else:
            return False
    return True


class Reading:
    """A text cut into clauses when a rule first asks."""

    __slots__ = ("_ends", "_stops", "cues", "text")

    def __init__(self, text: str, cues: tuple[str, ...] = ()) -> None:
        self.text = text
        self.cues = cues  # those that it may hold
        self._ends: list[int] | None = None
        self._stops: list[int] | None = None

    def clause_of(self, place: int, before: int = 0, after: int = 0) -> Span:
        """Where the clause of a place begins and ends, with so many neighbours."""
        ends = self._ends
        if ends is None:
            ends = self._ends = self._clause_ends()
        number = bisect_right(ends, place)
        first, last = number - before, number + after
        return (
            ends[first - 1] if first > 0 else 0,
            ends[last] if last < len(ends) else len(self.text),
        )

    def _clause_ends(self) -> list[int]:
        text = self.text
        return [
            end
            for start, end in (run.span() for run in _RUN.finditer(text))
            if text[start] not in _NUMERIC
            or text[start:end].strip(_NUMERIC)
            or end - start > 1
            or not (text[start - 1 : start].isdecimal() and text[end : end + 1].isdecimal())
        ]

    def sentence_of(self, place: int) -> Span:
        """Where the sentence of a place begins and ends."""
        stops = self._stops
        if stops is None:
            stops = self._stops = [match.end() for match in _STOP.finditer(self.text)]
        i = bisect_right(stops, place)
        return (stops[i - 1] if i else 0), (stops[i] if i < len(stops) else len(self.text))

    def has(self, words: re.Pattern[str], start: int, end: int) -> bool:
        """Whether one of the words stands there."""
        return words.search(self.text, start, end) is not None

    def last(self, words: re.Pattern[str], start: int, end: int) -> int:
        """Where the last of the words there ends; -1 where there is none."""
        found = -1
        for match in words.finditer(self.text, start, end):
            found = match.end()
        return found

    def together(self, pattern: Pattern, seed: Span) -> tuple[Span, ...] | None:
        """A word with the nearest of the words that must stand by it; None where one lacks."""
        if not pattern.partners:
            return (seed,)
        gap, clauses = pattern.gap, pattern.clauses
        if len(self.text) <= _SHORT:
            gap, clauses = _SHORT, 2
        reach = gap + _LONGEST
        low, high = max(0, seed[0] - reach), min(len(self.text), seed[1] + reach)
        area = self.clause_of(seed[0], clauses, clauses)
        low, high = max(area[0], low), min(area[1], high)
        found = [seed]
        for side in pattern.partners:
            best: Span | None = None
            nearest = gap + 1
            for start, end in self._beside(side, seed, low, high):
                distance = start - seed[1] if start >= seed[1] else seed[0] - end
                if distance < nearest:
                    best, nearest = (start, end), distance
            if best is None:
                return None
            found.append(best)
        return tuple(found)

    def _beside(self, side: Side, seed: Span, low: int, high: int) -> Iterator[Span]:
        for words in side.compiled():
            for first, last in ((seed[1], high), (low, seed[0])):
                for match in words.finditer(self.text, first, last):
                    if not self._nobody(match):
                        yield match.span()

    def _nobody(self, match: re.Match[str]) -> bool:
        """没人, 无人: nobody is in danger."""
        start = match.start()
        return match[0] == "人" and start > 0 and self.text[start - 1] in "没无"
