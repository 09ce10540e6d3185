"""Read → clean → split → classify → triage → route, in batches."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from minyi.agreement import Agreement, agree
from minyi.alarms import alarm_words, deciding_words, settled_chances
from minyi.clean import normalize_all
from minyi.domain import Matter, Opinion, Prediction, Problem, Route, Source, Triage
from minyi.errors import UsageError
from minyi.model_store import Model
from minyi.routing import Directory, route_all
from minyi.splitting import split_all
from minyi.taxonomy import UNCLEAR, Taxonomy, group_of
from minyi.tokens import LONGEST
from minyi.triage import MODEL, THRESHOLD, assess_all

if TYPE_CHECKING:
    from minyi.readers import ReadOptions

BATCH = 4096
ALTERNATIVES = 3

_MEANING = re.compile(r"[^\W_]")  # a letter, a digit or a Han character
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Understanding:
    """A batch of texts, understood: columns of equal length."""

    predictions: list[Prediction]
    triages: list[Triage]
    routes: list[Route]
    review_reasons: list[str]  # "" where no person needs to look


@dataclass(frozen=True, kw_only=True)
class Flow:
    """Everything that the decisions need, handed in; holds no state of its own."""

    model: Model  # categories
    base: Model  # kind and urgency, where `model` does not know them
    taxonomy: Taxonomy
    directory: Directory
    review_below: float = 0.4  # a category not more probable than this goes to a person
    keep_assigned: bool = False  # the table's own 承办单位 outranks the directory

    def labels(self, texts: Sequence[str]) -> tuple[list[str], list[float]]:
        """The model's category and its probability for every text, nothing else: the fast way.

        Where a rule of triage corrects the category, `understand` says so and this does not.
        """
        head = self.model.main_head
        chances = self.model.probabilities(texts)[head]
        best = chances.argmax(axis=1)
        names = self._categories
        categories = [names[i] for i in best]
        scores = chances[np.arange(len(best)), best].tolist() if len(best) else []
        for i in _blank(texts):
            categories[i], scores[i] = UNCLEAR, 1.0
        return categories, scores

    def understand(
        self,
        texts: Sequence[str],
        *,
        places: Sequence[str] | None = None,
        assigned: Sequence[str] | None = None,
    ) -> Understanding:
        """Classify, triage and route matters.

        Args:
            texts: One matter each, as written.
            places: What the table's place column says, "" where it says nothing.
            assigned: 原承办单位; used only with `keep_assigned`.
        """
        clean = normalize_all([text[:LONGEST] for text in texts])
        predictions = self._predict(texts)
        triages = self._triage(clean, predictions)
        agreed = [agree(p, t, self.taxonomy) for p, t in zip(predictions, triages, strict=True)]
        predictions = [each.prediction for each in agreed]
        routes = route_all(
            clean,
            [p.category for p in predictions],
            self.directory,
            place_hints=places,
            kinds=[p.kind for p in predictions],
        )
        if self.keep_assigned and assigned is not None:
            routes = [
                replace(route, organization=own, reason=f"沿用来件上的承办单位“{own}”", contact="")
                if own
                else route
                for route, own in zip(routes, assigned, strict=True)
            ]
        for i, each in enumerate(agreed):
            if each.changed:
                routes[i] = replace(routes[i], reason=f"{routes[i].reason}；{each.changed}")
        return Understanding(
            predictions=predictions,
            triages=triages,
            routes=routes,
            review_reasons=[
                self._review_reason(each, route) for each, route in zip(agreed, routes, strict=True)
            ],
        )

    def matters(self, opinions: Iterable[Opinion], *, split: bool = True) -> Iterator[Matter]:
        """Every matter of every opinion, in order; several of one slip follow each other."""
        for owners, numbers, texts in self.parts(opinions, split=split):
            understood = self.understand(
                texts,
                places=[o.place for o in owners],
                assigned=[o.assigned for o in owners],
            )
            for i, (owner, number, text) in enumerate(zip(owners, numbers, texts, strict=True)):
                reason = understood.review_reasons[i]
                yield Matter(
                    opinion=owner,
                    number=number,
                    text=text,
                    prediction=understood.predictions[i],
                    triage=understood.triages[i],
                    route=understood.routes[i],
                    needs_review=bool(reason),
                    review_reason=reason,
                )

    def parts(
        self, opinions: Iterable[Opinion], *, split: bool = True
    ) -> Iterator[tuple[list[Opinion], list[int], list[str]]]:
        """Batches of matters not yet understood: their slips, numbers in the slip, texts."""
        for batch in batches(opinions, BATCH):
            whole = [opinion.full_text for opinion in batch]
            each = (
                split_all(whole, same_matter=self._same_matter) if split else [[t] for t in whole]
            )
            yield (
                [o for o, texts in zip(batch, each, strict=True) for _ in texts],
                [n for texts in each for n in range(1, len(texts) + 1)],
                [text for texts in each for text in texts],
            )

    def deciding_words(self, text: str, label: str, most: int = 8) -> list[tuple[str, float]]:
        """Words of the text that speak most for a category, with their summed weight."""
        head = self.model.main_head
        known = self.model.labels(head)[self._categories.index(label)]
        return deciding_words(self.model, text, head, known, most)

    def _predict(self, texts: Sequence[str]) -> list[Prediction]:
        head = self.model.main_head
        chances = self.model.probabilities(texts)
        owner = self._further
        further = chances if owner is self.model else owner.probabilities(texts)
        names, kind_names = self._categories, owner.labels("kind")
        kinds = further["kind"].argmax(axis=1)
        urgent = further["urgency"][:, owner.labels("urgency").index("urgent")].tolist()
        feared = [i for i, chance in enumerate(urgent) if chance >= THRESHOLD]
        for i, settled in zip(
            feared, settled_chances(owner, [texts[i] for i in feared]), strict=True
        ):
            urgent[i] = min(urgent[i], settled)
        ranked = np.argsort(-chances[head], axis=1, kind="stable")[:, : ALTERNATIVES + 1]
        scores = np.take_along_axis(chances[head], ranked, axis=1).tolist()
        blank = set(_blank(texts))
        return [
            Prediction(category=UNCLEAR, score=1.0)
            if i in blank
            else Prediction(
                category=names[order[0]],
                score=score[0],
                alternatives=tuple(
                    (names[j], s) for j, s in zip(order[1:], score[1:], strict=True)
                ),
                kind=kind_names[kind],
                urgent_score=chance,
            )
            for i, (order, score, kind, chance) in enumerate(
                zip(ranked.tolist(), scores, kinds.tolist(), urgent, strict=True)
            )
        ]

    def _triage(self, clean: list[str], predictions: list[Prediction]) -> list[Triage]:
        """Rules first, then the model; of its few alarms the words are told."""
        triages = assess_all(
            clean,
            urgent_scores=[p.urgent_score for p in predictions],
            kinds=[p.kind for p in predictions],
        )
        return [
            replace(triage, words=alarm_words(self._further, text))
            if triage.rule == MODEL
            else triage
            for triage, text in zip(triages, clean, strict=True)
        ]

    @cached_property
    def _further(self) -> Model:
        """The model that knows kind and urgency."""
        return self.model if "kind" in self.model.classifier.heads else self.base

    @cached_property
    def _categories(self) -> list[str]:
        """Labels of the model as codes; one trained on Chinese names routes as well."""
        return [
            self.taxonomy.code(label) or label for label in self.model.labels(self.model.main_head)
        ]

    def _review_reason(self, agreed: Agreement, route: Route) -> str:
        prediction = agreed.prediction
        reasons = [agreed.doubt] if agreed.doubt else []
        if prediction.category == UNCLEAR:
            reasons.append("看不出具体事项")
        elif prediction.score <= self.review_below:
            reasons.append(f"类别把握不大（{prediction.score:.0%}）")
        if route.needs_review:
            reasons.append(route.reason)
        return "；".join(reasons)

    def _same_matter(self, one: str, other: str) -> bool:
        (first, second), _ = self.labels([one, other])
        return group_of(first) == group_of(second)


def read_all(
    paths: Sequence[str], options: ReadOptions, *, output: Path | None = None
) -> Iterator[Opinion | Problem]:
    """Everything in files, folders and globs, in order, with ids that are unique in the run.

    A list that minyi wrote is no box: it is read only where it is named itself.

    Args:
        paths: As the user named them.
        options: For the readers.
        output: The output of this run; a list of an earlier run there may be replaced.

    Raises:
        UsageError: A path that does not exist or matches nothing, or the output is an input.
    """
    from minyi.readers import expand_named, read
    from minyi.workbook import is_our_book

    files = expand_named(paths)
    named = {os.path.realpath(path) for path in paths}
    own = {path: os.path.realpath(path) not in named and is_our_book(path) for path, _ in files}
    if output is not None and output.exists():
        for path, _ in files:
            if not own[path] and path.samefile(output):
                raise UsageError(f"{output}：这是要读的文件，不能拿来当输出，请换一个 --out")
    seen: set[str] = set()
    for path, name in files:
        if own[path]:
            yield Problem(
                level="skipped",
                source=Source(file=name),
                what="这是 minyi 写出的台账，没有当作意见读入",
                advice="要读回其中的更正请用 minyi learn",
            )
            continue
        for item in read(path, options, name=name):
            if isinstance(item, Opinion):
                item = _with_own_id(item, seen)
            yield item


def _with_own_id(opinion: Opinion, seen: set[str]) -> Opinion:
    """The numbers of two boxes may both begin with 1; the file tells them apart."""
    number, source = opinion.case_number, opinion.source
    wanted = [opinion.id]
    if number:
        wanted = [number, f"{number}@{source.file}", f"{number}@{source}"]
    unique = next((each for each in wanted if each not in seen), str(source))
    seen.add(unique)
    return opinion if unique == opinion.id else replace(opinion, id=unique)


def batches(items: Iterable[_T], size: int) -> Iterator[list[_T]]:
    """Consecutive lists of at most `size` items."""
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch


def _blank(texts: Sequence[str]) -> list[int]:
    """Positions of texts without a letter, digit or Han character: nothing to classify."""
    return [i for i, text in enumerate(texts) if not _MEANING.search(text)]
