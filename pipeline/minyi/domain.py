"""The words of the field as types: frozen, slotted, keyword-only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Literal

URGENCY_NAMES: Mapping[str, str] = MappingProxyType({"urgent": "紧急", "normal": "一般"})
KIND_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "complaint": "投诉",
        "request": "求助",
        "suggestion": "建议",
        "question": "咨询",
        "report": "举报",
        "praise": "表扬",
    }
)

Level = Literal["rejected", "skipped", "notice", "file"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where an opinion stood, so that a person can find it again."""

    file: str  # name as given, relative to the folder that was named; "-" for standard input
    sheet: str = ""  # "" for files without sheets
    row: int = 0  # as a person counts in the file: header and title rows included, from 1

    def __str__(self) -> str:
        sheet = f"[{self.sheet}]" if self.sheet else ""
        return f"{self.file}{sheet}:{self.row}" if self.row else f"{self.file}{sheet}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """One slip, call or message as it was written; its text is never changed."""

    text: str  # the body as written; where there is a title column, it stands in `title`
    source: Source
    id: str  # case number, or str(source) where there is none
    title: str = ""
    case_number: str = ""  # leading zeros kept
    received_on: date | None = None
    channel: str = ""
    place: str = ""  # street, town, community or unit column of the table
    name: str = ""  # of the citizen
    phone: str = ""
    assigned: str = ""  # 原承办单位
    extra: Mapping[str, str] = field(default_factory=dict)  # further columns: header → cell

    @property
    def full_text(self) -> str:
        """Title on the first line, then the body: what is split, classified and routed."""
        if self.title and not self.text.startswith(self.title):
            return f"{self.title}\n{self.text}"
        return self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something in the input that a person should know of; nothing is dropped in silence.

    `rejected` is an opinion row that could not be taken (it counts in read = classified +
    rejected); `skipped` is no opinion (a 合计 row, a sheet without opinions); `notice` was taken
    but altered or guessed; `file` is a whole file that could not be read.
    """

    level: Level
    source: Source
    what: str  # Chinese: what is wrong
    advice: str  # Chinese: what to do
    excerpt: str = ""  # the cells of the row as far as they help to find it


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """What the model thinks of one matter; scores are calibrated probabilities in [0, 1]."""

    category: str  # leaf code, such as "utilities.water"
    score: float
    alternatives: tuple[tuple[str, float], ...] = ()  # next best leaves, best first
    kind: str = "complaint"
    urgent_score: float = 0.0  # the model's probability of "urgent", before the safety net


@dataclass(frozen=True, slots=True, kw_only=True)
class Triage:
    """How urgent a matter is, and which rule and words made it so."""

    urgency: str  # "urgent" or "normal"
    rule: str = ""  # Chinese name of the rule of the safety net; "模型" where the model decided
    words: tuple[str, ...] = ()  # the deciding words as they stand in the text


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Where a matter goes, and why."""

    organization: str  # 主办 (lead); never empty: the coordinating office is the last resort
    reason: str  # plain Chinese; always names the rule that decided
    needs_review: bool = False
    assisting: tuple[str, ...] = ()  # 协办
    contact: str = ""  # 责任人
    place: str = ""  # the place that decided, official name; "" for district-wide
    urgent_days: int = 1  # deadline in working days
    normal_days: int = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """One matter of a slip, understood: the row of every output."""

    opinion: Opinion
    number: int  # 1 for the first matter of the slip
    text: str  # this matter's part of the slip, as written
    prediction: Prediction
    triage: Triage
    route: Route
    needs_review: bool  # a person must look: low score, unclear, or the route says so
    review_reason: str = ""  # Chinese; "" unless needs_review

    @property
    def id(self) -> str:
        return matter_id(self.opinion, self.number)

    @property
    def category(self) -> str:
        return self.prediction.category

    @property
    def score(self) -> float:
        return self.prediction.score

    @property
    def kind(self) -> str:
        return self.prediction.kind

    @property
    def urgency(self) -> str:
        return self.triage.urgency

    @property
    def organization(self) -> str:
        return self.route.organization

    @property
    def reason(self) -> str:
        return self.route.reason


def matter_id(opinion: Opinion, number: int) -> str:
    """The slip's id, with #2, #3 … from its second matter on."""
    return opinion.id if number == 1 else f"{opinion.id}#{number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """Who changed what of one matter, and when; a new value of "" means: left as it was."""

    matter_id: str  # as printed
    text: str  # as printed, that is masked
    source: Source  # where the correction stands
    reviewer: str = ""
    reviewed_on: date | None = None
    old_category: str = ""  # code
    new_category: str = ""  # code
    old_organization: str = ""
    new_organization: str = ""
    old_urgency: str = ""  # code
    new_urgency: str = ""  # code
    note: str = ""
