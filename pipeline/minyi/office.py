"""One office: its model, directory and settings, and what it can do with opinions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from minyi.budget import line_of
from minyi.directory import example_directory, load_directory
from minyi.dispatch import load_dispatcher
from minyi.domain import KIND_NAMES, URGENCY_NAMES, Matter, Opinion, Problem, Source
from minyi.errors import BadTableError, UsageError
from minyi.flow import Flow, Understanding
from minyi.model_store import Model, default_folder, load_model
from minyi.promotion import promoted_folder
from minyi.routing import Directory
from minyi.settings import Settings, load_settings
from minyi.taxonomy import Taxonomy, load_taxonomy
from minyi.workdays import Calendar, Deadline, load_overrides

if TYPE_CHECKING:
    import pandas as pd

    from minyi.workbook import Report

DIRECTORY_FILE = "组织机构.xlsx"  # what makes a folder an office of its own
LIBRARY = Source(file="")  # of a text that an application handed over


@dataclass(frozen=True)
class Office:
    """The library's face; made by `load`, immutable, safe to share between threads."""

    flow: Flow
    settings: Settings
    calendar: Calendar

    @property
    def model(self) -> Model:
        return self.flow.model

    @property
    def taxonomy(self) -> Taxonomy:
        return self.flow.taxonomy

    @property
    def directory(self) -> Directory:
        return self.flow.directory

    def classify(self, text: str, *, place: str = "") -> Matter:
        """Understand one matter; a slip with several is taken as one.

        Args:
            text: As written; a text with a newline has its title on the first line.
            place: Street, town, community or village, where it is known from elsewhere.

        Returns:
            The matter: `.category .score .kind .urgency .organization .reason .needs_review`.
        """
        return self.classify_many([text], [place])[0]

    def classify_many(
        self, texts: Sequence[str], places: Sequence[str] | None = None
    ) -> list[Matter]:
        """Understand texts, one matter each, in order; far quicker than one by one."""
        if not all(isinstance(text, str) for text in texts):
            raise UsageError("意见应是文本（str）；空值请先换成空字符串")
        where = places if places is not None else [""] * len(texts)
        opinions = [
            Opinion(text=text, source=LIBRARY, id=str(i), place=place)
            for i, (text, place) in enumerate(zip(texts, where, strict=True), start=1)
        ]
        return list(self.flow.matters(opinions, split=False))

    def split(self, opinions: Iterable[Opinion]) -> Iterator[Matter]:
        """Understand slips; a slip with several matters gives several."""
        return self.flow.matters(opinions)

    def classify_table(
        self,
        frame: pd.DataFrame,
        *,
        text: str = "意见内容",
        place: str | None = None,
        labels_only: bool = False,
    ) -> pd.DataFrame:
        """Understand the rows of a table.

        Args:
            frame: Any table; a missing text counts as blank.
            text: Name of the column with the opinions.
            place: Name of the column with the place, if there is one.
            labels_only: Only category and score: several times quicker.

        Returns:
            The table with the columns of the record beside its own, same index; a column of
            its own that bears such a name is renamed with the suffix "_原".

        Raises:
            BadTableError: No such column; the message lists those that there are.
        """
        import pandas as pd

        for column in filter(None, (text, place)):
            if column not in frame.columns:
                has = "、".join(map(str, frame.columns))
                raise BadTableError(f"表中没有“{column}”列，现有列：{has}")
        texts = _strings(frame[text])
        if labels_only:
            categories, scores = self.flow.labels(texts)
            new = pd.DataFrame({"category": categories, "score": scores}, index=frame.index)
        else:
            places = _strings(frame[place]) if place is not None else [""] * len(texts)
            understood = self.flow.understand(texts, places=places)
            new = pd.DataFrame(self._columns(understood), index=frame.index)
        clash = {name: f"{name}_原" for name in new.columns if name in frame.columns}
        return pd.concat([frame.rename(columns=clash), new], axis=1)

    def report(
        self,
        items: Iterable[Opinion | Problem],
        *,
        created: datetime,
        show_personal: bool = False,
    ) -> Report:
        """Everything that the workbook shows, from what the readers gave.

        Args:
            items: Opinions and problems, in the order read.
            created: When the list is made: deadlines of undated opinions count from here.
            show_personal: Leave names and numbers of citizens unmasked.
        """
        from minyi.workbook import Report, towns_of

        opinions: list[Opinion] = []
        problems: list[Problem] = []
        for item in items:
            if isinstance(item, Problem):
                problems.append(item)
            else:
                opinions.append(item)
        matters = list(self.flow.matters(opinions))
        rejected = sum(problem.level == "rejected" for problem in problems)
        return Report(
            title=self.settings.title,
            taxonomy=self.taxonomy,
            matters=matters,
            deadlines=[self.deadline(matter, created.date()) for matter in matters],
            problems=problems,
            opinions=opinions,
            organizations=[each.name for each in self.directory.organizations],
            towns=towns_of(self.directory, matters),
            read=len(opinions) + rejected,
            classified=len(opinions),
            rejected=rejected,
            created=created,
            model_version=self.model.version,
            example=self.directory.example,
            show_personal=show_personal,
        )

    def deadline(self, matter: Matter, today: date) -> Deadline:
        """By when a matter must be done; `today` is the day on which the list is made."""
        route = matter.route
        days = route.urgent_days if matter.urgency == "urgent" else route.normal_days
        return self.calendar.deadline(matter.opinion.received_on, days, today)

    def _columns(self, understood: Understanding) -> dict[str, list[Any]]:
        predictions, triages, routes = understood.predictions, understood.triages, understood.routes
        called = {code: self.taxonomy.name(code) for code in set(predictions.categories)}
        return {
            "category": predictions.categories,
            "category_name": [called[code] for code in predictions.categories],
            "score": predictions.scores,
            "alternatives": [
                "|".join([f"{code}:{score:.4f}" for code, score in each])
                for each in predictions.alternatives
            ],
            "kind": predictions.kinds,
            "kind_name": [KIND_NAMES.get(kind, kind) for kind in predictions.kinds],
            "urgency": [triage.urgency for triage in triages],
            "urgency_name": [URGENCY_NAMES[triage.urgency] for triage in triages],
            "organization": [route.organization for route in routes],
            "reason": [route.reason for route in routes],
            "needs_review": [bool(reason) for reason in understood.review_reasons],
        }


def load(
    office: str | Path | None = None,
    *,
    model: str | Path | None = None,
    keep_assigned: bool | None = None,
    max_error: float | None = None,
) -> Office:
    """Load an office.

    Args:
        office: Folder with 组织机构.xlsx, 地名.xlsx and minyi.toml, as `minyi init` makes it; what
            is not there is taken from the shipped defaults (示例区).
        model: Model folder; outranks the office's setting, which outranks the model that it
            promoted (`minyi models promote`).
        keep_assigned: The table's own 承办单位 outranks the directory.
        max_error: Of the matters that no person sees at most this share may have a wrong category;
            sets from which confidence on none looks, by the model's held-out rows.

    Raises:
        BadModelError, BadDirectoryError, BadTaxonomyError, UsageError: What is wrong, and where.
    """
    folder = Path(office) if office is not None else None
    if folder is not None and not folder.is_dir():
        raise UsageError(f"{folder}：没有这个单位文件夹，请检查路径，或用 minyi init 新建")
    settings = load_settings(folder) if folder is not None else Settings()
    if keep_assigned is not None:
        settings = replace(settings, keep_assigned=keep_assigned)
    if max_error is not None:
        settings = replace(settings, max_error=max_error)
    taxonomy = load_taxonomy(settings.taxonomy)
    if folder is not None and (folder / DIRECTORY_FILE).exists():
        directory = load_directory(folder, taxonomy)
    else:
        directory = example_directory(load_taxonomy())
    chosen = Path(model) if model is not None else settings.model
    if chosen is None and folder is not None:
        chosen = promoted_folder(folder)
    base = load_model(default_folder())
    own = load_model(chosen) if chosen is not None else base
    allowed, learned = settings.max_error, settings.dispatch_model
    review_below = settings.review_below
    if allowed is not None:
        review_below = line_of(own.facts, own.main_head, allowed, f" {chosen or '（自带）'} ")
    first = settings.dispatch_mode == "first"
    return Office(
        flow=Flow(
            model=own,
            base=base,
            taxonomy=taxonomy,
            directory=directory,
            review_below=review_below,
            keep_assigned=settings.keep_assigned,
            dispatcher=load_dispatcher(learned, first=first, max_error=allowed)
            if learned is not None
            else None,
        ),
        settings=settings,
        calendar=Calendar(load_overrides(settings.workdays) if settings.workdays else {}),
    )


def past_dispatches(items: Iterable[Opinion | Problem], flow: Flow) -> list[tuple[str, str]]:
    """(category, organization) of past dispatches: what `minyi init --from` prefills.

    The category is the table's own where it has one that the taxonomy knows, else the model's.

    Raises:
        BadTableError: No row names the organization that it was given to.
    """
    given = [item for item in items if isinstance(item, Opinion) and item.assigned.strip()]
    if not given:
        raise BadTableError("以往的派单记录里没有认出承办单位列（如 承办单位、责任单位），无法预填")
    categories, _ = flow.labels([opinion.full_text for opinion in given])
    return [
        (_own_category(opinion, flow.taxonomy) or category, opinion.assigned.strip())
        for opinion, category in zip(given, categories, strict=True)
    ]


def _own_category(opinion: Opinion, taxonomy: Taxonomy) -> str | None:
    for header in ("类别", "问题类别", "分类", "category"):
        if code := taxonomy.code(opinion.extra.get(header, "")):
            return code
    return None


def _strings(column: pd.Series[Any]) -> list[str]:
    """Cells as texts; what is missing is blank, a number is what it prints as."""
    cells: list[Any] = column.tolist()
    for i in column.isna().to_numpy().nonzero()[0].tolist():
        cells[i] = ""
    return [cell if type(cell) is str else str(cell) for cell in cells]
