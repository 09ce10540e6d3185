"""minyi ledger: every matter registered, owned, chased, closed with proof and answered."""

from __future__ import annotations

from collections.abc import Callable

from minyi.cli.ledger import (
    acting,
    chasing,
    duplicates,
    hotspots,
    keeping,
    moving,
    reporting,
    showing,
)

HELP = "台账：每一件有人管、有回音。查看、办理、催办、统计、报告、导出导入、备份。"
COMMANDS: dict[str, Callable[..., int]] = {
    "list": showing.list_matters,
    "show": showing.show,
    "act": acting.act,
    "due": chasing.due,
    "duplicates": duplicates.duplicates,
    "hotspots": hotspots.hotspots,
    "rates": reporting.rates,
    "report": reporting.report,
    "form": reporting.form,
    "export": moving.export,
    "import": moving.import_,
    "verify": keeping.verify,
    "backup": keeping.backup,
    "restore": keeping.restore,
    "anonymize": keeping.anonymize,
}
