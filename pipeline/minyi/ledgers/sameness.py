"""What makes a slip the same again, so that it is entered once."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Mapping
from hashlib import sha256
from typing import Any


def slip_key(text: str, slip: Mapping[str, Any], seen: Counter[str]) -> str:
    """SHA-256 of content, source and number; not of the row, for rows move.

    Made of the masked text: a hash of names and numbers could be guessed back long after they
    were removed.

    Args:
        text: Of the whole slip, masked.
        slip: Its row of `slips`.
        seen: How often each was met in this run; the n-th alike of one source is the n-th alike
            the next time, too.
    """
    content = "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))
    parts = (
        content,
        slip["file"],
        slip["sheet"],
        slip["case_number"],
        str(slip["received_on"] or ""),
        slip["channel"],
        slip["place"],
    )
    base = sha256("\x1f".join(parts).encode()).hexdigest()
    seen[base] += 1
    return base if seen[base] == 1 else sha256(f"{base}\x1f{seen[base]}".encode()).hexdigest()
