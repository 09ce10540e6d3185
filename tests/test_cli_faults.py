"""Whatever goes wrong with files, the command ends with 2 and says so in Chinese."""

from __future__ import annotations

import errno
import os
import re
from pathlib import Path

import pytest

from minyi.cli import main
from minyi.directory import write_office
from minyi.taxonomy import load_taxonomy

ENGLISH = re.compile(r"[A-Za-z]{2,}(?: [A-Za-z']{2,}){2,}|Errno|Traceback")
SYSTEM = [os.strerror(number) for number in errno.errorcode]


@pytest.fixture
def minyi(capsys):
    """Run a command: exit code, and all that it said."""

    def run(*arguments: object) -> tuple[int, str]:
        with pytest.raises(SystemExit) as stopped:
            main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        text = said.out + said.err
        assert not ENGLISH.search(text), text
        assert not [why for why in SYSTEM if why in text], text
        return stopped.value.code, text

    return run


@pytest.fixture
def box(tmp_path):
    path = tmp_path / "意见.csv"
    path.write_text("编号,意见内容\n1,三号楼停水两天了\n", encoding="utf-8")
    return path


@pytest.fixture
def office(tmp_path):
    folder = tmp_path / "本单位"
    write_office(folder, load_taxonomy(), [("utilities.water", "区供水公司")])
    return folder


def test_check_lists_every_fault_of_every_file_at_once(minyi, office):
    (office / "minyi.toml").write_text(
        'titel = "x"\nmodel = "没有的模型"\ntaxonomy = "t.toml"\nworkdays = "w.csv"\n',
        encoding="utf-8",
    )
    (office / "t.toml").write_text('[a]\n[a.b]\nname = "甲"\n', encoding="utf-8")
    (office / "w.csv").write_text("2026-13-01,上班\n2026-02-14,也许\n", encoding="utf-8")
    (office / "组织机构.xlsx").unlink()
    code, text = minyi("check", office)
    assert code == 2
    for wanted in (
        "minyi.toml：第 1 行，没有“titel”这个设置（是不是“title”？）",
        "t.toml：大类 a 缺少中文名称",
        "w.csv（调休表）第 1 行",
        "w.csv（调休表）第 2 行",
        "没有的模型 不是模型文件夹",
        "组织机构.xlsx：找不到",
    ):
        assert wanted in text, text


def test_check_names_the_files_that_the_settings_miss(minyi, office):
    (office / "minyi.toml").write_text(
        'taxonomy = "t.toml"\nworkdays = "w.csv"\n', encoding="utf-8"
    )
    code, text = minyi("check", office)
    assert code == 2
    assert "t.toml：分类文件打不开（不存在）" in text
    assert "w.csv：调休表打不开（不存在）" in text


def test_faults_of_one_table_do_not_hide_those_of_another(minyi, office):
    (office / "地名.xlsx").write_bytes(b"no workbook")
    (office / "组织机构.xlsx").unlink()
    (office / "组织.csv").write_text("名称,性质\n区住建局,领导\n", encoding="utf-8")
    (office / "分工.csv").write_text("组织,类别\n区住建局,供水\n", encoding="utf-8")
    code, text = minyi("check", office)
    assert code == 2
    assert "地名.xlsx：打不开（文件已损坏，或不是 xlsx）" in text
    assert "组织.csv第2行：性质“领导”不认识" in text


@pytest.mark.parametrize("command", ["check", "run"])
def test_a_folder_that_is_not_there_is_named(minyi, tmp_path, box, command):
    missing = tmp_path / "没有"
    arguments = ["check", missing]
    if command == "run":
        arguments = ["run", box, "--out", tmp_path / "a.xlsx", "--office", missing]
    code, text = minyi(*arguments)
    assert code == 2
    assert re.search("没有这个单位文件夹|这里没有本单位的", text)


@pytest.mark.parametrize("name", ["组织机构.xlsx", "地名.xlsx", "minyi.toml"])
def test_a_folder_where_a_file_of_the_office_is_expected(minyi, office, name):
    (office / name).unlink(missing_ok=True)
    (office / name).mkdir()
    code, text = minyi("check", office)
    assert code == 2
    assert f"{name}：打不开（是文件夹，不是文件）" in text


def test_a_workbook_with_a_password_is_told(minyi, office):
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    (office / "组织机构.xlsx").write_bytes(head + "EncryptedPackage".encode("utf-16-le"))
    code, text = minyi("check", office)
    assert code == 2
    assert "组织机构.xlsx：打不开" in text


@pytest.mark.parametrize(
    "arguments",
    [
        ("run", "{box}", "--out", "{box}/台账.xlsx"),
        ("classify", "{box}", "--out", "{box}/a.csv"),
        ("run", "{box}", "--out", "{folder}"),
        ("train", "{folder}", "--text", "意见内容", "--label", "编号", "--out", "{folder}/m"),
        ("train", "{folder}/没有.csv", "--text", "a", "--label", "b", "--out", "{folder}/m"),
        ("evaluate", "{folder}", "--text", "意见内容", "--label", "编号"),
        ("suggest", "{folder}/没有.csv"),
        ("learn", "{folder}"),
        ("learn", "{box}"),
        ("drift", "{folder}/没有.csv", "{box}"),
        ("init", "{box}"),
        ("init", "{box}/里面"),
        ("init", "{folder}/新", "--from", "{folder}/没有.csv"),
        ("explain", "停水", "--model", "{box}"),
        ("explain", "停水", "--model", "{folder}/没有"),
        ("check", "{box}"),
    ],
)
def test_a_path_that_cannot_be_is_told_in_chinese(minyi, box, tmp_path, arguments):
    folder = tmp_path / "夹"
    folder.mkdir()
    (folder / "x").write_text("x", encoding="utf-8")
    code, text = minyi(*(each.format(box=box, folder=folder) for each in arguments))
    assert code == 2, text
    assert re.search(r"[一-鿿]", text)


@pytest.mark.parametrize("number", [errno.EACCES, errno.ENOSPC, errno.EROFS])
@pytest.mark.parametrize("command", ["init", "check"])
def test_what_the_system_refuses_is_told_in_chinese(
    minyi, office, tmp_path, monkeypatch, number, command
):
    def refuse(self: Path, *_: object, **__: object) -> None:
        raise OSError(number, "English words of the system", str(self))

    monkeypatch.setattr(Path, "mkdir" if command == "init" else "read_bytes", refuse)
    code, text = minyi(command, tmp_path / "新" if command == "init" else office)
    assert code == 2
    assert re.search("没有权限|磁盘已满|磁盘只读", text)
