"""Labelled rows → a model folder."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from minyi.errors import BadTableError
from minyi.fitting import FitSettings, fit
from minyi.model_store import Model
from minyi.tokens import TextSettings, dictionary_hash, occurrences

FEWEST_ROWS = 5  # of a label, below which no honest figure can be given


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something in the training table that a person should know of."""

    row: int  # 0 where the whole table is meant
    what: str
    advice: str


def check_rows(
    texts: Sequence[str], labels: Sequence[str], rows: Sequence[int]
) -> tuple[list[int], list[Finding]]:
    """Rows fit for training, and what is wrong with the rest.

    Args:
        texts: Raw texts.
        labels: Label of every text.
        rows: Row of every text in its file.

    Returns:
        Positions to train on (first of every exact duplicate), and findings: rows left out for
        want of a text or a label, duplicates, texts with two labels, labels with few rows.
    """
    findings, kept = [], []
    first: dict[str, int] = {}
    for i, (text, label, row) in enumerate(zip(texts, labels, rows, strict=True)):
        if not text.strip() or not label.strip():
            lack = "文本" if not text.strip() else "标签"
            findings.append(
                Finding(row=row, what=f"{lack}为空，未用于训练", advice="补全后重新训练")
            )
            continue
        key = "".join(text.split())
        if key not in first:
            first[key] = i
            kept.append(i)
        elif labels[first[key]] != label:
            other = f"第 {rows[first[key]]} 行标为“{labels[first[key]]}”"
            what = f"与{other}的文本相同而标签不同（“{label}”），只用先出现的一行"
            findings.append(Finding(row=row, what=what, advice="请统一标签"))
        else:
            what = f"与第 {rows[first[key]]} 行重复，只用一次"
            findings.append(Finding(row=row, what=what, advice="可删去重复行"))
    for label, count in sorted(Counter(labels[i] for i in kept).items()):
        if count < FEWEST_ROWS:
            what = f"标签“{label}”只有 {count} 行，学不准"
            advice = f"请补到 {FEWEST_ROWS} 行以上，或并入相近的标签"
            findings.append(Finding(row=0, what=what, advice=advice))
    return kept, findings


def with_titles(texts: Sequence[str], titles: Sequence[str] | None) -> list[str]:
    """Texts with their title on the first line, as classification expects it."""
    if titles is None:
        return list(texts)
    return [
        f"{title.strip()}\n{text}" if title.strip() else text
        for title, text in zip(titles, texts, strict=True)
    ]


def train(
    texts: Sequence[str],
    targets: Mapping[str, Sequence[str]],
    *,
    text: TextSettings | None = None,
    settings: FitSettings | None = None,
    groups: Sequence[str] | None = None,
    facts: Mapping[str, Any] | None = None,
) -> Model:
    """Train a model; the same rows, settings and seed give the same weights.

    Args:
        texts: Raw texts; the title, where there is one, on the first line.
        targets: Head name → label of every text ("" leaves a text out of that head).
        text: How texts become features.
        settings: How the classifier is fitted.
        groups: Provenance of every text (writer, source); calibration holds out whole groups.
        facts: Further entries of the manifest.

    Raises:
        BadTableError: A head with fewer than two labels.
    """
    text = text or TextSettings()
    if text.words:
        text = TextSettings(
            characters=text.characters,
            words=True,
            title=text.title,
            segmenter=text.segmenter,
            dictionary=dictionary_hash(text.segmenter),
        )
    settings = settings or FitSettings()
    for name, labels in targets.items():
        if len(set(labels) - {""}) < 2:
            raise BadTableError(f"“{name}”只有一种标签，无从学起；请检查 --label 指的列")
    classifier = fit(occurrences(texts, text), targets, settings, groups)
    digest = _digest(texts, targets)
    known = {
        "seed": settings.seed,
        "cost": settings.cost,
        "min_texts": settings.min_texts,
        "balanced": settings.balanced,
        "rows": len(texts),
        "data_sha256": digest,
        **(facts or {}),
    }
    return Model(classifier, text, version=digest[:12], facts=known)


def _digest(texts: Sequence[str], targets: Mapping[str, Sequence[str]]) -> str:
    """One hash of everything that was learned from."""
    sha = hashlib.sha256()
    for i, text in enumerate(texts):
        sha.update("\x1f".join([text, *(labels[i] for labels in targets.values())]).encode())
        sha.update(b"\x1e")
    return sha.hexdigest()
