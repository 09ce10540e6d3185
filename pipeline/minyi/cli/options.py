"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from minyi.errors import UsageError

OFFICE_FILES = ("组织机构.xlsx", "minyi.toml")  # one of them makes a folder an office

Paths = Annotated[
    list[str],
    typer.Argument(help="文件、文件夹或通配符；- 表示从标准输入每行读一条", metavar="路径..."),
]
Force = Annotated[bool, typer.Option("--force", help="输出文件已存在时覆盖它")]


def _own_office(folder: Path | None) -> Path | None:
    """A mistyped folder must not fall back to the shipped 示例区."""
    if folder is not None and not any((folder / name).exists() for name in OFFICE_FILES):
        raise UsageError(
            f"{folder}：这里没有本单位的 {'、'.join(OFFICE_FILES)}；请检查 --office，"
            f"或用 minyi init {folder} 新建"
        )
    return folder


OfficeFolder = Annotated[
    Path | None,
    typer.Option(
        "--office",
        help="本单位的文件夹（组织机构.xlsx 等）；默认当前文件夹",
        metavar="文件夹",
    ),
]
OwnOffice = Annotated[
    Path | None,
    typer.Option(
        "--office",
        help="本单位的文件夹（组织机构.xlsx 等）；默认当前文件夹",
        metavar="文件夹",
        callback=_own_office,
    ),
]
ModelFolder = Annotated[
    Path | None, typer.Option("--model", help="模型文件夹；默认用自带模型", metavar="文件夹")
]
TextColumn = Annotated[
    str | None,
    typer.Option(
        "--text-column", help="意见所在的列：表头、列号或列字母；自动认不出时用", metavar="列"
    ),
]
ShowPersonal = Annotated[
    bool, typer.Option("--show-personal", help="不遮盖姓名、电话、证件号等个人信息（慎用）")
]


def _share(share: float | None) -> float | None:
    if share is not None and not 0 < share < 1:
        raise UsageError(f"--max-error {share:g} 不对，请填 0 与 1 之间的数，如 0.03 表示至多错 3%")
    return share


MaxError = Annotated[
    float | None,
    typer.Option(
        "--max-error",
        help="误差预算，如 0.03：按留出检验定复核线，不送人工的事项里类别至多错 3%",
        metavar="比例",
        callback=_share,
    ),
]
KeepAssigned = Annotated[
    bool, typer.Option("--keep-assigned", help="沿用来件上的承办单位，不按目录另派")
]
