"""What an office's own files say wrongly is told in Chinese, all of it at once."""

from __future__ import annotations

import errno
import re
from pathlib import Path

import pytest

from minyi.causes import cause, read_toml
from minyi.errors import BadDirectoryError, BadTaxonomyError, UnreadableFileError, UsageError
from minyi.settings import Settings, load_settings
from minyi.taxonomy import load_taxonomy
from minyi.workdays import load_overrides

# paths, keys and TOML words may stay; sentences of Python and its libraries may not
ENGLISH = re.compile(r"[A-Za-z]{2,}(?: [A-Za-z']{2,}){2,}")


def told(folder: Path, content: str | bytes) -> str:
    data = content if isinstance(content, bytes) else content.encode()
    (folder / "minyi.toml").write_bytes(data)
    with pytest.raises(UsageError) as caught:
        load_settings(folder)
    message = str(caught.value)
    assert not ENGLISH.search(message), message
    assert "minyi.toml" in message
    assert "请" in message
    return message


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        ('titel = "x"\n', "第 1 行，没有“titel”这个设置（是不是“title”？）"),
        ('\ntitle = "x"\nreview_bellow = 0.4\n', "第 3 行，没有“review_bellow”这个设置"),
        ('[office]\nname = "x"\n', "第 1 行，没有“office”这个段"),
        ('review_below = "高"\n', "第 1 行，review_below 的值“高”不对，请填 0 与 1 之间的数"),
        ("review_below = 40\n", "请填 0 与 1 之间的数"),
        ("review_below = nan\n", "请填 0 与 1 之间的数"),
        ("review_below = true\n", "请填 0 与 1 之间的数"),
        ('keep_assigned = "是"\n', "请填 true（是）或 false（否）"),
        ("title = 3\n", "请填台账的标题"),
        ("reviewer = 3\n", "请填复核人的姓名"),
        ("model = 3\n", "请填模型文件夹的路径"),
        ('model = ""\n', "请填模型文件夹的路径"),
        ('taxonomy = ["a.toml"]\n', "请填分类文件的路径"),
        ('title = "甲"\nreview_below 0.4\n', "第 2 行“review_below 0.4”：名称后面缺少等号"),
        ("title = 东关台账\n", "第 1 行“title = 东关台账”：等号右边的值写法不对"),
        ('title = "东关\n', '第 1 行“title = "东关”：引号没有成对'),
        ('title = "甲"\ntitle = "乙"\n', '第 2 行“title = "乙"”：同一项写了两次'),
        ('model = "C:\\\\模型".x\n', "第 1 行"),
        ('model = "models\\mine"\n', "反斜杠请改成 /"),
        ('workdays = "D:\\u盘"\n', "反斜杠请改成 /"),
        ("标题 = 1\n", "第 1 行“标题 = 1”"),
        ("title = [\n", "第 1 行“title = [”"),
        ("title =", "第 1 行“title =”"),
        ('title = "东关"\n'.encode("gb18030"), "不是 UTF-8 文本"),
    ],
)
def test_a_fault_in_the_settings_names_line_value_and_what_is_allowed(tmp_path, content, wanted):
    assert wanted in told(tmp_path, content)


def test_all_faults_of_the_settings_are_told_at_once(tmp_path):
    message = told(tmp_path, 'titel = "x"\nreview_below = "高"\nkeep_assigned = 2\nmodel = []\n')
    assert len(message.splitlines()) == 4


def test_settings_that_are_a_folder_are_told(tmp_path):
    (tmp_path / "minyi.toml").mkdir()
    with pytest.raises(UsageError, match="是文件夹，不是文件"):
        load_settings(tmp_path)


def test_good_settings_are_taken(tmp_path):
    text = (
        '\ufefftitle = "东关台账"\nmodel = "m"\nworkdays = "w.csv"\n'
        'taxonomy = "/t.toml"\nreview_below = 1\nkeep_assigned = true\n'
    )
    (tmp_path / "minyi.toml").write_text(text, encoding="utf-8")
    assert load_settings(tmp_path) == Settings(
        title="东关台账",
        model=tmp_path / "m",
        taxonomy=Path("/t.toml"),
        workdays=tmp_path / "w.csv",
        review_below=1.0,
        keep_assigned=True,
    )


def test_no_settings_are_the_defaults(tmp_path):
    assert load_settings(tmp_path) == Settings()


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        ("utilities = 1\n", ["“utilities”不是大类"]),
        ('[a]\n[a.b]\nname = "甲"\n[a.c]\nname = "甲"\n[a.d]\n',
         ["大类 a 缺少中文名称", "a.c 与 a.b 重名", "类别 a.d 缺少中文名称"]),
        ('[a]\nname = "甲"\n', ["一个类别也没有"]),
        ("", ["一个类别也没有"]),
        ("[a\n", ["第 1 行“[a”：方括号没有成对"]),
        ("[a]\nname = 甲\n", ["第 2 行“name = 甲”"]),
        (None, ["不存在", "taxonomy 的路径"]),
    ],
)  # fmt: skip
def test_all_faults_of_a_label_tree_are_told_in_chinese(tmp_path, content, wanted):
    path = tmp_path / "mine.toml"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(BadTaxonomyError, match=r"mine\.toml") as caught:
        load_taxonomy(path)
    assert all(each in str(caught.value) for each in wanted), caught.value
    assert not ENGLISH.search(str(caught.value).replace(str(tmp_path), ""))


def test_all_faults_of_the_workdays_are_told_with_file_and_line(tmp_path):
    path = tmp_path / "workdays.csv"
    path.write_text("日期,安排\n2026-2-30,上班\n2026-02-14,加班\n", encoding="utf-8")
    with pytest.raises(BadDirectoryError) as caught:
        load_overrides(path)
    first, second = str(caught.value).splitlines()
    assert first.startswith("workdays.csv（调休表）第 2 行：日期“2026-2-30”看不懂")
    assert second.startswith("workdays.csv（调休表）第 3 行：第二格“加班”看不懂")


@pytest.mark.parametrize("make", [None, "folder", b"\xff\xfe\x00\xd8", b'"' + b"x" * 200_000])
def test_workdays_that_cannot_be_read_say_why(tmp_path, make):
    path = tmp_path / "workdays.csv"
    if make == "folder":
        path.mkdir()
    elif make is not None:
        path.write_bytes(make)
    with pytest.raises(UnreadableFileError, match="请") as caught:
        load_overrides(path)
    assert not ENGLISH.search(str(caught.value).replace(str(tmp_path), ""))


def test_every_common_refusal_of_the_system_has_chinese_words():
    for number in (errno.ENOENT, errno.EACCES, errno.ENOSPC, errno.EISDIR, errno.ENOTDIR, 9999):
        assert re.search(r"[一-鿿]", cause(OSError(number, "English words here")))


def test_deep_brackets_in_toml_are_no_crash():
    assert read_toml(b"a = " + b"[" * 5_000)[1]
