"""Layout: invented pages in the manner of many outlets, each line written with the role it should get."""

import json
import textwrap
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.layout import segment, with_metadata
from toolkit.layout.evidence import EVIDENCE, Place, scores
from toolkit.records import ROLES, Document

SHARED = Path(__file__).parents[2] / "shared"

#: name -> rows "role| text"; "role+| text" goes on in the same line, an empty row is a blank line.
PAGES = {
    "public broadcaster": """
headline| Norvania's Quist wins second term after close count
boilerplate| Image source, Meridian Agency
caption| Image caption, Marla Quist thanked her supporters in Orsk on Sunday night
byline| By Odo Farr
byline| Meridian News, Orsk
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
headline| Farmers block Orsk harbour in protest at fish quotas
summary| Hundreds of tractors bring the port to a standstill as ministers promise talks but no new money
byline| Odo Farr in Orsk
timestamp| Tue 13 May 2031 18.02 BST
timestamp| Last modified on Wed 14 May 2031 09.15 BST

caption| Tractors parked across the harbour road. Photograph: Lena Voss/Meridian

body| Farmers blocked the harbour of Orsk on Tuesday with more than 300 tractors, in the largest protest since the government took office.

body| “We have been asked to wait for three years,” said Jon Reiss, who grows barley. “We are done waiting.”

boilerplate| Sign up to our morning newsletter for the day’s stories

body| The farm minister, Ada Holm, said she understood their anger but would not be “blackmailed by diesel”.

caption| Ada Holm arrives at the ministry on Tuesday. Photograph: Meridian

body| Talks are due to begin on Thursday.
""",
    "wire": """
headline| Norvania central bank holds rates, warns on wages

byline| By Odo Farr and Lena Voss

dateline+| ORSK, May 13 (Meridian) -
body| Norvania's central bank left rates unchanged on Tuesday, warning that wages were rising too fast.

body| "We are not done," governor Tomas Brandt told reporters.

body| Markets had expected a cut.

boilerplate| (Reporting by Odo Farr and Lena Voss; Editing by Kim Ostrow)

boilerplate| Our Standards: The Meridian Trust Principles.
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
byline| Kerry Lunn, Local Democracy Reporter
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

dateline+| ORSK, Norvania, 5 May 2031 –
body| The environmental group Open Rivers today called on the government of Norvania to publish all data on the Kolm dam.

body| “People downstream have a right to know,” said its director, Ines Vahl.

boilerplate| Notes to editors

body| Open Rivers was founded in 2009 and works in eleven countries.

boilerplate| Media contact: Jo Lind, press@openrivers.example

boilerplate| ###
""",
    "scraped American page": """
headline| Senate Panel Advances Harbor Bill Over Quist's Objections
byline| By Lena Voss | Meridian Post
timestamp| May 13, 2031 at 6:05 p.m. EDT

dateline+| PORT ELLIS —
body| A Senate panel voted 9 to 6 on Tuesday to advance a bill that would put the harbor under state control.

body| Gov. Marla Quist called the vote “a power grab” and vowed to veto it.

body| “They want the docks, and they want the dues,” she said:

body| “They will get neither.”

teaser| Harbor Pilots Threaten To Strike Over Pay

body| The bill now goes to the full Senate.

boilerplate| Kim Ostrow contributed to this report.

boilerplate| © 2031 Meridian Post. All rights reserved.
""",
    "speech": """
body| Thank you. Thank you very much. It is good to be back in Orsk.

body| Three years ago I stood on this pier and made you a promise.

body| What did I promise? I promised work.

body| And work is what we have built, together, with our own hands.

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
summary| Every spring, the people of Havn stop work to do something no computer can.
byline| Words by Ines Vahl
timestamp| 3 May 2031

body| At four in the morning the bell rings, and the whole island gets up.

subhead| A cold start

body| “You get used to it,” says Peder Holt, the harbour master. “You never like it.”

subhead| The first count

body| It began in 1911, when a schoolteacher asked her pupils to count the terns.

caption| Peder Holt with his grandfather's telescope on the cliffs above Havn

body| The figures have been kept ever since.
""",
    "labels on lines of their own": """
headline| Strike at Norvania's ports enters second week
timestamp| Published
timestamp| 12 May 2031
byline| Odo Farr

boilerplate| Key points
summary| Dockers reject offer of six per cent
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

body| A court in Orsk on Tuesday freed the editor of the Meridian, who had been held for six weeks.

caption| [Photo: Lena Voss outside the court with her lawyer]

body| “I will publish the rest,” Lena Voss said.

caption| Lena Voss (left) leaves prison on Tuesday. (AP Photo/Jan Kolb)

body| Prosecutors said they would appeal.

boilerplate+| Also read -
teaser| What is in the harbour papers?

body| No date has been set.
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


@pytest.mark.parametrize("name", ["wire", "broadsheet with credits", "press release"])
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
                "ORSK, May 3 -",
                "ORSK (Meridian) - It rained.",
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
@settings(max_examples=300, deadline=None)
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
@settings(max_examples=150, deadline=None)
def test_blank_lines_at_the_end_change_nothing(text, count):
    assert _shape(text) == _shape(text + "\n" * count)
    assert _shape(text) == _shape(text + " \n\u00a0\n" * count)
