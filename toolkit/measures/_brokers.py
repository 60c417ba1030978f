"""Brokers: actors that share positions with more than one coalition."""

from collections import Counter
from itertools import combinations

import networkx as nx
import numpy as np
import pandas as pd

from toolkit.errors import InputError
from toolkit.measures._as_matrix import Network, onemode, positive_part
from toolkit.measures._clusters import Groups
from toolkit.measures._coalitions_compared import labels_of
from toolkit.measures._matrices import Array

__all__ = ["brokers"]

_ROLES = ("coordinator", "gatekeeper", "itinerant", "liaison")


def _participation(cells: Array, groups: Groups) -> Array:
    """Give how evenly the ties of each node go to the groups, missing without ties."""
    codes = np.unique(groups)
    if len(codes) < 2:
        return np.where(cells.any(axis=1), 0.0, np.nan)
    sums = np.stack([cells[:, groups == code].sum(axis=1) for code in codes], axis=1)
    total = sums.sum(axis=1, keepdims=True)
    shares = np.divide(sums, total, out=np.full(sums.shape, np.nan), where=total > 0)
    return np.asarray((1 - (shares**2).sum(axis=1)) * len(codes) / (len(codes) - 1))


def _role(own: int, one: int, other: int) -> str:
    if one == other:
        return "coordinator" if own == one else "itinerant"
    return "gatekeeper" if own in (one, other) else "liaison"


def _roles(cells: Array, groups: Groups) -> list[Counter[str]]:
    """Count the pairs without a tie of their own that each node joins, by the groups of the three."""
    found = []
    for node in range(len(cells)):
        near = np.flatnonzero(cells[node])
        open_pairs = [(i, j) for i, j in combinations(near.tolist(), 2) if cells[i, j] == 0]
        found.append(Counter(_role(groups[node], groups[i], groups[j]) for i, j in open_pairs))
    return found


def _betweenness(cells: Array) -> Array:
    graph = nx.from_numpy_array(cells)
    for _, _, data in graph.edges(data=True):
        data["length"] = 1 / data["weight"]
    between = nx.betweenness_centrality(graph, weight="length", normalized=True)
    return np.array([between[node] for node in range(len(cells))])


def brokers(network: Network, coalitions: pd.DataFrame) -> pd.DataFrame:
    """Rank the actors by how much they stand between the coalitions.

    Parameters
    ----------
    network : DataFrame or Graph
        One-mode network of actors, as `networks.discourse_network` makes it, with
        ``normalization="average"`` so that it does not matter how much an actor says. Negative ties do not count: with
        ``aggregation="subtract"`` those are tied who agree more than they disagree, so that a single agreement with
        an opponent makes nobody a broker; with "congruence" all who agree on anything.
    coalitions : DataFrame
        Table with `actor` and `coalition`, as `coalitions` or `consensus_coalitions` make it; one of its coalitions
        may be the brokers' own. Actors without a coalition, and ties to them, do not count.

    Returns
    -------
    DataFrame
        One row an actor with a coalition, by rank:

        - `rank`, from 1: by participation, of equal actors (to nine digits) the one with the larger betweenness,
          then strength, then the first name, so that the order is always the same;
        - `actor`, `coalition`;
        - `participation`, 0 to 1: ``P_i = (1 - sum_c (s_ic / s_i)^2) k / (k - 1)`` with s_ic the weight of the ties
          of i to coalition c and k the number of coalitions: 0 if all ties go to one coalition, 1 if they go to all
          in equal parts (Guimera and Amaral 2005, scaled by its maximum); missing without ties, 0 where there is one
          coalition only;
        - `betweenness`, 0 to 1: share of the shortest paths between two others through the actor, a tie of weight w
          being 1 / w long (Freeman 1977; Newman 2001);
        - `strength`: sum of the weights; `outside`, 0 to 1: share of it that goes to other coalitions, missing
          without ties;
        - `coordinator`, `gatekeeper`, `itinerant`, `liaison`: number of pairs of actors that have no tie with each
          other but both one with this actor: all three in one coalition; the pair in two, one of them the actor's;
          the pair in one, the actor in another; all three in different ones (Gould and Fernandez 1989, for ties
          without direction, where gatekeeper and representative are the same).

    Raises
    ------
    InputError
        If the network is not one-mode and symmetric, or an actor of the coalitions is not in it.

    Notes
    -----
    An actor with few ties can have a high participation by accident: read it with `strength`.

    References
    ----------
    Freeman, L. C. (1977). A set of measures of centrality based on betweenness. Sociometry 40(1), 35-41.
    Gould, R. V., and Fernandez, R. M. (1989). Structures of mediation: a formal approach to brokerage in transaction
    networks. Sociological Methodology 19, 89-126.
    Guimera, R., and Amaral, L. A. N. (2005). Functional cartography of complex metabolic networks. Nature 433,
    895-900.
    Newman, M. E. J. (2001). Scientific collaboration networks. II. Physical Review E 64, 016132.

    Examples
    --------
    >>> names = ["Quist", "Tern", "Ferry Club", "Norvania", "Union"]
    >>> agree = pd.DataFrame(0.0, index=names, columns=names)
    >>> for one, other in zip(names, names[1:]):
    ...     agree.loc[one, other] = agree.loc[other, one] = 1.0
    >>> camps = pd.DataFrame({"actor": names, "coalition": [1, 1, 1, 2, 2]})
    >>> found = brokers(agree, camps)
    >>> found[["actor", "participation", "betweenness", "gatekeeper"]].round(2).values.tolist()[:2]
    [['Ferry Club', 1.0, 0.67, 1], ['Norvania', 1.0, 0.5, 1]]
    """
    table = positive_part(onemode(network))
    labels = labels_of("coalitions", coalitions)
    unknown = [actor for actor in labels.index if actor not in table.index]
    if unknown:
        raise InputError(f"coalitions names actors that the network lacks: {unknown[:5]}")
    cells = table.loc[labels.index, labels.index].to_numpy()
    groups: Groups = labels.to_numpy().astype(np.intp)
    strength = cells.sum(axis=1)
    across = (cells * (groups[:, None] != groups[None, :])).sum(axis=1)
    frame = pd.DataFrame({"actor": list(labels.index), "coalition": pd.array(groups, dtype="Int64")})
    frame["participation"] = _participation(cells, groups)
    frame["betweenness"] = _betweenness(cells)
    frame["strength"] = strength
    frame["outside"] = np.divide(across, strength, out=np.full(len(cells), np.nan), where=strength > 0)
    roles = _roles(cells, groups)
    for name in _ROLES:
        frame[name] = [counts[name] for counts in roles]
    return _ranked(frame)


def _ranked(frame: pd.DataFrame) -> pd.DataFrame:
    keys = ["participation", "betweenness", "strength"]
    order = frame[keys].round(9).assign(actor=frame["actor"])
    order = order.sort_values([*keys, "actor"], ascending=[False, False, False, True], kind="stable")
    ranked = frame.loc[order.index].reset_index(drop=True)
    ranked.insert(0, "rank", range(1, len(ranked) + 1))
    return ranked
