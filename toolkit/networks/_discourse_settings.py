"""What a discourse network is asked for: checked by default, silently corrected as DNA does with compat="dna"."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from toolkit.errors import InputError, check_option
from toolkit.statements import Coded
from toolkit.statements.incidence import COMPAT, DOCUMENT_VARIABLES, DUPLICATES, Selection, level_of, prepare

__all__ = [
    "AGGREGATIONS",
    "BOTH",
    "KERNELS",
    "KINDS",
    "NORMALIZATIONS",
    "TIME_WINDOWS",
    "Settings",
    "settle",
]

KINDS = ("onemode", "twomode", "eventlist")
#: Two networks for each event window: congruence, then conflict.
BOTH = "congruence & conflict"
AGGREGATIONS = {
    "onemode": ("ignore", "congruence", "conflict", "subtract", BOTH),
    "twomode": ("ignore", "subtract", "combine"),
    "eventlist": ("ignore", "subtract"),
}
NORMALIZATIONS = {
    "onemode": ("no", "average", "jaccard", "cosine"),
    "twomode": ("no", "activity", "prominence"),
    "eventlist": ("no",),
}
TIME_WINDOWS = ("no", "events", "seconds", "minutes", "hours", "days", "weeks", "months", "years")
KERNELS = ("no", "uniform", "triangular", "epanechnikov", "gaussian")
Excluded = Mapping[str, Sequence[object]]


@dataclass(frozen=True)
class Settings:
    """Settled options; the values fit the kind of network and the variables of the corpus."""

    kind: str
    variable1: str
    variable2: str | None
    qualifier: str | None = None
    variable1_document: bool | None = None
    variable2_document: bool | None = None
    qualifier_document: bool | None = None
    aggregation: str = "ignore"
    normalization: str = "no"
    duplicates: str = "include"
    isolates: bool = False
    start: date | str | None = None
    stop: date | str | None = None
    time_window: str = "no"
    window_size: int = 100
    kernel: str = "no"
    indent_time: bool = True
    normalize_to_one: bool = False
    exclude: Excluded | None = None
    invert: Collection[str] = ()
    exclude_documents: Excluded | None = None
    invert_documents: Collection[str] = ()
    compat: str = "none"

    @property
    def dna(self) -> bool:
        """Whether the numbers are to be DNA's."""
        return self.compat == "dna"

    def selection(self, coded: Coded) -> Selection:
        """Load the statements and mark those that count."""
        return prepare(
            coded,
            variable1=self.variable1,
            variable2=self.variable2,
            qualifier=self.qualifier,
            aggregation=self.aggregation,
            variable1_document=self.variable1_document,
            variable2_document=self.variable2_document,
            qualifier_document=self.qualifier_document,
            duplicates=self.duplicates,
            start=self.start,
            stop=self.stop,
            exclude=self.exclude,
            invert=self.invert,
            exclude_documents=self.exclude_documents,
            invert_documents=self.invert_documents,
            keep_empty=self.kind == "eventlist",
            compat=self.compat,
        )


def _first_other(known: Sequence[str], *taken: str) -> str:
    for name in known:
        if name not in taken:
            return name
    raise InputError(f"there is no variable other than {', '.join(map(repr, taken))}")


def _variables_like_dna(coded: Coded, given: Settings) -> Settings:
    """Replace variables that cannot be used as DNA does: by the first short text that can."""
    known = [name for name, kind in coded.variables.items() if kind == "short text"] + list(DOCUMENT_VARIABLES)
    asked = (given.variable1, given.variable2 or "")
    one, two = asked
    if not given.variable1_document and one not in known:
        one = _first_other(known, *asked)
    if not given.variable2_document and two not in known:
        two = _first_other(known, *asked)
    flag1 = given.variable1_document and one in DOCUMENT_VARIABLES
    flag2 = given.variable2_document and two in DOCUMENT_VARIABLES
    if one == two:
        two = _first_other(known, one)
        flag2 = None if flag2 is None else two in DOCUMENT_VARIABLES and flag2
    return replace(given, variable1=one, variable2=two, variable1_document=flag1, variable2_document=flag2)


def _qualifier_like_dna(coded: Coded, given: Settings) -> Settings:
    name, of_document = given.qualifier, given.qualifier_document
    if of_document is None:
        of_document = name not in coded.variables
    of_document = bool(of_document and name in DOCUMENT_VARIABLES)
    usable = of_document or coded.variables.get(name or "") in ("boolean", "integer", "short text")
    if not usable or name in (given.variable1, given.variable2):
        return replace(given, qualifier=None, qualifier_document=None, aggregation="ignore")
    return replace(given, qualifier_document=of_document)


def _options_like_dna(given: Settings) -> Settings:
    """Replace options that do not fit: unknown ones and those of another kind of network."""
    kind = given.kind if given.kind in KINDS else "twomode"
    window = given.time_window if given.time_window in TIME_WINDOWS else "no"
    aggregation = given.aggregation if given.aggregation in AGGREGATIONS[kind] else "ignore"
    if aggregation == BOTH and window != "events":
        aggregation = "ignore"
    return replace(
        given,
        kind=kind,
        time_window=window,
        aggregation=aggregation,
        normalization=given.normalization if given.normalization in NORMALIZATIONS[kind] else "no",
        duplicates=given.duplicates if given.duplicates in DUPLICATES else "include",
        window_size=max(given.window_size, 1),
        kernel=given.kernel if given.kernel in KERNELS else "no",
    )


def _check_windows(given: Settings) -> None:
    check_option("time_window", given.time_window, TIME_WINDOWS)
    check_option("kernel", given.kernel, KERNELS)
    if isinstance(given.window_size, bool) or given.window_size < 1:
        raise InputError(f"window_size must be a whole number of at least 1; got {given.window_size!r}")
    if given.kernel != "no" and given.time_window in ("no", "events"):
        raise InputError(f"kernel={given.kernel!r} needs a time_window in units of time; got {given.time_window!r}")
    if given.aggregation == BOTH and (given.time_window != "events" or given.kernel != "no"):
        found = f"time_window={given.time_window!r} and kernel={given.kernel!r}"
        raise InputError(f"aggregation={BOTH!r} needs time_window='events' and no kernel; got {found}")


def _check_levels(coded: Coded, given: Settings) -> None:
    if given.qualifier is None:
        if given.aggregation != "ignore":
            raise InputError(f"aggregation={given.aggregation!r} needs a qualifier")
        return
    document = level_of(coded, given.qualifier, given.qualifier_document, "qualifier")
    named = document or coded.variables[given.qualifier] == "short text"
    if given.kind == "twomode" and given.aggregation == "subtract" and named:
        raise InputError(f"aggregation='subtract' needs a qualifier with numbers; {given.qualifier!r} holds names")
    if given.aggregation == "combine" and given.normalization != "no":
        raise InputError("aggregation='combine' codes which levels occur; dividing the code means nothing")


def _check(coded: Coded, given: Settings) -> Settings:
    check_option("kind", given.kind, KINDS)
    check_option("aggregation", given.aggregation, AGGREGATIONS[given.kind])
    check_option("normalization", given.normalization, NORMALIZATIONS[given.kind])
    check_option("duplicates", given.duplicates, DUPLICATES)
    _check_windows(given)
    if given.kind == "eventlist" and given.duplicates == "include":
        return replace(given, variable1=next(iter(coded.variables)), variable1_document=False, variable2=None)
    _check_variables(coded, given)
    _check_levels(coded, given)
    return given


def _check_variables(coded: Coded, given: Settings) -> None:
    pairs = [(given.variable1, given.variable1_document), (given.variable2 or "", given.variable2_document)]
    named = [(name, level_of(coded, name, flag, f"variable{n}")) for n, (name, flag) in enumerate(pairs, start=1)]
    for name, document in named:
        if not document and coded.variables[name] != "short text":
            raise InputError(f"variable1 and variable2 must be short texts; {name!r} is {coded.variables[name]}")
    if named[0] == named[1]:
        raise InputError(f"variable1 and variable2 must differ; got {given.variable1!r} twice")
    if given.qualifier in (given.variable1, given.variable2):
        raise InputError(f"qualifier must differ from variable1 and variable2; got {given.qualifier!r}")


def settle(coded: Coded, given: Settings) -> Settings:
    """Check the options against each other and the corpus; with compat="dna" correct them in silence as DNA does.

    Raises
    ------
    InputError
        If options do not fit; with compat="dna" only where DNA fails too.
    """
    check_option("compat", given.compat, COMPAT)
    if not given.dna:
        return _check(coded, given)
    return _qualifier_like_dna(coded, _variables_like_dna(coded, _options_like_dna(given)))
