"""Dates: read one that is written out in full, and find the calendar expressions of running English text.

Nothing here looks at today's date, the clock or the locale of the machine, and no missing part is ever filled in.
"""

from toolkit.dates.expressions import TimeExpression, find_times
from toolkit.dates.written import dates_in, leading_date, parse_date

__all__ = ["TimeExpression", "dates_in", "find_times", "leading_date", "parse_date"]
