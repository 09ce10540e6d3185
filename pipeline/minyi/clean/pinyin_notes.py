"""Readings that web pages carry behind characters: 領(lǐng)導(dǎo) → 領導."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from minyi.clean.patterns import later
from minyi.clean.traditional import simplified

_LETTERS = (
    "A-Za-z\u00c0-\u00f6\u00f8-\u017f\u01cd-\u01dc\u01f8\u01f9\u0251\u0261\u0300-\u030c\u1e3e\u1e3f"
)
# One reading is at most 6 letters, the longest note that is a note has a few of them.
_NOTE = later(
    f"([\u3400-\u9fff\U00020000-\U0002ffff]{{1,8}})(\\s?)"
    f"(?:[(（]\\s*([{_LETTERS}][{_LETTERS}1-5'’\\- ]{{0,47}})[)）]|\\[([{_LETTERS}]{{1,12}})\\])"
)
_CANDIDATE = later(f"[(（\\[]\\s*[{_LETTERS}]")
_TONES = dict.fromkeys((0x300, 0x301, 0x304, 0x30C))
_PLAIN = str.maketrans({"ɑ": "a", "ɡ": "g", "’": None, "'": None, "-": None, " ": None})
# 一 and 不 change their tone before other words, and notes follow the voice.
_SANDHI = {"一": ("yí", "yì"), "不": ("bú",)}


def without_pinyin_notes(text: str) -> str:
    """Drop "(x)" where x is the reading of the character before it, or of several characters.

    Readings come from pypinyin, of the character as it stands and of its simplified form. A note
    without tone marks, 领(ling), is dropped only where the text has two notes or more: 选A(A) is
    no note. What is no reading stays: (APP), （ok）, (GB 50016).
    """
    if _CANDIDATE().search(text) is None:
        return text
    notes = [
        (match.end(1), match.end(), note)
        for match in _NOTE().finditer(text)
        if (note := _note(match))
    ]
    toned = any(note == "toned" for _, _, note in notes)
    pieces: list[str] = []
    position = 0
    for start, end, note in notes:
        if note == "toned" or (len(notes) > 1 and (note == "plain" or toned)):
            pieces.append(text[position:start])
            position = end
    return "".join(pieces) + text[position:]


def _note(match: re.Match[str]) -> str:
    """ "toned", "plain", "letter" (one letter without a tone) or "" for what is no reading."""
    han, gap = match.group(1), match.group(2)
    written = unicodedata.normalize("NFC", (match.group(3) or match.group(4)).translate(_PLAIN))
    written = written.lower().replace("v", "ü")
    toned = written != _toneless(written) or written[-1:].isdigit()
    if (not toned and (gap or match.group(4))) or not _reads(han, written):
        return ""
    return "toned" if toned else "plain" if len(written) > 1 else "letter"


def _reads(han: str, written: str) -> bool:
    """Whether `written` is what the last characters of `han` sound like, one after the other."""
    if not written:
        return True
    return bool(han) and any(
        written.endswith(reading) and _reads(han[:-1], written[: -len(reading)])
        for reading in _readings(han[-1])
    )


@lru_cache(maxsize=4096)
def _readings(char: str) -> frozenset[str]:
    """Every way to write how a character sounds: lǐng, ling3, ling."""
    from pypinyin import Style, pinyin

    toned = {*_SANDHI.get(char, ())}
    numbered: set[str] = set()
    for form in {char, simplified(char)}:
        for style, into in ((Style.TONE, toned), (Style.TONE3, numbered)):
            for found in pinyin(form, style=style, heteronym=True, errors="ignore"):
                into.update(reading.replace("v", "ü") for reading in found)
    return frozenset(toned | numbered | {_toneless(reading) for reading in toned})


def _toneless(written: str) -> str:
    decomposed = unicodedata.normalize("NFD", written)
    return unicodedata.normalize("NFC", decomposed.translate(_TONES))
