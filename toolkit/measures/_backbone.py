"""Backbones: the concepts that a network cannot do without, and the redundant ones."""

from collections.abc import Collection
from math import comb
from typing import NamedTuple, Unpack

import numpy as np
import pandas as pd

from toolkit.errors import InputError
from toolkit.measures._backbone_search import TIED, annealed, best_subset, without_each
from toolkit.measures._subsets import Losses, Masks, NetworkOptions, losses_of
from toolkit.statements import Coded

__all__ = ["Backbone", "backbone", "evaluate_backbone", "nested_backbone"]

#: Subsets are compared one by one while their number times the cube of the actors is below this.
_EFFORT = 1e9
_EXACT = 2**16


class Backbone(NamedTuple):
    """The concepts that keep the shape of a network, the others, and the networks on both.

    Attributes
    ----------
    backbone, redundant : list of str
        The concepts, in label order.
    loss, redundant_loss : float
        Spectral loss of the network on each of the two sets against the full network, without penalty.
    penalized_loss : float
        Loss of the backbone with its penalty (the loss itself for a backbone of fixed size).
    exact : bool
        Whether all subsets were compared, so that there is no better one.
    full, backbone_network, redundant_network : DataFrame
        One-mode networks over the same actors.
    """

    backbone: list[str]
    redundant: list[str]
    loss: float
    redundant_loss: float
    penalized_loss: float
    exact: bool
    full: pd.DataFrame
    backbone_network: pd.DataFrame
    redundant_network: pd.DataFrame


def evaluate_backbone(
    coded: Coded, entities: Collection[str], *, penalty: float = 0.0, **options: Unpack[NetworkOptions]
) -> dict[str, float]:
    r"""Measure how well a set of concepts stands for all of them.

    Parameters
    ----------
    coded : Coded
        Coded statements.
    entities : collection of str
        The backbone: values of variable 2 that occur.
    penalty : float
        How much size counts: losses are multiplied by ``exp(-penalty * (C - size) / C)``.
    **options
        As for `backbone`.

    Returns
    -------
    dict
        `loss` of the set, and `redundant_loss` of all other concepts, each with the penalty of its size.

    Raises
    ------
    InputError
        If an entity does not occur, or as for `backbone`.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from toolkit.statements import read_csv
    >>> lines = ["time,organization,concept,agreement", "2024-05-01,Quist,tram,1", "2024-05-02,Tern,tram,1"]
    >>> lines += ["2024-05-03,Ferry Club,tram,0", "2024-05-04,Quist,toll,1", "2024-05-05,Tern,toll,1"]
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "debate.csv"
    ...     _ = path.write_text("\n".join(lines), encoding="utf-8")
    ...     coded = read_csv(path)
    >>> names = {"variable1": "organization", "variable2": "concept", "qualifier": "agreement"}
    >>> found = evaluate_backbone(coded, ["tram"], **names)
    >>> {name: round(value, 3) for name, value in found.items()}
    {'loss': 0.101, 'redundant_loss': 0.606}
    """
    losses = losses_of(coded, options)
    concepts = losses.counts.concepts
    unknown = sorted(set(entities) - set(concepts))
    if unknown:
        raise InputError(f"entities must be values of variable 2 among the statements that count; got {unknown}")
    mask = np.isin(np.asarray(concepts, dtype=object), list(entities))
    loss, redundant = losses.penalized(np.stack([mask, ~mask]), penalty).tolist()
    return {"loss": loss, "redundant_loss": redundant}


def nested_backbone(coded: Coded, **options: Unpack[NetworkOptions]) -> pd.DataFrame:
    r"""Order the concepts from the most dispensable to the most important.

    Starting with all, the concept without which the network on the remaining ones is closest to the full network is
    removed, until none is left: the backbone of size k are the last k rows.

    Parameters
    ----------
    coded : Coded
        Coded statements.
    **options
        As for `backbone`.

    Returns
    -------
    DataFrame
        One row a concept in the order of removal: `i`, from 1; `entity`; `backbone_loss` of the concepts that remain
        after it; `redundant_loss` of those removed so far; `statements`, the number on those that remain. Losses need
        not rise from row to row. Of concepts that are equally dispensable the last in label order goes first; with
        compat="dna" all of them go at once, each with the loss (and `statements`) as if it were the only one.
        ``attrs["statements"]`` is the number of all statements that count.

    Raises
    ------
    InputError
        As `backbone`.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from toolkit.statements import read_csv
    >>> lines = ["time,organization,concept,agreement", "2024-05-01,Quist,tram,1", "2024-05-02,Tern,tram,1"]
    >>> lines += ["2024-05-03,Ferry Club,tram,0", "2024-05-04,Quist,toll,1", "2024-05-05,Tern,toll,1"]
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "debate.csv"
    ...     _ = path.write_text("\n".join(lines), encoding="utf-8")
    ...     coded = read_csv(path)
    >>> names = {"variable1": "organization", "variable2": "concept", "qualifier": "agreement"}
    >>> nested_backbone(coded, **names)[["entity", "statements"]].values.tolist()
    [['toll', 3], ['tram', 0]]
    """
    losses = losses_of(coded, options)
    mask, total = np.ones(len(losses.counts.concepts), dtype=bool), losses.statements
    rows = []
    while mask.any():
        places, smaller = without_each(mask)
        loss = losses.of(smaller)
        tied = np.flatnonzero(loss <= loss.min() + TIED)[::-1]
        left = mask.copy()
        for place in tied if losses.compat == "dna" else tied[:1]:
            left[places[place]] = False
            statements = int(total[smaller[place]].sum())
            rows.append((losses.counts.concepts[places[place]], float(loss.min()), ~left, statements))
        mask = left
    redundant = losses.of(np.stack([row[2] for row in rows]))
    frame = pd.DataFrame([(row[0], row[1], row[3]) for row in rows], columns=["entity", "backbone_loss", "statements"])
    frame.insert(2, "redundant_loss", redundant)
    frame.insert(0, "i", range(1, len(frame) + 1))
    frame.attrs["statements"] = int(total.sum())
    return frame


def backbone(
    coded: Coded,
    *,
    size: int | None = None,
    penalty: float = 3.5,
    iterations: int = 2000,
    seed: int = 0,
    **options: Unpack[NetworkOptions],
) -> Backbone:
    r"""Find the concepts that keep the shape of the one-mode network, and those that are redundant.

    The network on a subset B of the concepts is made from the statements on B alone, over all actors. Its loss is the
    distance of its spectrum from that of the full network (`network_distances`, method "spectral"). The backbone is
    the subset with the smallest loss among those of the given size, or, without `size`, with the smallest
    ``loss * exp(-penalty * (C - |B|) / C)`` among all (C concepts; neither none nor all of them).

    Parameters
    ----------
    coded : Coded
        Coded statements.
    size : int, optional
        Number of concepts of the backbone, 1 to C - 1.
    penalty : float
        How much larger backbones cost; 0 favours large ones. Not used with `size`.
    iterations : int
        Steps of the search where there are too many subsets to compare all.
    seed : int
        Seed of that search (simulated annealing from the best nested backbone; the same for the same seed).
    **options
        variable1 (actors), variable2 (concepts), qualifier; aggregation ("ignore", "congruence", "conflict",
        "subtract"; default "subtract"), normalization ("no", "average", "jaccard", "cosine"; default "average"),
        duplicates (default "document"), start, stop, exclude, invert, exclude_documents, invert_documents as for
        networks; compat. With compat="dna" the loss is DNA's (sorted weighted degrees without negative ties), and so
        are the networks: they show 0 where ties are negative. DNA searches without seed and may return the networks
        and losses of another set than the one it reports; here they belong together.

    Returns
    -------
    Backbone
        Sets, losses and networks.

    Raises
    ------
    InputError
        For an unknown option, a size that is not possible, or if fewer than two concepts occur.

    References
    ----------
    Leifeld, P. Discourse Network Analyzer, function dna_backbone of rDNA.
    Kirkpatrick, S., Gelatt, C. D., and Vecchi, M. P. (1983). Optimization by simulated annealing. Science 220.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from toolkit.statements import read_csv
    >>> lines = ["time,organization,concept,agreement", "2024-05-01,Quist,tram,1", "2024-05-02,Tern,tram,1"]
    >>> lines += ["2024-05-03,Ferry Club,tram,0", "2024-05-04,Quist,toll,1", "2024-05-05,Tern,toll,1"]
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "debate.csv"
    ...     _ = path.write_text("\n".join(lines), encoding="utf-8")
    ...     coded = read_csv(path)
    >>> names = {"variable1": "organization", "variable2": "concept", "qualifier": "agreement"}
    >>> found = backbone(coded, size=1, **names)
    >>> found.backbone, found.redundant, found.exact
    (['tram'], ['toll'], True)
    """
    losses = losses_of(coded, options)
    concepts = len(losses.counts.concepts)
    if concepts < 2:
        raise InputError("a backbone needs at least two concepts; only one occurs among the statements that count")
    if size is not None and not 1 <= size < concepts:
        raise InputError(f"size must be between 1 and {concepts - 1}, one less than the concepts; got {size}")
    strength = 0.0 if size is not None else penalty
    sizes = range(1, concepts) if size is None else [size]
    subsets = sum(comb(concepts, k) for k in sizes)
    exact = subsets <= min(_EXACT, _EFFORT / (len(losses.counts.actors) + 1) ** 3)
    mask = best_subset(losses, sizes, strength) if exact else annealed(losses, size, strength, iterations, seed)
    return _result(losses, mask, strength, exact)


def _result(losses: Losses, mask: Masks, penalty: float, exact: bool) -> Backbone:
    actors, concepts = losses.counts.actors, losses.counts.concepts
    both = np.stack([mask, ~mask])
    loss, redundant = losses.of(both).tolist()
    cells = np.concatenate([losses.full[None], losses.networks(both)])
    if losses.compat == "dna":
        cells = np.clip(cells, 0.0, None)
    tables = [pd.DataFrame(layer, index=actors, columns=actors) for layer in cells]
    names = [[name for name, inside in zip(concepts, part, strict=True) if inside] for part in both]
    penalized = float(losses.penalized(mask[None], penalty)[0])
    return Backbone(names[0], names[1], loss, redundant, penalized, exact, tables[0], tables[1], tables[2])
