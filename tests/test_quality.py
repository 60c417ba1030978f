"""Floors for the quality of what is extracted, on annotated articles that are not part of the project."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from toolkit import pipeline

pytestmark = pytest.mark.slow
ARTICLES = ("seed/article.txt", "heldin/02.txt", "heldin/05.txt", "heldin/07.txt")


@pytest.fixture(scope="module")
def scores(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("articles")
    (folder / "corpus").mkdir()
    for name in ARTICLES:
        shutil.copy(shared / name, folder / "corpus")
    run = pipeline.extract(folder / "corpus", folder / "run").folder
    gold = [shared / "seed" / "gold.json", *sorted((shared / "heldin").glob("*.gold.json"))]
    scorer = [sys.executable, shared / "heldin" / "score_articles.py", run, *gold]
    done = subprocess.run(list(map(str, scorer)), capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize(
    ("what", "of", "floor"),
    [
        ("headline", lambda s: s["layout"]["headline"], 1.0),
        ("date", lambda s: s["layout"]["date"], 1.0),
        ("body", lambda s: s["layout"]["body"], 1.0),
        ("captions", lambda s: s["layout"]["captions"]["f1"], 0.9),
        ("teasers", lambda s: s["layout"]["teasers"]["f1"], 0.9),
        ("attributions found", lambda s: s["attributions"]["found"]["f1"], 0.80),
        ("who said what", lambda s: s["attributions"]["who_said_what"]["f1"], 0.72),
        ("source actor", lambda s: s["attributions"]["source_actor"], 0.85),
        ("actors found", lambda s: s["actors"]["found"], 0.85),
        ("actors not split", lambda s: 1 - s["actors"]["split"], 0.90),
        ("actors not merged", lambda s: 1 - s["actors"]["merged"], 0.98),
        ("relation pairs", lambda s: s["relations"]["party"]["pair"]["f1"], 0.45),
        ("signed relations", lambda s: s["relations"]["party"]["signed"]["f1"], 0.40),
    ],
)
def test_score_is_not_under_its_floor(
    what: str, of: Callable[[dict[str, Any]], float], floor: float, scores: dict[str, Any]
) -> None:
    assert of(scores) >= floor, what


def test_seed_article_tells_its_story(shared: Path, tmp_path: Path) -> None:
    """What a careful reader gets out of it: the quarrel, the veto, the main speaker, the comparison."""
    from toolkit import measures, networks, tables

    found = tables.load(pipeline.extract(shared / "seed" / "article.txt", tmp_path / "run").folder)
    graph = networks.relation_network(found["relations"], found["actors"], level="party")
    assert graph.edges["RUS", "GBR"]["negative"] >= 1
    speakers = measures.speakers(found["attributions"], found["actors"])
    assert speakers["name"][0] == "Boris Johnson"
    forms = found["attributions"].groupby("source_actor")["source_text"].agg(set)
    assert {"he", "Mr Johnson"} <= forms["boris_johnson"]
    assert "veto" in set(found["relations"]["verb"])
    assert "comparison" in set(found["attributions"]["speech_act"])
