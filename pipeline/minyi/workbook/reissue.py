"""Corrections carried out on the list: the corrected matters change, everything else stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from minyi.domain import KIND_NAMES, URGENCY_NAMES, Problem, Review, Route
from minyi.errors import BadTableError
from minyi.records import shown_organization
from minyi.workbook.cells import Cell, day_of, text_of
from minyi.workbook.corrections import plain_name
from minyi.workbook.examples import marking
from minyi.workbook.ledger import DECIDED, deadline_words
from minyi.workbook.model import LEDGER, ORIGINALS, RECORD, REVIEW
from minyi.workbook.opened import Book, Table
from minyi.workbook.record import Basis, Record, basis_edits, read_record
from minyi.workbook.rules import Rules
from minyi.workbook.shown import cell_text
from minyi.workbook.slips import Slips
from minyi.workbook.towns import town_of
from minyi.workbook.wording import Decided, remarked, reworded

_URGENCIES = {name: code for code, name in URGENCY_NAMES.items()}
_KINDS = {name: code for code, name in KIND_NAMES.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a correction did; names before and after, equal where nothing changed."""

    review: Review
    category: tuple[str, str]
    organization: tuple[str, str]
    urgency: tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reissue:
    """The workbook with its corrections, ready to be written."""

    book: Book
    changes: tuple[Change, ...]
    problems: tuple[
        Problem, ...
    ]  # corrections that meet no matter, cells that stay as people wrote them


def correct(book: Book, reviews: Sequence[Review], rules: Rules) -> Reissue:
    """Carry corrections out.

    Category, organization and urgency become what the person said; where only the category was
    said, the directory decides the organization anew, unless somebody has already changed it in
    the list. Assisting organizations, contact, deadline, reason and remark follow, but what people
    wrote over them in the list stays, and the problems say so. Corrected rows
    leave 待人工复核; on the list they keep their place and 序号, by which people speak of them.

    Raises:
        BadTableError: The workbook lacks its list or what the list rests on.
    """
    ledger = book.tables.get(LEDGER)
    if ledger is None:
        raise BadTableError(
            f"{book.name}：没有找到带“编号”“责任单位”两列的“{LEDGER}”表，请用原来的台账文件"
        )
    record = read_record(book.rows(RECORD), book.name)
    slips = Slips(ledger, book.tables.get(ORIGINALS))
    positions: dict[str, list[int]] = {}
    for place, row in enumerate(ledger.rows):
        if id := ledger.text(row, "编号"):
            positions.setdefault(id, []).append(place)
    rows = list(ledger.rows)
    changes: list[Change] = []
    problems: list[Problem] = []
    bases: dict[str, Basis] = {}
    touched: set[int] = set()
    for review in reviews:
        position = _find(review, ledger, positions.get(review.matter_id, []))
        if position is None:
            problems.append(_unmet(review, len(positions.get(review.matter_id, []))))
            continue
        row = ledger.rows[position]
        decided = _decide(review, ledger, row, slips, record, rules)
        rows[position], kept = _written(decided, ledger, row, _why(book, review), record, rules)
        problems += [_kept(review, header, ledger.text(row, header)) for header in kept]
        bases[review.matter_id] = _basis(decided, ledger, rows[position], kept)
        changes.append(_change(decided, rules))
        touched.add(position)
    waiting = book.tables[REVIEW]
    done = {change.review.source.row - 1 - waiting.first for change in changes}
    left = [row for place, row in enumerate(waiting.rows) if place not in done]
    edited = {
        (ledger.first + place, column): cell
        for place in touched
        for column, cell in enumerate(rows[place])
        if cell != ledger.rows[place][column]
    }
    tables = {LEDGER: replace(ledger, rows=rows), REVIEW: replace(waiting, rows=left)}
    corrected = replace(
        book,
        tables={**book.tables, **tables},
        edits={ledger.sheet: edited, RECORD: basis_edits(book.rows(RECORD), bases)},
        gone={waiting.sheet: {waiting.first + place for place in done}},
    )
    return Reissue(
        book=corrected,
        changes=tuple(changes),
        problems=tuple(problems),
    )


def _find(review: Review, ledger: Table, positions: Sequence[int]) -> int | None:
    """The row that is meant; two rows of one number are told apart by their text."""
    if len(positions) > 1:
        positions = [p for p in positions if ledger.text(ledger.rows[p], "意见内容") == review.text]
    return positions[0] if len(positions) == 1 else None


def _unmet(review: Review, count: int) -> Problem:
    what, advice = f"“{LEDGER}”里没有编号 {review.matter_id}", "请核对编号，再读一次"
    if count:
        what = f"“{LEDGER}”里有 {count} 行编号 {review.matter_id}，不知道改的是哪一件"
        advice = "请让编号各不相同，再读一次"
    return Problem(level="rejected", source=review.source, what=what, advice=advice)


def _decide(
    review: Review, ledger: Table, row: Sequence[Cell], slips: Slips, record: Record, rules: Rules
) -> Decided:
    name = ledger.text(row, "类别")
    old_category = rules.taxonomy.code(name) or name
    old_urgency = _URGENCIES.get(ledger.text(row, "紧急程度"), "normal")
    old_organization = plain_name(ledger.text(row, "责任单位"))
    category = review.new_category or old_category
    # Somebody wrote another organization into the list itself: that was a decision as well.
    old_basis = record.matters.get(review.matter_id)
    by_hand = bool(review.old_organization) and review.old_organization != old_organization
    if old_basis and old_basis.written:
        by_hand = plain_name(old_basis.written[0]) != old_organization
    chosen = review.new_organization
    if not chosen and (by_hand or category == old_category):
        chosen = old_organization
    decided = rules.route(
        ledger.text(row, "意见内容"),
        category,
        place=slips.text(row, "街道/乡镇"),
        kind=_KINDS.get(ledger.text(row, "性质"), ""),
        assigned=slips.text(row, "原承办单位"),
    )
    if chosen:
        decided = rules.route_to(chosen, category, decided) or _unknown(chosen, decided, old_basis)
    stays = decided.organization == old_organization and category == old_category
    stated, text = slips.text(row, "街道/乡镇"), ledger.text(row, "意见内容")
    town = town_of(rules.directory, decided=decided.place, column=stated, text=text)
    basis = Basis(town, decided.urgent_days, decided.normal_days)
    completed = _completed(review, ledger, row, old_category, old_urgency, old_organization)
    if decided.organization != completed.old_organization:
        completed = replace(completed, new_organization=decided.organization)
    return Decided(
        review=completed,
        category=(old_category, category),
        organization=(old_organization, decided.organization),
        urgency=(old_urgency, review.new_urgency or old_urgency),
        route=None if stays else decided,
        basis=(old_basis, old_basis if stays and old_basis else basis),
    )


def _unknown(organization: str, decided: Route, basis: Basis | None) -> Route:
    """An organization outside the directory keeps the days that the matter had."""
    return replace(
        decided,
        organization=organization,
        assisting=tuple(one for one in decided.assisting if one != organization),
        contact="",
        needs_review=False,
        urgent_days=basis.urgent_days if basis else decided.urgent_days,
        normal_days=basis.normal_days if basis else decided.normal_days,
    )


def _completed(
    review: Review, ledger: Table, row: Sequence[Cell], category: str, urgency: str, body: str
) -> Review:
    """What a row of 待人工复核 does not say of the matter, the list says."""
    return replace(
        review,
        text=review.text or ledger.text(row, "意见内容"),
        old_category=review.old_category or category,
        old_urgency=review.old_urgency or urgency,
        old_organization=review.old_organization or body,
    )


def _why(book: Book, review: Review) -> str:
    """Why the matter had to be reviewed, as 待人工复核 says it."""
    table = book.tables[REVIEW]
    return table.text(table.rows[review.source.row - 1 - table.first], "为什么")


def _written(
    decided: Decided,
    ledger: Table,
    row: Sequence[Cell],
    why: str,
    record: Record,
    rules: Rules,
) -> tuple[list[Cell], list[str]]:
    """The row with everything that follows from the correction; headers that would, but stay."""
    example = rules.directory.example
    mark = marking(rules.organizations().values(), example=example)
    before = ledger.text(row, "派单理由")
    fresh: dict[str, Cell] = {
        "类别": rules.taxonomy.name(decided.category[1]),
        "紧急程度": URGENCY_NAMES[decided.urgency[1]],
        "派单理由": cell_text(mark(reworded(decided, before, rules))),
        "备注": cell_text(mark(remarked(decided, why, before, ledger.text(row, "备注")))),
    }
    route = decided.route
    if route is not None:
        assisting = (shown_organization(one, example) for one in route.assisting)
        fresh["协办单位"] = cell_text("、".join(assisting))
    if route is not None and decided.organization[0] != decided.organization[1]:
        fresh["责任单位"] = cell_text(shown_organization(route.organization, example))
        fresh["责任人"] = cell_text(route.contact)
    old, new = decided.basis
    days = _days(new, decided.urgency[1])
    if old is None or _days(old, decided.urgency[0]) != days:
        received = day_of(ledger.get(row, "收集日期"))
        deadline = rules.calendar.deadline(received, days, record.created.date())
        fresh["整改期限"], fresh["期限说明"] = deadline.due, deadline_words(deadline)
    kept: list[str] = [
        header
        for header in ("协办单位", "责任人", "整改期限")
        if header in fresh
        and old is not None
        and old.by_hand(header, ledger.get(row, header))
        and text_of(fresh[header]) != ledger.text(row, header)
    ]
    for header in kept:
        fresh.pop(header)
    if "整改期限" in kept:
        del fresh["期限说明"]
    changed = list(row)
    for header, value in fresh.items():
        if header in ledger.at and ledger.get(row, header) != value:
            changed[ledger.at[header]] = value
    return changed, kept


def _basis(decided: Decided, ledger: Table, row: Sequence[Cell], kept: Sequence[str]) -> Basis:
    """What the row rests on now; what people wrote in it is still told from what we wrote."""
    old, new = decided.basis
    if old is None or not old.written:
        return new
    written = [
        before
        if header in kept or (header != "责任单位" and old.by_hand(header, cell))
        else text_of(cell)
        for header, before in zip(DECIDED, old.written, strict=True)
        for cell in (ledger.get(row, header),)
    ]
    return replace(new, written=written)


def _kept(review: Review, header: str, cell: str) -> Problem:
    what = f"编号 {review.matter_id} 的{header}“{cell}”是在“{LEDGER}”里手工改的，没有动"
    advice = "请核对；要按更正重算的，请改回原来的值再读一次"
    return Problem(level="notice", source=review.source, what=what, advice=advice)


def _days(basis: Basis, urgency: str) -> int:
    return basis.urgent_days if urgency == "urgent" else basis.normal_days


def _change(decided: Decided, rules: Rules) -> Change:
    name = rules.taxonomy.name
    return Change(
        review=decided.review,
        category=(name(decided.category[0]), name(decided.category[1])),
        organization=decided.organization,
        urgency=(URGENCY_NAMES[decided.urgency[0]], URGENCY_NAMES[decided.urgency[1]]),
    )
