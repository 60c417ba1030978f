"""Files of press databases and RTF: one article each, with what the database says about it."""

import io
from datetime import date
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit import layout, readers
from toolkit.records import Document, Rejected

COVER = [
    "Date and Time: Monday, May 12, 2031 9:14 AM GMT",
    "Job Number: 12345678",
    "Documents (2)",
    "1. Quist shuts harbour office",
    "Client/Matter: -None-",
    "Search Terms: harbour",
]
FIRST = [
    "Quist shuts harbour office",
    "The Port Ledger (Norvania)",
    "May 2, 2031 Friday 10:12 AM GMT",
    "Late Edition",
    "Copyright 2031 The Port Ledger All Rights Reserved",
    "Section: NEWS; Pg. 3",
    "Length: 18 words",
    "Byline: By Odo Farr",
    "Highlight: Inspectors found sewage",
    "Body",
    "Marla Quist closed the office on Friday.",
    "“It opens when it is clean,” she said.",
    "Graphic",
    "Picture of the quay",
    "Classification",
    "Language: ENGLISH",
    "Load-Date: May 3, 2031",
    "End of Document",
]
SECOND = [
    "Tolls rise",
    "Varno Gazette",
    "4 May 2031",
    "Copyright 2031 Varno Gazette",
    "Length: 4 words",
    "Body",
    "Norvania raised its tolls.",
    "Load-Date: May 5, 2031",
    "End of Document",
]
FACTIVA = [
    "Quist shuts harbour office",
    "By Odo Farr",
    "1,018 words",
    "2 May 2031",
    "09:14",
    "The Port Ledger",
    "PLED",
    "English",
    "Copyright 2031. The Port Ledger",
    "Marla Quist closed the office on Friday.",
    "“It opens when it is clean,” she said.",
    "Document PLED000020310502e75200001",
]
PLAIN_PAGE = """<html><head><title>Factiva</title></head><body>
<div id="article-PLED000020310502e75200001" class="article enArticle"><div id="hd"><span class="enHeadline">Quist shuts
harbour office</span></div><div class="author">By Odo Farr</div><div>1,018 words</div><div>2 May 2031</div>
<div>09:14</div><div>The Port Ledger</div><div>PLED</div><div>English</div><div>Copyright 2031. The Port Ledger</div>
<p class="articleParagraph enarticleParagraph">Marla Quist closed the office on Friday.</p>
<p class="articleParagraph enarticleParagraph">“It opens when it is clean,” she said.</p>
<p>Document PLED000020310502e75200001</p></div>
<div class="article enArticle"><div>Empty</div></div></body></html>"""
CODED_PAGE = """<html><body><div class="article enArticle"><table>
<tr><td class="index"><b>HD</b></td><td><span class="enHeadline">Quist shuts harbour office</span></td></tr>
<tr><td class="index"><b>BY</b></td><td>By Odo Farr</td></tr><tr><td class="index"><b>WC</b></td><td>18 words</td></tr>
<tr><td class="index"><b>PD</b></td><td>2 May 2031</td></tr>
<tr><td class="index"><b>SN</b></td><td>The Port Ledger</td></tr>
<tr><td class="index"><b>LP</b></td><td><p>Marla Quist closed the office on Friday.</p></td></tr>
<tr><td class="index"><b>TD</b></td><td><p>“It opens when it is clean,” she said.</p></td></tr>
<tr><td class="index"><b>IN</b></td><td>i1 : Harbours</td></tr></table></div></body></html>"""
STORY = (
    "Quist shuts harbour office\n\nMarla Quist closed the office on Friday.\n\n“It opens when it is clean,” she said."
)


@pytest.fixture
def read(tmp_path: Path):
    def _read(name: str, content: str | bytes) -> list[Document | Rejected]:
        (tmp_path / name).write_bytes(content.encode() if isinstance(content, str) else content)
        return list(readers.read_corpus(tmp_path / name))

    return _read


def described(item: Document | Rejected) -> tuple[object, ...]:
    assert isinstance(item, Document), item
    return item.doc_id, item.title, item.outlet, item.published, item.author


def word_file(lines: list[str]) -> bytes:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def rtf(lines: list[str]) -> str:
    def escaped(line: str) -> str:
        return "".join(char if char.isascii() else rf"\u{ord(char)}?" for char in line)

    return r"{\rtf1\ansi\ansicpg1252\uc1 " + "\n".join(escaped(line) + r"\par" for line in lines) + "}"


@pytest.mark.parametrize("suffix", ["docx", "txt", "rtf"])
def test_a_nexis_export_becomes_its_articles(read, suffix):
    lines = [*COVER, *FIRST, "Page 2 of 3", *SECOND]
    content = {"docx": word_file(lines), "txt": "\n\n".join(lines), "rtf": rtf(lines)}[suffix]
    first, second = read(f"export.{suffix}", content)
    assert described(first) == (
        "export#1",
        "Quist shuts harbour office",
        "The Port Ledger (Norvania)",
        date(2031, 5, 2),
        "Odo Farr",
    )
    assert first.text == STORY.replace("\n\n", "\n\nInspectors found sewage\n\n", 1)
    assert (first.path, first.n_words) == (f"export.{suffix}", 22)
    assert described(second) == ("export#2", "Tolls rise", "Varno Gazette", date(2031, 5, 4), None)
    assert second.text == "Tolls rise\n\nNorvania raised its tolls."


def test_a_nexis_article_without_the_word_body_begins_behind_its_fields(read):
    (found,) = read("a.txt", "\n".join(line for line in SECOND if line != "Body"))
    assert found.text == "Tolls rise\n\nNorvania raised its tolls."


def test_an_article_of_an_export_that_cannot_be_read_is_told(read):
    broken = ["We are sorry but there is an error in this document.", "End of Document"]
    first, second = read("a.txt", "\n".join([*broken, *SECOND]))
    assert first == Rejected("a.txt#article 1", "no article", "no headline, or no text under it")
    assert described(second)[:2] == ("a#2", "Tolls rise")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.rtf", rtf(FACTIVA)),
        ("a.txt", "\n".join(["All articles", *FACTIVA])),
        ("a.txt", "\n".join(line for line in FACTIVA if not line.startswith("Copyright"))),
        ("a.html", PLAIN_PAGE),
        ("a.html", CODED_PAGE),
    ],
)
def test_a_factiva_export_becomes_its_articles(read, name, content):
    found, *others = read(name, content)
    assert described(found) == (
        "a#1",
        "Quist shuts harbour office",
        "The Port Ledger",
        date(2031, 5, 2),
        "Odo Farr",
    )
    assert found.text == STORY
    assert [item.reason for item in others] == (["no article"] if content is PLAIN_PAGE else [])


def test_what_the_database_does_not_say_stays_empty(read):
    (found,) = read("a.html", CODED_PAGE.replace("PD", "ET").replace("BY", "CR").replace("SN", "SC"))
    assert described(found) == ("a#1", "Quist shuts harbour office", None, None, None)
    (found,) = read("a.txt", "\n".join(["Tolls rise", "4 words", "Norvania raised its tolls.", FACTIVA[-1]]))
    assert (found.outlet, found.published, found.text) == (None, None, "Tolls rise\n\nNorvania raised its tolls.")


def test_an_article_that_speaks_of_documents_is_no_export(read):
    text = "Tolls rise\n\nNorvania raised its tolls.\n\nEnd of Document"
    (found,) = read("a.txt", text)
    assert (found.doc_id, found.text) == ("a", text)


def test_the_date_of_an_export_file_is_no_date_of_publication(read):
    (found,) = read("2031-06-01_export.txt", "\n".join(SECOND).replace("4 May 2031", "4 May 2031 Sunday"))
    undated = Document(found.doc_id, found.text, path=found.path)
    assert layout.with_metadata(undated, layout.segment(undated)).published is None


def test_rtf_is_read_with_its_signs_and_without_what_describes_it(read):
    content = (
        r"{\rtf1\ansi\ansicpg1250{\fonttbl{\f0 Arial;}}{\*\generator Word;}{\info{\title Secret}}\uc1"
        r"{\header Page 1}\b Quist\b0\rquote s caf\u233? \emdash  100\~% \{sure\}\line new {\pict 00ff}line\par"
        "\n"
        r"R\'b9d {\field{\*\fldinst HYPERLINK x}{\fldrslt link}}\tab end\par\par}"
    )
    (found,) = read("a.rtf", content)
    assert found.text == "Quist’s café — 100\u00a0% {sure}\n\nnew line\n\nRąd link\tend"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "empty file"),
        ("no RTF", "damaged file"),
        (r"{\rtf1 {\info x}\par}", "empty text"),
    ],
)
def test_rtf_that_cannot_be_read_says_why(read, content, reason):
    (found,) = read("a.rtf", content)
    assert isinstance(found, Rejected)
    assert found.reason == reason


LETTERS = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"], exclude_characters="\\{}"), min_size=1
)


@given(words=st.lists(LETTERS, min_size=1))
def test_any_words_come_back_from_rtf(tmp_path_factory, words):
    path = tmp_path_factory.mktemp("rtf") / "a.rtf"
    units = "".join(rf"\u{int.from_bytes(unit, 'little', signed=True)}?" for unit in _units(" ".join(words)))
    path.write_text(r"{\rtf1\uc1 " + units + "}", encoding="ascii")
    (found,) = readers.read_corpus(path)
    assert isinstance(found, Document)
    assert found.text == " ".join(words)


def _units(text: str) -> list[bytes]:
    written = text.encode("utf-16-le")
    return [written[at : at + 2] for at in range(0, len(written), 2)]
