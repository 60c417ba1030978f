"""Relations and attributions as what is drawn."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.errors import InputError, check_option
from toolkit.networks import mention_network, quotation_network, relation_network
from toolkit.networks._select import select
from toolkit.networks._voices import select_mentions, select_quotations
from toolkit.uncertainty._units import Units, confidences, places

__all__ = ["Tables", "of_table"]

_KEY = ["doc_id", "attribution_id"]
#: Networks of attributions.
_VOICES = ("quotations", "mentions")


class Tables(NamedTuple):
    """The tables that a network of rows needs beside them."""

    actors: pd.DataFrame | None
    documents: pd.DataFrame | None
    targets: pd.DataFrame | None


class _Counted(NamedTuple):
    """Rows that count, with ends `u` and `v`, and what is made of them."""

    kind: str
    rows: pd.DataFrame
    nodes: list[str]
    levels: list[float]
    k: npt.NDArray[np.int64]


def _needed(table: pd.DataFrame | None, name: str, what: str) -> pd.DataFrame:
    if table is None:
        raise InputError(f"{what} need {name}=, the table of that name")
    return table


def _relations(relations: pd.DataFrame, tables: Tables, given: Mapping[str, Any]) -> _Counted:
    if tables.actors is None:
        raise InputError("relations need actors=, the table of those who stand in them")
    graph = relation_network(relations, tables.actors, documents=tables.documents, **given)
    used = select(relations, tables.actors, tables.documents, **graph.graph["arguments"])[0]
    k = used["polarity"].to_numpy(dtype=np.int64) + 1
    return _Counted("relations", used, sorted(map(str, graph)), [-1.0, 0.0, 1.0], k)


def _quotations(attributions: pd.DataFrame, tables: Tables, given: Mapping[str, Any]) -> _Counted:
    documents, actors = (_needed(getattr(tables, name), name, "quotations") for name in ("documents", "actors"))
    graph = quotation_network(attributions, documents, actors, **given)
    used = select_quotations(attributions, documents, actors, **graph.graph["arguments"])[0]
    return _Counted("quotations", used, sorted(map(str, graph)), [0.0], np.zeros(len(used), dtype=np.int64))


def _mentions(attributions: pd.DataFrame, tables: Tables, given: Mapping[str, Any]) -> _Counted:
    """Count each attribution once for each actor that it names, by the sign of its stances; unknown ones last."""
    targets, actors = (_needed(getattr(tables, name), name, "mentions") for name in ("targets", "actors"))
    graph = mention_network(attributions, targets, actors, **given)
    kept = select_mentions(attributions, targets, actors, **graph.graph["arguments"])[0]
    stances = kept.groupby([*_KEY, "u", "v"], sort=True)["stance"].sum(min_count=1).reset_index()
    used = stances.merge(attributions.drop(columns="stance", errors="ignore"), on=_KEY, how="left")
    sign = np.sign(pd.to_numeric(used["stance"]).to_numpy(dtype=float, na_value=np.nan))
    k = np.where(np.isnan(sign), 3, np.nan_to_num(sign) + 1).astype(np.int64)
    return _Counted("mentions", used, sorted(map(str, graph)), [-1.0, 0.0, 1.0, np.nan], k)


def _counted(table: pd.DataFrame, tables: Tables, given: dict[str, Any]) -> _Counted:
    if int(given.get("min_weight", 1)) != 1:
        raise InputError(f"network: min_weight must be 1 here; got {given['min_weight']!r}")
    if "relation_id" in table.columns:
        return _relations(table, tables, given)
    kind = str(given.pop("kind", "quotations" if tables.targets is None else "mentions"))
    check_option("network: kind", kind, _VOICES)
    return (_quotations if kind == "quotations" else _mentions)(table, tables, given)


def of_table(
    table: pd.DataFrame, tables: Tables, given: Mapping[str, Any], confidence: str | None, missing: str
) -> Units:
    """Take the relations or attributions that count in a network.

    Raises
    ------
    InputError
        As `networks.relation_network`, `quotation_network` and `mention_network`; for a table that is needed and not
        given, weak ties left out, and for confidences that are no chances.
    """
    found = _counted(table, tables, dict(given))
    used = found.rows
    document, names = pd.factorize(used["doc_id"])
    row = None
    if found.kind == "mentions":
        row = np.asarray(used.groupby(_KEY, sort=True).ngroup(), dtype=np.int64)
    return Units(
        found.kind,
        found.nodes,
        found.nodes,
        np.array(found.levels),
        False,
        "ignore",
        "no",
        places(used["u"], found.nodes),
        places(used["v"], found.nodes),
        found.k,
        np.asarray(document, dtype=np.int64),
        len(names),
        confidences(used, confidence, missing),
        row,
    )
