"""Why the system, a decoder or TOML refused, in the words of the user."""

from __future__ import annotations

import difflib
import errno
import re
import tomllib
from collections.abc import Iterable

_SYSTEM = {
    errno.ENOENT: "不存在",
    errno.EACCES: "没有权限，或正被其他程序占用",
    errno.EPERM: "没有权限",
    errno.EISDIR: "是文件夹，不是文件",
    errno.ENOTDIR: "路径中间有一段是文件，不是文件夹",
    errno.EEXIST: "已经存在",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已满",
    errno.EROFS: "磁盘只读",
    errno.EFBIG: "文件太大",
    errno.ENAMETOOLONG: "名字太长",
    errno.EBUSY: "正被占用",
    errno.ETXTBSY: "正被占用",
    errno.EMFILE: "同时打开的文件太多",
    errno.ENOTEMPTY: "文件夹不是空的",
    errno.EIO: "磁盘读写出错",
    errno.ELOOP: "快捷方式绕成了圈",
    errno.EINVAL: "名字或路径不合规定",
}
_TOML = {
    "Invalid value": "等号右边的值写法不对（文字要加英文双引号，真假写 true 或 false）",
    "Expected '=' after a key": "名称后面缺少等号",
    "Expected newline or end of document": "值后面多出了内容（一行只写一项，文字要加英文双引号）",
    "Cannot overwrite": "同一项写了两次",
    "Cannot declare": "同一段写了两次",
    "Invalid statement": "不是“名称 = 值”的写法（说明文字前面要加 #）",
    "Unescaped": "反斜杠请改成 /",
    "Invalid hex value": "反斜杠请改成 /",
    "Unterminated string": "引号没有成对",
    "Illegal character": "引号没有成对，或有不可见的字符",
    "Unclosed array": "方括号没有成对",
    "Invalid initial character for a key part": "名称的写法不对（中文名称要加英文双引号）",
    "Expected ']": "方括号没有成对",
}
_AT = re.compile(r"\(at (?:line (\d+), column \d+|end of document)\)")


def cause(error: BaseException) -> str:
    """Why reading or writing failed: a few Chinese words, without the path."""
    if isinstance(error, UnicodeError):
        return "不是 UTF-8 文本，请另存为 UTF-8 编码"
    if isinstance(error, OSError):
        known = _SYSTEM.get(error.errno or 0)
        return known or (f"系统错误 {error.errno}" if error.errno else "系统拒绝")
    return type(error).__name__


def read_toml(data: bytes) -> tuple[dict[str, object], str]:
    """The tree of a TOML file, or {} and in Chinese what is wrong with it and in which line."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return {}, cause(error)
    try:
        return tomllib.loads(text), ""
    except tomllib.TOMLDecodeError as error:
        return {}, _toml_fault(str(error), text)
    except RecursionError:
        return {}, "括号套得太深，请改简单些"


def near(wanted: str, known: Iterable[str]) -> str:
    """A known name that looks like the wanted one, as the end of an advice; or nothing."""
    close = difflib.get_close_matches(wanted, list(known), n=1, cutoff=0.5)
    return f"（是不是“{close[0]}”？）" if close else ""


def _toml_fault(message: str, text: str) -> str:
    lines = text.splitlines()
    found = _AT.search(message)
    number = int(found[1]) if found and found[1] else max(1, len(lines))
    line = lines[number - 1].strip() if number <= len(lines) else ""
    said = next((chinese for start, chinese in _TOML.items() if start in message), "写法不对")
    shown = f"“{line[:40]}”" if line else ""
    return f"第 {number} 行{shown}：{said}"
