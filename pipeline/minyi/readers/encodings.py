"""Tell UTF-8, GB18030, Big5 and UTF-16 apart, from a single short line if need be.

Statistical detectors need more text than a slip has: they take 停水了 in GBK for Korean. Here
every candidate decodes the sample, and the reading with the most common Chinese characters wins:
a wrong decoding gives rare characters, private-use ones or control codes.
"""

from __future__ import annotations

import codecs
import unicodedata
from functools import cache
from pathlib import Path

_SAMPLE = 1 << 20  # bytes looked at
_SCORED = 4_000  # characters scored

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: begins with the same two bytes
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
# On a tie the first wins. big5hkscs adds the Hong Kong characters that cp950 lacks.
_CANDIDATES = ("utf-8", "gb18030", "cp950", "big5hkscs", "utf-16-le", "utf-16-be")


def encoding_of(path: Path) -> str:
    """Name of the Python codec that reads this file.

    Raises:
        OSError: The file cannot be opened.
    """
    with path.open("rb") as file:
        head = file.read(_SAMPLE)
        # skip whole ASCII blocks; the next one starts on a character
        while head.isascii() and b"\0" not in head and (more := file.read(_SAMPLE)):
            head = more
    return guess_encoding(head)


def guess_encoding(data: bytes) -> str:
    """Codec name for a sample that starts at the start of the text (or on a character).

    Returns "utf-8" for empty and for plain ASCII input.
    """
    for bom, name in _BOMS:
        if data.startswith(bom):
            return name
    data = data[:_SAMPLE]
    if data.isascii():
        return _wide(data)
    utf8 = _decode(data, "utf-8")
    if "�" not in utf8 and any(char >= "⺀" for char in utf8) and "\0" not in utf8:
        return "utf-8"
    best, best_score = "utf-8", float("-inf")
    for name in _CANDIDATES:
        score = _score(_decode(data, name))
        if score > best_score + 1e-9:
            best, best_score = name, score
    return best


def decode(data: bytes) -> str:
    """The text of a whole small file; bytes that cannot be read become U+FFFD."""
    return data.decode(guess_encoding(data), errors="replace").lstrip("\ufeff")


def garbled(sample: bytes) -> bool:
    """Whether no encoding makes words of the bytes: many stay unreadable, the rest is rare."""
    text = _decode(sample, guess_encoding(sample))
    bad = sum(
        1 for char in text if char not in "\t\r\n\0" and (char == "�" or _weight(char) == -3.0)
    )
    return bad >= 8 and (bad * 5 > len(text) or (bad * 12 > len(text) and _score(text) < 0))


def _wide(data: bytes) -> str:
    """ASCII bytes are UTF-16 if they hold NULs, or read as common Chinese throughout."""
    if len(data) < 4:
        return "utf-8"
    for name in ("utf-16-le", "utf-16-be"):
        text = _decode(data, name)
        if b"\0" in data:
            if _score(text) > 0 or text.isascii():
                return name
        elif len(data) % 2 == 0 and len(text) <= _SCORED:
            known = [_weights().get(char, 0.0) for char in text]
            # \\P4l is 停水; of so few the characters must be very common
            least = 0.6 if len(data) < 6 else 0.01
            if min(known) >= least and sum(known) / len(known) >= 0.5:
                return name
    return "utf-8"


def _decode(data: bytes, name: str) -> str:
    """Decode what is whole: a sample may end amid a character."""
    decoder = codecs.getincrementaldecoder(name)(errors="replace")
    return decoder.decode(data, final=len(data) < _SAMPLE)


def _score(text: str) -> float:
    """Mean plausibility of the characters that are not plain ASCII; higher is better."""
    weights = _weights()
    total, count = 0.0, 0
    for char in text[: _SCORED * 4]:
        if " " <= char < "\x7f" or char in "\r\n\t":
            continue
        weight = weights.get(char)
        if weight is None:
            weight = weights[char] = _weight(char)
        total += weight
        count += 1
        if count >= _SCORED:
            break
    return total / count if count else 0.0


def _weight(char: str) -> float:
    """Plausibility of a character outside the frequency table."""
    code = ord(char)
    if code < 0x20 or char == "�":
        return -3.0
    if 0x3000 <= code <= 0x3020 or 0xFF01 <= code <= 0xFF5E or char in "“”‘’…—·ˉ￥":
        return 0.4
    if 0x4E00 <= code <= 0x9FFF:
        return -0.3
    if 0x2460 <= code <= 0x24FF or char in "°×÷℃№℡㎡①↑↓→←√※★☆●○■□◆◇▲△▪•":
        return 0.0
    if unicodedata.category(char) in ("Cc", "Cn", "Co", "Cs"):
        return -3.0
    if char in "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü":
        return -0.2
    return -1.0


@cache
def _weights() -> dict[str, float]:
    """Character → weight from 1.0 (most common) down to 0.2, simplified and traditional."""
    table = Path(__file__).parent.parent / "data" / "common_characters.txt"
    characters = table.read_text(encoding="utf-8").splitlines()[-1]
    return {char: max(0.2, 1.0 - rank / 4_000) for rank, char in enumerate(characters)}
