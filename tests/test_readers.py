"""Files to documents: every format good and broken, every reason, and what must never change."""

import hashlib
import io
import json
import logging
import os
import zipfile
from datetime import date, datetime
from pathlib import Path

import docx
import openpyxl
import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit import readers
from toolkit.errors import InputError
from toolkit.readers import sources
from toolkit.records import Document, Rejected

ARTICLE = "Norvania’s minister Marla Quist said on Monday that the tolls “will not rise”."
PAGE = """<!DOCTYPE html><html lang="en-GB"><head><title>Norvania rejects treaty | The Port Ledger</title>
<meta property="og:site_name" content="The Port Ledger"><meta property="og:title" content="Norvania rejects treaty">
<meta name="author" content="Marla Quist"><meta property="article:published_time" content="2022-03-04T23:15:00-05:00">
<meta property="article:modified_time" content="2022-03-09T08:15:00Z">
<link rel="canonical" href="https://ledger.example/norvania"></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/world">World news</a></li></ul></nav>
<article><h1>Norvania rejects treaty</h1>
<figure><img src="a.jpg" alt="x"><figcaption>Minister Ola Brandt in Port Vess. Photo: A. Lind</figcaption></figure>
<p>Norvania’s foreign minister said on
   Friday that her country would not sign the treaty.</p>
<p>“We have been&nbsp;clear from the start,” Ola Brandt told <b>reporters</b>.<br>She left at once.</p>
<h2>Neighbours worried</h2><p>Sudland warned that the decision would have consequences.</p>
</article><aside><h3>Related</h3><a href="/r">Ten cats you must see</a></aside>
<footer>© 2022 The Port Ledger. All rights reserved.</footer></body></html>"""
NAVIGATION = (
    "<html><head><title>Home</title></head><body><nav><ul>"
    + "".join(f'<li><a href="/{i}">Section {i}</a></li>' for i in range(9))
    + "</ul></nav><footer>© The Port Ledger</footer></body></html>"
)


def read(path: Path, **options: str) -> list[Document | Rejected]:
    return list(readers.read_corpus(path, **options))


def one(path: Path, **options: str) -> Document:
    (item,) = read(path, **options)
    assert isinstance(item, Document), item
    return item


def refusal(path: Path, **options: str) -> Rejected:
    (item,) = read(path, **options)
    assert isinstance(item, Rejected), item
    assert item.reason in readers.REASONS
    return item


def reasons(items: list[Document | Rejected]) -> dict[str, str]:
    return {item.path: item.reason for item in items if isinstance(item, Rejected)}


def ids(items: list[Document | Rejected]) -> list[str]:
    return [item.doc_id for item in items if isinstance(item, Document)]


@pytest.fixture
def write(tmp_path: Path):
    folder = tmp_path / "corpus"
    folder.mkdir()

    def _write(name: str, content: str | bytes) -> Path:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return _write


def word_file(*paragraphs: str, author: str | None = None, title: str | None = None) -> bytes:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if author is not None:
        document.core_properties.author = author
    if title is not None:
        document.core_properties.title = title
    return saved(document)


def saved(document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def pdf_file(*pages: list[str], password: str | None = None, title: str | None = None) -> bytes:
    """Write a small PDF by hand: each page a list of lines in Helvetica."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for lines in pages:
        shown = b" ".join(b"(%s) Tj 0 -14 Td" % line.encode("latin-1") for line in lines)
        stream = b"BT /F1 11 Tf 72 720 Td " + shown + b" ET" if lines else b""
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources << /Font << /F1 3 0 R >> >> "
            b"/Contents %d 0 R >>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(kids))
    body = b"%PDF-1.4\n"
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    tail = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(body))
    plain = body + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + tail
    if password is None and title is None:
        return plain
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(plain))
    if title is not None:
        writer.add_metadata({"/Title": title})
    if password is not None:
        writer.encrypt(password, owner_password="owner", algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def zip_file(members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def sheet_file(*sheets: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets, start=1):
        sheet = book.create_sheet(f"Sheet{number}")
        for row in rows:
            sheet.append(row)
    return saved(book)


# The folder and its files -------------------------------------------------------------------------------------------


def test_two_good_articles_are_read_and_every_other_file_has_its_reason(write):
    write("1 empty.txt", b"")
    write("2 binary.txt", bytes(range(256)) * 20)
    write("3 latin1.txt", "Der Bürgermeister sagte, die Brücke müsse schließen.".encode("latin-1"))
    write("4 truncated.docx", word_file(ARTICLE)[:2000])
    write("5 names.zip", zip_file({"../evil.txt": b"x", "/etc/evil.txt": b"x", "C:\\evil.txt": b"x"}))
    write("6 nothing.pdf", b"")
    write("7 good.txt", ARTICLE)
    folder = write("8 good.html", PAGE).parent
    items = read(folder)
    assert ids(items) == ["3 latin1", "7 good", "8 good"]
    assert reasons(items) == {
        "1 empty.txt": "empty file",
        "2 binary.txt": "binary data",
        "3 latin1.txt": readers.ENCODING_GUESSED,
        "4 truncated.docx": "damaged file",
        "5 names.zip/../evil.txt": "unsafe name in zip",
        "5 names.zip//etc/evil.txt": "unsafe name in zip",
        "5 names.zip/C:/evil.txt": "unsafe name in zip",
        "6 nothing.pdf": "empty file",
    }


def test_files_come_in_sorted_order_of_their_relative_paths(write):
    for name in ("b/z.txt", "a.txt", "b.txt", "b/a/c.txt", "B.txt", "b-1/x.txt"):
        folder = write(name, ARTICLE)
    items = read(folder.parents[1] if folder.parent.name != "corpus" else folder.parent)
    assert [item.path for item in items] == ["B.txt", "a.txt", "b-1/x.txt", "b.txt", "b/a/c.txt", "b/z.txt"]
    assert ids(items) == ["B", "a", "b-1/x", "b", "b/a/c", "b/z"]


def test_hidden_files_locks_and_descriptions_of_the_corpus_are_passed_over(write):
    for name in (".hidden.txt", ".git/a.txt", "~$draft.docx", "Thumbs.db", "README.md", "sub/readme.txt", "LICENSE"):
        write(name, "x")
    folder = write("a.txt", ARTICLE).parent
    assert [item.path for item in read(folder)] == ["a.txt"]
    assert [name for name, _ in readers.digests(folder)] == ["a.txt"]


def test_a_file_that_describes_a_corpus_is_read_when_it_is_asked_for(write):
    assert one(write("README.txt", ARTICLE)).doc_id == "README"


@pytest.mark.parametrize("name", ["a.odt", "notes.md", "b.doc", "picture.png", "plain", "archive.tar.gz"])
def test_other_suffixes_are_rejected(write, name):
    assert refusal(write(name, "x").parent).reason == "unsupported file type"


def test_a_path_that_does_not_exist_raises_at_once(tmp_path):
    with pytest.raises(InputError, match=r"path must be a file or a folder; nothing is at .*nowhere"):
        readers.read_corpus(tmp_path / "nowhere")
    with pytest.raises(InputError, match="nothing is at"):
        readers.digests(tmp_path / "nowhere")


def test_an_empty_folder_has_nothing(tmp_path):
    assert read(tmp_path) == []


def test_files_that_would_share_an_id_keep_their_suffix(write):
    write("a.html", PAGE)
    write("a.txt", ARTICLE)
    write("a.txt.txt", ARTICLE)
    folder = write("a.pdf", pdf_file(["Quist said no."])).parent
    assert ids(read(folder)) == ["a", "a.pdf", "a.txt", "a.txt.txt"]


def test_an_id_does_not_depend_on_whether_another_file_can_be_read(write):
    write("a.html", b"")
    folder = write("a.txt", ARTICLE).parent
    assert ids(read(folder)) == ["a.txt"]


def test_no_path_of_the_machine_is_in_a_document_or_a_refusal(write, tmp_path):
    write("a.docx", b"no zip")
    write("b.pdf", b"no pdf")
    write("c.xlsx", b"no zip")
    write("d.zip", b"no zip")
    write("e.html", b"no page")
    folder = write("f.txt", ARTICLE).parent
    for item in read(folder):
        assert str(tmp_path) not in repr(item)
        assert "0x" not in repr(item)


def test_digest_words_and_path_follow_from_the_text(write):
    document = one(write("sub/a.txt", ARTICLE).parents[1])
    assert document.sha256 == hashlib.sha256(ARTICLE.encode()).hexdigest()
    assert (document.n_words, document.path, document.title) == (14, "sub/a.txt", None)


def test_the_corpus_is_read_one_document_at_a_time(write):
    write("a.txt", ARTICLE)
    later = write("b.txt", ARTICLE)
    items = readers.read_corpus(later.parent)
    assert next(items).path == "a.txt"
    later.write_bytes(b"")
    assert next(items) == Rejected("b.txt", "empty file", "0 bytes")


def test_a_file_that_may_not_be_read_is_rejected(write, monkeypatch):
    path = write("a.txt", ARTICLE)

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "open", refuse)
    assert refusal(path) == Rejected("a.txt", "unreadable file", "PermissionError: Permission denied")


def test_a_folder_that_may_not_be_listed_is_rejected(write, monkeypatch):
    folder = write("closed/a.txt", ARTICLE).parents[1]
    listed = Path.iterdir

    def refuse(path: Path):
        if path.name == "closed":
            raise PermissionError(13, "Permission denied", str(path))
        return listed(path)

    monkeypatch.setattr(Path, "iterdir", refuse)
    assert refusal(folder) == Rejected("closed", "unreadable file", "may not be listed")


def test_links_are_followed_but_not_in_circles(write):
    folder = write("real/a.txt", ARTICLE).parents[1]
    (folder / "link").symlink_to(folder / "real", target_is_directory=True)
    (folder / "real" / "circle").symlink_to(folder, target_is_directory=True)
    (folder / "broken.txt").symlink_to(folder / "gone.txt")
    items = read(folder)
    assert ids(items) == ["link/a", "real/a"]
    assert reasons(items) == {"broken.txt": "unreadable file"}


def test_a_file_name_that_is_no_utf8_is_written_with_its_bytes(write):
    folder = write("a.txt", ARTICLE).parent
    try:
        with open(os.fsencode(folder) + b"/b\xff.txt", "wb") as file:
            file.write(ARTICLE.encode())
    except OSError:
        pytest.skip("this file system takes no such name")
    assert ids(read(folder)) == ["a", "b\\xff"]


def test_digests_are_those_of_the_files(write):
    write("b.txt", b"")
    folder = write("a.rtf", ARTICLE).parent
    expected = (("a.rtf", hashlib.sha256(ARTICLE.encode()).hexdigest()), ("b.txt", hashlib.sha256(b"").hexdigest()))
    assert readers.digests(folder) == expected
    assert readers.digests(folder / "b.txt") == expected[1:]


# Plain text and encodings -------------------------------------------------------------------------------------------

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1).filter(
    lambda text: text.strip() and not any(char in text for char in map(chr, [*range(1, 9), *range(14, 32), 127]))
)


@settings(max_examples=60)
@given(text=TEXTS.filter(lambda text: text[0] != "\ufeff"))
def test_any_text_comes_back_as_it_was_written(tmp_path_factory, text):
    path = tmp_path_factory.mktemp("texts") / "a.txt"
    path.write_bytes(("Quist: " + text).encode())
    assert one(path).text == "Quist: " + text


@settings(max_examples=60)
@given(data=st.binary(max_size=60))
def test_any_bytes_give_a_document_or_a_reason(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("bytes")
    names = ("a.txt", "b.html", "c.csv", "d.jsonl", "e.docx", "f.pdf", "g.xlsx", "h.zip", "i.rtf")
    for name in names:
        (folder / name).write_bytes(data)
    items = read(folder)
    assert {item.path.partition("#")[0] for item in items} == set(names)
    assert all(item.reason in readers.REASONS for item in items if isinstance(item, Rejected))


def test_line_ends_spaces_and_quotes_stay(write):
    text = "\r\n  A\u00a0headline\r\rBody — “quoted”, ‘so’…\t\n\n\x0c\u2028end \ufeff "
    assert one(write("a.txt", text)).text == text


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_is_no_part_of_the_text(write, codec):
    assert one(write("a.txt", ARTICLE.encode(codec))).text == ARTICLE
    assert readers.encoding(ARTICLE.encode(codec)) == codec


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("Die Ministerin sagte, die Lösung müsse für alle Bürger möglich sein: „Wir hören zu“.", "cp1252"),
        ("Grüße aus Köln", "cp1252"),
        ("Le maire a déclaré que l’accord était « très décevant » et qu’il fallait réagir dès l’été.", "cp1252"),
        ("“It’s over,” the mayor said – “we won’t go back.”", "cp1252"),
        ("The café owner disagreed.", "cp1252"),
        ("Jørgensen and Müller objected; 10 m² of land cost 50 £ or 60 €.", "cp1252"),
        ("ÉTAT D’URGENCE DÉCRÉTÉ À PORT VESS", "cp1252"),
        ("El señor dijo que mañana la situación será más difícil.", "cp1252"),
        ("A situação não é fácil, disse o ministro à televisão.", "cp1252"),
        ("Statsministeren sagde på mødet, at løsningen ikke er nær færdig.", "cp1252"),
        ("Forsætisráðherra sagði að það væri ekki möguleiki á því.", "cp1252"),
        ("Rząd będzie działać", "cp1250"),
        ("Minister powiedział, że sytuacja jest ciężka i trudności są większe.", "cp1250"),
        ("Minister powiedział, że sytuacja jest ciężka i trudności są większe.", "iso8859_2"),
        ("Předseda vlády řekl, že situace je vážná a že příští týden bude jednat.", "cp1250"),
        ("A miniszter azt mondta, hogy több erőfeszítésre lesz szükség, és gyűlést tartanak.", "cp1250"),
        ("Başkan, görüşmelerin önümüzdeki hafta başlayacağını söyledi.", "cp1254"),
        ("Ministras pareiškė, kad derybos prasidės kitą savaitę, ir žmonės turėtų būti kantrūs.", "cp1257"),
        ("Die Ministerin sagte, die Lösung müsse für alle Bürger möglich sein.", "cp850"),
        ("Le maire a déclaré que l’accord était « très décevant ».", "mac_roman"),
        ("Министр заявил, что переговоры начнутся на следующей неделе.", "cp1251"),
        ("Министр заявил, что переговоры начнутся на следующей неделе.", "koi8_r"),
        ("Ο υπουργός δήλωσε ότι οι συνομιλίες θα αρχίσουν την επόμενη εβδομάδα.", "cp1253"),
        ("大臣は月曜日に、交渉は来週始まると述べた。", "cp932"),
    ],
)
def test_an_encoding_is_found_and_the_characters_are_right(write, caplog, text, codec):
    path = write("a.txt", text.encode(codec))
    with caplog.at_level(logging.INFO, "toolkit.readers"):
        document, note = read(path)
    first = next(i for i, byte in enumerate(text.encode(codec)) if byte > 127)
    assert document.text == text
    assert note == Rejected(
        "a.txt",
        "encoding guessed",
        f"not UTF-8; read as {codec}; first non-ASCII byte at position {first}; check the accents",
    )
    assert f"read as {codec}" in caplog.text
    assert readers.encoding(text.encode(codec)) == codec


@pytest.mark.parametrize(
    ("data", "reason", "detail"),
    [
        (b"", "empty file", "0 bytes"),
        (b"\xef\xbb\xbf", "empty file", "utf-8-sig"),
        (b" \r\n\t \xc2\xa0", "only white space", "utf-8"),
        (b"Quist said\x00no", "binary data", "NUL at character 10"),
        (b"\x01\x02\x03 Quist \x04\x05", "binary data", "5 control characters in 12"),
        (b"caf\xe9 \x02\x03", "binary data", "control character 0x02 at position 5"),
        (b"%PDF-1.4 plain", "binary data", "a PDF file"),
        (b"PK\x03\x04rest", "binary data", "a zip, docx or xlsx file"),
        ("Quist’s café".encode()[:-1], "undecodable", "position 13"),
        ("Müller und Köhler".encode() + b" \xff", "undecodable", "byte 0xff at position 20"),
        (b"\xff\xfea\x00b", "undecodable", "marked as utf-16"),
        (b"\x81\x8d\x90 \xfe\xff\x9d\x81 abc", "unknown encoding", "byte 0x81 at position 0"),
    ],
)
def test_a_text_that_cannot_be_read_says_why(write, data, reason, detail):
    found = refusal(write("a.txt", data))
    assert (found.path, found.reason) == ("a.txt", reason)
    assert detail in found.detail


def test_a_single_stray_control_character_is_kept(write):
    text = ARTICLE + "\x02" + ARTICLE
    assert one(write("a.txt", text)).text == text


def test_encoding_raises_what_it_cannot_tell():
    with pytest.raises(InputError, match="unknown encoding: not UTF-8"):
        readers.encoding(b"\x81\x8d\x90 \xfe\xff\x9d\x81 abc")


# Pages ------------------------------------------------------------------------------------------------------------


def test_a_page_gives_its_article_and_what_it_says_about_it(write):
    document = one(write("a.html", PAGE))
    assert document.text.split("\n\n") == [
        "Norvania rejects treaty",
        "Minister Ola Brandt in Port Vess. Photo: A. Lind",
        "Norvania’s foreign minister said on Friday that her country would not sign the treaty.",
        "“We have been\u00a0clear from the start,” Ola Brandt told reporters.\nShe left at once.",
        "Neighbours worried",
        "Sudland warned that the decision would have consequences.",
    ]
    assert (document.title, document.author) == ("Norvania rejects treaty", "Marla Quist")
    assert (document.outlet, document.url) == ("The Port Ledger", "https://ledger.example/norvania")
    assert (document.published, document.language) == (date(2022, 3, 4), "en-GB")


def test_a_title_that_the_article_lacks_comes_first(write):
    page = PAGE.replace("<h1>Norvania rejects treaty</h1>", "")
    assert one(write("a.htm", page)).text.startswith("Norvania rejects treaty\n\nMinister Ola Brandt")


def page_with(head: str = "", body: str = "") -> str:
    return (
        f"<html><head><title>Tolls rise</title>{head}</head><body><article><h1>Tolls rise</h1>{body}"
        f"<p>{ARTICLE} It was first discussed in May 2019 and on 3 June 2020.</p><p>{ARTICLE}</p></article></body>"
        "</html>"
    )


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (page_with(), None),
        (page_with('<meta name="date" content="2021-05-06">'), date(2021, 5, 6)),
        (page_with('<meta name="date" content="May 2021">'), None),
        (page_with('<meta name="date" content="03/04/2021">'), None),
        (page_with('<meta property="article:modified_time" content="2021-05-06">'), None),
        (
            page_with('<script type="application/ld+json">{"datePublished": "2021-05-06T10:00Z"}</script>'),
            date(2021, 5, 6),
        ),
        (page_with('<script type="application/ld+json">{broken</script>'), None),
        (
            page_with(
                '<script type="application/ld+json">[{"datePublished": "2021-05-06"},{"datePublished": "2021-05-07"}]'
                "</script>"
            ),
            None,
        ),
        (page_with(body='<time datetime="2021-05-06T10:00">Thursday</time>'), date(2021, 5, 6)),
        (page_with(body="<time>6 May 2021</time>"), date(2021, 5, 6)),
        (page_with(body="<time>6 May 2021</time><time>7 May 2021</time>"), None),
        (page_with(body='<span itemprop="datePublished" content="2021-05-06">yesterday</span>'), date(2021, 5, 6)),
    ],
)
def test_the_date_is_one_that_the_page_states(write, page, expected):
    assert one(write("a.html", page)).published == expected


def test_a_page_without_article_is_rejected(write):
    assert refusal(write("a.html", NAVIGATION)).reason == "no article"
    assert refusal(write("a.html", "no tags at all")).reason == "no article"
    assert refusal(write("a.html", "<html><body></body></html>")).reason == "no article"
    assert refusal(write("a.html", " \n ")).reason == "only white space"


def test_a_short_article_is_read(write):
    page = "<html><body><h1>Quist resigns</h1><p>Marla Quist resigned on Monday.</p><p>“I am done.”</p></body></html>"
    assert one(write("a.html", page)).text == "Quist resigns\n\nMarla Quist resigned on Monday.\n\n“I am done.”"


def test_a_page_in_its_declared_encoding_is_no_guess(write):
    page = page_with('<meta charset="iso-8859-1">', "<p>Der Bürgermeister sagte „nein“ zu allem.</p>")
    assert "Bürgermeister sagte „nein“" in one(write("a.html", page.replace("’", "'").encode("cp1252", "ignore"))).text


def test_a_page_without_declared_encoding_is_a_guess(write):
    page = page_with(body="<p>Der Bürgermeister sagte „nein“ zu allem.</p>")
    document, note = read(write("a.html", page.encode("cp1252")))
    assert "Bürgermeister sagte „nein“" in document.text
    assert note.reason == readers.ENCODING_GUESSED


def test_an_encoding_declared_wrongly_is_logged(write, caplog):
    page = page_with('<meta charset="klingon">', "<p>Der Bürgermeister sagte „nein“ zu allem.</p>")
    with caplog.at_level(logging.INFO, "toolkit.readers"):
        assert len(read(write("a.html", page.encode("cp1252")))) == 2
    assert "declared as klingon, which it is not" in caplog.text


def test_xhtml_with_a_declaration_is_read(write):
    page = '<?xml version="1.0" encoding="iso-8859-1"?>\n' + PAGE.replace("<!DOCTYPE html>", "")
    assert "Sudland warned" in one(write("a.html", page)).text


# Word and PDF -----------------------------------------------------------------------------------------------------


def test_a_word_file_gives_paragraphs_tabs_breaks_and_cells(write):
    document = docx.Document()
    document.add_heading("Tolls rise", 1)
    document.add_paragraph("Port Vess\tMonday\nMarla Quist said “no”.")
    document.add_paragraph("   ")
    table = document.add_table(2, 2)
    for i, cell in enumerate(cell for row in table.rows for cell in row.cells):
        cell.text = f"cell {i}"
    document.add_paragraph("The end.")
    found = one(write("a.docx", saved(document)))
    assert found.text.split("\n\n") == [
        "Tolls rise",
        "Port Vess\tMonday\nMarla Quist said “no”.",
        "cell 0\tcell 1",
        "cell 2\tcell 3",
        "The end.",
    ]
    assert (found.title, found.author, found.published) == (None, None, None)


def test_inserted_text_is_read_deleted_text_is_not_and_text_boxes_once(write):
    from docx.oxml import parse_xml

    names = (
        'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    )
    box = "<w:txbxContent><w:p><w:r><w:t>Pull quote</w:t></w:r></w:p></w:txbxContent>"
    document = docx.Document()
    document.element.body.insert(
        0,
        parse_xml(
            f"<w:p {names}><w:r><w:t xml:space='preserve'>Quist </w:t></w:r>"
            "<w:del><w:r><w:delText>denied</w:delText></w:r></w:del><w:ins><w:r><w:t>said</w:t></w:r></w:ins>"
            "<w:sdt><w:sdtContent><w:r><w:t xml:space='preserve'> no</w:t></w:r></w:sdtContent></w:sdt>"
            f"<w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
            "</mc:AlternateContent></w:r></w:p>"
        ),
    )
    assert one(write("a.docx", saved(document))).text == "Quist said no\n\nPull quote"


def test_properties_of_a_word_file_count_if_a_person_wrote_them(write):
    found = one(write("a.docx", word_file(ARTICLE, author="Marla Quist", title="Tolls rise")))
    assert (found.title, found.author) == ("Tolls rise", "Marla Quist")
    found = one(write("a.docx", word_file(ARTICLE, author="python-docx", title="draft 2.docx")))
    assert (found.title, found.author) == (None, None)


def test_word_files_that_cannot_be_read_say_why(write):
    whole = word_file(ARTICLE)
    assert refusal(write("a.docx", b"")).reason == "empty file"
    assert refusal(write("a.docx", whole[: len(whole) // 2])).reason == "damaged file"
    assert refusal(write("a.docx", whole.replace(b"word/document.xml", b"word/documemt.xml"))).reason == "damaged file"
    assert refusal(write("a.docx", word_file(" "))).reason == "empty text"
    assert refusal(write("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)).reason == "encrypted file"


def test_a_word_file_that_expands_without_end_is_rejected(write):
    with zipfile.ZipFile(io.BytesIO(word_file("x"))) as archive:
        members = {info.filename: archive.read(info) for info in archive.infolist()}
    entities = b'<!DOCTYPE w [<!ENTITY a "xxxxxxxxxx">' + b"".join(
        b'<!ENTITY %c "%s">' % (98 + i, b"&%c;" % (97 + i) * 10) for i in range(9)
    )
    members["word/document.xml"] = (
        entities + b"]>" + members["word/document.xml"].partition(b"?>")[2].replace(b"<w:t>x</w:t>", b"<w:t>&j;</w:t>")
    )
    assert refusal(write("a.docx", zip_file(members))).reason in ("damaged file", "empty text")


def test_an_office_file_that_unpacks_to_too_much_is_rejected(write, monkeypatch):
    monkeypatch.setattr(sources, "MAX_UNPACKED", 5000)
    assert refusal(write("a.docx", word_file(ARTICLE))).reason == "too large"
    assert refusal(write("a.xlsx", sheet_file([["text"], [ARTICLE]]))).reason == "too large"


def test_a_pdf_file_gives_paragraphs(write):
    lines = [
        "Tolls rise in Port Vess",
        "The minister for the harbours of Norvania said on Monday",
        "that the tolls would rise again, and that the infor-",
        "mation had come late.",
        "Marla Quist, who speaks for the opposition, said at once",
        "that she did not agree with any of it and would appeal",
    ]
    found = one(write("a.pdf", pdf_file(lines, ["to the court of Port Vess.", "She left."], title="Tolls rise")))
    assert found.text == (
        "Tolls rise in Port Vess\n\n"
        "The minister for the harbours of Norvania said on Monday that the tolls would rise again, and that the "
        "infor-mation had come late.\n\n"
        "Marla Quist, who speaks for the opposition, said at once that she did not agree with any of it and would "
        "appeal to the court of Port Vess. She left."
    )
    assert (found.title, found.author, found.published) == ("Tolls rise", None, None)


def test_pdf_files_that_cannot_be_read_say_why(write):
    assert refusal(write("a.pdf", b"")).reason == "empty file"
    assert refusal(write("a.pdf", b"%PDF-1.4 nothing more")).reason == "damaged file"
    assert refusal(write("a.pdf", pdf_file([], []))) == Rejected(
        "a.pdf", "no text layer", "2 page(s) without text; run optical character recognition"
    )
    assert refusal(write("a.pdf", pdf_file(["Quist"], password="secret"))) == Rejected(
        "a.pdf", "encrypted file", "needs a password"
    )


def test_a_pdf_file_with_an_empty_password_is_read(write):
    assert one(write("a.pdf", pdf_file(["Quist said no."], password=""))).text == "Quist said no."


# Tables and lines ---------------------------------------------------------------------------------------------------


def test_rows_of_a_csv_file_become_documents(write):
    content = (
        "ID,Headline,Date,Source,Byline,Link,Lang,Text\r\n"
        "n1,Tolls rise,4 March 2022,The Port Ledger,Marla Quist,https://l.example/1,en,"
        '"First line\r\n\r\n""Second"" line, "\r\n'
        "n2,,03/04/2022,,,,,Short text\r\n"
    )
    first, second = read(write("a.csv", content))
    assert first == Document(
        "n1",
        'First line\r\n\r\n"Second" line, ',
        title="Tolls rise",
        published=date(2022, 3, 4),
        outlet="The Port Ledger",
        author="Marla Quist",
        url="https://l.example/1",
        language="en",
        sha256=first.sha256,
        n_words=4,
        path="a.csv",
    )
    assert (second.doc_id, second.title, second.published, second.outlet) == ("n2", None, None, None)


def test_a_date_that_is_not_complete_is_logged(write, caplog):
    with caplog.at_level(logging.INFO, "toolkit.readers"):
        assert one(write("a.csv", "text;date\nQuist;March 2022\n")).published is None
    assert "a.csv#row 1: 'March 2022' is not a complete date; published is left out" in caplog.text


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(write, delimiter):
    rows = [["title", "body", "outlet"], ["A", "said, no; never", "X"], ["B", "x | y, z", "Y"]]
    lines = [delimiter.join(f'"{cell}"' if delimiter in cell else cell for cell in row) for row in rows]
    assert [d.text for d in read(write("a.csv", "\n".join(lines)))] == ["said, no; never", "x | y, z"]


def test_one_column_needs_no_delimiter(write):
    assert [d.text for d in read(write("a.csv", "text\nQuist, she said, left\nand, well, stayed; so\n"))] == [
        "Quist, she said, left",
        "and, well, stayed; so",
    ]


def test_a_very_long_cell_is_read(write):
    text = "Quist said no. " * 20_000
    assert one(write("a.csv", f'id,text\n1,"{text}"\n')).text == text


def test_rows_without_id_are_numbered(write):
    write("sub/a.csv", "text\none\n\n \nfour\n")
    folder = write("sub/a.xlsx", sheet_file([["text"], ["one"]])).parents[1]
    items = read(folder)
    assert ids(items) == ["sub/a#1", "sub/a#4", "sub/a.xlsx#1"]
    assert reasons(items) == {"sub/a.csv#row 3": "empty text"}


def test_rows_that_cannot_be_read_say_why(write):
    items = read(
        write("a.csv", 'id,text,date\n1,good,\n1,again,\n3,,2022-01-01\n4,a,b,c\n5,"x"y,\n6,good,\n8\n7,"open\n\n')
    )
    assert ids(items) == ["1", "6"]
    assert items[1] == Rejected("a.csv#row 2", "duplicate document id", "'1'")
    assert reasons(items) == {
        "a.csv#row 2": "duplicate document id",
        "a.csv#row 3": "empty text",
        "a.csv#row 4": "broken row",
        "a.csv#row 5": "broken row",
        "a.csv#row 7": "broken row",
        "a.csv#row 8": "broken row",
    }
    assert items[3].detail == "4 cells under a header of 3"
    assert items[6].detail == "1 cells under a header of 3"
    assert items[7].detail == "lines 9 to 10: unexpected end of data"


def test_tables_that_cannot_be_read_say_why(write):
    assert refusal(write("a.csv", "")).reason == "empty file"
    assert refusal(write("a.csv", " \n\n")).reason == "only white space"
    assert refusal(write("a.csv", "text,date\n")) == Rejected("a.csv", "no rows", "only a header")
    assert refusal(write("a.csv", "text\nab\0c\n")).reason == "binary data"
    assert refusal(write("a.csv", "name,note\na,b\n")) == Rejected(
        "a.csv",
        "no text column",
        "the columns are 'name', 'note'; name the one of the text: text_column, or --text-column",
    )
    assert refusal(write("a.csv", "name,note\na,b\n"), text_column="body") == Rejected(
        "a.csv", "no text column", "text_column is 'body'; the columns are 'name', 'note'"
    )
    assert refusal(write("a.xlsx", sheet_file([]))).reason == "no rows"
    assert refusal(write("a.xlsx", b"PK\x03\x04")).reason == "damaged file"


def test_the_text_column_is_named_or_by_far_the_longest(write):
    path = write("a.csv", f"name,note,text\nQuist,{'word ' * 50},short\n")
    assert one(path).text == "short"
    assert one(path, text_column="note").text == "word " * 50
    assert one(path, text_column="NOTE").text == "word " * 50
    assert one(write("b.csv", f"name,Wortlaut\nQuist,{'word ' * 50}\n")).text == "word " * 50
    refused = refusal(write("c.csv", f"one,two\n{'word ' * 50},{'word ' * 40}\n"))
    assert refused.reason == "no text column"


def test_a_csv_file_in_another_encoding_is_read_and_noted(write):
    document, note = read(write("a.csv", "id;text\n1;Der Bürgermeister sagte „nein“.\n".encode("cp1252")))
    assert document.text == "Der Bürgermeister sagte „nein“."
    assert (note.path, note.reason) == ("a.csv", readers.ENCODING_GUESSED)
    assert one(write("b.csv", "id;text\n1;Bürgermeister\n".encode("utf-16"))).text == "Bürgermeister"
    assert one(write("b.csv", "text\nBürgermeister\n".encode("utf-8-sig"))).text == "Bürgermeister"
    assert refusal(write("c.csv", "text\nBürgermeister, Köln".encode("utf-16")[:-1])).reason == "undecodable"


def test_rows_of_a_sheet_become_documents(write):
    rows = [
        ["id", "Full Text", "date", "author"],
        [7, "Quist said_x000D_\nno.", datetime(2022, 3, 4, 10, 0), None],
        [8.0, None, None, None],
        [None, None, None, None],
        ["x", "Later", "4 March 2022", "Marla Quist"],
    ]
    items = read(write("a.xlsx", sheet_file(rows, [], [["text"], ["More"]], [["note"], ["none"]])))
    first, refused, later, more, other = items
    assert (first.doc_id, first.text, first.published) == ("7", "Quist said\r\nno.", date(2022, 3, 4))
    assert refused == Rejected("a.xlsx#row 2", "empty text", "column 'Full Text'")
    assert (later.doc_id, later.published, later.author) == ("x", date(2022, 3, 4), "Marla Quist")
    assert (more.doc_id, more.text, more.path) == ("a#Sheet3#1", "More", "a.xlsx")
    assert (other.path, other.reason) == ("a.xlsx#Sheet4", "no text column")


def test_a_cell_that_is_full_may_be_cut(write, caplog):
    one(write("a.xlsx", sheet_file([["text"], ["x" * 32_767]])))
    assert "a.xlsx#row 1: the text fills its cell and may be cut" in caplog.text


def test_lines_of_a_jsonl_file_arrive_unchanged(write):
    line = {"id": " a/ß 1", "text": " \r\nQuist:\u2028“no”\u00a0\u0085 ", "published": "2022-03-04", "outlet": "Ledger"}
    content = json.dumps(line, ensure_ascii=False) + '\n\n{"id": 5, "text": "x", "title": "T", "author": ["A", "B"]}'
    first, second = read(write("a.jsonl", content))
    assert (first.doc_id, first.text) == (line["id"], line["text"])
    assert (first.published, first.outlet, first.path) == (date(2022, 3, 4), "Ledger", "a.jsonl")
    assert (second.doc_id, second.title, second.author, second.published) == ("5", "T", "A, B", None)


@settings(max_examples=40)
@given(text=TEXTS, doc_id=TEXTS)
def test_any_id_and_text_of_a_line_arrive_unchanged(tmp_path_factory, text, doc_id):
    path = tmp_path_factory.mktemp("lines") / "a.jsonl"
    path.write_text(json.dumps({"id": doc_id, "text": text}, ensure_ascii=False), encoding="utf-8", newline="")
    document = one(path)
    assert (document.doc_id, document.text) == (doc_id, text)


@pytest.mark.parametrize(
    ("line", "reason", "detail"),
    [
        ('{"id": "a", "text": "x"', "broken json", "line 2: Expecting ',' delimiter at column 24"),
        ('["id", "text"]', "broken json", "line 2: no object with id and text"),
        ("[" * 100_000, "broken json", "line 2: not readable"),
        ('{"text": "x"}', "missing id", "a line needs an id: a string or a whole number"),
        ('{"id": true, "text": "x"}', "missing id", "a line needs an id: a string or a whole number"),
        ('{"id": "b"}', "missing text", "a line needs a text: a string"),
        ('{"id": "b", "text": null}', "missing text", "a line needs a text: a string"),
        ('{"id": "b", "text": " "}', "empty text", "id 'b'"),
        ('{"id": "a", "text": "y"}', "duplicate document id", "'a'"),
        ('{"id": "b", "text": "y \\ud83d"}', "undecodable", "text: lone surrogate at character 2"),
    ],
)
def test_a_line_that_cannot_be_read_says_why(write, line, reason, detail):
    good = [json.dumps({"id": name, "text": ARTICLE}) for name in ("a", "c")]
    first, refused, last = read(write("a.jsonl", "\n".join([good[0], line, good[1]])))
    assert refused == Rejected("a.jsonl#line 2", reason, detail)
    assert (first.doc_id, last.doc_id) == ("a", "c")


def test_an_id_is_unique_in_the_corpus(write):
    write("a.txt", ARTICLE)
    folder = write("b.jsonl", '{"id": "a", "text": "x"}\n{"id": "b", "text": "y"}').parent
    write("b.txt", ARTICLE)
    items = read(folder)
    assert ids(items) == ["a", "b", "b.txt"]
    assert reasons(items) == {"b.jsonl#line 1": "duplicate document id"}


# Zip files ----------------------------------------------------------------------------------------------------------


def test_a_zip_file_is_read_as_if_it_were_unpacked(write):
    members = {
        "z.txt": ARTICLE.encode(),
        "sub/a.jsonl": b'{"id": "j1", "text": "x"}',
        "sub/b.csv": b"text\nrow\n",
        "sub/c.docx": word_file(ARTICLE),
        "__MACOSX/._z.txt": b"\0",
        ".DS_Store": b"\0",
        "README.md": b"x",
        "notes.odt": b"x",
        "inner.zip": zip_file({"a.txt": b"x"}),
        "empty.txt": b"",
    }
    path = write("batch.zip", zip_file(members))
    items = read(path.parent)
    assert [item.path for item in items] == [
        "batch.zip/empty.txt",
        "batch.zip/inner.zip",
        "batch.zip/notes.odt",
        "batch.zip/sub/a.jsonl",
        "batch.zip/sub/b.csv",
        "batch.zip/sub/c.docx",
        "batch.zip/z.txt",
    ]
    assert ids(items) == ["j1", "batch/sub/b#1", "batch/sub/c", "batch/z"]
    assert ids(read(path)) == ["j1", "sub/b#1", "sub/c", "z"]
    assert [item.reason for item in items[:3]] == ["empty file", "nested zip", "unsupported file type"]


def test_zip_files_that_cannot_be_read_say_why(write, monkeypatch):
    whole = zip_file({"a.txt": ARTICLE.encode()}, zipfile.ZIP_STORED)
    assert refusal(write("a.zip", b"")).reason == "empty file"
    assert refusal(write("a.zip", whole[:-30])).reason == "damaged file"
    damaged = whole.replace(b"Quist", b"Quilt")
    assert refusal(write("a.zip", damaged)) == Rejected(
        "a.zip/a.txt", "damaged file", "BadZipFile: Bad CRC-32 for file 'a.txt'"
    )
    encrypted = bytearray(whole)
    for header, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        encrypted[whole.index(header) + at] |= 1
    assert refusal(write("a.zip", bytes(encrypted))).reason == "encrypted file"
    monkeypatch.setattr(sources, "MAX_UNPACKED", 1000)
    assert refusal(write("a.zip", zip_file({"a.txt": b"x" * 600, "b.txt": b"x" * 600}))) == Rejected(
        "a.zip", "too large", "unpacks to 1200 bytes; at most 1000 are read"
    )


def test_names_in_a_zip_file_are_read_as_utf8_where_they_are(write):
    content = zip_file({"Gruesse.txt": b"x y"}).replace(b"Gruesse", "Grüße".encode())
    assert ids(read(write("a.zip", content))) == ["Grüße"]


def test_every_reason_is_tested():
    source = Path(__file__).read_text(encoding="utf-8")
    assert [reason for reason in readers.REASONS if f'"{reason}"' not in source] == []
