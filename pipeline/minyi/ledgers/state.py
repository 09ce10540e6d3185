"""The state of a matter, derived from its events and from nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Proof of what was done: words, or a file named by its SHA-256."""

    text: str = ""
    sha256: str = ""
    name: str = ""  # of the file, masked


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterState:
    """Where a matter stands. Every field is a column of the table `states`."""

    id: int
    version: int  # number of events so far: what a writer must have seen
    status: str
    last_at: datetime  # of the last event
    # what it is about
    category: str = ""
    score: float = 0.0
    needs_review: bool = False
    kind: str = ""
    urgency: str = ""
    place: str = ""
    channel: str = ""
    received_on: date | None = None
    registered_on: date | None = None
    days: int = 0  # working days that it may take
    accused: str = ""  # the organization that a 举报 is about
    # 三定: organization, person, deadline
    proposed: str = ""  # organization that routing proposed
    organization: str = ""
    person: str = ""
    deadline: date | None = None
    assisting: tuple[str, ...] = ()
    # when what was done, last time
    assigned_at: datetime | None = None
    accepted_at: datetime | None = None
    started_at: datetime | None = None
    requested_at: datetime | None = None
    reviewed_at: datetime | None = None
    first_answered_at: datetime | None = None
    answered_at: datetime | None = None
    closed_at: datetime | None = None
    # suspended, merged: where to go back to
    before: str = ""
    suspended_on: date | None = None
    lead: int | None = None  # the matter that it was merged into
    voices: int = 1  # itself and the matters merged into it
    # an extension that waits for a decision
    asked_until: date | None = None
    asked_by: str = ""
    # proof, review, answer: of the present round
    measures: str = ""
    evidence: tuple[Evidence, ...] = ()
    requested_by: str = ""
    reviewer: str = ""
    answer: str = ""
    satisfaction: str = ""
    # how often
    returns: int = 0
    extensions: int = 0
    reopened: int = 0
    chased: str = ""  # highest rung of the ladder that was used since it was assigned
    chased_on: date | None = None
