"""Polyvocal: who says what about whom, from press articles to actor networks.

Import the modules whole: ``from toolkit import networks, plots``. Importing the package itself is cheap.
"""

__version__ = "0.1.0"
