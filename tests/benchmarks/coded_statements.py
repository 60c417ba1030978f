"""A made-up debate of any size: organisations take positions on concepts in dated documents."""

import numpy as np
import pandas as pd

from toolkit.statements import Coded

VARIABLES = {"organization": "short text", "concept": "short text", "agreement": "boolean", "intensity": "integer"}


def debate(
    n_statements: int = 200_000,
    *,
    n_organizations: int = 200,
    n_concepts: int = 100,
    n_documents: int = 20_000,
    months: int = 100,
    seed: int = 1,
) -> Coded:
    """Draw statements; the same seed gives the same debate.

    Documents are spread over `months` months from 2010; two camps hold opposite views with some dissent.
    """
    rng = np.random.default_rng(seed)
    first = np.datetime64("2010-01-01T00:00:00", "us")
    last = (np.datetime64("2010-01", "M") + months).astype("datetime64[us]")
    seconds = np.sort(rng.integers(0, (last - first) // np.timedelta64(1, "s"), n_documents))
    dates = first + seconds.astype("timedelta64[s]")
    text = "Lorem ipsum dolor sit amet, consetetur sadipscing elitr. " * 4
    documents = pd.DataFrame(
        {
            "document_id": np.arange(1, n_documents + 1),
            "title": [f"Document {n}" for n in range(1, n_documents + 1)],
            "text": text,
            "author": [f"Author {n % 40}" for n in range(n_documents)],
            "source": [f"Paper {n % 7}" for n in range(n_documents)],
            "section": "",
            "type": "news",
            "notes": "",
            "coder": 1,
            "date_time": dates,
        }
    )
    place = np.sort(rng.integers(0, n_documents, n_statements))
    organization = rng.integers(0, n_organizations, n_statements)
    concept = rng.integers(0, n_concepts, n_statements)
    side = (organization % 2 == concept % 2) ^ (rng.random(n_statements) < 0.2)
    start = rng.integers(0, 200, n_statements)
    statements = pd.DataFrame(
        {
            "statement_id": np.arange(1, n_statements + 1),
            "document_id": place + 1,
            "start": start,
            "stop": start + 10,
            "coder": 1,
            "date_time": dates[place],
            "organization": np.array([f"Organisation {n:03}" for n in range(n_organizations)], dtype=object)[
                organization
            ],
            "concept": np.array([f"Concept {n:03}" for n in range(n_concepts)], dtype=object)[concept],
            "agreement": pd.array(side.astype(np.int64), dtype="Int64"),
            "intensity": pd.array(rng.integers(-3, 4, n_statements), dtype="Int64"),
        }
    )
    entities = pd.DataFrame(columns=["variable", "entity_id", "value", "colour", "parent"])
    coders = pd.DataFrame({"coder": [1], "name": ["Coder"], "colour": ["#000000"]})
    return Coded("Debate", VARIABLES, documents, statements, entities, coders)
