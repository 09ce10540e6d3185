"""Read → clean → split → classify → triage → route, in batches."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from minyi.agreement import agree
from minyi.alarms import HEAD, URGENT, alarm_words, deciding_words, settled_chances
from minyi.dispatch import Dispatcher
from minyi.domain import Matter, Opinion, Problem, Route, Source, Triage
from minyi.errors import UsageError
from minyi.model_store import Model
from minyi.predictions import UNKNOWN, Predictions, best, blank, predicted
from minyi.routing import Directory, route_all
from minyi.splitting import split_all
from minyi.taxonomy import UNCLEAR, Taxonomy, group_of
from minyi.tokens import normalized
from minyi.triage import MODEL, THRESHOLD, assess_all

if TYPE_CHECKING:
    from minyi.readers import ReadOptions

BATCH = 4096

_CHUNK = 2048  # texts that are labelled together: their arrays stay in the processor's cache
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Understanding:
    """A batch of texts, understood: columns of equal length."""

    predictions: Predictions
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
    dispatcher: Dispatcher | None = None  # what past dispatches say, heard beside the directory

    def labels(self, texts: Sequence[str]) -> tuple[list[str], list[float]]:
        """The model's category and its probability for every text, nothing else: the fast way.

        Where a rule of triage corrects the category, `understand` says so and this does not.
        """
        head = self.model.main_head
        categories: list[str] = []
        scores: list[float] = []
        for start in range(0, len(texts), _CHUNK):
            chances = self.model.probabilities(texts[start : start + _CHUNK], [head])[head]
            labels, values = best(chances, self._categories)
            categories += labels
            scores += values
        for i in blank(texts):
            categories[i], scores[i] = UNKNOWN.category, UNKNOWN.score
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
        clean = normalized(texts)
        predictions = self._predict(texts, clean)
        triages = self._triage(clean, predictions)
        changed, doubts = self._agree(predictions, triages)
        routes = route_all(
            clean,
            predictions.categories,
            self.directory,
            place_hints=places,
            kinds=predictions.kinds,
            guesses=self.dispatcher.guesses(texts, predictions.alternatives, self.directory)
            if self.dispatcher
            else None,
        )
        if self.keep_assigned and assigned is not None:
            routes = [
                replace(route, organization=own, reason=f"沿用来件上的承办单位“{own}”", contact="")
                if own
                else route
                for route, own in zip(routes, assigned, strict=True)
            ]
        for i, change in changed.items():
            routes[i] = replace(routes[i], reason=f"{routes[i].reason}；{change}")
        return Understanding(
            predictions=predictions,
            triages=triages,
            routes=routes,
            review_reasons=self._review_reasons(predictions, doubts, routes),
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

    def _predict(self, texts: Sequence[str], clean: list[str]) -> Predictions:
        head, owner = self.model.main_head, self._further
        further = [] if owner is not self.model else ["kind", HEAD]
        scores = self.model.scores(clean, [head, *further])
        chances = self.model.classifier.heads[head].calibrated(scores[head])
        if owner is not self.model:
            scores = owner.scores(clean, ["kind", HEAD])
        kinds, _ = best(scores["kind"], owner.labels("kind"))
        alarm = owner.classifier.heads[HEAD].calibrated(scores[HEAD])
        urgent = alarm[:, owner.labels(HEAD).index(URGENT)].tolist()
        feared = [i for i, chance in enumerate(urgent) if chance >= THRESHOLD]
        settled = settled_chances(owner, [clean[i] for i in feared], normal=True)
        for i, chance in zip(feared, settled, strict=True):
            urgent[i] = min(urgent[i], chance)
        predictions = predicted(chances, self._categories, kinds, urgent)
        for i in blank(texts):
            predictions[i] = UNKNOWN
        return predictions

    def _triage(self, clean: list[str], predictions: Predictions) -> list[Triage]:
        """Rules first, then the model; of its few alarms the words are told."""
        triages = assess_all(
            clean, urgent_scores=predictions.urgent_scores, kinds=predictions.kinds
        )
        alarms = [i for i, triage in enumerate(triages) if triage.rule == MODEL]
        words = alarm_words(self._further, [clean[i] for i in alarms], normal=True)
        for i, said in zip(alarms, words, strict=True):
            triages[i] = replace(triages[i], words=said)
        return triages

    def _agree(
        self, predictions: Predictions, triages: list[Triage]
    ) -> tuple[dict[int, str], dict[int, str]]:
        """Correct categories by the dangers found: what was changed, and what is in doubt."""
        changed: dict[int, str] = {}
        doubts: dict[int, str] = {}
        for i, triage in enumerate(triages):
            if triage.urgency == "urgent":
                agreed = agree(predictions[i], triage, self.taxonomy)
                if agreed.changed:
                    predictions[i], changed[i] = agreed.prediction, agreed.changed
                if agreed.doubt:
                    doubts[i] = agreed.doubt
        return changed, doubts

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

    def _review_reasons(
        self, predictions: Predictions, doubts: dict[int, str], routes: list[Route]
    ) -> list[str]:
        result = []
        rows = zip(predictions.categories, predictions.scores, routes, strict=True)
        for i, (category, score, route) in enumerate(rows):
            if score > self.review_below and category != UNCLEAR and not route.needs_review:
                result.append(doubts.get(i, ""))
                continue
            reasons = [doubts[i]] if i in doubts else []
            if category == UNCLEAR:
                reasons.append("看不出具体事项")
            elif score <= self.review_below and i not in doubts:
                reasons.append(f"类别把握不大（{score:.0%}）")
            if route.needs_review:
                reasons.append(route.reason)
            result.append("；".join(reasons))
        return result

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
