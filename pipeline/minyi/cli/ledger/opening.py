"""Which ledger, by whose rules, and who acts: what every command of `minyi ledger` asks first."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from minyi.errors import UsageError

if TYPE_CHECKING:
    from minyi.ledgers import Actor, Ledger, Rules
    from minyi.routing import Directory
    from minyi.settings import Settings
    from minyi.taxonomy import Taxonomy

FILE_NAME = "台账.db"
_RANGE = 10_000  # matters of one range

LedgerAt = Annotated[
    str | None,
    typer.Option(
        "--ledger",
        help="台账文件或 postgresql:// 地址；默认 minyi.toml 的 ledger，再默认本单位的 台账.db",
        metavar="台账",
    ),
]
Who = Annotated[str, typer.Option("--as", help="经办人姓名", metavar="姓名")]
WhoIf = Annotated[str, typer.Option("--as", help="经办人姓名；要写入台账时必填", metavar="姓名")]
AsRole = Annotated[
    str,
    typer.Option(
        "--role",
        help="身份：clerk 统筹单位、organization 承办单位、superior 上级单位、auditor 监督员；"
        "默认按 --organization：没写或是统筹单位的算统筹单位，其余算承办单位",
        metavar="身份",
    ),
]
OfOrganization = Annotated[
    str, typer.Option("--organization", help="经办人所在单位（全称或简称）", metavar="单位")
]
From = Annotated[str, typer.Option("--from", help="起期，如 2026-03-01", metavar="日期")]
To = Annotated[str, typer.Option("--to", help="止期（含当日）", metavar="日期")]


@dataclass(frozen=True, kw_only=True)
class Desk:
    """An office without its model: what work on the ledger needs."""

    folder: Path
    settings: Settings
    taxonomy: Taxonomy
    directory: Directory
    rules: Rules

    def organization(self, name: str) -> str:
        """The official name of an organization given by name or alias.

        Raises:
            UsageError: The directory has none of that name.
        """
        from minyi.causes import near

        if not name.strip():
            return ""
        known = {
            word: one.name
            for one in self.directory.organizations
            for word in (*one.aliases, one.name, f"{one.name}（示例）")
        }
        found = known.get(name.strip())
        if found is None:
            raise UsageError(
                f"组织机构里没有“{name}”{near(name, known)}，请改正，或先补进组织机构表"
            )
        return found

    def shown(self, organization: str) -> str:
        """As printed: that of the shipped 示例区 says so."""
        from minyi.records import shown_organization

        return shown_organization(organization, self.directory.example)

    def actor(self, who: str, role: str, organization: str) -> Actor:
        """Who acts; see the option --role for what is taken where none is given."""
        from minyi.ledgers import ROLE_NAMES, Actor

        own = self.organization(organization)
        codes = {word: code for code, name in ROLE_NAMES.items() for word in (code, name)}
        usual = "clerk" if own in ("", self.rules.coordinating) else "organization"
        code = codes.get(role.strip(), role.strip()) or usual
        if code == "clerk" and not own:
            own = self.rules.coordinating
        return Actor(who.strip(), code, own)

    @property
    def title(self) -> str:
        """Of letters and reports."""
        return f"{self.directory.name}（示例）" if self.directory.example else self.directory.name


def open_desk(office: Path | None) -> Desk:
    """The office's settings, categories, directory and calendar; the model is not loaded.

    Raises:
        BadDirectoryError, BadTaxonomyError, UsageError: What is wrong, and where.
    """
    from minyi.directory import example_directory, load_directory
    from minyi.followup.rules import rules_of
    from minyi.office import DIRECTORY_FILE
    from minyi.settings import load_settings
    from minyi.taxonomy import load_taxonomy
    from minyi.workdays import Calendar, load_overrides

    folder = office or Path()
    if not folder.is_dir():
        raise UsageError(f"{folder}：没有这个单位文件夹，请检查路径，或用 minyi init 新建")
    settings = load_settings(folder)
    taxonomy = load_taxonomy(settings.taxonomy)
    own = (folder / DIRECTORY_FILE).exists()
    directory = load_directory(folder, taxonomy) if own else example_directory()
    calendar = Calendar(load_overrides(settings.workdays) if settings.workdays else {})
    return Desk(
        folder=folder,
        settings=settings,
        taxonomy=taxonomy,
        directory=directory,
        rules=rules_of(directory, calendar),
    )


def ledger_target(desk: Desk, ledger: str | None) -> str:
    """Where the ledger lies: as named, as minyi.toml says, or 台账.db in the office's folder."""
    return ledger or desk.settings.ledger or str(desk.folder / FILE_NAME)


@contextmanager
def open_ledger(desk: Desk, ledger: str | None, *, create: bool = False) -> Iterator[Ledger]:
    """Open the ledger; only `minyi run --ledger` and `restore` make a new one."""
    from minyi.ledgers import Ledger

    target = ledger_target(desk, ledger)
    with Ledger.open(target, rules=desk.rules, create=create) as opened:
        yield opened


def ids_of(ledger: Ledger, words: str) -> list[int]:
    """Matters named by id, a range of ids (12-20), a printed number, or several with commas.

    Raises:
        UsageError: One of them is not in the ledger, or may mean two matters.
    """
    found: dict[int, None] = {}
    for word in words.replace("，", ",").replace("、", ",").split(","):
        word = word.strip()
        first, dash, last = word.partition("-")
        if word.startswith("#") and word[1:].isdecimal():
            found[int(word[1:])] = None
        elif word.isdecimal():
            found |= dict.fromkeys(_numbered(ledger, word))
        elif dash and first.isdecimal() and last.isdecimal() and not ledger.find(word):
            if int(last) - int(first) >= _RANGE:
                raise UsageError(f"{word}：一次最多 {_RANGE} 件，请分几次办")
            found |= dict.fromkeys(range(int(first), int(last) + 1))
        elif word:
            matters = ledger.find(word)
            if not matters:
                raise UsageError(f"台账里没有编号“{word}”，请检查（minyi ledger list 可以查看）")
            found |= dict.fromkeys(matters)
    if not found:
        raise UsageError("请写明事项：台账序号如 12、12,15、20-30，或工单编号")
    return list(found)


def _numbered(ledger: Ledger, word: str) -> list[int]:
    """A number is an id, unless slips bear such case numbers themselves."""
    from minyi.ledgers import Filter

    coded, id = ledger.find(word), int(word)
    if not coded or coded == [id]:
        return [id]
    if word.startswith("0") or not ledger.count(Filter(ids=(id,))):
        return coded
    raise UsageError(
        f"“{word}”既是台账序号，又是另一件的工单编号；要办序号 {id} 请写 #{id}，"
        f"要办工单 {word} 请写 {'、'.join(f'#{one}' for one in coded)}"
    )


def day_of(text: str) -> date:
    """A day as a user writes it."""
    from minyi.ledgers.events import to_date

    return to_date(text.strip().replace("/", "-"))


def today() -> date:
    """By the office's clock, whatever the machine's own says."""
    from datetime import datetime

    from minyi.ledgers import CHINA

    return datetime.now(CHINA).date()
