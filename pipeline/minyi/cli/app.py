"""The typer application; every command lives in a module of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from minyi.cli import (
    classify,
    drift,
    evaluate,
    explain,
    learn,
    ledger,
    models,
    offices,
    reviews,
    run,
    suggest,
    train,
)


def _in_chinese(option: Any) -> Any:
    if option is not None:
        option.help = "显示本说明后退出"
    return option


class _InChinese:
    """What typer says of its own accord, in our users' language."""

    def get_usage(self, ctx: Any) -> str:
        return str(super().get_usage(ctx)).replace("Usage:", "用法：", 1)  # type: ignore[misc]

    def get_help_option(self, ctx: Any) -> Any:
        return _in_chinese(super().get_help_option(ctx))  # type: ignore[misc]

    def format_help(self, ctx: Any, formatter: Any) -> None:
        from typer import rich_utils

        rich_utils.ARGUMENTS_PANEL_TITLE = "参数"
        rich_utils.OPTIONS_PANEL_TITLE = "选项"
        rich_utils.COMMANDS_PANEL_TITLE = "命令"
        rich_utils.REQUIRED_LONG_STRING = "[必填]"
        rich_utils.DEFAULT_STRING = "[默认：{}]"
        super().format_help(ctx, formatter)  # type: ignore[misc]


class _Group(_InChinese, TyperGroup): ...


class _Command(_InChinese, TyperCommand):
    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if self.name == "run":  # typer knows no option with an optional value
            args = run.with_ledger_value(args)
        return super().parse_args(ctx, args)


app = typer.Typer(
    cls=_Group,
    help="民意 Minyi：把意见箱变成整改台账。全部在本机完成，不联网。",
    add_completion=False,
    no_args_is_help=True,
    options_metavar="[选项]",
    subcommand_metavar="命令 [参数]...",
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["--help", "-h"]},
)


def _version(asked: bool) -> None:
    if asked:
        from minyi import __version__
        from minyi.cli.console import tell

        tell(f"minyi {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: bool = typer.Option(
        False, "--version", help="显示版本后退出", callback=_version, is_eager=True
    ),
) -> None: ...


COMMANDS: dict[str, Callable[..., int]] = {
    "run": run.run,
    "classify": classify.classify,
    "explain": explain.explain,
    "learn": learn.learn,
    "reviews": reviews.reviews,
    "init": offices.init,
    "check": offices.check,
    "train": train.train,
    "evaluate": evaluate.evaluate,
    "suggest": suggest.suggest,
    "drift": drift.drift,
}
GROUPS: dict[str, tuple[str, dict[str, Callable[..., int]]]] = {
    "models": (models.HELP, models.COMMANDS),
    "ledger": (ledger.HELP, ledger.COMMANDS),
}
# These do something when nothing is given.
_WITHOUT_ARGUMENTS = {"check", "list", "reviews", "rollback", "due", "rates", "verify"}
_WITHOUT_ARGUMENTS |= {"duplicates", "hotspots"}


def _register(group: typer.Typer, commands: dict[str, Callable[..., int]]) -> None:
    for name, command in commands.items():
        group.command(
            name,
            cls=_Command,
            no_args_is_help=name not in _WITHOUT_ARGUMENTS,
            options_metavar="[选项]",
        )(command)


_register(app, COMMANDS)
for name, (help, commands) in GROUPS.items():
    group = typer.Typer(
        cls=_Group,
        help=help,
        no_args_is_help=True,
        options_metavar="[选项]",
        subcommand_metavar="命令 [参数]...",
    )
    _register(group, commands)
    app.add_typer(group, name=name)
