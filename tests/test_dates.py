"""Dates: complete ones as written, and calendar expressions of running text resolved against the publication."""

import json
import logging
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.dates import TimeExpression, dates_in, find_times, leading_date, parse_date

SHARED = Path(__file__).parents[2] / "shared"
WEDNESDAY = date(2031, 5, 14)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("11th October 2016", "2016-10-11"),
        ("6 NOV 2027", "2027-11-06"),
        ("October 11, 2016", "2016-10-11"),
        ("Sept. 9, 2023", "2023-09-09"),
        ("3rd of May, 2031", "2031-05-03"),
        ("3-Mar-2022", "2022-03-03"),
        ("2016-10-11T09:00:00Z", "2016-10-11"),
        ("20220303T0900", "2022-03-03"),
        ("2022/03/04", "2022-03-04"),
        ("Saturday 15 May 2027, 20:15 GMT", "2027-05-15"),
        ("Thu Mar 03 18:41:00 CET 2022", "2022-03-03"),
        ("12.30pm 5 May 2031", "2031-05-05"),
        ("08:25, 6 NOV 2027 | UPDATED 10:07, 7 NOV 2027", "2027-11-06"),
        ("Posted On:\u00a0\n11th October 2016", "2016-10-11"),
        ("04/04/2027 17:05 CET", "2027-04-04"),
        ("13/04/2022", "2022-04-13"),
        ("04/13/2022", "2022-04-13"),
        ("13.05.2031", "2031-05-13"),
        ("3.4.2022", "2022-04-03"),
        ("Sunday 03/04/2022", "2022-04-03"),
        ("Friday, 03/04/2022", "2022-03-04"),
        ("2022年3月3日", "2022-03-03"),
        ("29 February 2028", "2028-02-29"),
    ],
)
def test_complete_dates(text, expected):
    assert parse_date(text) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "May 2022",
        "9 September",
        "03/04/2022",
        "03/04/22",
        "20220303",
        "31 June 2022",
        "29 February 2031",
        "32/01/2022",
        "00/00/2022",
        "20 people in 2022",
        "1 am 2001",
        "version 1.2.3.2022",
        "11.5 2016",
        "12:30",
    ],
)
def test_incomplete_impossible_and_uncertain_dates_are_none(text):
    assert parse_date(text) is None


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("3. März 2022", "de", "2022-03-03"),
        ("Publié le 1er août 2022 à 18h41", "fr", "2022-08-01"),
        ("3 de marzo de 2022", "es", "2022-03-03"),
        ("3 marzo 2022", "it-IT", "2022-03-03"),
        ("3 марта 2022 года", "ru", "2022-03-03"),
        ("3 avril 2022", None, "2022-04-03"),
        ("3 May 2031", "de", "2031-05-03"),
        ("03/04/2022", "fr", "2022-04-03"),
        ("03/04/2022", "en-GB", "2022-04-03"),
        ("03/04/2022", "en_US", "2022-03-04"),
        ("03/04/2022", "en", None),
        ("03/04/2022", "zh", None),
        ("3 avril 2022", "en", None),
        ("3 avril 2022", "xx", None),
    ],
)
def test_language_gives_names_of_months_and_the_order(text, language, expected):
    assert parse_date(text, language=language) == (date.fromisoformat(expected) if expected else None)


def test_a_weekday_that_contradicts_the_date_is_logged_and_the_date_kept(caplog):
    with caplog.at_level(logging.WARNING, logger="toolkit.dates"):
        assert parse_date("Friday 11 October 2016") == date(2016, 10, 11)
    assert [record.getMessage() for record in caplog.records] == ["11 October 2016: 2016-10-11 is not a Friday"]
    caplog.clear()
    assert parse_date("Tuesday 11 October 2016") == date(2016, 10, 11)
    assert not caplog.records


def test_dates_in_gives_places():
    text = "Created 2031-05-03, changed 5 May 2031."
    assert [(text[a:b], d.day) for a, b, d in dates_in(text)] == [("2031-05-03", 3), ("5 May 2031", 5)]


DAYS = st.dates(date(1600, 1, 1), date(2099, 12, 31))


@given(DAYS, st.sampled_from(["%d %B %Y", "%B %d, %Y", "%Y-%m-%d", "%d.%m.%Y", "%A %d %b %Y", "%d/%m/%Y"]))
def test_a_written_date_comes_back_or_is_uncertain(day, form):
    found = parse_date(day.strftime(form))
    assert found == day or (found is None and form == "%d/%m/%Y" and day.day <= 12)


@given(st.text(max_size=60))
def test_any_text_is_read_without_error(text):
    for start, end, _ in dates_in(text, language="en"):
        assert 0 <= start < end <= len(text)
    last = 0
    for start, end, _ in find_times(text, WEDNESDAY):
        assert last <= start < end <= len(text)
        last = end


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They met yesterday.", [("yesterday", "2031-05-13")]),
        ("Today she said no.", [("Today", "2031-05-14")]),
        ("They meet the day after tomorrow.", [("the day after tomorrow", "2031-05-16")]),
        ("It rained last night and this morning.", [("last night", "2031-05-13"), ("this morning", "2031-05-14")]),
        ("She resigned on Monday.", [("on Monday", "2031-05-12")]),
        ("She resigned on Wednesday.", [("on Wednesday", "2031-05-14")]),
        ("On Saturday the party split.", [("On Saturday", "2031-05-10")]),
        ("He spoke late on Tuesday night.", [("late on Tuesday night", "2031-05-13")]),
        ("She will resign on Monday.", [("on Monday", "2031-05-19")]),
        ("On Friday the court will rule.", [("On Friday", "2031-05-16")]),
        (
            "The court said on Monday it would rule on Friday.",
            [("on Monday", "2031-05-12"), ("on Friday", "2031-05-16")],
        ),
        ("The vote will be held on Sunday.", [("on Sunday", "2031-05-18")]),
        ("Talks are scheduled for Friday.", [("for Friday", "2031-05-16")]),
        ("They agreed to meet on Friday.", [("on Friday", "2031-05-16")]),
        ("The minister is travelling to Varno on Friday.", [("on Friday", "2031-05-16")]),
        ("He must answer by Friday.", [("by Friday", "2031-05-16")]),
        ("The dam has been closed since Monday.", [("since Monday", "2031-05-12")]),
        ("The hearing is next Thursday.", [("next Thursday", "2031-05-15")]),
        ("It began last Wednesday.", [("last Wednesday", "2031-05-07")]),
        ("After Tuesday's defeat she left.", [("After Tuesday's", "2031-05-13")]),
        ("The tanker sank last week.", [("last week", "2031-W19")]),
        ("The ferry could stop next week.", [("next week", "2031-W21")]),
        ("It rose last month’s record.", [("last month’s", "2031-04")]),
        ("It was signed last year.", [("last year", "2030")]),
        ("She won last weekend.", [("last weekend", "2031-05-10")]),
        ("They will march this weekend.", [("this weekend", "2031-05-17")]),
        ("Bids are due before the end of the month.", [("before the end of the month", "2031-05")]),
        ("It ends earlier this year.", [("earlier this year", "2031")]),
        ("The schedule is due by June 15.", [("by June 15", "2031-06-15")]),
        ("The bakers walked out on 18 January.", [("on 18 January", "2031-01-18")]),
        ("They walked out on 18 December.", [("on 18 December", "2030-12-18")]),
        ("On Monday, May 5, 2031, it burned.", [("On Monday, May 5, 2031", "2031-05-05")]),
        ("In July 1914 everybody waited.", [("In July 1914", "1914-07")]),
        ("It was signed in May.", [("in May", "2031-05")]),
        ("It was signed in June.", [("in June", "2030-06")]),
        ("It must be held before March.", [("before March", "2032-03")]),
        ("They won in 2021 and lost a year later.", [("in 2021", "2021"), ("a year later", "2022")]),
        ("He ruled from 2015 to 2019.", [("from 2015 to 2019", "2015/2019")]),
        ("She left two years ago.", [("two years ago", "2029")]),
        ("It began three days ago.", [("three days ago", "2031-05-11")]),
        (
            "He was held on May 3. The following day he left.",
            [("on May 3", "2031-05-03"), ("The following day", "2031-05-04")],
        ),
    ],
)
def test_calendar_expressions(text, expected):
    assert [(text[a:b], iso) for a, b, iso in find_times(text, WEDNESDAY)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "The 1998 accord of 1953 failed overnight.",
        "It took ten days and cost 2021 crowns.",
        "They may march on.",
        "She reads Norvania Today.",
        "Shops opened on Black Friday.",
        "He left a year later.",
        "In 2000 homes the power failed.",
        "It closes on Mondays.",
    ],
)
def test_names_durations_and_amounts_are_no_calendar_expressions(text):
    assert find_times(text, WEDNESDAY) == ()


def test_without_publication_only_absolute_expressions_have_a_date():
    text = "In 2021, in May 2022 and on 3 May 2023; yesterday, on Monday, last week, in June, on 3 May, a month ago."
    assert [iso for *_, iso in find_times(text, None)] == ["2021", "2022-05", "2023-05-03"] + [None] * 6


@given(DAYS, st.sampled_from(["Monday", "Thursday", "Sunday"]))
def test_past_weekdays_lie_in_the_week_up_to_the_publication_and_future_ones_in_the_week_after(day, weekday):
    ((_, _, past),) = find_times(f"He left on {weekday}.", day)
    ((_, _, future),) = find_times(f"He will leave on {weekday}.", day)
    assert past is not None
    assert future is not None
    assert timedelta(0) <= day - date.fromisoformat(past) < timedelta(7)
    assert timedelta(0) < date.fromisoformat(future) - day <= timedelta(7)
    assert date.fromisoformat(past).strftime("%A") == date.fromisoformat(future).strftime("%A") == weekday


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("2031-05-03.txt", "2031-05-03"),
        ("2031-05-03_clarion.txt", "2031-05-03"),
        ("2031-05-03 Quist signs.docx", "2031-05-03"),
        ("20310503-quist.html", "2031-05-03"),
        ("2031-05-03T0915 quist.txt", "2031-05-03"),
        ("2031-05-03-2.txt", "2031-05-03"),
        ("2031-05-03", "2031-05-03"),
        ("2031-05.txt", None),
        ("203105031.txt", None),
        ("20310503quist.txt", None),
        ("2031-0503.txt", None),
        ("2031-05-32.txt", None),
        ("2031-05-03_2031-05-09.txt", None),
        ("2031-05-03 to 2031-05-09.txt", None),
        ("20310503-20310509.txt", None),
        ("quist 2031-05-03.txt", None),
        ("03-05-2031.txt", None),
        ("", None),
    ],
)
def test_only_a_complete_iso_date_at_the_start_of_a_name_counts(name, expected):
    assert leading_date(name) == (date.fromisoformat(expected) if expected else None)


@given(DAYS, st.sampled_from(["%Y-%m-%d", "%Y%m%d"]))
def test_an_iso_date_at_the_start_of_a_name_comes_back(day, form):
    assert leading_date(day.strftime(form) + "_quist.txt") == day


def test_an_expression_is_a_tuple():
    assert find_times("They met yesterday.", None) == (TimeExpression(9, 18, None),)


def _gold():
    return sorted([*SHARED.glob("seed/gold.json"), *SHARED.glob("heldin/*.gold.json")])


@pytest.mark.skipif(not _gold(), reason="annotated articles in ../shared are absent")
def test_calendar_expressions_of_annotated_articles():
    from toolkit.layout import segment
    from toolkit.records import Document

    hits = found = wanted = 0
    for path in _gold():
        layout = json.loads(path.read_text(encoding="utf-8"))["layout"]
        source = path.with_name(path.name.replace(".gold.json", ".txt").replace("gold.json", "article.txt"))
        text = source.read_bytes().decode("utf-8")
        times = [tuple(item) for item in layout["times"]]
        roles = ("headline", "summary", "subhead", "caption", "body")
        for s in segment(Document("d", text)):
            for a, b, iso in (
                find_times(text[s.start : s.end], date.fromisoformat(layout["date"])) if s.role in roles else ()
            ):
                written = text[s.start + a : s.start + b]
                match = next((t for t in times if t[1] == iso and t[0] in written), None)
                found += 1
                if match:
                    times.remove(match)
                    hits += 1
        wanted += len(layout["times"])
    assert hits / found >= 0.95
    assert hits / wanted >= 0.95
