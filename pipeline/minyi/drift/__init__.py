"""Two boxes compared: arrays in, figures and a verdict out."""

from minyi.drift.box import Box
from minyi.drift.shares import CategoryShift, RateShift, ScoreShift, ShareShift
from minyi.drift.topics import Topic
from minyi.drift.verdict import VERDICTS, Drift, Signal, compare
from minyi.drift.words import VocabularyShift, WordShift

__all__ = [
    "VERDICTS",
    "Box",
    "CategoryShift",
    "Drift",
    "RateShift",
    "ScoreShift",
    "ShareShift",
    "Signal",
    "Topic",
    "VocabularyShift",
    "WordShift",
    "compare",
]
