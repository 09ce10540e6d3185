"""The command line: parses, calls, prints."""

from __future__ import annotations

import re
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
    from minyi.causes import cause
    from minyi.cli.app import app
    from minyi.cli.console import warn
    from minyi.errors import MinyiError

    try:
        code = app(arguments, prog_name="minyi", standalone_mode=False)
    except MinyiError as error:
        warn(_told(error))
        return 2
    except KeyboardInterrupt:
        warn("已中断，没有写出结果")
        return 130
    except BrokenPipeError:  # the reader of a pipe, such as head, has seen enough
        sys.stderr.close()
        return 0
    except OSError as error:
        where = f"{error.filename}：" if error.filename else ""
        warn(f"{where}读写不成（{cause(error)}），请检查路径、权限和磁盘空间后重试")
        return 2
    except MemoryError:
        warn("内存不够，没有做完；请把输入拆成几个文件，分批运行")
        return 2
    except Exception as error:
        message = _usage_fault(error)
        if message is None:
            raise
        if message:
            warn(message)
        return 2
    if code == 130:
        warn("已中断，没有写出结果")
    return code if isinstance(code, int) else 0


def _told(error: Exception) -> str:
    """The message, with the system's own words about a file in Chinese."""
    from minyi.causes import cause

    why = error.__cause__
    if isinstance(why, OSError) and why.strerror:
        return str(error).replace(why.strerror, cause(why))
    return str(error)


def _usage_fault(error: Exception) -> str | None:
    """What is wrong with the arguments, in Chinese; None where the error is not about them.

    Told by the names of the exceptions: typer carries its own copy of click.
    """
    kind = type(error).__name__
    if kind == "NoArgsIsHelpError":  # the help has been shown
        return ""
    if kind in {"Abort", "Aborted"}:
        return "已中断"
    message = str(getattr(error, "message", error))
    parameter = _name_of(getattr(error, "param", None))
    option = getattr(error, "option_name", "")
    known = {
        "MissingParameter": f"缺少参数 {parameter}",
        "NoSuchOption": f"没有选项 {option}",
        "BadOptionUsage": f"选项 {option} 后面缺少它的值",
        "BadParameter": f"参数 {parameter} 的值不对（{_in_chinese(message)}）",
        "BadArgumentUsage": f"参数个数不对（{_in_chinese(message)}）",
        "UsageError": _in_chinese(message),
    }
    return f"{known[kind]}；用 minyi --help 或 minyi 命令 --help 看说明" if kind in known else None


def _name_of(parameter: object) -> str:
    options = getattr(parameter, "opts", None) or []
    if options and str(options[0]).startswith("-"):
        return str(options[0])
    return str(getattr(parameter, "metavar", None) or getattr(parameter, "name", "") or "")


def _in_chinese(message: str) -> str:
    """The few things that typer says of arguments; others as they are."""
    for pattern, chinese in (
        (r"No such command '(.*)'\.", r"没有命令 \1"),
        (r".*'(.*)' is not one of (.*)\.", r"没有 \1 这一项，可用：\2"),
        (r".*'(.*)' is not a valid integer.*", r"\1 不是整数"),
        (r".*'(.*)' is not a valid float.*", r"\1 不是数"),
        (r"Got unexpected extra arguments? \((.*)\)", r"多出了 \1，路径含空格时请加引号"),
        (r"Missing command\.", "缺少命令"),
    ):
        if re.fullmatch(pattern, message):
            return re.sub(pattern, chinese, message)
    return message
