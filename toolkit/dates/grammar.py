"""The shapes of calendar expressions in English, one pattern each."""

import re

__all__ = ["NUMBERS", "PATTERNS"]

_PREPOSITION = r"(?:(?i:on|by|until|till|before|for|from|since|after|during|in|at|through|of)\s)?"
_SINCE = r"(?:(?:by|until|from|since|before|for|in|at|during|over|towards?)\s)?"
_LATE = r"(?:(?:late|early|earlier|later)\s)?"
_PART = r"(?:\s(?:morning|afternoon|evening|night|lunchtime))?"
_POSSESSIVE = r"(?:['’]s?(?!\w))?"
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_MONTH = rf"(?P<month>{_MONTHS})"
_ANY_MONTH = rf"(?P<month>{_MONTHS}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
_WEEKDAY = r"(?P<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_WEEKDAY_BEFORE = rf"(?:(?:last|next|this)\s)?(?:{_WEEKDAY},?\s)?"
_NOT_A_NAME = "".join(
    rf"(?<!{name}\s)"
    for name in ("Black", "Good", "Super", "Bloody", "Ash", "Cyber", "Easter", "Palm", "Maundy", "Shrove", "Giving")
)
_DAY = r"(?P<day>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>1[5-9]\d\d|20\d\d)"
_WITH_YEAR = rf"(?:,?\s{_YEAR}(?!\d))?"
_NO_AMOUNT = (
    r"(?![\d%]|[,.]\d|[-–/]\d|\s(?:%|per\s?cent|people|men|women|metres|meters|miles|km|dollars|pounds|euros|homes|jobs"
    r"|votes|feet|tonnes|hours)\b)"
)
_WHICH_DAY = r"(?:(?i:(?P<which>last|next|this\scoming|this\spast|the\scoming|the\sprevious|the|this|past))\s)?"
_EDGE = r"the\s(?:very\s)?(?:end|start|beginning|middle|turn)\sof\s"
_SPAN = r"(?P<unit>week(?:end)?|month|year|decade)\b"
_COUNTED = "an? one two three four five six seven eight nine ten eleven twelve twenty fifty"
_COUNT = rf"(?P<count>\d{{1,3}}|{_COUNTED.replace(' ', '|')})"
_AMOUNT = r"(?:(?:about|around|nearly|almost|some|over|more\sthan)\s)?"
_DEICTIC = (
    r"the\sday\sbefore\syesterday|the\sday\safter\stomorrow|yesterday|today|tomorrow|tonight|last\snight"
    r"|this\s(?:morning|afternoon|evening)"
)

#: Number word -> number.
NUMBERS = {"a": 1, "an": 1, "eleven": 11, "twelve": 12, "twenty": 20, "fifty": 50} | {
    word: number for number, word in enumerate(_COUNTED.split()[1:11], start=1)
}

_EXACT = {
    "day month": rf"\b{_PREPOSITION}{_WEEKDAY_BEFORE}(?:the\s)?{_DAY}\s(?:of\s)?{_ANY_MONTH}{_WITH_YEAR}",
    "month day": rf"\b{_PREPOSITION}{_WEEKDAY_BEFORE}{_ANY_MONTH}\s{_DAY}\b(?!:\d){_WITH_YEAR}",
    "weekday": (
        rf"\b{_PREPOSITION}(?:(?i:(?P<late>late|early|later|earlier)(?:\son)?)\s)?{_WHICH_DAY}{_NOT_A_NAME}{_WEEKDAY}(?!s\b)"
        rf"{_PART}{_POSSESSIVE}"
    ),
    "month": (
        rf"\b{_PREPOSITION}(?:(?i:late|early|mid)[\s-])?(?:(?P<which>[Ll]ast|[Nn]ext|[Tt]his)\s)?{_MONTH}"
        rf"(?:,?\s(?:of\s)?{_YEAR}(?!\d))?\b(?!\s\d){_POSSESSIVE}"
    ),
}
_ANY_CASE = {
    "deictic": rf"\b(?:(?:by|until|from|since|before|for)\s)?{_LATE}(?P<word>{_DEICTIC}){_PART}{_POSSESSIVE}(?![\w-])",
    "period": (
        rf"\b{_SINCE}{_LATE}(?:{_EDGE})?(?P<which>last|next|this|this\scoming|the\scoming|the\sprevious)\s{_SPAN}"
        rf"{_POSSESSIVE}(?!-)"
    ),
    "edge of a period": rf"\b{_SINCE}{_EDGE}(?P<which>the)\s{_SPAN}(?!-)",
    "the weekend": r"\b(?:at|over|during)\s(?P<which>the)\s(?P<unit>weekend)\b",
    "year": (
        rf"\b(?:in|since|by|until|till|before|after|during|from|between|around|back\sin)\s(?:about\s|around\s)?"
        rf"(?:(?:the\s)?(?:late|early|mid|end\sof|start\sof)[\s-])?{_YEAR}(?:\s(?:to|and|until)\s(?P<until>1[5-9]\d\d|20\d\d)\b)?"
        rf"\b{_NO_AMOUNT}(?!['’]?s\b)"
    ),
    "counted": rf"\b{_AMOUNT}{_COUNT}\s(?P<unit>day|week|month|year|decade)s?\s(?P<way>ago|later|earlier)\b",
    "neighbour": r"\bthe\s(?P<which>following|next|previous|preceding)\s(?P<unit>day|week|month|year)\b",
}

#: Name of the shape -> its pattern; of two matches that begin together the longer counts, then the earlier shape.
PATTERNS: dict[str, re.Pattern[str]] = {name: re.compile(pattern) for name, pattern in _EXACT.items()} | {
    name: re.compile(pattern, re.I) for name, pattern in _ANY_CASE.items()
}
