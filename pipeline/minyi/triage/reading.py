"""One text as the rules see it: clauses, sentences, and what stands in them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from minyi.triage.lexicon import Pattern, Side
from minyi.triage.scan import Span

_BREAK = re.compile(r"[。！？!?\n；;…，,、\s~—：:.]+")
_LONGEST = 6  # characters of a word
_STOPS = frozenset("。！？!?\n；;…")


def _reach(pattern: Pattern, seed: Span) -> Span:
    return max(0, seed[0] - pattern.gap - _LONGEST), seed[1] + pattern.gap + _LONGEST


def may_stand(pattern: Pattern, text: str, seed: Span) -> bool:
    """Whether all partners of a word are about; cheaper than to cut the text into clauses."""
    low, high = _reach(pattern, seed)
    for side in pattern.partners:
        for words in side.expressions:
            if words.search(text, low, high) is not None:
                break
        else:
            return False
    return True


class Reading:
    """A text cut into clauses when a rule first asks."""

    __slots__ = ("_ends", "_stops", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._ends: list[int] | None = None
        self._stops: list[int] = []

    def _cut(self) -> list[int]:
        text, ends = self.text, []
        for match in _BREAK.finditer(text):
            mark = match[0]
            start, end = match.span()
            # A colon between digits is a time, a point a number: neither ends a clause.
            if (
                mark in ".:："
                and text[start - 1 : start].isdigit()
                and text[end : end + 1].isdigit()
            ):
                continue
            ends.append(end)
            if not _STOPS.isdisjoint(mark):
                self._stops.append(end)
        self._ends = ends
        return ends

    def clause_of(self, place: int, before: int = 0, after: int = 0) -> Span:
        """Where the clause of a place begins and ends, with so many neighbours."""
        ends = self._ends if self._ends is not None else self._cut()
        number = bisect_right(ends, place)
        first, last = number - before, number + after
        return (
            ends[first - 1] if first > 0 else 0,
            ends[last] if last < len(ends) else len(self.text),
        )

    def sentence_of(self, place: int) -> Span:
        """Where the sentence of a place begins and ends."""
        if self._ends is None:
            self._cut()
        stops = self._stops
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
        low, high = _reach(pattern, seed)
        area = self.clause_of(seed[0], pattern.clauses, pattern.clauses)
        low, high = max(area[0], low), min(area[1], high)
        found = [seed]
        for side in pattern.partners:
            best: Span | None = None
            nearest = pattern.gap + 1
            for start, end in self._beside(side, seed, low, high):
                distance = start - seed[1] if start >= seed[1] else seed[0] - end
                if distance < nearest:
                    best, nearest = (start, end), distance
            if best is None:
                return None
            found.append(best)
        return tuple(found)

    def _beside(self, side: Side, seed: Span, low: int, high: int) -> Iterator[Span]:
        for words in side.expressions:
            for match in words.finditer(self.text, seed[1], high):
                yield match.span()
            for match in words.finditer(self.text, low, seed[0]):
                yield match.span()
