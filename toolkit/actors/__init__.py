"""Actors: who is named, under which forms, and who speaks.

`find_mentions` finds names, titles, nouns, pronouns, nationalities and metonyms; `resolve` says which actor each
names, or why that stays open; `link` carries the actors into the attributions; `targets` lists who is spoken of;
`merge` makes one table for a corpus. `read_aliases` reads the user's corrections, `country_of` tells the state of a
noun phrase. `follow` lets a coreference package that the user has installed decide on pronouns.

For a whole corpus: `suggest_merges` and `suggest_splits` list which actors may be one, or several, with a score and
reasons; `write_merges` and `read_merges` keep them in a CSV file in which a person accepts or refuses, `apply_merges`
makes aliases of what is accepted. `actor_table` shows the actors of a run, `roles_over_time` who held which office
when.
"""

from toolkit.actors.aliases import read_aliases, stated
from toolkit.actors.chains import follow
from toolkit.actors.corpus import merge
from toolkit.actors.dated import roles_over_time
from toolkit.actors.linking import link, targets
from toolkit.actors.mentions import find_mentions
from toolkit.actors.merges import apply_merges, read_merges, suggest_merges, suggest_splits, write_merges
from toolkit.actors.overview import actor_table
from toolkit.actors.phrases import country_of
from toolkit.actors.resolve import Resolution, resolve
from toolkit.actors.told import unmatched, untold

__all__ = [
    "Resolution",
    "actor_table",
    "apply_merges",
    "country_of",
    "find_mentions",
    "follow",
    "link",
    "merge",
    "read_aliases",
    "read_merges",
    "resolve",
    "roles_over_time",
    "stated",
    "suggest_merges",
    "suggest_splits",
    "targets",
    "unmatched",
    "untold",
    "write_merges",
]
