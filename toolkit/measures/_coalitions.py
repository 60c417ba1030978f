"""Coalitions: groups of actors that hold the same positions, by several methods."""

import numpy as np
import pandas as pd

from toolkit.errors import InputError, check_option
from toolkit.measures._as_matrix import Network, is_onemode, matrix_of, onemode, positive_part, tied_rows, twomode
from toolkit.measures._clusters import Groups
from toolkit.measures._coalition_methods import METHODS, Divide, congruence, modularity

__all__ = ["by_size", "coalitions"]


def _actors(network: Network, method: str) -> tuple[pd.DataFrame, Divide]:
    """Give the ties that the method works on, actors in rows, and how it divides them."""
    about = METHODS[method]
    if about.onemode is not None and (about.twomode is None or is_onemode(matrix_of(network))):
        table = onemode(network)
        return (table if about.signed else positive_part(table)), about.onemode
    if about.twomode is None:
        raise AssertionError(f"method {method!r} takes no network")
    return twomode(network), about.twomode


def _check_number(method: str, n: int | None, actors: int) -> None:
    if n is None:
        return
    if not METHODS[method].counts:
        able = ", ".join(repr(name) for name, about in METHODS.items() if about.counts)
        raise InputError(
            f"n cannot be given with method {method!r}, which finds the number itself; got {n}. Use {able}"
        )
    if not 1 <= n <= actors:
        raise InputError(f"n must be from 1 to the number of actors with a tie, {actors}; got {n}")


def by_size(groups: Groups) -> list[int]:
    """Give every group a number from 1: the largest first, of equal size the one with the first actor."""
    codes, first, code, sizes = np.unique(groups, return_index=True, return_inverse=True, return_counts=True)
    order = sorted(range(len(codes)), key=lambda k: (-int(sizes[k]), int(first[k])))
    return [order.index(k) + 1 for k in code.tolist()]


def coalitions(network: Network, *, method: str = "louvain", n: int | None = None, seed: int = 0) -> pd.DataFrame:
    """Divide the actors of a discourse network into coalitions.

    Parameters
    ----------
    network : DataFrame or Graph
        As `networks.discourse_network` or `networks.discourse_graph` make it: a one-mode network of actors
        (``aggregation="congruence"`` or ``"subtract"``), or a two-mode network of actors by concepts
        (``aggregation="subtract"``, so that support is positive and rejection negative).
    method : {"louvain", "greedy", "spectral", "hierarchical", "kmeans", "concor"}
        One-mode networks; negative ties neither join nor part:

        - "louvain": modularity ``sum_ij (w_ij - s_i s_j / 2m) [c_i = c_j] / 2m`` raised by moving actors and joining
          groups (Blondel et al. 2008); it finds the number itself;
        - "greedy": modularity raised by joining two groups at a time (Clauset, Newman and Moore 2004);
        - "spectral": k-means on the first n eigenvectors of ``D^-1/2 W D^-1/2``, rows of length 1 (Ng, Jordan and
          Weiss 2002).

        Two-mode networks, by what the actors say:

        - "hierarchical": average linkage of the Jaccard distances ``1 - sum min(x, y) / sum max(x, y)``, support and
          rejection of a concept counted as two things (Ruzicka's form for counts);
        - "kmeans": least squared Euclidean distances of the rows to the means of their group, best of ten starts.
          Give ``normalization="activity"`` if it should not matter how much an actor says.

        Either: "concor", groups halved by the signs to which repeated correlation of the rows converges, always the
        group whose members correlate least (Breiger, Boorman and Arabie 1975). In one-mode networks the ties of two
        actors with each other do not enter their correlation, and negative ties count as such.
    n : int, optional
        Number of coalitions. By default the one from 2 to 10 with the largest modularity (of equal ones the
        smallest; White and Smyth 2005), one coalition where there are fewer than three actors.
    seed : int
        Seed of "louvain", "spectral" and "kmeans".

    Returns
    -------
    DataFrame
        One row an actor, by coalition and name: `actor`; `coalition`, from 1, the largest first (of equal size the
        one with the first name), missing for actors without a tie that counts (two-mode: without a concept); `size`,
        number of members, missing likewise. ``attrs``: `method`, `n` (coalitions) and `modularity` (-0.5 to 1, of
        the ties that are not negative; in two-mode networks of the ties ``sum_j x_j y_j`` over what both support and
        what both reject; NaN without any).

    Raises
    ------
    InputError
        For an unknown method, a network of the wrong mode or one that is not symmetric, or a number of coalitions
        that the method cannot make.

    Notes
    -----
    The order of the rows and columns of the network does not matter. The Leiden method (Traag, Waltman and van Eck
    2019) is not among the methods: networkx only passes it on to other packages.

    References
    ----------
    Blondel, V. D., et al. (2008). Fast unfolding of communities in large networks. J. Stat. Mech. P10008.
    Breiger, R. L., Boorman, S. A., and Arabie, P. (1975). An algorithm for clustering relational data with
    applications to social network analysis. Journal of Mathematical Psychology 12(3), 328-383.
    Clauset, A., Newman, M. E. J., and Moore, C. (2004). Finding community structure in very large networks.
    Physical Review E 70, 066111.
    Ng, A. Y., Jordan, M. I., and Weiss, Y. (2002). On spectral clustering. Advances in Neural Information Processing
    Systems 14, 849-856.
    White, S., and Smyth, P. (2005). A spectral clustering approach to finding communities in graphs. Proceedings of
    the SIAM International Conference on Data Mining, 274-285.

    Examples
    --------
    >>> names = ["Quist", "Tern", "Ferry Club", "Harbour Union"]
    >>> agree = pd.DataFrame(0, index=names, columns=names)
    >>> agree.loc["Quist", "Tern"] = agree.loc["Tern", "Quist"] = 3
    >>> agree.loc["Ferry Club", "Harbour Union"] = agree.loc["Harbour Union", "Ferry Club"] = 2
    >>> coalitions(agree)[["actor", "coalition"]].values.tolist()
    [['Ferry Club', 1], ['Harbour Union', 1], ['Quist', 2], ['Tern', 2]]
    >>> says = pd.DataFrame({"tram": [2, 1, -1], "toll": [0, 1, -2]}, index=["Quist", "Tern", "Ferry Club"])
    >>> coalitions(says, method="hierarchical", n=2)["coalition"].tolist()
    [1, 1, 2]
    """
    check_option("method", method, METHODS)
    table, divide = _actors(network, method)
    used = tied_rows(table)
    _check_number(method, n, len(used))
    groups = divide(used.to_numpy(), n, seed) if len(used) else np.zeros(0, dtype=np.intp)
    if groups is None:
        raise InputError(f"method {method!r} cannot divide these actors into n = {n} coalitions")
    found = pd.Series(by_size(groups), index=used.index, dtype="Int64").reindex(table.index)
    frame = pd.DataFrame({"actor": list(table.index), "coalition": found.array})
    frame["size"] = frame["coalition"].map(frame["coalition"].value_counts()).astype("Int64")
    frame = frame.sort_values(["coalition", "actor"], ignore_index=True, kind="stable")
    frame.attrs.update(method=method, n=len(set(groups.tolist())))
    ties = positive_part(used).to_numpy() if is_onemode(table) else congruence(used.to_numpy())
    frame.attrs["modularity"] = modularity(ties, groups)
    return frame
