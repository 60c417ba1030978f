"""The marked article: its text is the document's, each mention and attribution has its marks, nothing is executed."""

from datetime import date
from html.parser import HTMLParser

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit import tables
from toolkit.errors import InputError
from toolkit.records import Actor, Attribution, Document, Mention, Relation, Span
from toolkit.reports import article_view

TEXT = 'The minister, Marla Quist, said: "Norvania knows that it owes us & you nothing."'
DOCUMENT = Document("d", TEXT, title="Fish & ships", outlet="The Lantern", published=date(2031, 3, 4), language="en")
QUIST = Actor("marla_quist", "Marla Quist", "person", role="minister")
NORVANIA = Actor("norvania", "Norvania", "state")
ACTORS = [QUIST, NORVANIA]


def mention(number: int, text: str, actor: str | None, kind: str = "name") -> Mention:
    start = TEXT.index(text)
    return Mention("d", f"m{number}", start, start + len(text), text, kind, actor)


def span(text: str) -> Span:
    return Span(TEXT.index(text), TEXT.index(text) + len(text))


MENTIONS = [
    mention(1, "The minister", "marla_quist", "title"),
    mention(2, "Marla Quist", "marla_quist"),
    mention(3, "Norvania", "norvania"),
    mention(4, "it", None, "pronoun"),
]
SAID = Attribution(
    "d",
    "a1",
    "direct",
    "speech",
    (span("The minister, Marla Quist"),),
    (span("said"),),
    (span('"Norvania knows that it owes us & you nothing."'),),
    source_text="The minister, Marla Quist",
    cue_text="said",
    content_text='"Norvania knows that it owes us & you nothing."',
    source_actor="marla_quist",
)
KNOWS = Attribution(
    "d", "a2", "indirect", "thought", (span("Norvania"),), (span("knows"),), (span("that it owes us & you nothing"),)
)


class Reader(HTMLParser):
    """Read the element of class ``text`` as a browser would, with the pieces of each mention and attribution."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[dict[str, str]] = []
        self.text = ""
        self.tags: set[str] = set()
        self.mentions: dict[str, str] = {}
        self.parts: dict[tuple[str, str], str] = {}
        self.labels: dict[str, list[str]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        told = {name: value or "" for name, value in attrs}
        self.open.append(told)
        if "data-mention" in told and "last" in told["class"].split():
            self.labels.setdefault(told["data-mention"], []).append(told["data-label"])

    def handle_endtag(self, tag: str) -> None:
        self.open.pop()

    def handle_data(self, data: str) -> None:
        if not any(told.get("class") == "text" for told in self.open):
            return
        self.text += data
        for told in self.open:
            if "data-mention" in told:
                self.mentions[told["data-mention"]] = self.mentions.get(told["data-mention"], "") + data
            if "data-attribution" in told:
                key = told["data-attribution"], told["class"].split()[0]
                self.parts[key] = self.parts.get(key, "") + data


def read(html: object) -> Reader:
    reader = Reader()
    reader.feed(str(html))
    reader.close()
    assert not reader.open
    return reader


def test_text_marks_and_labels() -> None:
    view = article_view(DOCUMENT, MENTIONS, ACTORS, [SAID, KNOWS])
    found = read(view)
    assert found.text == TEXT
    assert found.mentions == {m.mention_id: m.text for m in MENTIONS}
    assert found.labels == {"m1": ["MQ"], "m2": ["MQ"], "m3": ["No"], "m4": ["?"]}
    assert found.parts == {
        ("a1", "source"): "The minister, Marla Quist",
        ("a1", "cue"): "said",
        ("a1", "content"): '"Norvania knows that it owes us & you nothing."',
        ("a2", "source"): "Norvania",
        ("a2", "cue"): "knows",
        ("a2", "content"): "that it owes us & you nothing",
    }
    assert view._repr_html_() == view.html == str(view)


def test_nested_contents_have_lines_of_their_own_and_numbers_in_reading_order() -> None:
    html = str(article_view(DOCUMENT, [], [], [KNOWS, SAID]))
    assert 'class="content l0 first" data-attribution="a1"' in html
    assert 'class="content l1 first" data-attribution="a2"' in html
    assert 'data-attribution="a2" data-number="2"' in html
    assert 'data-attribution="a1" data-number="1"' in html


def test_titles_say_without_colour_what_a_piece_is() -> None:
    html = str(article_view(DOCUMENT, MENTIONS, ACTORS, [SAID]))
    assert 'title="Marla Quist (person, minister), name; source of [1], Marla Quist (direct, speech)"' in html
    assert "pronoun, not resolved; content of [1]" in html


def test_legend_counts_and_lists() -> None:
    relation = Relation(
        "d", "r1", "marla_quist", "norvania", "m2", "m3", "accuse", "verbal conflict", -1, "say", "asserted", 0, 12
    )
    html = str(article_view(DOCUMENT, MENTIONS, ACTORS, [SAID], [relation]))
    assert "person, minister; 2 mentions" in html
    assert "state; 1 mention<" in html
    assert "Attributions (1)" in html
    assert "“said”" in html
    assert "<strong>Marla Quist</strong> → accuse (−, asserted) → <strong>Norvania</strong>: The minister" in html
    assert "<strong>Fish &amp; ships</strong> · The Lantern · 2031-03-04" in html
    assert 'lang="en"' in html
    assert "Relations" not in str(article_view(DOCUMENT, MENTIONS, ACTORS, [SAID]))


def test_an_actor_looks_the_same_in_every_document() -> None:
    other = Document("e", "Quist.")
    mine = Mention("e", "m1", 0, 5, "Quist", "name", "marla_quist")
    views = [str(article_view(DOCUMENT, MENTIONS, ACTORS, [])), str(article_view(other, [mine], ACTORS, []))]
    looks = [view.split('data-label="MQ"')[0].rsplit('class="', 1)[1].split(" first")[0] for view in views]
    assert looks[0] == looks[1]


def test_same_label_is_numbered() -> None:
    actors = [QUIST, Actor("mona_quell", "Mona Quell", "person")]
    rows = [MENTIONS[1], mention(9, "Norvania", "mona_quell")]
    assert read(article_view(DOCUMENT, rows, actors, [])).labels == {"m2": ["MQ"], "m9": ["MQ2"]}


def test_tables_and_rows_do_as_well_as_records() -> None:
    frames = [
        tables.to_frame(name, rows)
        for name, rows in (("mentions", MENTIONS), ("actors", ACTORS), ("attributions", [SAID]), ("relations", []))
    ]
    row = tables.to_frame("documents", [DOCUMENT]).iloc[0]
    assert str(article_view(row, *frames)) == str(article_view(DOCUMENT, MENTIONS, ACTORS, [SAID], []))


def test_rows_of_other_documents_are_left_out_and_an_unlisted_actor_goes_by_its_id() -> None:
    far = Mention("e", "m9", 0, 500, "x", "name", "norvania")
    html = str(article_view(DOCUMENT, [far, MENTIONS[1]], [], []))
    assert "m9" not in html
    assert ">marla_quist</mark>" in html


ALLOWED = {"article", "style", "p", "strong", "div", "mark", "span", "section", "ul", "li", "details"}
ALLOWED |= {"summary", "ol"}
HOSTILE = "<script>alert(1)</script> & </div></article>\"' <style>*{}</style> &amp; <!-- \r\n x\0y"


def test_hostile_text_is_escaped_everywhere() -> None:
    cut = Span(0, 10)
    document = Document("d", HOSTILE, title=HOSTILE, outlet=HOSTILE, language='"><b>')
    actor = Actor(HOSTILE, HOSTILE, "person", role=HOSTILE)
    named = Mention("d", HOSTILE, 0, 30, HOSTILE[:30], "name", HOSTILE)
    said = Attribution("d", HOSTILE, "direct", "speech", (cut,), (cut,), (cut,), HOSTILE, HOSTILE, HOSTILE, HOSTILE)
    act = Relation(
        "d", "r", HOSTILE, HOSTILE, None, None, "accuse", "verbal conflict", -1, "x", "asserted", 0, 20, HOSTILE
    )
    html = str(article_view(document, [named], [actor], [said], [act]))
    found = read(html)
    assert found.text == HOSTILE.replace("\0", "\ufffd")
    assert found.tags <= ALLOWED
    assert html.count("<style>") == 1
    assert "<!--" not in html


@st.composite
def marked(draw: st.DrawFn) -> tuple[Document, list[Mention], list[Attribution]]:
    text = draw(st.text(min_size=1, max_size=40))
    edges = st.lists(st.integers(0, len(text)), min_size=2, max_size=2, unique=True).map(lambda e: Span(*sorted(e)))
    spans = draw(st.lists(edges, max_size=6))
    actors = draw(st.lists(st.sampled_from(["marla_quist", "norvania", None]), min_size=6, max_size=6))
    mentions = [
        Mention("d", f"m{i}", *s, text[s.start : s.end], "name", a)
        for i, (s, a) in enumerate(zip(spans, actors, strict=False))
    ]
    three = st.tuples(st.lists(edges, max_size=2), st.lists(edges, max_size=1), st.lists(edges, min_size=1, max_size=2))
    found = [
        Attribution("d", f"a{i}", "mixed", "speech", tuple(source), tuple(cue), tuple(content))
        for i, (source, cue, content) in enumerate(draw(st.lists(three, max_size=3)))
    ]
    return Document("d", text), mentions, found


def covered(text: str, spans: tuple[Span, ...]) -> int:
    return sum(any(s.start <= i < s.end for s in spans) for i in range(len(text)))


@given(marked())
def test_any_overlap_keeps_text_and_marks_whole(case: tuple[Document, list[Mention], list[Attribution]]) -> None:
    document, mentions, attributions = case
    found = read(article_view(document, mentions, ACTORS, attributions))
    assert found.text == document.text.replace("\0", "\ufffd")
    assert found.mentions == {m.mention_id: m.text.replace("\0", "\ufffd") for m in mentions}
    assert all(len(found.labels[m.mention_id]) == 1 for m in mentions)
    for a in attributions:
        assert len(found.parts[a.attribution_id, "content"]) >= covered(document.text, a.content_spans)


def test_refusals() -> None:
    with pytest.raises(InputError, match="mention 'm1' ends at 99, but document 'd' has 80 characters"):
        article_view(DOCUMENT, [Mention("d", "m1", 0, 99, "x", "name", None)], [], [])
    with pytest.raises(InputError, match="attribution 'a' ends at 99"):
        article_view(DOCUMENT, [], [], [Attribution("d", "a", "direct", "speech", (), (), (Span(0, 99),))])
    with pytest.raises(InputError, match=r"document needs doc_id and text; it has \['doc_id'\]"):
        article_view(pd.Series({"doc_id": "d"}), [], [], [])


def test_empty_text() -> None:
    assert read(article_view(Document("d", ""), [], [], [])).text == ""


def test_nothing_is_fetched_and_the_style_stays_in_the_view() -> None:
    html = str(article_view(DOCUMENT, MENTIONS, ACTORS, [SAID]))
    style = html[html.index("<style>") + 7 : html.index("</style>")]
    assert "url(" not in style
    assert "@" not in style
    assert "http" not in html
    assert "<script" not in html
    selectors = [s.strip() for rule in style.split("}")[:-1] for s in rule.split("{")[0].split(",")]
    assert all(s.startswith(".polyvocal-article") for s in selectors)
