"""csv and tsv as systems export them."""

from __future__ import annotations

import pytest

from minyi.readers import read_columns

A, B, C = "3号楼停水两天了", "路灯坏了一个月没人修", "建议增加公交班次"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_encoding_and_delimiter_are_found_out(text_file, encoding, delimiter):
    lines = [["工单号", "意见内容", "承办单位"], ["0012", A, "水务局"], ["0013", B, ""]]
    result = text_file("a.csv", "\r\n".join(delimiter.join(row) for row in lines), encoding)
    assert result.texts == [A, B]
    first = result.opinions[0]
    assert (first.case_number, first.assigned, first.source.row) == ("0012", "水务局", 2)
    assert result.problems == []


def test_traditional_big5(text_file):
    result = text_file("a.csv", "編號,意見內容\n1,停水兩天了\n", "big5")
    assert result.texts == ["停水兩天了"]


def test_chinese_commas_delimit_only_if_all_lines_agree(text_file):
    assert text_file("a.csv", f"编号，意见内容\n1，{A}\n2，{B}\n").texts == [A, B]
    text = "意见内容\n路灯坏了，没人修\n停水，停电，停气\n"
    assert text_file("b.csv", text).texts == ["路灯坏了，没人修", "停水，停电，停气"]


def test_one_column_keeps_its_commas(text_file):
    text = "意见内容\n路灯坏了,没人修\n停水,停电,停气\n"
    assert text_file("a.csv", text).texts == ["路灯坏了,没人修", "停水,停电,停气"]


def test_title_lines_above_the_header(text_file):
    text = f"清河区意见汇总,,\n导出时间：2026-02-24,,\n编号,意见内容,日期\n1,{A},2月3日\n"
    (opinion,) = text_file("a.csv", text).opinions
    assert (opinion.text, opinion.source.row) == (A, 4)
    assert opinion.received_on is not None
    assert opinion.received_on.year == 2026


def test_cell_of_several_lines_is_one_row(text_file):
    result = text_file("a.csv", '编号,意见内容\r\n1,"第一,停水\r\n第二,停电"\r\n2,路灯坏了\r\n')
    assert result.texts == ["第一,停水\n第二,停电", "路灯坏了"]
    assert [o.source.row for o in result.opinions] == [2, 3]
    assert result.problems == []


@pytest.mark.parametrize(
    "broken",
    ['2,"他说停水了', '2,"他说停水了,城南街道', '2,"他说"停水"了'],
)
def test_unclosed_quote_swallows_no_rows(text_file, broken):
    rows = "".join(f'{i},"意见{i}路灯不亮,请修"\n' for i in range(3, 30))
    result = text_file("a.csv", f"编号,意见内容\n1,{A}\n{broken}\n{rows}")
    assert len(result.opinions) == 29
    assert result.opinions[0].text == A
    assert "停水" in result.opinions[1].text
    assert result.opinions[2].text == "意见3路灯不亮,请修"
    assert (result.problems[0].level, result.problems[0].source.row) == ("notice", 3)


def test_unclosed_quote_in_plain_rows(text_file):
    rows = "".join(f"{i},意见{i}路灯不亮,街道{i}\n" for i in range(3, 900))
    result = text_file("a.csv", f'编号,意见内容,街道\n1,{A},x\n2,"停水了,y\n{rows}')
    assert len(result.opinions) == 899
    assert result.opinions[1].text == "停水了"


def test_quotes_amid_words_are_words(text_file):
    result = text_file("a.csv", '编号,意见内容,街道\n1,他说"停水"了,x\n2,"他说"停水"了,真的",y\n')
    assert result.texts == ['他说"停水"了', '他说"停水"了,真的']
    assert [o.place for o in result.opinions] == ["x", "y"]


def test_surplus_cells_are_kept_and_noticed(text_file):
    result = text_file("a.csv", f"编号,意见内容\n1,路灯坏了,没人修\n2,{A},,\n3\n")
    assert result.opinions[0].extra == {"多出的列": "没人修"}
    assert result.opinions[1].extra == {}
    assert [(p.level, p.source.row) for p in result.problems] == [("notice", 2), ("rejected", 4)]


def test_nul_bytes_go_and_text_stays(text_file):
    result = text_file("a.csv", f"编号,意见内容\n1,停\0水了两天\n2,{B}\n")
    assert result.texts == ["停水了两天", B]


def test_bytes_that_are_no_characters_are_noticed_with_their_line(text_file):
    content = "编号,意见内容\n1,停水了两天\n2,路灯".encode() + b"\xff\xfe" + "坏了\n".encode()
    result = text_file("a.csv", content)
    assert result.texts[0] == "停水了两天"
    assert "\ufffd" in result.texts[1]
    assert [(p.level, p.source.row) for p in result.problems] == [("notice", 3)]


def test_very_long_cell(text_file):
    result = text_file("a.csv", "编号,意见内容\n1," + "停水" * 100_000 + "\n")
    assert len(result.texts[0]) == 200_000
    assert result.levels == ["notice"]


def test_csv_without_header(text_file):
    result = text_file("a.csv", f"1,{A}，请尽快处理\n2,{B}，晚上不敢出门\n3,{C}，早上挤不上去\n")
    assert len(result.opinions) == 3
    assert result.levels == ["notice"]


def test_text_under_the_name_of_a_workbook(text_file):
    assert text_file("a.xls", f"编号\t意见内容\n1\t{A}\n", "gb18030").texts == [A]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_web_page_under_the_name_of_a_workbook(text_file, encoding):
    page = f"""<html><head><meta charset="x"><style>td{{}}</style></head><body>
    <table border=1><tr><th colspan=3>意见汇总表</th></tr>
    <tr><th>编号</th><th>街道</th><th>意见内容</th></tr>
    <tr><td>001</td><td rowspan=2>城南街道</td><td>{A}<br>请尽快&amp;妥善处理</td></tr>
    <tr><td>002</td><td>{B}</td></tr></table></body></html>"""
    result = text_file("导出.xls", page, encoding)
    assert result.texts == [f"{A}\n请尽快&妥善处理", B]
    assert [o.place for o in result.opinions] == ["城南街道", "城南街道"]
    assert result.opinions[1].source.row == 4


def test_xml_spreadsheet(text_file):
    page = f"""<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
    xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="意见"><Table>
    <Row><Cell><Data ss:Type="String">编号</Data></Cell><Cell><Data ss:Type="String">意见内容</Data>
    </Cell></Row><Row><Cell><Data ss:Type="String">01</Data></Cell><Cell><Data ss:Type="String">{A}
    </Data></Cell></Row></Table></Worksheet></Workbook>"""
    result = text_file("导出.xls", page)
    assert result.texts == [A]
    assert result.opinions[0].source.sheet == "意见"


def test_table_under_the_name_of_a_text(text_file):
    assert text_file("a.txt", f"编号\t意见内容\n1\t{A}\n2\t{B}\n", "gb18030").texts == [A, B]


def test_rows_between_two_stray_quotes_are_not_one_cell(text_file):
    rows = "".join(f"{i},意见{i}路灯不亮,街道{i}\n" for i in range(3, 9))
    result = text_file("a.csv", f'编号,意见内容,街道\n2,"停水了\n{rows}9,停电",街道\n')
    assert len(result.opinions) == 8
    assert result.of("notice")


@pytest.mark.parametrize("tail", ['"老大难"', '他说"行"', '"甲","乙"', '""'])
def test_a_line_of_a_cell_may_end_in_a_quoted_word(tmp_path, tail):
    import csv

    text = f"给各位领导反映一个{tail}\n我们小区停水三天，没人管"
    with (tmp_path / "a.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [["编号", "意见内容", "渠道"], ["1", text, "电话"], ["2", "路灯", ""]]
        )
    columns, _ = read_columns(tmp_path / "a.csv", ["意见内容", "渠道"])
    assert columns == {"意见内容": [text, "路灯"], "渠道": ["电话", ""]}
