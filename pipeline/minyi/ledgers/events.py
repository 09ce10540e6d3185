"""What happened to a matter: the append-only truth that everything else is derived from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from hashlib import sha256
from types import MappingProxyType
from typing import Any

from minyi.errors import UsageError

CHINA = timezone(timedelta(hours=8))  # no daylight saving since 1991: a day is a day everywhere
GENESIS = "0" * 64  # stands before the first hash


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One step of one matter; carries no personal data of citizens, for it can never be changed."""

    matter: int
    seq: int  # 1, 2, 3 … within the matter
    step: str
    at: datetime  # aware, in CHINA
    who: str
    role: str
    organization: str  # of the person who acted
    why: str = ""
    payload: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))  # plain JSON

    def canonical(self, payload: str | None = None) -> str:
        """The event as one line of JSON that is the same on every machine and store.

        Args:
            payload: As `payload_text` gives it, where that is at hand.
        """
        head = _canonical(
            [
                self.matter,
                self.seq,
                self.step,
                stamp(self.at),
                self.who,
                self.role,
                self.organization,
                self.why,
            ]
        )
        return f"{head[:-1]},{payload_text(self.payload) if payload is None else payload}]"


def chained(before: str, number: int, event: Event, payload: str | None = None) -> str:
    """Hash of an event and of all before it: SHA-256 over the hash before, number and event."""
    return sha256(f"{before}\n{number}\n{event.canonical(payload)}".encode()).hexdigest()


def payload_text(payload: Mapping[str, Any]) -> str:
    """A payload as it is stored."""
    return _canonical(dict(payload))


@lru_cache(maxsize=4096)  # a batch has one moment
def stamp(at: datetime) -> str:
    """A moment in the one form that sorts as text: 2026-02-14T09:30:00.000000+08:00."""
    return in_china(at).isoformat(timespec="microseconds")


def in_china(at: datetime) -> datetime:
    """The same moment by the office's clock.

    Raises:
        UsageError: The moment names no time zone, so nobody can tell when it was.
    """
    if at.tzinfo is None:
        raise UsageError(f"时间 {at} 没有时区，请写成 2026-02-14T09:30:00+08:00 的样子")
    return at.astimezone(CHINA)


def to_date(value: object) -> date:
    """A day from a date, a moment or its ISO text.

    Raises:
        UsageError: It is none.
    """
    if isinstance(value, datetime):
        return in_china(value).date() if value.tzinfo else value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise UsageError(f"日期“{value}”看不懂，请写成 2026-02-14 的样子") from error


def _canonical(value: Any) -> str:
    return _ENCODE(value)


_ENCODE = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
).encode
