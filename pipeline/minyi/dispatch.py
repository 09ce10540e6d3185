"""A model of past dispatches, asked beside the rules of the directory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from minyi.budget import NOTHING, review_line
from minyi.model_store import Model, load_model
from minyi.routing import Directory, Guess, serves_any
from minyi.routing.index import index_of

HEARD_ABOVE = 0.5  # else it is more probably wrong than right, and the rules decide
POSSIBLE = 0.1  # from which probability on a matter may well have another category
USUAL_ERROR = 0.1  # of its dispatches that no person sees, where the office sets no budget


@dataclass(frozen=True, slots=True)
class Dispatcher:
    """Texts in, guesses out; `routing` decides what they may do."""

    model: Model
    first: bool = False  # heard before the duties, not only where none is known
    sure_above: float = NOTHING  # up to this confidence a person looks

    def guesses(
        self,
        texts: Sequence[str],
        others: Sequence[Sequence[tuple[str, float]]] = (),
        directory: Directory | None = None,
    ) -> list[Guess | None]:
        """What past dispatches say of each matter; None where they do not say it clearly.

        Args:
            texts: One matter each, as written.
            others: Categories that each matter may have beside its own, with their probability.
            directory: Says who serves these.
        """
        head = self.model.main_head
        chances = self.model.probabilities(texts)[head]
        best, top = chances.argmax(axis=1), chances.max(axis=1) if len(texts) else np.zeros(0)
        names = self.model.labels(head)
        return [
            Guess(
                names[i],
                min(round(100 * p), 99),
                self.first,
                p > self.sure_above,
                directory is not None
                and serves_any(names[i], [c for c, p in each if p >= POSSIBLE], directory),
            )
            if p > HEARD_ABOVE
            else None
            for i, p, each in zip(
                best.tolist(), top.tolist(), others or [()] * len(texts), strict=True
            )
        ]

    def strangers(self, directory: Directory) -> list[str]:
        """Organizations of the model that the directory knows by no name."""
        known = index_of(directory).by_alias
        return [each for each in self.model.labels(self.model.main_head) if each not in known]


def load_dispatcher(folder: Path, *, first: bool, max_error: float | None = None) -> Dispatcher:
    """Read a model that `minyi train --label 承办单位` made.

    Args:
        folder: Of the model.
        first: See `Dispatcher`.
        max_error: Share of its dispatches that may be wrong where no person looks; USUAL_ERROR
            where not given. A model without held-out figures is always looked at.

    Raises:
        BadModelError: See `load_model`.
    """
    model = load_model(folder)
    curve = model.facts.get("metrics", {}).get(model.main_head, {}).get("risk", ())
    return Dispatcher(model, first, review_line(curve, max_error or USUAL_ERROR))
