"""A correction by a person: the food of retraining."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from minyi.domain import Source


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
