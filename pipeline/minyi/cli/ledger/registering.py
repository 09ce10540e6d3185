"""minyi run --ledger: what was read is registered, once."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import TYPE_CHECKING

from minyi.cli.console import tell
from minyi.cli.ledger.opening import FILE_NAME
from minyi.errors import UsageError

if TYPE_CHECKING:
    from minyi.ledgers import Actor, Found, Ledger, Registered
    from minyi.office import Office
    from minyi.workbook import Report

_NO_LEDGERS = {".xlsx", ".xls", ".xlsm", ".csv", ".tsv", ".docx", ".doc", ".pdf", ".txt"}


def open_to_register(office: Office, folder: Path | None, named: str) -> Ledger:
    """Open the ledger, make it where there is none.

    Args:
        office: Its rules are those of the ledger.
        folder: Of the office.
        named: File or URL; "" takes minyi.toml's, else 台账.db in the folder.

    Raises:
        UsageError: What was named is no ledger.
        BadLedgerError, MissingExtraError: It cannot be opened.
    """
    from minyi.followup.rules import rules_of
    from minyi.ledgers import Ledger

    if Path(named).suffix.lower() in _NO_LEDGERS and "://" not in named:
        raise UsageError(
            f"--ledger 后面的 {named} 不是台账（应是 .db 文件或 postgresql:// 地址）；"
            "要用默认的台账，请把 --ledger 放在最后"
        )
    target = named or office.settings.ledger or str((folder or Path()) / FILE_NAME)
    return Ledger.open(target, rules=rules_of(office.directory, office.calendar))


def register(ledger: Ledger, report: Report, office: Office) -> None:
    """Register all matters of a run, look for duplicates, and say what was done."""
    actor = clerk_of(office)
    done = ledger.register(report.matters, actor=actor)
    found = ledger.duplicates.search(actor, merge_from=office.settings.merge_from)
    tell(_told(done, found, len(report.matters)))


def clerk_of(office: Office) -> Actor:
    """Who registers: the reviewer that minyi.toml names, else the user of the machine."""
    from minyi.ledgers import Actor

    who = office.settings.reviewer.strip()
    if not who:
        try:
            who = getpass.getuser()
        except (KeyError, OSError):  # no such user in a bare container
            who = "minyi"
    return Actor(who, "clerk", office.directory.fallback)


def _told(done: Registered, found: Found, matters: int) -> str:
    new = len(done.matters)
    parts = [f"台账：新登记 {new} 件（来件 {done.slips} 条）"]
    if done.known:
        parts.append(f"已登记过 {matters - new} 件（来件 {done.known} 条），不再重复登记")
    if found.merged:
        parts.append(f"自动并件 {len(found.merged)} 件（minyi ledger duplicates 可以拆分）")
    if found.proposed:
        parts.append(f"疑似重复 {len(found.proposed)} 件，请用 minyi ledger duplicates 查看决定")
    return "；".join(parts)
