"""txt, Word and PDF."""

from __future__ import annotations

import zlib
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import OxmlElement

A, B, C = "3号楼停水两天了", "路灯坏了一个月没人修", "建议增加公交班次"


def test_every_line_of_a_text_is_an_opinion(text_file):
    result = text_file("a.txt", f"{A}\n\n{B}\r\n{C}", "gb18030")
    assert result.texts == [A, B, C]
    assert [o.source.row for o in result.opinions] == [1, 3, 4]
    assert result.opinions[1].id == "a.txt:3"
    assert result.problems == []


def test_wrapped_paragraphs_between_blank_lines_are_one_opinion(text_file):
    text = (
        "我家住在文庙街老楼三单元，去年冬天暖气就不热，找了物\n"
        "业好几次都说在修，到现在还是十二度，家里有老人孩子实\n"
        "在受不了，请尽快解决。\n\n"
        "小区门口的路坑坑洼洼，下雨天全是积水，接孩子的电动车\n"
        "摔了好几回，请修一修。\n"
    )
    result = text_file("a.txt", text)
    assert len(result.opinions) == 2
    assert "找了物业好几次" in result.texts[0]
    assert [o.source.row for o in result.opinions] == [1, 5]


def test_letters_stay_whole(text_file):
    text = f"尊敬的领导：\n{A}。\n请尽快解决。\n\n您好：\n{B}。\n谢谢。\n"
    assert text_file("a.txt", text).texts == [
        f"尊敬的领导：\n{A}。\n请尽快解决。",
        f"您好：\n{B}。\n谢谢。",
    ]


def test_numbers_that_run_in_sequence_go(text_file):
    result = text_file("a.txt", f"清河区群众意见汇总\n1、{A}\n2、{B}\n3、{C}\n")
    assert result.texts == [A, B, C]
    assert [(p.level, p.source.row) for p in result.problems] == [("skipped", 1)]


@pytest.mark.parametrize(
    "lines",
    [
        ["1、路灯坏了", "5、停水了三天"],
        ["3.5元的停车费太贵", "2号楼漏水"],
        ["停水", "1、路灯", "2、电梯"],
    ],
)
def test_numbers_that_are_part_of_the_text_stay(text_file, lines):
    assert text_file("a.txt", "\n".join(lines)).texts == lines


def test_facts_of_the_meeting_are_skipped_and_date_the_opinions(text_file):
    text = (
        f"柳河镇座谈会记录\n时间：2026年2月18日\n地点：镇政府会议室\n主持人：张三\n参加人员：李四、王五\n"
        f"一、基础设施方面\n1．{A}\n2．{B}\n二、公共交通方面\n1．张代表：{C}\n记录人：赵六\n"
    )
    result = text_file("a.txt", text)
    assert result.texts == [A, B, f"张代表：{C}"]
    assert {o.received_on for o in result.opinions} == {date(2026, 2, 18)}
    assert [p.source.row for p in result.of("skipped")] == [1, 2, 3, 4, 5, 6, 9, 11]


def test_line_that_only_begins_like_a_fact_is_an_opinion(text_file):
    lines = ["地点：幸福路口，路灯不亮三天了", "时间：每天半夜两点，工地还在施工"]
    assert text_file("a.txt", "\n".join(lines)).texts == lines


def test_text_of_titles_only_is_one_file_problem(text_file):
    assert text_file("a.txt", "群众意见汇总表\n时间：2026年2月3日\n").levels == ["file"]


def test_many_lines_are_streamed(text_file):
    result = text_file("a.txt", "".join(f"意见{i}停水\n" for i in range(6000)))
    assert len(result.opinions) == 6000


def test_word_document_with_numbers_headings_and_table(take, tmp_path: Path):
    document = Document()
    document.add_heading("柳河镇座谈会意见记录", 1)
    document.add_paragraph("时间：2026年2月18日    地点：镇政府")
    document.add_paragraph(f"1．{A}")
    document.add_paragraph("已经找过物业三次。")
    document.add_paragraph("2．张代表：" + B)
    document.add_paragraph("意见登记表")
    table = document.add_table(rows=4, cols=3)
    rows = [["姓名", "社区", "意见和建议"], ["甲", "文庙", A], ["乙", "", C], ["丙", "", ""]]
    for i, row in enumerate(rows):
        for j, value in enumerate(row):
            table.cell(i, j).text = value
    table.cell(1, 1).merge(table.cell(2, 1))
    document.save(str(tmp_path / "a.docx"))
    result = take(tmp_path / "a.docx")
    assert result.texts == [f"{A}\n已经找过物业三次。", f"张代表：{B}", A, C]
    assert result.opinions[0].received_on == date(2026, 2, 18)
    assert str(result.opinions[0].source) == "a.docx:3"
    assert str(result.opinions[3].source) == "a.docx[表1]:3"
    assert result.opinions[3].place == "文庙"
    assert [(p.level, p.source.row) for p in result.problems] == [
        ("skipped", 1),
        ("skipped", 2),
        ("skipped", 6),
        ("rejected", 4),
    ]


def test_word_lists_and_plain_paragraphs(take, tmp_path: Path):
    document = Document()
    for text in (A, B, C):
        document.add_paragraph(text, style="List Number")
    document.save(str(tmp_path / "a.docx"))
    assert take(tmp_path / "a.docx").texts == [A, B, C]
    document = Document()
    for text in (A, B, C):
        document.add_paragraph(text)
    document.save(str(tmp_path / "b.docx"))
    assert take(tmp_path / "b.docx").texts == [A, B, C]


def test_opinion_merged_over_rows_of_a_word_table_is_one(take, tmp_path: Path):
    document = Document()
    table = document.add_table(rows=4, cols=2)
    for i, row in enumerate([["姓名", "意见内容"], ["甲", A], ["乙", ""], ["丙", B]]):
        for j, value in enumerate(row):
            table.cell(i, j).text = value
    table.cell(1, 1).merge(table.cell(2, 1))
    document.save(str(tmp_path / "a.docx"))
    assert take(tmp_path / "a.docx").texts == [A, B]


def test_form_in_a_word_table(take, tmp_path: Path):
    document = Document()
    document.add_paragraph("征求意见表")
    table = document.add_table(rows=3, cols=4)
    for i, row in enumerate(
        [["姓名", "张三", "电话", "138"], ["社区", "文庙", "", ""], ["意见建议", A, "", ""]]
    ):
        for j, value in enumerate(row):
            table.cell(i, j).text = value
    table.cell(2, 1).merge(table.cell(2, 3))
    document.save(str(tmp_path / "a.docx"))
    (opinion,) = take(tmp_path / "a.docx").opinions
    assert (opinion.text, opinion.name, opinion.place, opinion.source.sheet) == (
        A,
        "张三",
        "文庙",
        "表1",
    )


def pdf(pages: list[list[tuple[int, str]]]) -> bytes:
    """A small PDF: per page lines with their left edge; its Chinese font is not embedded."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H"
        b" /DescendantFonts [4 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo"
        b" << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /DW 1000 /FontDescriptor 5 0 R >>",
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [0 -200 1000 900]"
        b" /ItalicAngle 0 /Ascent 850 /Descent -200 /CapHeight 800 /StemV 80 >>",
    ]
    kids = []
    for lines in pages:
        shown = b"BT /F1 12 Tf\n"
        for i, (left, text) in enumerate(lines):
            hexed = text.encode("utf-16-be").hex().encode()
            shown += b"1 0 0 1 %d %d Tm <%s> Tj\n" % (left, 780 - 20 * i, hexed)
        stream = zlib.compress(shown + b"ET")
        objects.append(
            b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(stream), stream)
        )
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    out = b"%PDF-1.4\n"
    offsets = []
    for i, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (i, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return out + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1,
        start,
    )


def test_pdf_lines_become_paragraphs(take, tmp_path: Path):
    wide = "我家住在文庙街老楼三单元去年冬天暖气就不热找了物业好几次都说在修"
    path = tmp_path / "a.pdf"
    path.write_bytes(
        pdf(
            [
                [
                    (200, "柳河镇座谈会记录"),
                    (72, "时间：2026年2月18日"),
                    (96, "1．" + wide[:-2]),
                    (72, "到现在还是十二度，请解决。"),
                    (96, "2．" + A + "。"),
                    (280, "- 1 -"),
                ],
                [(96, "3．" + B + "。"), (280, "- 2 -")],
            ]
        )
    )
    result = take(path)
    assert result.texts == [wide[:-2] + "到现在还是十二度，请解决。", A + "。", B + "。"]
    assert [str(o.source) for o in result.opinions] == [
        "a.pdf[第1页]:3",
        "a.pdf[第1页]:5",
        "a.pdf[第2页]:1",
    ]
    assert {o.received_on for o in result.opinions} == {date(2026, 2, 18)}
    assert result.levels == ["skipped"] * 4


def test_scanned_pdf_asks_for_ocr(take, tmp_path: Path):
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf([[]]))
    (problem,) = take(path).problems
    assert problem.level == "file"
    assert "文字识别" in problem.advice


def test_tracked_insertions_are_read_and_deletions_are_not(take, tmp_path: Path):
    document = Document()
    paragraph = document.add_paragraph("楼道里停电")
    for tag, word in (("ins", "三天"), ("del", "删掉")):
        run = paragraph.add_run(word)._r
        change = OxmlElement(f"w:{tag}")
        run.addprevious(change)
        change.append(run)
    document.save(str(tmp_path / "a.docx"))
    assert take(tmp_path / "a.docx").texts == ["楼道里停电三天"]


LETTER = ["我家住五楼，小区水压低。", "去年反映过，到现在没动静。"]


@pytest.mark.parametrize(
    ("top", "bottom"),
    [
        (["尊敬的领导："], ["此致", "敬礼", "居民张三", "2026年5月1日"]),
        (["各位领导好："], []),
        ([], ["请领导过问。"]),
        ([], ["恳请有关部门尽快解决。", "2026年5月1日"]),
    ],
)
def test_letter_of_several_paragraphs_is_one_opinion(take, tmp_path: Path, top, bottom):
    document = Document()
    for text in [*top, *LETTER, *bottom]:
        document.add_paragraph(text)
    document.save(str(tmp_path / "a.docx"))
    (opinion,) = take(tmp_path / "a.docx").opinions
    assert all(text in opinion.text for text in LETTER)


def test_list_below_a_greeting_stays_a_list(text_file):
    lines = ["各位领导好：", *(f"{i}号楼路灯坏了。" for i in range(12))]
    assert len(text_file("a.txt", "\n".join(lines)).opinions) >= 12


def test_thanks_and_credits_are_no_opinions(text_file):
    lines = ["路灯坏了没人修", "公交车太少", "谢谢！", "以上意见由李红整理", "2026年5月1日"]
    result = text_file("a.txt", "\n".join(lines))
    assert result.texts == lines[:2]
    assert [p.source.row for p in result.of("skipped")] == [3, 4, 5]
