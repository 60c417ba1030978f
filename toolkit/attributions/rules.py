"""The rules of one passage: every reader of rules in its order, then the quotations that nobody is named for."""

from dataclasses import replace

from toolkit.attributions.assemble import goes_on, holds, settled
from toolkit.attributions.cues import COLON
from toolkit.attributions.direct import direct_drafts
from toolkit.attributions.drafts import Draft, Passage
from toolkit.attributions.headlines import headline_drafts, stands_alone
from toolkit.attributions.nouns import according_drafts, adjective_drafts, noun_drafts
from toolkit.attributions.turns import Turn
from toolkit.attributions.utterances import HEADLINES
from toolkit.attributions.verbs import verb_drafts
from toolkit.quotations import Quotation

__all__ = ["rule_drafts", "with_free"]


def rule_drafts(here: Passage) -> tuple[list[Draft], tuple[Quotation, ...]]:
    """Draft the attributions of a passage by rules; give them, and the utterances that none of them speaks."""
    spoken = direct_drafts(here)
    verbs = verb_drafts(here, spoken.cues)
    others = [*adjective_drafts(here), *noun_drafts(here), *according_drafts(here, spoken.cues)]
    drafts = [*spoken.drafts, *verbs, *others]
    if here.parsed.segment.role in HEADLINES:
        drafts += headline_drafts(here)
    kept = settled(here, drafts)
    return (kept, spoken.free) if here.turn is None else (_as_turn(here, here.turn, kept), ())


def _as_turn(here: Passage, turn: Turn, drafts: list[Draft]) -> list[Draft]:
    """Give a transcript's paragraph to who speaks it; what the drafts find in it is told by that speaker."""
    own = Draft(((turn.start, len(here.text.rstrip())),), attitude="speech", free=True, shown=True)
    if turn.label is not None and turn.colon is not None:
        own = replace(own, source=(turn.label,), cue=(turn.colon,), entry=COLON, lemma=":", free=False)
    inner = [d for d in drafts if d.cue and all(start >= turn.start for start, _ in (*d.source, *d.cue, *d.content))]
    return [own, *inner]


def with_free(here: Passage, quotes: tuple[Quotation, ...], drafts: list[Draft]) -> list[Draft]:
    """Add the utterances that no draft holds: to the draft that they directly follow, else as drafts of their own."""
    headline = here.parsed.segment.role in HEADLINES
    held = [d for d in drafts if d.attitude == "speech" or not any(q.holds(d.cue[0][0]) for q in quotes if d.cue)]
    made = list(held)
    for quote in quotes:
        own = (quote.start, quote.end)
        if any(holds(here, draft, quote) for draft in made) or (headline and not stands_alone(here, *own)):
            continue
        before = next((n for n, draft in enumerate(made) if goes_on(here, draft, quote)), None)
        if before is None:
            made.append(Draft((own,), attitude="speech", free=True))
        else:
            made[before] = replace(made[before], content=(*made[before].content, own))
    return made
