"""Actors: who is named, under which forms, and who speaks.

`find_mentions` finds names, titles, nouns, pronouns, nationalities and metonyms; `resolve` says which actor each
names, or why that stays open; `link` carries the actors into the attributions; `targets` lists who is spoken of;
`merge` makes one table for a corpus. `read_aliases` reads the user's corrections, `country_of` tells the state of a
noun phrase.
"""

from toolkit.actors.aliases import read_aliases
from toolkit.actors.corpus import merge
from toolkit.actors.linking import link, targets
from toolkit.actors.mentions import find_mentions
from toolkit.actors.places import country_of
from toolkit.actors.resolve import Resolution, resolve

__all__ = ["Resolution", "country_of", "find_mentions", "link", "merge", "read_aliases", "resolve", "targets"]
