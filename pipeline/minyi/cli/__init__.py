"""The command line: parses, calls, prints."""

from __future__ import annotations

import sys


def main(arguments: list[str] | None = None) -> None:
    """Run `minyi`; never shows a traceback for what a user can mend.

    Exit codes: 0 done, 1 some rows rejected (listed), 2 unusable input or arguments, 130 stopped
    by Ctrl-C.
    """
    sys.exit(_run(arguments))


def _run(arguments: list[str] | None) -> int:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a console of another code page must not stop a run
            stream.reconfigure(errors="backslashreplace")
    from minyi.cli.app import app
    from minyi.cli.console import warn
    from minyi.errors import MinyiError

    try:
        code = app(arguments, prog_name="minyi", standalone_mode=False)
    except MinyiError as error:
        warn(str(error))
        return 2
    except KeyboardInterrupt:
        warn("已中断，没有写出结果")
        return 130
    except BrokenPipeError:  # the reader of a pipe, such as head, has seen enough
        sys.stderr.close()
        return 0
    except Exception as error:
        message = _usage_fault(error)
        if message is None:
            raise
        if message:
            warn(message)
        return 2
    return code if isinstance(code, int) else 0


def _usage_fault(error: Exception) -> str | None:
    """What is wrong with the arguments, in Chinese; None where the error is not about them.

    Told by the names of the exceptions: typer carries its own copy of click.
    """
    kind = type(error).__name__
    parameter = getattr(getattr(error, "param", None), "human_readable_name", "")
    if kind == "NoArgsIsHelpError":  # the help has been shown
        return ""
    if kind in {"Abort", "Aborted"}:
        return "已中断"
    known = {
        "MissingParameter": f"缺少参数 {parameter}",
        "NoSuchOption": f"没有选项 {getattr(error, 'option_name', '')}",
        "BadOptionUsage": f"选项 {getattr(error, 'option_name', '')} 用法不对，可能缺少它的值",
        "BadParameter": f"参数 {parameter} 的值不对：{getattr(error, 'message', error)}",
        "BadArgumentUsage": f"参数个数不对：{error}",
        "UsageError": f"命令写得不对：{error}",
        "NoSuchCommand": f"没有这个命令：{error}",
    }
    return f"{known[kind]}；用 minyi --help 或 minyi 命令 --help 看说明" if kind in known else None
