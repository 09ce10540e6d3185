"""Labelled rows → a model, with what it says of rows that it has not seen."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from minyi.classifier import LinearClassifier
from minyi.errors import BadTableError
from minyi.fitting import HeldOut, fit
from minyi.machines import FitSettings
from minyi.model_store import Model
from minyi.retraining.metrics import held_out_metrics
from minyi.segmenting import dictionary_hash
from minyi.tokens import TextSettings, known_words, occurrences


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    """A model, and by head its held-out probabilities; no entry where rows are too few."""

    model: Model
    held_out: Mapping[str, HeldOut]


def train(
    texts: Sequence[str],
    targets: Mapping[str, Sequence[str]],
    *,
    text: TextSettings | None = None,
    settings: FitSettings | Mapping[str, FitSettings] | None = None,
    groups: Sequence[str] | None = None,
    weights: Sequence[float] | None = None,
    times: Sequence[str] | None = None,
    prior: LinearClassifier | None = None,
    facts: Mapping[str, Any] | None = None,
    on_step: Callable[[], object] = lambda: None,
) -> Trained:
    """Train a model; the same rows, settings and seed give the same weights.

    Args:
        texts: Raw texts; the title, where there is one, on the first line.
        targets: Head name → label of every text ("" leaves a text out of that head).
        text: How texts become features.
        settings: How the classifier is fitted: one for all heads, or head by head.
        groups: Provenance of every text (writer, source); calibration holds out whole groups,
            never texts of the group "".
        weights: How much every text counts; 1 each where not given.
        times: When every text was written; see `fitting.fit`.
        prior: An earlier model; see `fitting.fit`.
        facts: Further entries of the manifest.
        on_step: See `fitting.fit`.

    Returns:
        The model; `facts["metrics"]` holds the held-out figures of every head.

    Raises:
        BadTableError: A head with fewer than two labels, or texts that have nothing in common.
    """
    text = text or TextSettings()
    if text.words:
        text = replace(text, dictionary=dictionary_hash(text.segmenter))
    settings = settings or FitSettings()
    for labels in targets.values():
        if len(set(labels) - {""}) < 2:
            raise BadTableError(
                f"标签列只有一种标签（{''.join({*labels} - {''})}），无从学起；请检查 --label"
            )
    families = known_words(occurrences(texts, text))
    fitted = fit(families, targets, settings, groups, weights, on_step, times=times, prior=prior)
    metrics = {
        name: held_out_metrics(
            targets[name], held, fitted.classifier.heads[name].labels, groups, weights
        )
        for name, held in fitted.held_out.items()
    }
    known = {
        **_as_facts(settings),
        "rows": len(texts),
        "data_sha256": _data_digest(texts, targets),
        "metrics": metrics,
        **(facts or {}),
    }
    version = _weights_digest(fitted.classifier, text)[:12]
    model = Model(fitted.classifier, text, version=version, facts=known)
    return Trained(model=model, held_out=fitted.held_out)


def _as_facts(settings: FitSettings | Mapping[str, FitSettings]) -> dict[str, Any]:
    if isinstance(settings, FitSettings):
        return asdict(settings)
    return {"settings": {name: asdict(each) for name, each in settings.items()}}


def _data_digest(texts: Sequence[str], targets: Mapping[str, Sequence[str]]) -> str:
    """One hash of everything that was learned from."""
    sha = hashlib.sha256()
    for i, text in enumerate(texts):
        row = "\x1f".join([text, *(labels[i] for labels in targets.values())])
        sha.update(row.encode("utf-8", "surrogatepass"))
        sha.update(b"\x1e")
    return sha.hexdigest()


def _weights_digest(classifier: LinearClassifier, text: TextSettings) -> str:
    """One hash of everything that decides: models of one version give the same answers."""
    sha = hashlib.sha256(repr((text, classifier.heads)).encode())
    for name in ("buckets", "idf", "weights", "scales", "intercepts"):
        sha.update(getattr(classifier, name).tobytes())
    return sha.hexdigest()
