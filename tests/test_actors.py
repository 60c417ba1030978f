"""Actors on whole texts, with the real model: invented people, states and bodies."""

import importlib.util
import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit import actors, attributions, language, layout
from toolkit.actors import Resolution
from toolkit.errors import InputError
from toolkit.language import ParsedDocument
from toolkit.records import ACTOR_TYPES, Actor, Attribution, Document, Mention, Segment, Span

DAY = date(2024, 5, 14)
ARTICLE = """Norvania expels three diplomats in spying row

Norvania expelled three Quellish diplomats on Tuesday, accusing its neighbour of spying.

The Quellish foreign ministry called the charge "a fairy tale". Its spokeswoman, Dana Orlik, said Norvania was hiding.

"They have lost their nerve," Orlik told reporters in Marnby, the Quellish capital.

Norvanian President Tomas Brandt denied the claim. Brandt said he would not be lectured.

Marnby has asked the European Union to mediate. The Norvanians refused.

The Quistham Harbour Union (QHU) backed the president. The union's leader, Marla Quist, wrote that ships must sail.

"We are tired," she said. "I have had enough."
"""


def parse(text: str, doc_id: str = "d", day: date | None = DAY) -> ParsedDocument:
    document = Document(doc_id, text, published=day)
    segments, start = [], 0
    for number, line in enumerate(text.split("\n")):
        if line.strip():
            role = "headline" if not segments else "body"
            segments.append(Segment(doc_id, f"s{number:03d}", role, start, start + len(line)))
        start += len(line) + 1
    return language.parse(document, segments, language.load())


def said(text: str, source: str, content: str, number: str = "a1", **options: object) -> Attribution:
    def span(part: str) -> tuple[Span, ...]:
        return (Span(text.index(part), text.index(part) + len(part)),) if part else ()

    kind = "direct" if content.startswith('"') else "indirect"
    return Attribution("d", number, kind, "speech", span(source), (), span(content), **options)  # type: ignore[arg-type]


def resolved(text: str, found: tuple[Attribution, ...] = (), **options: object) -> tuple[ParsedDocument, Resolution]:
    parsed = parse(text)
    return parsed, actors.resolve(parsed, actors.find_mentions(parsed), found, **options)  # type: ignore[arg-type]


def who(resolution: Resolution, form: str, nth: int = 0) -> str | None:
    return [m.actor_id for m in resolution.mentions if m.text == form][nth]


@pytest.fixture(scope="module")
def article() -> tuple[ParsedDocument, Resolution, tuple[Attribution, ...]]:
    parsed = parse(ARTICLE)
    found = (
        said(ARTICLE, "Its spokeswoman, Dana Orlik", "Norvania was hiding", "a1"),
        said(ARTICLE, "Orlik", '"They have lost their nerve,"', "a2"),
        said(ARTICLE, "The union's leader, Marla Quist", "that ships must sail", "a3"),
        said(ARTICLE, "she", '"We are tired,"', "a4"),
        said(ARTICLE, "", '"I have had enough."', "a5", continues="a4"),
    )
    resolution = actors.resolve(parsed, actors.find_mentions(parsed), found)
    return parsed, resolution, actors.link(parsed, found, resolution)


@pytest.mark.parametrize(
    ("form", "actor"),
    [
        ("Norvania", "norvania"),
        ("three Quellish diplomats", "quellish.DIPLOMATS"),
        ("The Quellish foreign ministry", "quellish.MINISTRY_OF_FOREIGN_AFFAIRS"),
        ("Its spokeswoman", "dana_orlik"),
        ("Its", "quellish.MINISTRY_OF_FOREIGN_AFFAIRS"),
        ("Orlik", "dana_orlik"),
        ("Norvanian President Tomas Brandt", "tomas_brandt"),
        ("Brandt", "tomas_brandt"),
        ("he", "tomas_brandt"),
        ("European Union", "european_union"),
        ("The Norvanians", "norvania.GOV"),
        ("QHU", "quistham_harbour_union"),
        ("the president", "tomas_brandt"),
        ("The union's leader", "marla_quist"),
        ("The union", "quistham_harbour_union"),
        ("she", "marla_quist"),
        ("I", "marla_quist"),
    ],
)
def test_forms_of_an_article(article: tuple[ParsedDocument, Resolution, object], form: str, actor: str) -> None:
    # The text names one state only by its adjective, which then is its slug.
    assert who(article[1], form) == actor


def test_speakers_of_an_article(article: tuple[ParsedDocument, Resolution, tuple[Attribution, ...]]) -> None:
    sources = [a.source_actor for a in article[2]]
    assert sources == ["dana_orlik", "dana_orlik", "marla_quist", "marla_quist", "marla_quist"]
    assert (article[2][0].on_behalf_of or "").endswith(".MINISTRY_OF_FOREIGN_AFFAIRS")


def test_actors_of_an_article(article: tuple[ParsedDocument, Resolution, object]) -> None:
    by_id = {actor.actor_id: actor for actor in article[1].actors}
    president = by_id["tomas_brandt"]
    assert (president.role, president.part_of, president.country) == ("President", "norvania.GOV", None)
    assert president.forms == ("Brandt", "Norvanian President Tomas Brandt", "the president")
    assert by_id["marla_quist"].part_of == "quistham_harbour_union"
    assert list(by_id) == sorted(by_id)
    assert all(actor.part_of is None or actor.part_of in by_id for actor in by_id.values())


def test_every_mention_is_a_slice_and_every_open_one_has_a_reason(
    article: tuple[ParsedDocument, Resolution, object],
) -> None:
    parsed, resolution, _ = article
    assert all(m.text == parsed.document.text[m.start : m.end] for m in resolution.mentions)
    assert [m.mention_id for m in resolution.mentions] == sorted(m.mention_id for m in resolution.mentions)
    open_ids = {m.mention_id for m in resolution.mentions if m.actor_id is None}
    assert {u.mention_id for u in resolution.unresolved} == open_ids
    assert all(u.reason for u in resolution.unresolved)


def test_capital_counts_where_it_acts_and_not_as_a_place() -> None:
    _, resolution = resolved("Talks\n\nTalks in Lima failed on Monday. Lima accused the protesters of lying.\n")
    assert [(m.text, m.kind, m.actor_id) for m in resolution.mentions if "Lima" in m.text] == [
        ("Lima", "metonym", "PER.GOV")
    ]


def test_kremlin_embassy_and_counterpart() -> None:
    text = (
        "Row\n\nThe Kremlin said it would wait. The Danish embassy sent a message from the Danish ministry of defence "
        "to its Swedish counterpart. The Danish embassy in Lima stayed shut.\n"
    )
    _, resolution = resolved(text, (said(text, "The Kremlin", "it would wait"),))
    assert who(resolution, "The Kremlin") == who(resolution, "it") == "RUS.GOV"
    assert who(resolution, "the Danish ministry of defence") == "DNK.MINISTRY_OF_DEFENCE"
    assert who(resolution, "its Swedish counterpart") == "SWE.MINISTRY_OF_DEFENCE"
    assert who(resolution, "The Danish embassy") == who(resolution, "The Danish embassy in Lima") == "DNK.EMBASSY_LIMA"


@pytest.mark.parametrize(
    "phrase", ["defence ministry", "defense ministry", "ministry of defence", "Ministry of Defense", "Defence Ministry"]
)
def test_one_ministry_under_every_spelling(phrase: str) -> None:
    _, resolution = resolved(f"Row\n\nThe Polish {phrase} said on Monday that it had no comment.\n")
    ids = {m.actor_id for m in resolution.mentions if phrase.casefold() in m.text.casefold()}
    assert ids == {"POL.MINISTRY_OF_DEFENCE"}


def test_two_people_of_one_family_name_stay_apart() -> None:
    text = (
        "Couple\n\nTomas Brandt, the mayor, said taxes must rise. His wife, Irene Brandt, disagreed. "
        "Mrs Brandt said so on Monday. Mr Brandt laughed. Brandt left early.\n"
    )
    _, resolution = resolved(text)
    assert who(resolution, "Mrs Brandt") == "irene_brandt"
    assert who(resolution, "Mr Brandt") == "tomas_brandt"
    assert who(resolution, "Brandt") is None
    left = {u.mention_id: u for u in resolution.unresolved}
    brandt = next(m for m in resolution.mentions if m.text == "Brandt")
    assert left[brandt.mention_id].candidates == ("irene_brandt", "tomas_brandt")
    assert left[brandt.mention_id].reason == "several people bear that name"


def test_doubtful_pronoun_stays_open() -> None:
    text = "Meeting\n\nTomas Brandt and Peter Hale met on Monday. He was angry.\n"
    _, resolution = resolved(text)
    pronoun = next(m for m in resolution.mentions if m.text == "He")
    assert pronoun.actor_id is None
    assert next(u for u in resolution.unresolved if u.mention_id == pronoun.mention_id).candidates == (
        "peter_hale",
        "tomas_brandt",
    )


def test_object_pronoun_is_not_the_subject_of_its_verb() -> None:
    text = "Call\n\nTomas Brandt spoke to Peter Hale by telephone and urged him to wait. Neither side won.\n"
    _, resolution = resolved(text)
    assert who(resolution, "him") == "peter_hale"
    assert not any("side" in m.text for m in resolution.mentions)


def test_state_known_from_what_the_text_says() -> None:
    text = "Row\n\nTel Arin, the Norvanian capital, is quiet. Tel Arin rejected the offer. Norvania will wait.\n"
    _, resolution = resolved(text)
    assert [m.actor_id for m in resolution.mentions if m.text == "Tel Arin"] == ["norvania.GOV"]
    assert next(a for a in resolution.actors if a.actor_id == "norvania").country is None


def test_spokesman_of_a_council_and_its_rules() -> None:
    text = (
        "Bins\n\nQuistham Borough Council met on Monday. A spokesman for the council said bins would be emptied. "
        "The council's rules state that bins are free.\n"
    )
    quoted = (
        said(text, "A spokesman for the council", "bins would be emptied", "a1"),
        said(text, "The council's rules", "that bins are free", "a2"),
    )
    parsed, resolution = resolved(text, quoted)
    first, second = actors.link(parsed, quoted, resolution)
    assert first.source_actor == "quistham_borough_council.spokesman"
    assert first.on_behalf_of == second.source_actor == "quistham_borough_council"


def test_letter_speaks_for_its_author() -> None:
    text = (
        "Letter\n\nIn a letter to the council, Marla Quist proposed that the bridge be closed. "
        "The letter warned that it might fall.\n"
    )
    quoted = (
        said(text, "Marla Quist", "that the bridge be closed", "a1"),
        said(text, "The letter", "that it might fall", "a2"),
    )
    parsed, resolution = resolved(text, quoted)
    assert [a.source_actor for a in actors.link(parsed, quoted, resolution)] == ["marla_quist"] * 2


def test_addressee() -> None:
    text = 'Row\n\nMarla Quist told the Norvanian government that it must act. "Go home," she said to Peter Hale.\n'
    found = (
        Attribution("d", "a1", "indirect", "speech", (Span(5, 16),), (Span(17, 21),), (Span(47, 63),)),
        said(text, "she", '"Go home,"', "a2"),
    )
    cue = text.index("said to")
    found = (found[0], Attribution(**{**vars(found[1]), "cue_spans": (Span(cue, cue + 4),)}))
    parsed, resolution = resolved(text, found)
    assert [a.addressee_actor for a in actors.link(parsed, found, resolution)] == ["norvania.GOV", "peter_hale"]


def test_free_quote_belongs_to_who_was_just_spoken_of() -> None:
    text = 'Meeting\n\nMr Hale praised the plan. "Not too soon."\n'
    found = (said(text, "", '"Not too soon."'),)
    parsed, resolution = resolved(text, found)
    assert actors.link(parsed, found, resolution)[0].source_actor == "hale"


def test_subhead_quotation_is_that_of_the_body() -> None:
    text = 'Water\n\n"Water is no weapon," Marla Quist said.\n'
    found = (said(text, "Marla Quist", '"Water is no weapon,"'),)
    parsed, resolution = resolved(text, found)
    head = Attribution("d", "a0", "direct", "speech", (), (), (Span(0, 5),))
    assert actors.link(parsed, (head, *found), resolution)[0].source_actor is None


@given(order=st.permutations(range(5)))
def test_order_of_attributions_does_not_matter(
    article: tuple[ParsedDocument, Resolution, tuple[Attribution, ...]], order: list[int]
) -> None:
    parsed, resolution, linked = article
    shuffled = tuple(linked[n] for n in order)
    again = actors.resolve(parsed, actors.find_mentions(parsed), shuffled)
    assert again == resolution
    assert sorted(actors.link(parsed, shuffled, again), key=lambda a: a.attribution_id) == list(linked)


def test_aliases_win() -> None:
    text = "Row\n\nThe Iron Lady spoke on Monday. Marla Quist left. Lima accused the Kremlin of lying.\n"
    aliases = {"the Kremlin": "vladimir_test", "Marla Quist": "Mayor of Quistham", "Lima": "CHL"}
    _, resolution = resolved(text, aliases=aliases)
    assert who(resolution, "the Kremlin") == "vladimir_test"
    assert who(resolution, "Marla Quist") == "mayor_of_quistham"
    assert who(resolution, "Lima") == "CHL"


def test_aliases_hold_between_their_days(tmp_path: Path) -> None:
    file = tmp_path / "aliases.csv"
    file.write_text(
        "form,actor,from,to,note\nMarla Quist,mayor_one,,2024-01-01,\nMarla Quist,mayor_two,2024-01-02,,since then\n"
        "Peter Hale,pete,,,\n",
        encoding="utf-8",
    )
    aliases = actors.read_aliases(file)
    assert aliases == {"Peter Hale": "pete"}
    _, resolution = resolved("Row\n\nMarla Quist met Peter Hale.\n", aliases=aliases)
    assert (who(resolution, "Marla Quist"), who(resolution, "Peter Hale")) == ("mayor_two", "pete")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("form,name\nx,y\n", r"lacks the columns \['actor'\]"),
        ("form,actor,colour\nx,y,z\n", r"unknown columns \['colour'\]"),
        ("form,actor\nx\n", "line 2: the row does not have as many cells"),
        ("form,actor\nx,\n", "line 2: column 'actor' is empty"),
        ("form,actor,from\nx,y,May\n", "column 'from' must be a day such as 2024-05-31; got 'May'"),
        ("form,actor,from,to\nx,y,2024-02-01,2024-01-01\n", r"'from' \(2024-02-01\) is later than 'to'"),
        ("form,actor\nx,y\nx,z\n", "the form 'x' names both 'y' and 'z'"),
    ],
)
def test_alias_errors_are_named(tmp_path: Path, content: str, message: str) -> None:
    file = tmp_path / "aliases.csv"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        actors.read_aliases(file)


def test_missing_alias_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"aliases .*none\.csv cannot be read"):
        actors.read_aliases(tmp_path / "none.csv")


def test_mentions_left_out_or_added_by_hand() -> None:
    parsed = parse("Row\n\nMarla Quist left. The Quist case goes on.\n")
    found = actors.find_mentions(parsed)
    start = parsed.document.text.index("The Quist case")
    extra = Mention("d", "m9000", start, start + 9, "The Quist", "name")
    resolution = actors.resolve(parsed, [m for m in found if m.text == "Marla Quist"] + [extra], ())
    assert [m.actor_id for m in resolution.mentions] == ["marla_quist", None]
    assert resolution.unresolved[0].reason == "a mention that the toolkit did not find itself"


def test_targets_leave_out_the_source_and_repeat_nobody() -> None:
    content = (Span(0, 50),)
    attribution = Attribution("d", "a1", "indirect", "speech", (), (), content, source_actor="quist")
    mentions = [
        Mention("d", "m1", 0, 5, "Quist", "name", "quist"),
        Mention("d", "m2", 10, 15, "Union", "name", "union"),
        Mention("d", "m3", 20, 25, "Union", "name", "union"),
        Mention("d", "m4", 30, 35, "Nobody", "name", None),
        Mention("d", "m5", 60, 65, "Norvania", "name", "norvania"),
    ]
    known = [Actor(i, i, "organisation") for i in ("quist", "union", "norvania")]
    found = actors.targets([attribution], mentions, known)
    assert [(t.actor_id, t.mention_id, t.stance) for t in found] == [("union", "m2", None)]


_TEXT = st.sampled_from(["Quist", "Marla Quist", "Norvania", "Union"])
_ACTORS = st.lists(
    st.builds(
        Actor,
        st.sampled_from(["a", "b", "c"]),
        _TEXT,
        st.sampled_from(ACTOR_TYPES),
        st.sampled_from([None, "DNK", "SWE"]),
        st.none() | _TEXT,
        st.sampled_from([None, "b"]),
        st.lists(_TEXT, unique=True).map(lambda forms: tuple(sorted(forms))),
    ),
    max_size=8,
)


@given(rows=_ACTORS, data=st.data())
def test_merge_is_idempotent_and_independent_of_order(rows: list[Actor], data: st.DataObject) -> None:
    merged = actors.merge(rows)
    assert actors.merge(merged) == merged
    assert actors.merge(data.draw(st.permutations(rows))) == merged
    cut = data.draw(st.integers(0, len(rows)))
    assert actors.merge([*actors.merge(rows[:cut]), *actors.merge(rows[cut:])]) == merged
    assert [a.actor_id for a in merged] == sorted({a.actor_id for a in rows})


@pytest.mark.parametrize(
    ("phrase", "country"),
    [
        ("Danish fishermen", "DNK"),
        ("the ambassador of Peru", "PER"),
        ("South Korean officials", "KOR"),
        ("Downing Street", "GBR"),
        ("the White House", "USA"),
        ("LISBON", "PRT"),
        ("New Zealand's central bank", "NZL"),
        ("the European Union", None),
        ("two officials", None),
        ("turkey farmers", None),
        ("he", None),
        ("Bonn", "DEU"),
    ],
)
def test_country_of(phrase: str, country: str | None) -> None:
    assert actors.country_of(phrase) == country


def test_floors_on_annotated_articles(shared: Path) -> None:
    """Actors found, split and merged, and right sources, on the hand-made articles."""
    spec = importlib.util.spec_from_file_location("score_articles", shared / "heldin" / "score_articles.py")
    assert spec is not None
    assert spec.loader is not None
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    counts: Counter[str] = Counter()
    for path in [shared / "seed" / "gold.json", *sorted((shared / "heldin").glob("*.gold.json"))]:
        gold = json.loads(path.read_text(encoding="utf-8"))
        name = "article.txt" if path.name == "gold.json" else path.name.replace(".gold.json", ".txt")
        document = Document(path.parent.name + path.stem, path.with_name(name).read_text(encoding="utf-8"))
        parsed = language.parse(document, layout.segment(document), language.load())
        found = actors.resolve(parsed, actors.find_mentions(parsed), attributions.extract(parsed))
        used = {m.actor_id for m in found.mentions}
        rows = {a.actor_id: {"name": a.name, "forms": set(a.forms)} for a in found.actors if a.actor_id in used}
        matched = scorer.Actors(gold["actors"], rows)
        hits = Counter(matched.to_gold.values())
        people = [[g for g in votes if matched.gold[g]["type"] == "person"] for votes in matched.votes.values()]
        counts.update(
            gold=len(matched.gold), found=len(hits), mapped=len(matched.to_gold),
            split=sum(n > 1 for n in hits.values()), merged=sum(len(several) > 1 for several in people),
        )  # fmt: skip
    assert counts["found"] / counts["gold"] >= 0.85
    assert counts["split"] / counts["gold"] <= 0.10
    assert counts["merged"] / counts["mapped"] <= 0.02
