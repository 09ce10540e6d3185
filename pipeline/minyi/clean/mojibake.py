"""Text that was decoded with the wrong encoding, read again with the right one."""

from __future__ import annotations

import re

from minyi.clean.patterns import later
from minyi.clean.traditional import gb2312_han, unusual_han

# What CP1252 makes of the bytes 80–9F; the five bytes it leaves undefined stay C1 controls, and so
# do all of them where Latin-1 was used.
_CP1252 = {
    ord(bytes((byte,)).decode("cp1252")): byte
    for byte in range(0x80, 0xA0)
    if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
_AS_LATIN = {code: chr(byte) for code, byte in _CP1252.items()}
_HIGH = "\x80-\xff" + "".join(map(chr, _CP1252))
# A letter among them: ×××× and ”“ are no mojibake.
_TWO_HIGH = later(f"[À-ÖØ-öø-ÿ][{_HIGH}]|[{_HIGH}][À-ÖØ-öø-ÿ]")
_LATIN_RUNS = later(f"[\\x09\\x20-\\x7e{_HIGH}]+")
_HIGH_CHAR = later(f"[{_HIGH}]")
_HIGH_RUNS = later(f"[{_HIGH}]{{3,}}")
_HAN = later("[\u3400-\u9fff]")
_FOREIGN = later(
    "[^\x09\x20-\x7e\xb0-\xb7×\u2010-\u203b\u2103\u2460-\u249b\u2600-\u303f\u3380-\u33df"
    "\u3400-\u9fff\uff00-\uffef\U0001f000-\U0001faff]"
)
# Where a decoder lost a byte it left one of these.
_LOST = later("([\ufffd?]+)")


def mend(text: str) -> str:
    """Chinese that was decoded wrongly, mended; every other text as it is.

    Known are GBK and UTF-8 read as Latin-1 or CP1252 ('Í£Ë®', 'å\\x81\\x9cæ°´') and UTF-8 read as
    GBK ('鍋滄按'), all of 停水. A run is replaced only if its bytes decode strictly and the result
    is made of common characters, so that 'café' and '±5℃' stay.
    """
    if text.isascii():
        return text
    if _TWO_HIGH().search(text):
        text = _LATIN_RUNS().sub(_mend_latin_run, text)
    if unusual_han().search(text):
        text = "\n".join(_mend_gbk_line(line) for line in text.split("\n"))
    return text


def _mend_latin_run(match: re.Match[str]) -> str:
    run = match.group()
    if _TWO_HIGH().search(run) is None:
        return run
    mended = _from_latin(run)
    return _HIGH_RUNS().sub(_mend_high_run, run) if mended is None else mended


def _mend_high_run(match: re.Match[str]) -> str:
    mended = _from_latin(match.group())
    return match.group() if mended is None else mended


def _from_latin(run: str) -> str | None:
    if len(set(_HIGH_CHAR().findall(run))) < 3:
        return None
    raw = run.translate(_AS_LATIN).encode("latin-1")
    from_utf8 = _decoded(raw, "utf-8", spare=2)
    if from_utf8 is not None and _is_chinese(from_utf8, at_least=1, common=0.7):
        return from_utf8
    from_gbk = _decoded(raw, "gbk", spare=1)
    if from_gbk is not None and _is_chinese(from_gbk, at_least=2, first_level=0.4):
        return from_gbk
    return None


def _mend_gbk_line(line: str) -> str:
    """UTF-8 read as GBK; where a byte was lost, its character goes with it."""
    mended = ""
    whole = True
    for number, piece in enumerate(_LOST().split(line)):
        if number % 2:  # what stands between two pieces: a question mark, or the trace of a loss
            mended += piece.replace("\ufffd", "") if whole else ""
            continue
        decoded = _utf8_from_gbk(piece, after_loss=number > 0)
        if decoded is None:
            return line
        mended += decoded[0]
        whole = decoded[1]
    lossy = "\ufffd" in line or not whole
    return mended if _is_chinese(mended, at_least=4 if lossy else 2) else line


def _utf8_from_gbk(piece: str, *, after_loss: bool) -> tuple[str, bool] | None:
    """The piece read again, and whether its last character is whole; None if it is no UTF-8."""
    try:
        raw = b"\x80".join(part.encode("gb18030") for part in piece.split("€"))
    except UnicodeEncodeError:
        return None
    orphans = 0
    while after_loss and orphans < min(2, len(raw)) and 0x80 <= raw[orphans] < 0xC0:
        orphans += 1
    decoded = _decoded(raw[orphans:], "utf-8", spare=2)
    if decoded is None:
        return None
    return decoded, len(decoded.encode()) == len(raw) - orphans


def _decoded(raw: bytes, encoding: str, *, spare: int) -> str | None:
    """Strictly decoded, up to `spare` bytes of a character cut off at the end left out."""
    for cut in range(min(spare, len(raw)) + 1):
        end = len(raw) - cut
        if not raw[end:].isascii() or not cut:
            try:
                return raw[:end].decode(encoding)
            except UnicodeDecodeError:
                continue
    return None


def _is_chinese(text: str, *, at_least: int, common: float = 0.9, first_level: float = 0.0) -> bool:
    """Ideographs, most of them common, and nothing but their usual company.

    `common` is the share of GB 2312 and Big5's first level, `first_level` that of the 3755 most
    common ones of GB 2312.
    """
    han = _HAN().findall(text)
    if len(han) < at_least or _FOREIGN().search(text):
        return False
    simple = [char.encode("gb2312")[0] for char in han if char in gb2312_han()]
    known = len(simple) + sum(_is_common_traditional(char) for char in han)
    first = sum(row < 0xD8 for row in simple)
    return known >= common * len(han) and first >= first_level * len(han)


def _is_common_traditional(char: str) -> bool:
    """Among the 5401 of Big5's first level, and not of GB 2312."""
    if char in gb2312_han():
        return False
    try:
        return char.encode("big5")[0] < 0xC7
    except UnicodeEncodeError:
        return False
