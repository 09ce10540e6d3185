"""What is wrong with a table of labelled rows, told before anything is learned from it."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO

from minyi.clean import mask_all

FEWEST_ROWS = 5  # of a label, below which no honest figure can be given
FINDINGS_NAME = "检查结果.csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something in the training table that a person should know of."""

    row: int  # 0 where the whole table is meant
    kind: str  # a few words, the same for all of its kind
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
            what, advice = f"{lack}为空，未用于训练", "补全后重新训练"
            findings.append(Finding(row=row, kind=f"{lack}为空", what=what, advice=advice))
            continue
        key = "".join(text.split())
        if key not in first:
            first[key] = i
            kept.append(i)
        elif labels[first[key]] != label:
            other = f"第 {rows[first[key]]} 行标为“{labels[first[key]]}”"
            what = f"与{other}的文本相同而标签不同（“{label}”），只用先出现的一行"
            findings.append(Finding(row=row, kind="一文两标", what=what, advice="请统一标签"))
        else:
            what = f"与第 {rows[first[key]]} 行重复，只用一次"
            findings.append(Finding(row=row, kind="重复", what=what, advice="可删去重复行"))
    for label, count in sorted(Counter(labels[i] for i in kept).items()):
        if count < FEWEST_ROWS:
            what = f"标签“{label}”只有 {count} 行，学不准"
            advice = f"请补到 {FEWEST_ROWS} 行以上，或并入相近的标签"
            findings.append(Finding(row=0, kind="标签行数太少", what=what, advice=advice))
    return kept, findings


def counts(findings: Sequence[Finding]) -> dict[str, int]:
    """Findings of every kind, in the order met."""
    return dict(Counter(finding.kind for finding in findings))


def findings_csv(findings: Sequence[Finding]) -> bytes:
    """A table of all findings for Excel, masked: 行号 (blank for the whole table), 问题, 建议."""
    buffer = StringIO()
    writer = csv.writer(buffer)
    writer.writerow(["行号", "问题", "建议"])
    for finding, what in zip(findings, mask_all([f.what for f in findings]), strict=True):
        writer.writerow([finding.row or "", what, finding.advice])
    return buffer.getvalue().encode("utf-8-sig", "replace")


def mostly_titled(texts: Sequence[str]) -> bool:
    """Whether at least a third of the texts have a title on their first line."""
    return 3 * sum("\n" in text for text in texts) >= len(texts)


def with_titles(texts: Sequence[str], titles: Sequence[str] | None) -> list[str]:
    """Texts with their title on the first line, as classification expects it."""
    if titles is None:
        return list(texts)
    return [
        f"{title.strip()}\n{text}" if title.strip() else text
        for title, text in zip(titles, texts, strict=True)
    ]
