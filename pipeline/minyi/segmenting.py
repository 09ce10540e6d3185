"""Words as jieba cuts them, by jieba itself or by its faster twin rjieba."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from functools import cache


def segment(clean: str, segmenter: str = "rjieba") -> list[str]:
    """Words of a cleaned text: Han words as jieba cuts them, other runs left out."""
    # Both segmenters agree on runs of Han characters only, so nothing else is shown to them.
    han = "".join(c if "一" <= c <= "鿿" else " " for c in clean)
    cut = _cutter(segmenter)
    return [word for run in han.split() for word in cut(run)]


def words_of(clean: str, segmenter: str = "rjieba") -> list[tuple[int, int]]:
    """(start, end) of every word of a cleaned text; words are runs of Han characters."""
    spans = []
    at = 0
    for word in segment(clean, segmenter):
        at = clean.index(word, at)
        spans.append((at, at + len(word)))
        at += len(word)
    return spans


def dictionary_hash(segmenter: str) -> str:
    """SHA-256 of the dictionary that the segmenter would use here.

    rjieba compiles jieba's default dictionary in; its version stands for it.
    """
    if segmenter == "jieba":
        import jieba

        with jieba.get_dict_file() as file:
            return hashlib.sha256(file.read()).hexdigest()
    from importlib.metadata import version

    return hashlib.sha256(f"rjieba {version('rjieba')}".encode()).hexdigest()


def dictionary_words(lengths: Sequence[int], rarest: int) -> Iterator[str]:
    """Words of jieba's dictionary of these lengths, met at least so often in its own corpus."""
    import jieba

    with jieba.get_dict_file() as file:
        for line in file:
            word, frequency, *_ = line.decode("utf-8").split(" ")
            if len(word) in lengths and int(frequency) >= rarest:
                yield word


@cache
def _cutter(segmenter: str) -> Callable[[str], Sequence[str]]:
    if segmenter == "jieba":
        import jieba

        jieba.setLogLevel("ERROR")
        cut: Callable[[str], Sequence[str]] = jieba.lcut
        return cut
    import rjieba

    fast: Callable[[str], Sequence[str]] = rjieba.cut
    return fast
