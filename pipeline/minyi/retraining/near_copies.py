"""Texts that say nearly the same: a held-out figure must not rest on a copy of what was learned."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from minyi.clean import normalize_all
from minyi.retraining.checking import Finding
from minyi.tokens import LONGEST

NEAR = 0.9  # similarity from which a text counts as a copy

# Two texts of similarity 0.9 share two thirds of their character pairs: with 32 bands of 4 hashes
# such a pair is missed once in a thousand, and texts that share a twentieth hardly ever meet.
_HASHES, _BANDS = 128, 32
_SHORTEST = 8  # characters; of fewer, one character more or less is another matter
_CANDIDATES = 200  # that a text is compared with: half a form shared by all would meet them all
_BATCH = 4096
_DIGITS = re.compile(r"\d+")


class NearCopy(NamedTuple):
    """A text, the first text that it nearly repeats (positions), and how alike they are."""

    copy: int
    original: int
    similarity: float  # length of what they share, over their mean length


def find_near_copies(texts: Sequence[str]) -> list[NearCopy]:
    """Texts that nearly repeat an earlier one; case, white space and digits do not count.

    Each text is compared with those before it that are no copies themselves, so that a form
    filled in a thousand times costs a thousand comparisons, not a million. Candidates come from
    MinHash (Broder 1997); a pair may be missed, none is made up.

    Args:
        texts: Raw texts.

    Returns:
        The copies in the order of the texts, each with the original most like it.
    """
    from rapidfuzz.fuzz import ratio
    from rensa import RMinHash, RMinHashLSH

    plain = [_plain(text) for text in normalize_all([text[:LONGEST] for text in texts])]
    index = RMinHashLSH(threshold=0.5, num_perm=_HASHES, num_bands=_BANDS)
    copies = []
    for begin in range(0, len(plain), _BATCH):
        batch = plain[begin : begin + _BATCH]
        sketches = RMinHash.from_token_sets(map(_pairs, batch), num_perm=_HASHES, seed=0)
        for i, (text, sketch) in enumerate(zip(batch, sketches, strict=True), start=begin):
            if len(text) < _SHORTEST:
                continue
            met = sorted(index.query(sketch))[:_CANDIDATES]
            best, original = max(
                ((ratio(text, plain[j], score_cutoff=100 * NEAR), -j) for j in met),
                default=(0.0, 0),
            )
            if best:
                copies.append(NearCopy(i, -original, best / 100))
            else:
                index.insert(i, sketch)
    return copies


def near_findings(
    copies: Sequence[NearCopy],
    labels: Sequence[str],
    rows: Sequence[int],
    groups: Sequence[str] | None = None,
) -> list[Finding]:
    """Near copies as findings; two labels, or two sources, are said."""
    findings = []
    for copy, original, similarity in copies:
        what = f"与第 {rows[original]} 行几乎相同（相似度 {similarity:.0%}）"
        kind, advice = "相近", "如是同一件事，可只留一行"
        if labels[copy] != labels[original]:
            kind, advice = "相近而标签不同", "请核对两行的标签"
            what += f"，标签却不同（“{labels[copy]}”与“{labels[original]}”）"
        if groups is not None and groups[copy] != groups[original]:
            what += "，且分属不同来源，留出检验的数字会偏高"
        findings.append(Finding(row=rows[copy], kind=kind, what=what, advice=advice))
    return findings


def copy_groups(count: int, copies: Sequence[NearCopy]) -> list[str] | None:
    """A group a text, near copies in one; None where no two texts are alike."""
    groups = [f"{i:09d}" for i in range(count)]
    for copy, original, _ in copies:
        groups[copy] = groups[original]
    return groups if copies else None


def _plain(text: str) -> str:
    return _DIGITS.sub("0", "".join(text.lower().split()))


def _pairs(text: str) -> list[str]:
    return [text[i : i + 2] for i in range(max(len(text) - 1, 1))]
