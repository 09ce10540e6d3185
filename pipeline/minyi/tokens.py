"""The only road from raw text to features: hashed character n-grams and words.

A whole batch is worked on at once: the normalized texts are joined, turned into one array of code
points, and every n-gram of it is hashed by array arithmetic; no loop over texts or n-grams runs in
Python.

Words come in two ways. The *lexicon* takes every word of jieba's dictionary wherever it stands in
the text: an n-gram like any other, so a model that knows which n-grams are words needs neither the
dictionary nor a segmenter to serve. *words* are those of the segmenter, cut one text at a time:
better on very short texts, several times slower.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from minyi.clean import normalize_all
from minyi.errors import BadModelError
from minyi.segmenting import dictionary_hash, dictionary_words, segment, words_of

BUCKET_BITS = 22
BUCKETS = 1 << BUCKET_BITS
LONGEST = 20_000  # characters of a text that are classified

_SEPARATOR = 1  # code point between texts; control characters never survive cleaning
_GAP = 2  # what no n-gram may contain: white space
_DIGITS = ord("0")
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)  # golden ratio, Knuth's multiplicative hashing
_WORD_SALT = b"minyi word"
_SALTS = {
    "characters": np.uint64(0),
    "lexicon": np.uint64(0x9FB21C651E98DF25),
    "title": np.uint64(0x2545F4914F6CDD1D),
}
LEXICON_LENGTHS = (2, 3, 4)  # characters of a dictionary word
_RAREST_WORD = 3  # frequency in jieba's dictionary; rarer entries are mostly names

Indices = npt.NDArray[np.int32]
Spans = npt.NDArray[np.int64]  # (occurrences, 2): start, end


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSettings:
    """How texts become features; stored with the model, since weights mean nothing without it."""

    characters: tuple[int, ...] = (1, 2)  # lengths of the character n-grams
    lexicon: bool = True  # words of jieba's dictionary, wherever they stand
    words: bool = False  # words as the segmenter cuts them
    title: bool = False  # the first line of a text with a newline is a field of its own
    segmenter: str = "rjieba"  # "rjieba" or "jieba"; same dictionary, same words
    dictionary: str = ""  # SHA-256 of the segmenter's dictionary; "" where words are not used


@dataclass(frozen=True, slots=True)
class Occurrences:
    """Feature occurrences of a batch, grouped by text: CSR without the values."""

    block: str  # "characters", "lexicon", "words" or "title": each has its own length norm
    buckets: Indices  # (occurrences,) hash bucket in [0, BUCKETS)
    starts: npt.NDArray[np.int64]  # (texts + 1,)


def occurrences(
    texts: Sequence[str], settings: TextSettings, *, normal: bool = False
) -> list[Occurrences]:
    """Features of raw texts, one entry a feature family; a feature may occur more than once.

    Args:
        texts: Raw texts, as written; cut at LONGEST characters.
        settings: Which families to produce.
        normal: The texts are what `normalized` made of them, so that it need not be done again.

    Returns:
        One `Occurrences` per n-gram length (and for words, and for titles), each over all texts.
    """
    clean = texts if normal else normalized(texts)
    grams = _Grams(clean)
    families = [grams.family(n, "characters") for n in _ascending(settings.characters)]
    if settings.lexicon:
        families += [grams.family(n, "lexicon") for n in LEXICON_LENGTHS]
    if settings.words:
        families.append(_word_family(clean, settings))
    if settings.title:
        titles = [_title(text) for text in clean]
        if any(titles):
            grams = _Grams(titles)
            families += [grams.family(n, "title") for n in _title_lengths(settings)]
    return families


def normalized(texts: Sequence[str]) -> list[str]:
    """Raw texts as their features are read: normal form, cut at LONGEST characters."""
    return normalize_all([text[:LONGEST] for text in texts])


def known_words(families: Sequence[Occurrences]) -> list[Occurrences]:
    """The families of training texts, n-grams that are no words of the dictionary left out."""
    return [
        _where(family, _dictionary_buckets()[family.buckets])
        if family.block == "lexicon"
        else family
        for family in families
    ]


def readable(
    texts: Sequence[str], settings: TextSettings, *, normal: bool = False
) -> tuple[list[str], list[Spans]]:
    """Where each feature of `occurrences(texts, settings)` stands.

    Returns:
        The texts as they are hashed (cleaned, lower case, a run of digits is one "0"), and for
        every family, in order, an (occurrences, 2) array: start and end of each of its features
        in its text.
    """
    clean = texts if normal else normalized(texts)
    grams = _Grams(clean)
    letters = grams.letters()
    families = [grams.spans(n) for n in _ascending(settings.characters)]
    if settings.lexicon:
        families += [grams.spans(n) for n in LEXICON_LENGTHS]
    if settings.words:
        words = [span for each in letters for span in words_of(each, settings.segmenter)]
        families.append(np.array(words, np.int64).reshape(-1, 2))
    if settings.title:
        titles = [_title(text) for text in clean]
        if any(titles):
            grams = _Grams(titles)
            families += [grams.spans(n) for n in _title_lengths(settings)]
    return letters, families


def check_settings(settings: TextSettings) -> None:
    """Refuse settings that this machine's segmenter does not reproduce.

    Raises:
        BadModelError: Unknown segmenter, or a dictionary other than the model was trained with.
    """
    if settings.segmenter not in {"rjieba", "jieba"}:
        raise BadModelError(
            f"模型用的分词器 {settings.segmenter} 本程序不认识，请升级程序或重新训练"
        )
    if settings.words and settings.dictionary != dictionary_hash(settings.segmenter):
        raise BadModelError(
            f"模型训练时的分词词典与本机的 {settings.segmenter} 不一致，分类结果会失真；"
            "请安装训练时的版本，或用 minyi train 重新训练"
        )


def _title(clean: str) -> str:
    return clean.partition("\n")[0] if "\n" in clean else ""


def _title_lengths(settings: TextSettings) -> list[int]:
    return [n for n in _ascending(settings.characters) if n > 1]


def _ascending(lengths: Sequence[int]) -> list[int]:
    return sorted(set(lengths))


class _Grams:
    """The n-grams of a batch: what several families need is worked out once."""

    def __init__(self, clean: Sequence[str]) -> None:
        self.codes, self._owner = _codes(clean)
        self._wide = self.codes.astype(np.uint64)
        self._inside = self.codes > _GAP
        # Of the greatest length so far, wherever one may begin: its hash, and whether it is whole.
        self._hashed, self._whole = np.zeros(len(self.codes), np.uint64), self._inside
        self._by_length: list[tuple[npt.NDArray[Any], ...]] = []  # begins, hashes, starts

    def family(self, n: int, block: str) -> Occurrences:
        """Those of length n in their buckets."""
        _, hashed, starts = self._of_length(n)
        buckets = ((hashed ^ _SALTS[block]) * _MULTIPLIER) >> np.uint64(64 - BUCKET_BITS)
        return Occurrences(block, buckets.astype(np.int32), starts)

    def spans(self, n: int) -> Spans:
        """Where those of length n stand in their texts; none holds white space."""
        begins, _, starts = self._of_length(n)
        begins = begins - np.repeat(self._owner[:-1], np.diff(starts))
        return np.stack([begins, begins + n], axis=1)

    def letters(self) -> list[str]:
        """The texts as they are hashed."""
        whole = self.codes.astype(np.uint32).tobytes().decode("utf-32-le", "surrogatepass")
        return [whole[start : end - 1] for start, end in pairwise(self._owner.tolist())]

    def _of_length(self, n: int) -> tuple[npt.NDArray[Any], ...]:
        while len(self._by_length) < n:
            size = len(self._by_length) + 1
            count = max(len(self.codes) - size + 1, 0)
            hashed = self._wide[size - 1 :] + np.uint64(size)
            hashed += self._hashed[:count]
            hashed *= _MULTIPLIER
            self._hashed = hashed
            self._whole = self._whole[:count] & self._inside[size - 1 :]
            begins = np.flatnonzero(self._whole)
            starts = np.searchsorted(begins, self._owner)
            self._by_length.append((begins, hashed[begins], starts))
        return self._by_length[n - 1]


def _codes(clean: Sequence[str]) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.int64]]:
    """Code points of all texts with separators, and where each text begins (one more at the end).

    Letters lose their case, runs of digits become one "0": a house number says nothing.
    """
    joined = chr(_SEPARATOR).join(clean) + chr(_SEPARATOR)
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
    table = _folding()
    codes = table[np.minimum(codes, np.uint32(len(table) - 1))]
    digit = codes == _DIGITS
    repeated = np.zeros(len(codes), bool)
    repeated[1:] = digit[1:] & digit[:-1]
    codes = codes[~repeated]
    ends = np.flatnonzero(codes == _SEPARATOR)[: len(clean)]
    return codes, np.concatenate([[0], ends + 1])


@cache
def _folding() -> npt.NDArray[np.uint32]:
    """Code point → code point under which it is hashed; beyond the table all are one."""
    table = np.arange(0x30000, dtype=np.uint32)
    upper = np.arange(ord("A"), ord("Z") + 1)
    table[upper] += 32
    table[ord("0") : ord("9") + 1] = _DIGITS
    table[2:33] = _GAP
    table[0] = _GAP
    table[[0xA0, 0x3000]] = _GAP
    return table


def _word_family(clean: Sequence[str], settings: TextSettings) -> Occurrences:
    known = _WordBuckets()
    buckets: list[int] = []
    starts = [0]
    for text in clean:
        buckets += [known[word] for word in segment(text, settings.segmenter)]
        starts.append(len(buckets))
    return Occurrences("words", np.array(buckets, np.int32), np.array(starts, np.int64))


def _where(family: Occurrences, kept: npt.NDArray[np.bool_]) -> Occurrences:
    before = np.concatenate([[0], np.cumsum(kept)])
    return Occurrences(family.block, family.buckets[kept], before[family.starts])


@cache
def _dictionary_buckets() -> npt.NDArray[np.bool_]:
    """(BUCKETS,) whether a word of jieba's dictionary is hashed here."""
    words = list(dictionary_words(LEXICON_LENGTHS, _RAREST_WORD))
    found = np.zeros(BUCKETS, bool)
    for length in LEXICON_LENGTHS:
        alike = [word for word in words if len(word) == length]
        family = _Grams(alike).family(length, "lexicon")
        found[family.buckets] = True
    return found


class _WordBuckets(dict[str, int]):
    """Word → bucket, remembered."""

    def __missing__(self, word: str) -> int:
        digest = hashlib.blake2b(word.encode(), digest_size=8, salt=_WORD_SALT).digest()
        bucket = int.from_bytes(digest, "little") >> (64 - BUCKET_BITS)
        self[word] = bucket
        return bucket
