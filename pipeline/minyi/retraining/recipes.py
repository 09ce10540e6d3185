"""The few ways of fitting among which training chooses by held-out rows (docs/experiments.md)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from minyi.classifier import LinearClassifier
from minyi.machines import FitSettings
from minyi.retraining.training import Trained, train
from minyi.tokens import TextSettings

_CLOSE_ENOUGH = 0.01  # of the machine: 1e-4 takes half as long again and decides alike


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """Features and fitting that were good on some kind of table."""

    name: str  # Chinese, for the card
    text: TextSettings
    settings: FitSettings


_CHARACTERS = TextSettings(characters=(1, 2), lexicon=False)
_WORDS = TextSettings(characters=(1, 2), lexicon=True)
_PLAIN = FitSettings(cost=1.0, balanced=0.5, tolerance=_CLOSE_ENOUGH)
_INFORMED = replace(_PLAIN, cost=0.5, prior=1.0)
RECIPES = (
    Recipe(name="字", text=_CHARACTERS, settings=_PLAIN),
    Recipe(name="字，参考自带模型", text=_CHARACTERS, settings=_INFORMED),
    Recipe(name="字和词，参考自带模型", text=_WORDS, settings=_INFORMED),
)


def train_best(
    texts: Sequence[str],
    targets: Mapping[str, Sequence[str]],
    *,
    recipes: Sequence[Recipe] = RECIPES,
    prior: LinearClassifier | None = None,
    title: bool = False,
    seed: int = 0,
    groups: Sequence[str] | None = None,
    weights: Sequence[float] | None = None,
    times: Sequence[str] | None = None,
    facts: Mapping[str, Any] | None = None,
    on_step: Callable[[], object] = lambda: None,
) -> Trained:
    """Train by every recipe and keep the model that is best on the rows that were held out.

    Best is the highest mean of accuracy and macro-F1 of the first head; of equals, and where rows
    are too few to hold any out, the first. The figures of the best of a few flatter it by less
    than their interval is wide.

    Args:
        texts: Raw texts; the title, where there is one, on the first line.
        targets: Head name → label of every text.
        recipes: What to try; those that need the prior are left out where there is none.
        prior: An earlier model whose margins help to tell the labels. It is not used for labels
            that are all its own: the rows may be those that it learned from, and what it says of
            them would be no held-out figure.
        title: The first line of a text is a field of its own.
        seed: Of folds and machines.
        groups: See `fitting.fit`.
        weights: See `fitting.fit`.
        times: See `fitting.fit`.
        facts: Further entries of the manifest.
        on_step: See `fitting.fit`; called for every recipe.

    Returns:
        The best; `facts["recipe"]` names it and `facts["tried"]` lists name, accuracy and
        macro-F1 of all.

    Raises:
        BadTableError: See `train`.
    """
    head = next(iter(targets))
    if prior is not None and set(targets[head]) <= {
        label for each in prior.heads.values() for label in each.labels
    }:
        prior = None
    best: Trained | None = None
    tried, record = [], -1.0
    for recipe in recipes:
        if recipe.settings.prior and prior is None:
            continue
        trained = train(
            texts,
            targets,
            text=replace(recipe.text, title=title),
            settings=replace(recipe.settings, seed=seed),
            groups=groups,
            weights=weights,
            times=times,
            prior=prior,
            facts={**(facts or {}), "recipe": recipe.name},
            on_step=on_step,
        )
        metrics = trained.model.facts["metrics"].get(head)
        if metrics is None:
            return trained
        tried.append([recipe.name, metrics["accuracy"], metrics["macro_f1"]])
        mean = (metrics["accuracy"] + metrics["macro_f1"]) / 2
        if best is None or mean > record:
            best, record = trained, mean
    if best is None:
        raise ValueError("no recipe to train by")
    model = replace(best.model, facts={**best.model.facts, "tried": tried})
    return replace(best, model=model)
