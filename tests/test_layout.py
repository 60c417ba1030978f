"""Layout: invented pages in the manner of many outlets, each line written with the role it should get."""

import json
import textwrap
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit import lexicons
from toolkit.layout import segment, with_metadata
from toolkit.layout.evidence import TESTS, Place, best, scores
from toolkit.records import ROLES, Document

SHARED = Path(__file__).parents[2] / "shared"

#: name -> rows "role| text"; "role+| text" goes on in the same line, an empty row is a blank line.
PAGES = {
    "public broadcaster": """
headline| Norvania's Quist wins second term after close count
boilerplate| Image source, Clarion Agency
caption| Image caption, Marla Quist thanked her supporters in Varno on Sunday night
byline| By Odo Farr
byline| Clarion News, Varno
timestamp| 14 May 2031
boilerplate| Share
body| Marla Quist has won a second term as president of Norvania after one of the closest votes in its history.
body| She took 50.4% of the vote, the electoral board said on Monday.
body| "I will be a president for all," she told a crowd in the capital.
subhead| What happens next?
body| Her rival, Tomas Brandt, has until Friday to ask for a recount.
body| He has not said whether he will.
boilerplate| Image source, Getty Images
caption| Image caption, Ballots being counted at a school in the port district
body| Turnout was the highest for twenty years, according to the board.
subhead| Narrow win
body| The opposition had led in most polls before the vote.
boilerplate| More on this story
teaser| Who is Marla Quist?
teaser| The farmers who decided Norvania's election
teaser| Brandt supporters march on parliament
""",
    "broadsheet with credits": """
headline| Farmers block Varno harbour in protest at fish quotas
summary| Hundreds of tractors bring the port to a standstill as ministers promise talks but no new money
byline| Odo Farr in Varno
timestamp| Tue 13 May 2031 18.02 BST
timestamp| Last modified on Wed 14 May 2031 09.15 BST

caption| Tractors parked across the harbour road. Photograph: Lena Voss/Clarion

body| Farmers blocked the harbour of Varno on Tuesday with more than 300 tractors, the largest protest in years.

body| “We have been asked to wait for three years,” said Jon Reiss, who grows barley. “We are done waiting.”

boilerplate| Sign up to our morning newsletter for the day’s stories

body| The farm minister, Ada Holm, said she understood their anger but would not be “blackmailed by diesel”.

caption| Ada Holm arrives at the ministry on Tuesday. Photograph: Clarion

body| Talks are due to begin on Thursday.
""",
    "wire": """
headline| Norvania central bank holds rates, warns on wages

byline| By Odo Farr and Lena Voss

dateline+| VARNO, May 13 (Clarion) -
body| Norvania's central bank left rates unchanged on Tuesday, warning that wages were rising too fast.

body| "We are not done," governor Tomas Brandt told reporters.

body| Markets had expected a cut, and the crown rose against the dollar within minutes of the announcement.

boilerplate| (Reporting by Odo Farr and Lena Voss; Editing by Kim Ostrow)

boilerplate| Our Standards: The Clarion Trust Principles.
""",
    "tabloid": """
headline| FURY as council spends £2m on 'bridge to nowhere'
summary| • Walkway ends in a field 'used by three cows'
summary| • Mayor says critics 'lack vision'
byline| By LENA VOSS, Senior Reporter
timestamp| PUBLISHED: 07:41, 13 May 2031 | UPDATED: 12:02, 13 May 2031

body| Furious residents have blasted a council that spent £2million on a footbridge that ends in a field.

body| The walkway at Little Marl was meant to lead to a housing estate that was never built.

boilerplate+| READ MORE:
teaser| Bus lane that fined 10,000 drivers is scrapped

caption| The footbridge at Little Marl, which ends in a field (Image: Marl Mercury)

body| 'It's a joke,' said Pat Dunmore, 61, who lives nearby.

boilerplate| Advertisement

body| The council said it would 'learn lessons'.

caption| Mayor Rex Tandy pictured at the opening in March

body| Mr Tandy told the Mercury: 'One day people will thank us.'
""",
    "regional paper": """
headline| Plans for 200 homes at former paper mill refused
byline| Petra Lowe, Local Democracy Reporter
timestamp| Published: 12:30, 5 May 2031 | Updated: 14:10, 6 May 2031

caption| The former paper mill at Stanwick

body| Plans to build 200 homes on the site of a former paper mill have been refused by councillors.

teaser| Man arrested after shed fires in Stanwick

teaser| Free parking to end at Stanwick market

body| Members of the planning committee voted eight to three against the scheme on Monday.

body| Cllr Jean Ambler said: "This is the wrong place and the wrong plan."

subhead| 'DANGEROUS' JUNCTION

body| Highways officers had warned that the junction was already over capacity.

teaser| Stanwick bakery wins national award

body| The developer, Marrow Homes, can appeal to the planning inspector.
""",
    "press release": """
boilerplate| FOR IMMEDIATE RELEASE

timestamp| 5 May 2031

headline| Open Rivers calls on Norvania to publish dam data

dateline+| VARNO, Norvania, 5 May 2031 –
body| The group Open Rivers today called on the government of Norvania to publish all data on the Brask dam.

body| “People downstream have a right to know,” said its director, Thea Vahl.

boilerplate| Notes to editors

body| Open Rivers was founded in 2009 and works in eleven countries.

boilerplate| Media contact: Jo Lind, press@openrivers.example

boilerplate| ###
""",
    "scraped American page": """
headline| Senate Panel Advances Harbor Bill Over Quist's Objections
byline| By Lena Voss | Clarion Post
timestamp| May 13, 2031 at 6:05 p.m. EDT

dateline+| PORT ELLIS —
body| A Senate panel voted 9 to 6 on Tuesday to advance a bill that would put the harbor under state control.

body| Gov. Marla Quist called the vote “a power grab” and vowed to veto it.

body| “They want the docks, and they want the dues,” she said:

body| “They will get neither.”

teaser| Harbor Pilots Threaten To Strike Over Pay

body| The bill now goes to the full Senate.

boilerplate| Kim Ostrow contributed to this report.

boilerplate| © 2031 Clarion Post. All rights reserved.
""",
    "speech": """
body| Thank you. Thank you very much. It is good to be back in Varno.

body| Three years ago I stood on this pier and made you a promise.

body| What did I promise? I promised work.

body| And work is what we have built, together, with our own hands.

body| Who will stop us now?

body| We will not go back.
""",
    "speech with title": """
headline| Remarks by President Quist at the Harbour Conference

timestamp| May 12, 2031

body| THE PRESIDENT: Thank you. Please sit down.

body| Q: Madam President, will you sign the bill?

body| THE PRESIDENT: I have said what I have said.
""",
    "letter": """
body| Dear Sir,

body| Your report on the harbour (May 3) left out the fishermen, who have paid for it twice.

body| The minister knows this and has chosen to say nothing.

body| Yours faithfully,

body| Jon Reiss
""",
    "feature with subheads": """
headline| The island that counts its birds
summary| Every spring, the people of Skarv stop work to do something no computer can.
byline| Words by Thea Vahl
timestamp| 3 May 2031

body| At four in the morning the bell rings, and the whole island gets up.

subhead| A cold start

body| “You get used to it,” says Peder Holt, the harbour master. “You never like it.”

subhead| The first count

body| It began in 1911, when a schoolteacher asked her pupils to count the terns.

caption| Peder Holt with his grandfather's telescope on the cliffs above Skarv

body| The figures have been kept ever since.
""",
    "labels on lines of their own": """
headline| Strike at Norvania's ports enters second week
timestamp| Published
timestamp| 12 May 2031
byline| Odo Farr

boilerplate| Key points
summary| Dockers refuse a rise of six per cent
summary| Government says army could unload food

body| Dockers at Norvania's three ports rejected a pay offer on Monday, the union said.

boilerplate| Related articles

teaser| Why the dockers are angry

teaser| Supermarkets limit sales of rice and oil

body| The employers said their offer was final.

boilerplate| Advertisement

body| Both sides will meet the mediator on Wednesday.

boilerplate| Most read
teaser| Quist to face inquiry over yacht
teaser| Ten walks for a rainy Sunday
""",
    "brackets and dashes": """
headline| Court frees editor held over leak
timestamp| 13.05.2031
byline| From our correspondent

body| A court in Varno on Tuesday freed the editor of the Clarion, who had been held for six weeks.

caption| [Photo: Lena Voss outside the court with her lawyer]

body| “I will publish the rest,” Lena Voss said.

caption| Lena Voss (left) leaves prison on Tuesday. (AP Photo/Jan Kolb)

body| Prosecutors said they would appeal.

boilerplate+| Also read -
teaser| What is in the harbour papers?

body| No date has been set.
""",
    "live page of a newspaper": """
boilerplate| World | Europe

headline| Norvania opens border after 40 days

summary| Marla Quist's government bows to pressure from hauliers and neighbours

byline| By Odo Farr, Europe Correspondent, in Varno
timestamp| Thursday 5 June 2031 10:14

caption| Lorries crossing the reopened border at Teshk on Thursday morning (AFP/Getty)

body| Norvania reopened its border with Tervia on Thursday, forty days after closing it in a row over grain.

body| Lorries had queued for 30 kilometres.

boilerplate| Recommended
teaser| Tervia farmers dump grain at embassy
teaser| What is the grain row about?

body| “We are glad that reason has won,” said Tervia's trade minister, Piet Maas.

boilerplate| Enjoy unlimited access to our coverage

body| The reopening follows talks in Geneva last weekend.
""",
    "post, agency and tags on lines of their own": """
headline| Quist 'sorry' over yacht trip

timestamp| 5 hours ago

byline| Odo Farr
byline| Political correspondent

boilerplate| EPA
caption| Marla Quist arriving at parliament

body| Marla Quist has said she is "truly sorry" for accepting a trip on a businessman's yacht.

body| The president told parliament she had repaid the cost.

teaser| Analysis: An apology that opens more doors than it closes

body| Her opponents were not impressed.

subhead| 'Too late'

body| "Sorry is what you say when you are caught," said Tomas Brandt.

boilerplate| Related Topics
boilerplate| Norvania
boilerplate| Marla Quist
""",
    "American newspaper": """
boilerplate| News
boilerplate| Politics

headline| Norvania's parliament passes budget after all-night session

boilerplate| Listen to this article · 5 min read

boilerplate| Share full article

byline| By Odo Farr and Lena Voss

boilerplate| Odo Farr reported from Varno, and Lena Voss from Port Ellis.

timestamp| June 4, 2031

body| The parliament of Norvania passed a budget early Wednesday after a session that lasted through the night.

boilerplate| Advertisement

boilerplate| SKIP ADVERTISEMENT

body| The vote was 61 to 58.

caption| The opposition leader, Tomas Brandt, during Tuesday’s debate. Credit... Jan Kolb for The Clarion

body| “Nobody slept, and it shows,” Mr. Brandt said.

boilerplate| Odo Farr covers politics for The Clarion.

boilerplate| A version of this article appears in print on June 5, 2031, Section A, Page 4.
""",
    "agency update": """
headline| Update 2 - Norvania's Quist survives confidence vote

summary| * Wins by three votes
summary| * Two ministers abstain

byline| By Odo Farr

dateline+| VARNO, June 4 (Clarion) -
body| Norvanian President Marla Quist survived a confidence vote by three votes on Wednesday.

body| "I have heard the house," Quist said.

subhead| A COALITION IN TROUBLE

body| Two ministers abstained.

boilerplate| Reporting by Odo Farr
boilerplate| Editing by Kim Ostrow
""",
    "German": """
headline| Norvania will seinen Hafen verkaufen

byline| Von Odo Farr

timestamp| Veröffentlicht am 3. Juni 2031

body| Die Regierung von Norvania will den Hafen von Varno noch in diesem Jahr verkaufen.

body| Das sagte die Ministerin am Dienstag vor dem Parlament, das noch in diesem Jahr darüber abstimmen soll.

boilerplate+| Lesen Sie auch:
teaser| Quist verliert Mehrheit

body| Die Opposition sprach von einem "Ausverkauf".
""",
    "public broadcaster, credits before captions": """
headline| Ministers clash over flood fund
timestamp| Published 4 hours ago · 12 Oct 2026
boilerplate| Share
boilerplate| Comments 41

body| Two ministers have clashed in public over who should pay for flood defences.
body| Finance minister Tomas Brandt said on Monday the fund was "a blank cheque".
boilerplate| Getty Images
caption| Homes in Brask were flooded for a week
body| Water reached the first floor of some houses.
subhead| What is the flood fund?
body| It was set up in 2019 to help towns on the Ulva.
teaser| Brask residents march on finance ministry
teaser| Brandt's budget: winners and losers
body| The prime minister's office declined to comment.
""",
    "photograph in brackets, label in capitals": """
headline| 'They sold our harbour': anger in Port Ellis as Norvania signs lease

timestamp| First published on Tue 3 Feb 2026; last modified on Wed 4 Feb 2026

byline| Odo Farr in Port Ellis

body| The pier at Port Ellis smells of diesel and, these days, of suspicion.

caption| [Photo: Fishermen mend nets beside the new fence. Lena Voss/Clarion]

body| "They sold our harbour," said Jon Reiss, 61.

boilerplate| SEE ALSO
teaser| Tervia denies buying ports through shell firms
teaser| Five things to know about the Ellis lease

body| The government denies it.

subhead| 'Nobody asked'

body| Brandt promised a referendum by the end of the year.

caption| File picture: containers at Port Ellis

body| The company did not respond.

boilerplate| • This article was amended on 5 February 2026 to correct a name.
""",
    "speech to a parliament": """
body| Mr President, honourable members,

body| Nine years ago this chamber voted to close the mine.

body| We were told that work would follow. It did not.

body| So I ask the minister: where are the jobs?

body| Where indeed?

body| Thank you.
""",
    "one paragraph": """
body| The harbour of Varno will close for repairs, the port said on Tuesday. "We will fight it," said Jon Reiss.
""",
    "newspaper with the day of the issue": """
headline| Norvania closes its last lighthouse after forty years

timestamp| The Varno Courier, Monday 5 May 2031
byline| From Odo Farr, maritime correspondent, Port Ellis

body| The last keeper of the light at Skarv walked down its 212 steps on Sunday and gave the key to a clerk.

caption| Peder Holt at the foot of the tower in Skarv. Photograph: L. Voss

subhead| Holt: ‘I still count the ships’

body| “I still count the ships,” said Peder Holt, who lit it for the first time in 1991.

body| The ministry said the tower would become a museum.
""",
    "names without By": """
headline| Norvania closes its last lighthouse after forty years
byline| Odo Farr
byline| Port Ellis
timestamp| Monday 5 May 2031 22.15 GMT

summary| • Keeper hands over key to a clerk
summary| • Tower will become a museum

body| The last keeper of the light at Skarv walked down its 212 steps on Sunday and gave the key to a clerk.

boilerplate+| Read next:
teaser| Seals return to Skarv

subhead| Holt: 'Nobody asked me'

body| “Nobody asked me,” said Peder Holt, the keeper.
""",
    "a name and a place only": """
headline| Norvania closes its last lighthouse after forty years

byline| Odo Farr, Port Ellis

body| The last keeper of the light at Skarv walked down its 212 steps on Sunday and gave the key to a clerk.

body| “Nobody asked me,” said Peder Holt, who is 71.
""",
    "chronology": """
headline| How the border closed

timestamp| 6 May 2031

body| The row began with a cargo of wheat.

subhead| 3 May 2031

body| Tervia stops forty lorries at Teshk.

subhead| 5 May 2031

body| Norvania closes the crossing and recalls its ambassador.
""",
}


def page(rows):
    """Build the text of a page and the segments it should have."""
    text, expected, glue = "", [], ""
    for row in rows.strip("\n").split("\n"):
        if not row:
            text += "\n"
            continue
        role, _, written = row.partition("| ")
        text += glue
        expected.append((role.rstrip("+"), written))
        text += written
        glue = " " if role.endswith("+") else "\n"
    return text, expected


def spaced(text):
    return "\n\n".join(line for line in text.split("\n") if line)


def found(text, **fields):
    return [(s.role, text[s.start : s.end]) for s in segment(Document("d1", text, **fields))]


@pytest.mark.parametrize("name", PAGES)
def test_pages(name):
    text, expected = page(PAGES[name])
    assert found(text) == expected


@pytest.mark.parametrize("name", PAGES)
def test_pages_with_a_blank_line_between_all_lines(name):
    text, expected = page(PAGES[name])
    assert found(spaced(text)) == expected


@pytest.mark.parametrize("name", PAGES)
def test_pages_with_single_breaks_of_windows(name):
    text, expected = page(PAGES[name])
    text = text.replace("\n\n", "\n").replace("\n", "\r\n")
    assert found(text) == expected


@pytest.mark.parametrize("name", PAGES)
def test_hard_wrapped_pages(name):
    text, expected = page(PAGES[name])
    wrapped = "\n\n".join(textwrap.fill(line, 75) for line in text.split("\n") if line)
    assert [(role, " ".join(piece.split())) for role, piece in found(wrapped)] == expected


@pytest.mark.parametrize("name", ["wire", "press release"])
def test_hard_wrapped_pages_without_blank_lines(name):
    """As text comes out of a PDF: body paragraphs whose last line is full may run together, the rest holds."""
    text, expected = page(PAGES[name])
    wrapped = "\n".join(textwrap.fill(line, 60) for line in text.split("\n") if line)
    got = [(role, " ".join(piece.split())) for role, piece in found(wrapped)]
    assert [item for item in got if item[0] != "body"] == [item for item in expected if item[0] != "body"]


def _shape(text):
    return [(s.role, s.start, s.end) for s in segment(Document("d1", text))]


LINES = st.lists(
    st.one_of(
        st.text(max_size=40),
        st.sampled_from(
            [
                "",
                " ",
                "\u00a0",
                "Read more:",
                "Read more: Quist signs",
                "By Odo Farr",
                "5 May 2031",
                "VARNO, May 3 -",
                "VARNO (Clarion) - It rained.",
                "Key points",
                "• Rain",
                "(Reporting by Odo Farr)",
                "Image: Marla Quist",
                "NO WAY BACK",
                "He left, she said.",
                "Quist vows to stay",
            ]
        ),
    ),
    max_size=12,
).flatmap(lambda lines: st.sampled_from(["\n", "\n\n", "\r\n", "\r", "\u2028", "\f"]).map(lambda sep: sep.join(lines)))


@given(LINES)
@settings(max_examples=150, deadline=None)
def test_segments_cover_every_character_once_and_in_order(text):
    segments = segment(Document("d1", text))
    assert [s.segment_id for s in segments] == [f"s{n:04d}" for n in range(1, len(segments) + 1)]
    last = 0
    for s in segments:
        assert s.start >= last
        assert not text[last : s.start].strip()
        assert text[s.start : s.end] == text[s.start : s.end].strip()
        assert s.role in ROLES
        last = s.end
    assert not text[last:].strip()


@given(LINES, st.integers(1, 4))
@settings(max_examples=80, deadline=None)
def test_blank_lines_at_the_end_change_nothing(text, count):
    assert _shape(text) == _shape(text + "\n" * count)
    assert _shape(text) == _shape(text + " \n\u00a0\n" * count)


def test_text_without_anything_has_no_segments():
    assert segment(Document("d1", " \n\u00a0\r\n")) == ()


def test_a_known_title_tells_the_headline_with_or_without_its_full_stop():
    text = "The dam is full.\n\nIt rained for nine days.\n\nNobody was hurt."
    assert [role for role, _ in found(text)] == ["body", "body", "body"]
    assert [role for role, _ in found(text, title="The dam is full")] == ["headline", "body", "body"]


def test_a_title_over_two_lines_is_one_headline():
    text = "Quist wins; \nMajority of three seats in Norvania.\n\nIt was a close race, the board said."
    title = "Quist wins; Majority of three seats in Norvania"
    assert found(text, title=title)[0] == ("headline", "Quist wins; \nMajority of three seats in Norvania.")


def test_a_first_line_worded_like_a_headline_is_one_in_spite_of_its_full_stop():
    text = (
        "Norvania signs river accord.\n\nThe two states signed it in Varno on Tuesday.\n\nIt ends nine years of talks."
    )
    assert found(text)[0] == ("headline", "Norvania signs river accord.")


def test_a_bare_dateline_counts_in_the_first_two_paragraphs_only():
    text = "Rain stops talks\n\nIt rained.\n\nVARNO — It rained all day.\n\nFAREWELL — The envoy left on Tuesday."
    assert [role for role, _ in found(text)] == ["headline", "body", "dateline", "body", "body"]


@pytest.mark.parametrize(
    "line",
    [
        "The letter goes on to name three conditions:",
        "“I will stay, and I will fight, because the people of this country asked me to",
        "2 p.m.",
        "Q: Do you think the minister should go?",
        "And that is what we did",
        "But then, why would the ministry have paid for the yacht?",
        "the harbour, the pier and the old customs house",
        "She won 40 seats. He won 38. The rest went to the farmers, who have not said whom they will back",
        "(Applause)",
        "Voters elect a new parliament in Norvania on Sunday.",
        "Talks continue in Varno on Friday.",
        "Another night, another storm.",
        "Previously: it had been said that the envoy would leave if the talks in Varno failed again.",
    ],
)
def test_lines_that_stay_in_the_body(line):
    text = f"Rain stops talks\n\nIt rained all day long in Norvania.\n\n{line}\n\nThe envoy left on Tuesday."
    assert [role for role, _ in found(text)] == ["headline", "body", "body", "body"]


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("Marla Quist pictured in Varno yesterday", "caption"),
        ("A worker cleans graffiti from the wall of the embassy", "caption"),
        ("Women wait for water in the village of Teshk", "caption"),
        ("Thea Vahl, director of Open Rivers", "caption"),
        ("The Brask dam in northern Tervia", "caption"),
        ("Rex Tandy, pictured, has denied the claims", "caption"),
        ("Norvania and Tervia sign gas deal", "teaser"),
        ("Council tax to rise by five per cent", "teaser"),
        ("Tomas Brandt accused of hiding donations", "teaser"),
        ("Brandt: I would sign the treaty tomorrow", "teaser"),
        ("'I lost everything in one night': flood survivors speak", "teaser"),
        ("Why farmers are blocking the roads", "teaser"),
        ("Senate Panel Advances Harbor Bill", "teaser"),
        ("A question of trust", "subhead"),
        ("'We had nothing left'", "subhead"),
        ("NO WAY BACK", "subhead"),
        ("What happens now?", "subhead"),
        ("1. The money", "subhead"),
    ],
)
def test_unlabelled_lines_between_paragraphs(line, role):
    assert best(scores(line, Place())) == role
    text = f"Rain stops talks\n\nIt rained all day long in Norvania.\n\n{line}\n\nThe envoy left on Tuesday."
    assert found(text)[2] == (role, line)


def test_captions_with_a_full_stop_between_paragraphs():
    caption = "Marla Quist speaks to reporters outside the ministry in Varno on Tuesday."
    text = f"Rain stops talks\n\nIt rained all day long in Norvania.\n\n{caption}\n\nThe envoy left on Tuesday."
    assert found(text)[2] == ("caption", caption)


def test_every_piece_of_evidence_has_weights_and_a_test():
    rows = lexicons.load("layout_evidence", "evidence")
    assert [row["evidence"] for row in rows] == sorted(TESTS, key=[row["evidence"] for row in rows].index)


def metadata(text, **fields):
    document = Document("d1", text, **fields)
    filled = with_metadata(document, segment(document))
    return filled.title, filled.author, filled.published.isoformat() if filled.published else None


def outlet(text, **fields):
    document = Document("d1", text, **fields)
    return with_metadata(document, segment(document)).outlet


BODY = "\n\nNorvania signed the accord on Tuesday, the ministry said.\n\nIt ends nine years of talks.\n"


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("By Marla Quist, Local Democracy Reporter\n5 May 2031", ("Marla Quist", "2031-05-05")),
        ("By Marla Quist and Odo Farr in Varno\nMay 5, 2031", ("Marla Quist and Odo Farr", "2031-05-05")),
        ("By LENA VOSS FOR THE MERCURY\nPUBLISHED: 07:41, 13 May 2031", ("Lena Voss", "2031-05-13")),
        ("By Odo Farr, 5 May 2031", ("Odo Farr", "2031-05-05")),
        ("Odo Farr | Clarion\n5 May 2031", ("Odo Farr", "2031-05-05")),
        ("From our correspondent in Varno\n5 May 2031", (None, "2031-05-05")),
        ("By Clarion staff\n5 May 2031", (None, "2031-05-05")),
        ("Clarion Press - World\nPublished 05/05/2031 18:41 CET", (None, "2031-05-05")),
        ("Updated 6 May 2031, published 5 May 2031", (None, "2031-05-05")),
        ("Last modified on Wed 14 May 2031\nFirst published on Tue 13 May 2031", (None, "2031-05-13")),
        ("Last updated:\n6 May 2031\nPosted:\n5 May 2031", (None, "2031-05-05")),
        ("Last updated 6 May 2031", (None, "2031-05-06")),
        ("Published 04/05/2031", (None, None)),
        ("5 hours ago", (None, None)),
    ],
)
def test_metadata_from_the_head(head, expected):
    assert metadata(f"Quist signs accord\n\n{head}{BODY}") == ("Quist signs accord", *expected)


@pytest.mark.parametrize(
    ("head", "dateline", "expected"),
    [
        ("By Odo Farr", "VARNO, May 3 (Clarion) - ", None),
        ("By Odo Farr", "VARNO, May 3, 2031 (Clarion) - ", "2031-05-03"),
        ("Last updated 6 May 2031", "VARNO, May 3 (Clarion) - ", "2031-05-03"),
        ("Last updated 2 January 2032", "VARNO, Dec. 30 (Clarion) - ", "2031-12-30"),
        ("Published 4 May 2031", "VARNO, May 3 (Clarion) - ", "2031-05-04"),
    ],
)
def test_a_dateline_without_year_needs_another_date(head, dateline, expected):
    text = f"Quist signs accord\n\n{head}\n\n{dateline}{BODY.strip()}"
    assert metadata(text)[2] == expected


def test_a_date_line_after_the_head_is_not_the_publication_unless_it_says_so():
    text = f"Quist signs accord{BODY}\nCORRECTION:\n\nIt was nine years.\n\n"
    assert metadata(text + "Saturday, May 10, 2031.")[2] is None
    assert metadata(text + "First published on 10 May 2031")[2] == "2031-05-10"


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("By Odo Farr for the Daily Clarion", "Daily Clarion"),
        ("By ODO FARR FOR THE DAILY CLARION", "The Daily Clarion"),
        ("By Odo Farr, Harbour Reporter, Varno Gazette", "Varno Gazette"),
        ("By Odo Farr | Clarion Post\n5 May 2031", "Clarion Post"),
        ("By Odo Farr in Port Ellis\nThe Varno Courier", "The Varno Courier"),
        ("By Odo Farr of The Times of Varno", "The Times of Varno"),
        ("By Odo Farr\nBBC News", "BBC News"),
        ("By Odo Farr, Reuters", "Reuters"),
        ("Clarion Press - World\nPublished 05/05/2031 18:41 CET", "Clarion Press"),
        ("The Varno Courier, Monday 5 May 2031\nBy Odo Farr, Clarion News", "The Varno Courier"),
        ("VARNO COURIER | 5 MAY 2031", "Varno Courier"),
        ("5 May 2031 - The Sunday Clarion", "The Sunday Clarion"),
        ("By Odo Farr", None),
        ("By Odo Farr, Harbour Reporter", None),
        ("By Odo Farr, Evening Editor", None),
        ("By Odo Post", None),
        ("Emily Star\n5 May 2031", None),
        ("By Odo Farr\nBreaking News", None),
        ("By Odo Farr, Clarion News\nBy Lena Voss, Varno Gazette", None),
        ("By Clarion staff", None),
    ],
)
def test_the_outlet_where_the_head_names_one(head, expected):
    assert outlet(f"Quist signs accord with neighbours\n\n{head}{BODY}") == expected


@pytest.mark.parametrize(
    ("opening", "expected"),
    [
        ("VARNO, May 3 (Clarion) - ", "Clarion"),
        ("VARNO, May 3 [Clarion News] -- ", "Clarion News"),
        ("VARNO (May 3) - ", None),
        ("VARNO (Clarion/AFP) - ", None),
        ("PARIS (France) - ", None),
        ("VARNO - ", None),
    ],
)
def test_the_agency_of_the_first_dateline_is_the_outlet_where_no_other_is_named(opening, expected):
    body = opening + BODY.strip()
    assert outlet(f"Quist signs accord\n\nBy Odo Farr\n\n{body}") == expected
    assert outlet(f"Quist signs accord\n\nBy Odo Farr for the Varno Post\n\n{body}") == "Varno Post"
    assert outlet(f"Quist signs accord{BODY}\n{body}") is None


def test_the_name_of_a_paper_over_the_headline_is_the_outlet():
    assert outlet(f"THE VARNO COURIER\n\nQuist signs accord with neighbours{BODY}") == "The Varno Courier"
    assert outlet(f"World News\n\nQuist signs accord with neighbours{BODY}") is None
    assert outlet(f"Quist signs accord{BODY}", outlet="Known") == "Known"


@pytest.mark.parametrize(
    ("head", "path", "expected"),
    [
        ("By Odo Farr", "2031-05-05_courier.txt", "2031-05-05"),
        ("By Odo Farr", "batch.zip/20310505-courier.docx", "2031-05-05"),
        ("By Odo Farr", "a/2031-05-05 Quist signs.pdf", "2031-05-05"),
        ("Published 3 hours ago", "2031-05-05.txt", "2031-05-05"),
        ("Published 4 May 2031", "2031-05-05.txt", "2031-05-04"),
        ("Last updated 6 May 2031", "2031-05-05.txt", "2031-05-06"),
        ("4 May", "2031-05-05.txt", "2031-05-04"),
        ("29 December", "2031-01-02.txt", "2030-12-29"),
        ("4 March", "2031-05-05.txt", None),
        ("6 May", "2031-05-05.txt", None),
        ("By Odo Farr", "2031-05-05_briefs.csv", None),
        ("By Odo Farr", "2031-05-05/quist.txt", None),
        ("By Odo Farr", "2031-05 quist.txt", None),
        ("By Odo Farr", None, None),
    ],
)
def test_the_name_of_the_file_gives_the_date_where_the_text_has_none(head, path, expected):
    assert metadata(f"Quist signs accord\n\n{head}{BODY}", path=path)[2] == expected


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("Odo Farr", "Odo Farr"),
        ("Odo Farr, Port Ellis", "Odo Farr"),
        ("Odo Farr in Port Ellis", "Odo Farr"),
        ("ODO FARR", "Odo Farr"),
        ("Odo Farr and Lena Voss", "Odo Farr and Lena Voss"),
        ("By Odo Farr, Petra Lowe", "Odo Farr, Petra Lowe"),
        ("From Odo Farr in Port Ellis", "Odo Farr"),
        ("The Varno Chronicle\n5 May 2031", None),
        ("Marla Quist", None),
        ("Special Report", None),
    ],
)
def test_a_name_under_the_headline_is_the_author_unless_the_article_speaks_of_it(head, expected):
    assert metadata(f"Quist signs accord with neighbours\n\n{head}{BODY}")[1] == expected


def test_a_subhead_quotes_what_follows_and_a_teaser_does_not():
    line = "Brandt: 'I would sign tomorrow'"
    before = "Rain stops talks\n\nIt rained all day long in Norvania."
    assert found(f"{before}\n\n{line}\n\nThe envoy left on Tuesday.")[2] == ("teaser", line)
    assert found(f"{before}\n\n{line}\n\n“I would sign tomorrow,” he said.")[2] == ("subhead", line)


ODD = {
    "one word": lambda n: "x" * n * 60,
    "one line": lambda n: "Quist vows to stay, " * n * 10,
    "one line of brackets": lambda n: "(" * n * 60,
    "short lines": lambda n: "Quist vows to stay\n" * (n // 3),
    "short paragraphs": lambda n: "\n\n".join(f"Quist: 'I take {place} ships'" for place in range(n // 3)),
    "sentences": lambda n: "\n".join(f"Quist signed {place} letters." for place in range(n)),
    "names": lambda n: "Odo Farr, Port Ellis\n" * n,
    "labels": lambda n: "Read more:\n" * n,
    "blank lines": lambda n: "a" + " \n" * n * 6 + "b",
}


@pytest.mark.parametrize("name", ODD)
def test_time_grows_with_the_text_and_no_faster(name):
    """Four times the text takes about four times as long; a quadratic step would take sixteen times."""

    def seconds(size):
        document = Document("d1", ODD[name](size))
        times = []
        for _ in range(2):
            began = time.process_time()
            with_metadata(document, segment(document))
            times.append(time.process_time() - began)
        return min(times)

    assert seconds(1600) < 10 * seconds(400) + 0.05


@pytest.mark.parametrize("part", ["A", "A.", "A-", "Aa’", "Aa ", "de ", "A, ", "(A", "\u00a0", "A/", "5 May "])
def test_odd_lines_under_a_headline_take_no_time(part):
    """Repeated parts that a pattern could cut in many ways."""
    began = time.process_time()
    for end in ("", "!", ":"):
        line = f"By {part * (180 // len(part))}{end}"
        metadata(f"Quist signs accord\n\n{line}\n{line[3:]}{BODY}")
    assert time.process_time() - began < 1


def test_values_that_are_there_stay():
    text = f"Quist signs accord\n\nBy Odo Farr\n5 May 2031{BODY}"
    assert metadata(text, title="T", author="A", published=date(2030, 1, 1)) == ("T", "A", "2030-01-01")


def test_language_decides_the_order_of_day_and_month():
    text = f"Quist signs accord\n\nPublished 04/05/2031{BODY}"
    assert metadata(text, language="fr")[2] == "2031-05-04"


GOLD = sorted([*SHARED.glob("seed/gold.json"), *SHARED.glob("heldin/*.gold.json")])


@pytest.mark.skipif(not GOLD, reason="annotated articles in ../shared are absent")
@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.name)
def test_annotated_articles(path):
    layout = json.loads(path.read_text(encoding="utf-8"))["layout"]
    source = path.with_name(path.name.replace(".gold.json", ".txt").replace("gold.json", "article.txt"))
    text = source.read_bytes().decode("utf-8")
    pieces = found(text)
    title, _, published = metadata(text)
    assert title == layout["headline"]
    assert published == layout["date"]
    assert [piece for role, piece in pieces if role == "caption"] == layout["captions"]
    assert [piece for role, piece in pieces if role == "teaser"] == layout["teasers"]
    assert sum(role == "body" for role, _ in pieces) == layout["body_paragraphs"]
    assert [piece for role, piece in pieces if role == "subhead"] == layout.get("subheads", [])
