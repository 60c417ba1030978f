"""Chains of coreference packages: stand-ins with the calls of the true packages, and what the chains count for.

The true packages are not run here: they need torch, and weights from the network.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from toolkit import coreference, language, pipeline
from toolkit.actors import Resolution, follow
from toolkit.coreference import _packages
from toolkit.errors import InputError, MissingModelError
from toolkit.language import ParsedDocument
from toolkit.records import Actor, Attribution, Document, Mention, Segment, Span, Unresolved

TEXT = 'Marla Quist met Ada Brandt.\n\n"She  left," Quist said. It was late.'
NAMED, PRONOUN = Span(16, 26), Span(30, 33)


@pytest.fixture(scope="module")
def parsed() -> ParsedDocument:
    segments = [Segment("d", "s1", "body", 0, 27), Segment("d", "s2", "body", 29, len(TEXT))]
    return language.parse(Document("d", TEXT), segments, language.load())


class FCoref:
    """Mimics fastcoref 2.1: `predict(texts=...)` gives results whose clusters are places in characters."""

    made: list[dict[str, Any]] = []  # noqa: RUF012

    def __init__(self, model_name_or_path: str = "biu-nlp/f-coref", **options: Any) -> None:
        self.made.append(options)

    def predict(self, texts: list[str]) -> list[Any]:
        (text,) = texts
        start, end = text.index("Ada Brandt"), text.index("She")
        clusters = [[(start, start + 10), (end, end + 3), None]]
        return [SimpleNamespace(get_clusters=lambda as_strings: [] if as_strings else clusters)]


class Maverick:
    """Mimics maverick-coref 1.0: `predict` of words by sentences gives places in words, the last included."""

    def __init__(self, hf_name_or_path: str = "sapienzanlp/maverick-mes-ontonotes", device: str = "cuda") -> None:
        assert device == "cpu"

    def predict(self, sample: list[list[str]]) -> dict[str, Any]:
        assert all(isinstance(sentence, list) for sentence in sample)
        words = [word for sentence in sample for word in sentence]
        at = words.index("She")
        return {"tokens": words, "clusters_token_offsets": [((3, 4), (at, at))], "clusters_char_offsets": None}


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, what in (("fastcoref", FCoref), ("maverick", Maverick)):
        module = ModuleType(name)
        module.__spec__ = SimpleNamespace(name=name)  # type: ignore[assignment]
        setattr(module, what.__name__, what)
        monkeypatch.setitem(sys.modules, name, module)
    _packages.load.cache_clear()


@pytest.mark.parametrize("package", ["fastcoref", "maverick"])
@pytest.mark.usefixtures("installed")
def test_places_are_those_of_the_document(package: str, parsed: ParsedDocument) -> None:
    chains = coreference.find(parsed, package=package)
    assert [[parsed.text(span) for span in chain] for chain in chains] == [["Ada Brandt", "She"]]
    assert coreference.version(package) == "unknown"


@pytest.mark.usefixtures("installed")
def test_fastcoref_loads_no_language_model_of_its_own(parsed: ParsedDocument) -> None:
    nlp = language.load()
    coreference.find(parsed, package="fastcoref", nlp=nlp)
    assert FCoref.made[-1] == {"device": "cpu", "nlp": nlp, "enable_progress_bar": False}


@pytest.mark.parametrize(("package", "install"), [("fastcoref", "fastcoref"), ("maverick", "maverick-coref")])
def test_a_missing_package_is_named_with_its_install_command(
    package: str, install: str, parsed: ParsedDocument, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_packages, "find_spec", lambda name: None)
    for call in (lambda: coreference.find(parsed, package=package), lambda: coreference.version(package)):
        with pytest.raises(MissingModelError, match=f"package '{package}' is not installed.*pip install {install} "):
            call()


class Given:
    """A finder of one's own."""

    def __init__(self, *clusters: Sequence[tuple[int, int]]) -> None:
        self.given = clusters

    def clusters(self, sentences: Sequence[Sequence[str]]) -> Sequence[Sequence[tuple[int, int]]]:
        return self.given


def test_refusals(parsed: ParsedDocument) -> None:
    with pytest.raises(InputError, match="package must be one of 'fastcoref', 'maverick'; got 'best'"):
        coreference.find(parsed, package="best")
    with pytest.raises(InputError, match="package must be one of 'fastcoref', 'maverick' or a Finder; got 3"):
        coreference.find(parsed, package=3)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="gives words 0 to 99 of"):
        coreference.find(parsed, package=Given([(0, 99)]))
    with pytest.raises(InputError, match="coreference must be one of 'none', 'fastcoref', 'maverick'; got 'best'"):
        coreference.version("best")


def test_chains_of_one_place_and_documents_without_words(parsed: ParsedDocument) -> None:
    assert coreference.find(parsed, package=Given([(0, 1)], [(3, 4), (3, 4)])) == ()
    empty = ParsedDocument(Document("e", ""), (), ())
    assert coreference.find(empty, package=Given([(0, 1)])) == ()


# --- what chains count for -------------------------------------------------------------------------------------------

QUIST, BRANDT = Actor("marla_quist", "Marla Quist", "person"), Actor("ada_brandt", "Ada Brandt", "person")


def resolution(she: str | None = None, *more: Mention) -> Resolution:
    mentions = (
        Mention("d", "m1", 0, 11, "Marla Quist", "name", "marla_quist"),
        Mention("d", "m2", 16, 26, "Ada Brandt", "name", "ada_brandt"),
        Mention("d", "m3", 30, 33, "She", "pronoun", she),
        Mention("d", "m4", 42, 47, "Quist", "name", "marla_quist"),
        *more,
    )
    left = () if she else (Unresolved("d", "m3", (), "several"),)
    return Resolution(mentions, (BRANDT, QUIST), left)


def she_is(found: Resolution) -> str | None:
    return next(m.actor_id for m in found.mentions if m.mention_id == "m3")


@pytest.mark.parametrize("before", [None, "marla_quist"])
def test_a_pronoun_gets_the_one_actor_named_in_its_chain(parsed: ParsedDocument, before: str | None) -> None:
    given = resolution(before)
    found = follow(parsed, given, [[NAMED, PRONOUN]])
    assert she_is(found) == "ada_brandt"
    assert found.unresolved == ()
    assert she_is(given) == before


@pytest.mark.parametrize(
    "chain",
    [
        [Span(0, 11), NAMED, PRONOUN],
        [PRONOUN, Span(54, 56)],
        [Span(12, 15), PRONOUN],
    ],
    ids=["two actors", "pronouns only", "no mention"],
)
def test_other_chains_change_nothing(parsed: ParsedDocument, chain: list[Span]) -> None:
    given = resolution()
    assert follow(parsed, given, [chain]) == given


def test_pronouns_must_agree_and_the_first_person_is_left_alone(parsed: ParsedDocument) -> None:
    given = resolution()
    it = Mention("d", "m3", 30, 33, "it", "pronoun")
    me = Mention("d", "m3", 30, 33, "me", "pronoun")
    for pronoun in (it, me):
        changed = Resolution((*given.mentions[:2], pronoun, given.mentions[3]), given.actors, ())
        assert she_is(follow(parsed, changed, [[NAMED, PRONOUN]])) is None


def test_she_in_quoted_words_is_not_who_says_them(parsed: ParsedDocument) -> None:
    said = Attribution("d", "a1", "direct", "speech", (Span(42, 47),), (Span(48, 52),), (Span(29, 41),))
    given = resolution()
    assert she_is(follow(parsed, given, [[Span(0, 11), PRONOUN]], attributions=[said])) is None
    assert she_is(follow(parsed, given, [[NAMED, PRONOUN]], attributions=[said])) == "ada_brandt"


def test_a_described_actor_counts_only_beside_a_name(parsed: ParsedDocument) -> None:
    given = resolution()
    described = Mention("d", "m2", 16, 26, "the envoy", "nominal", "ada_brandt")
    changed = Resolution((given.mentions[0], described, *given.mentions[2:]), given.actors, given.unresolved)
    assert she_is(follow(parsed, changed, [[NAMED, PRONOUN]])) is None


# --- through the pipeline --------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("installed")
def test_the_pipeline_takes_it_and_states_it(tmp_path: Path) -> None:
    text = "Toll\n\nMarla Quist met Ada Brandt at Quistham. She left early and took the train.\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    run = pipeline.extract(tmp_path / "a.txt", tmp_path / "run", method="rules", coreference="fastcoref").folder
    mentions = pd.read_parquet(run / "mentions").set_index("text")
    assert mentions.loc["She", "actor_id"] == "ada_brandt"
    stated = json.loads((run / "run.json").read_text(encoding="utf-8"))
    assert (stated["parameters"]["coreference"], stated["versions"]["coreference"]) == ("fastcoref", "unknown")


def test_the_pipeline_names_a_missing_package_before_it_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_packages, "find_spec", lambda name: None)
    (tmp_path / "a.txt").write_text("Toll\n\nMarla Quist left.\n", encoding="utf-8")
    with pytest.raises(MissingModelError, match="pip install maverick-coref"):
        pipeline.extract(tmp_path / "a.txt", tmp_path / "run", coreference="maverick")
    assert not (tmp_path / "run").exists()
