"""Coreference packages of the user's, behind one interface: who installs one can let it have a say on pronouns.

None is needed, none is installed with the toolkit, and none is used unless it is asked for by name. `find` gives the
chains that a package finds in a document; `actors.follow` says what they count for. ``fastcoref`` (Otmazgin, Cattan and
Goldberg 2022) and ``maverick`` (Martinelli, Barba and Navigli 2024) are known by name; any object with a method
``clusters``, as `Finder` has it, can be given instead.
"""

from toolkit.coreference._finding import PACKAGES, Chains, find, version
from toolkit.coreference._words import Finder

__all__ = ["PACKAGES", "Chains", "Finder", "find", "version"]
