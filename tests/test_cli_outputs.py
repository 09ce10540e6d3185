"""Where minyi run must not write."""

from __future__ import annotations

import pytest


@pytest.fixture
def office(tmp_path, minyi):
    folder = tmp_path / "本单位"
    folder.mkdir()
    (folder / "minyi.toml").write_text('ledger = "账.db"\n', encoding="utf-8")
    (folder / "意见.txt").write_text("3号楼停水两天了\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("组织机构.xlsx", ()),
        ("地名.xlsx", ()),
        ("minyi.toml", ("--format", "xlsx")),
        ("复核记录.csv", ()),
        ("账.db", ("--format", "xlsx")),
        ("另.db", ("--format", "xlsx", "--ledger", "{}/另.db")),
    ],
)
def test_files_of_the_office_are_never_outputs(name, more, minyi, office):
    target = office / name
    before = target.read_bytes() if target.exists() else None
    more = [one.format(office) for one in more]
    box = office / "意见.txt"
    code, _, said = minyi("run", box, "--office", office, "--out", target, "--force", *more)
    assert code == 2
    assert "本单位自己的文件" in said
    assert (target.read_bytes() if target.exists() else None) == before


def test_a_list_beside_the_files_of_the_office_is_written(minyi, office):
    code, *_ = minyi("run", office / "意见.txt", "--office", office, "--out", office / "台账.xlsx")
    assert code == 0
    assert (office / "台账.xlsx").exists()


def test_a_divided_list_wants_a_folder(minyi, office):
    out = office / "分2.xlsx"
    arguments = ("run", office / "意见.txt", "--office", office, "--split-by", "organization")
    code, _, said = minyi(*arguments, "--out", out)
    assert (code, out.exists()) == (2, False)
    assert "文件夹" in said
    assert minyi(*arguments, "--out", office / "分2")[0] == 0
