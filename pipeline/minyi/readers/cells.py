"""Turn whatever a table holds into the text a person sees in the cell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

# What Excel shows where a formula failed: as good as empty.
_ERRORS = frozenset(
    {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"}
)
_INVISIBLE = "\ufeff\u200b"
_FLOAT_INTEGER = re.compile(r"[+-]?\d+\.0+")
_HAN = re.compile(r"[㐀-鿿豈-﫿]")


def cell_text(value: object) -> str:
    """The cell as text: whole numbers without ".0", dates as 2026-02-03[ 09:15], "" for None."""
    if value is None:
        return ""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        if value != value or value in (float("inf"), float("-inf")):
            return ""
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        if value.time() == time():
            return value.date().isoformat()
        return value.isoformat(" ", "seconds" if value.second else "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat("seconds" if value.second else "minutes")
    if isinstance(value, timedelta):
        minutes, seconds = divmod(int(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}" + (f":{seconds:02}" if seconds else "")
    if isinstance(value, bytes):
        return clean_text(value.decode("utf-8", errors="replace"))
    if isinstance(value, (dict, list, tuple)):
        import json

        return json.dumps(value, ensure_ascii=False, default=str)
    return clean_text(str(value))


def clean_text(text: str) -> str:
    """Without the white space around, Excel's ``_x000D_`` and error values; lines end in \\n."""
    if "\r" in text or "_x000D_" in text:
        text = text.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        text = text.replace("\0", "")
    text = text.strip()
    if not text:
        return text
    if text[0] in _INVISIBLE or text[-1] in _INVISIBLE:
        text = text.strip(_INVISIBLE).strip()
    return "" if text in _ERRORS else text


def number_text(text: str) -> str:
    """A case or phone number without what programs did to it: 12345.0, '0311… of Excel."""
    if text.startswith("'") and text[1:2].isdigit():
        text = text[1:]
    # a number never begins with 0: 007.0 was typed so
    if text.endswith("0") and text[0] != "0" and _FLOAT_INTEGER.fullmatch(text):
        return text.partition(".")[0]
    return text


def han(text: str) -> int:
    """Number of Chinese characters."""
    return len(_HAN.findall(text))


def excerpt(cells: Sequence[str], width: int = 2_000) -> str:
    """The filled cells of a row, numbers masked: what is no opinion is read here or nowhere."""
    from minyi.clean import mask  # only problems need it

    line = mask(" | ".join(" ".join(cell[:width].split()) for cell in cells if cell))
    return line if len(line) <= width else line[: width - 1] + "…"
