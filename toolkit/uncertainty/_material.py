"""What a network is made of, as what is drawn."""

from collections.abc import Mapping
from typing import Any, TypeAlias

import pandas as pd

from toolkit.errors import InputError, check_option
from toolkit.statements import Coded
from toolkit.uncertainty._coded_units import of_statements
from toolkit.uncertainty._directed_units import Tables, of_table
from toolkit.uncertainty._units import DEPENDENCE, Units

__all__ = ["Material", "units_of"]

Material: TypeAlias = Coded | pd.DataFrame


def units_of(
    material: Material,
    network: Mapping[str, Any] | None,
    *,
    actors: pd.DataFrame | None = None,
    documents: pd.DataFrame | None = None,
    targets: pd.DataFrame | None = None,
    confidence: str | None = None,
    missing: str = "refuse",
    dependence: str = "independent",
) -> Units:
    """Take the statements, relations or attributions that count in a network.

    Raises
    ------
    InputError
        As `networks.discourse_network` and the networks of relations and attributions; for options that cannot be
        resampled, for confidences that are missing or no chances, and if nothing counts.
    """
    check_option("dependence", dependence, DEPENDENCE)
    given = dict(network or {})
    if isinstance(material, Coded):
        units = of_statements(material, given, confidence, missing, dependence)
    elif isinstance(material, pd.DataFrame) and {"relation_id", "attribution_id"} & set(material.columns):
        units = of_table(material, Tables(actors, documents, targets), given, confidence, missing)
    else:
        got = "a table of neither" if isinstance(material, pd.DataFrame) else type(material).__name__
        raise InputError(f"statements must be a Coded or the table of relations or of attributions; got {got}")
    if not len(units):
        raise InputError("no statement counts in this network, so there is nothing to be sure of")
    return units
