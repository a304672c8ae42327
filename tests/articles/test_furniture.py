"""News told from furniture, on the seed articles and on made-up pages."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.articles.furniture import headline, segment

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))


def kinds(text: str, title: str | None = None) -> list[tuple[str, str]]:
    return [(block.kind, block.range.of(text)) for block in segment(text, title)]


def marked(path: Path) -> list[tuple[str, str]]:
    """The blocks of a file that are not body."""
    return [pair for pair in kinds(path.read_text("utf-8")) if pair[0] != "body"]


def test_the_five_seed_articles() -> None:
    live, standfirst, plain, sources, comments = SEEDS
    assert marked(live) == [
        ("furniture", "Europe"),
        ("headline", "March 12, 2025: Donald Trump presidency news"),
        ("label", "Some background:"),
        ("label", "What Ukraine is saying:"),
        ("label", "This post was updated with a statement from Ukraine’s military leadership."),
    ]
    assert [(kind, line[:40]) for kind, line in marked(standfirst)] == [
        ("headline", "Ukraine forces in Kursk isolated, destro"),
        ("furniture", "-"),
        ("caption", "Russian President Vladimir Putin speaks "),
        ("label", "Russia making serious progress"),
        ("label", "Ukrainian POWs to be treated as terroris"),
        ("label", "10,000 soldiers risk encirclement"),
    ]
    assert marked(plain) == []
    assert [kind for kind, _ in marked(sources)] == ["headline", "furniture"]
    title = "Putin Claims Russian Forces Have Regained Kursk, Ukraine Denies Defeat"
    assert marked(comments) == [
        ("headline", title),
        ("furniture", "0 0"),
        ("furniture", title),
        ("dateline", "Moscow:"),
        ("furniture", "• Tags:"),
        ("furniture", "To comment or like please login first...."),
        ("furniture", "Login/Register"),
    ]


BODY = "The minister resigned on Wednesday after a report said that he had leaked papers."


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("12 Comments", "furniture"),
        ("1.2K shares", "furniture"),
        ("5 min read", "furniture"),
        ("Share this article", "furniture"),
        ("Facebook | Twitter | WhatsApp", "furniture"),
        ("Advertisement", "furniture"),
        ("Read more: How storms form", "furniture"),
        ("Subscribe to our newsletter for news every day", "furniture"),
        ("Sign up for the morning briefing", "furniture"),
        ("Tags: war, peace", "furniture"),
        ("We use cookies to improve your experience. By continuing you agree.", "furniture"),
        ("© 2024 The Daily Paper. All rights reserved.", "furniture"),
        ("* * *", "furniture"),
        ("Image: A rescue boat on the river", "caption"),
        ("Photo by Sam Lee", "caption"),
        ("Residents walk through a flooded street. (AP Photo/Jane Roe)", "caption"),
        ("FILE - The minister speaks in May", "caption"),
        ("By Jane Roe and John van Dyke, The Daily Paper", "byline"),
        ("Reporting by Jane Roe; Editing by Sam Lee", "byline"),
        ("Published March 3, 2024 at 5:14 p.m. EST | Updated 6:02 p.m.", "dateline"),
        ("12 March 2025", "dateline"),
        ("2025-03-12T10:00:00Z", "dateline"),
        ("Correction: An earlier version of this story misstated the number of dead.", "label"),
        ("What to know about the storm", "label"),
        ("This report was updated on Monday.", "label"),
        ("This article was originally published in March.", "label"),
        ("By continuing, you agree to our terms.", "furniture"),
        ("By using this site you consent to cookies.", "furniture"),
        ("To comment, please log in", "furniture"),
        ("To read more, you must sign up.", "furniture"),
        ("Related - Floods hit the south", "furniture"),
        # Near misses, which are news:
        ("Voters must register by Monday, the commission said on its website.", "body"),
        ("“Share this with your friends,” the minister told the crowd on Friday.", "body"),
        ("He said he would read more about the case.", "body"),
        ("By Friday the army had left the town.", "body"),
        ("The report was published on Monday by the UN and found that 12,000 civilians had died.", "body"),
        ("The post was published on Telegram by the governor, who said that two had died.", "body"),
        ("By signing up to the pact, all 27 countries agree to share 30,000 asylum seekers.", "body"),
        ("By continuing the war, Moscow will never accept a lasting peace.", "body"),
        ("This article has been revised to reflect that 12, not 20, people died.", "label"),
        ("To read this article in full, just sign in", "furniture"),
        ("To vote, citizens must register by 5 October at a town hall.", "body"),
        ("To continue, Ukraine must join the pact by Monday.", "body"),
        ("Related-party deals worth $2 billion were hidden, prosecutors said.", "body"),
        ("The message was clear: nobody is safe.", "body"),
        ("The image: a broken bridge, seen by millions.", "body"),
        ("| 2024 | 1,100 |", "body"),
        ("Putin — who was in Moscow — said so.", "body"),
        ("NATO–Russia relations were not affected, he said.", "body"),
    ],
)
def test_a_line_between_paragraphs(line: str, kind: str) -> None:
    assert kinds(f"{BODY}\n{BODY[4:]}\nIt {BODY[4:]}\n{line}\nHe {BODY[4:]}")[3] == (kind, line)


@pytest.mark.parametrize(
    ("paragraph", "opening"),
    [
        ("MANILA, Philippines (AP) — A storm killed 43 people.", ("dateline", "MANILA, Philippines (AP) —")),
        ("WASHINGTON, March 12 (Reuters) - The Senate voted.", ("dateline", "WASHINGTON, March 12 (Reuters) -")),
        ("Kyiv, Ukraine (CNN) — Troops left.", ("dateline", "Kyiv, Ukraine (CNN) —")),
        ("MOSCOW, March 12. /TASS/. Troops left.", ("dateline", "MOSCOW, March 12. /TASS/.")),
        ("Moscow: The president spoke.", ("dateline", "Moscow:")),
        ("Why it matters: The U.S. has sent aid.", ("label", "Why it matters:")),
        ("The bottom line: Nobody knows.", ("label", "The bottom line:")),
        ("The message was clear: Nobody is safe.", None),
    ],
)
def test_what_opens_the_first_paragraph(paragraph: str, opening: tuple[str, str] | None) -> None:
    first, *rest = kinds(f"{paragraph}\n{BODY}")
    if opening is None:
        assert first == ("body", paragraph)
    else:
        assert first == opening
        assert rest[0] == ("body", paragraph.removeprefix(opening[1]).strip())


def test_a_place_and_colon_opens_only_the_first_paragraph() -> None:
    assert kinds(f"{BODY}\nMoscow: The president spoke again on Friday.")[1][0] == "body"


def test_bullets_are_furniture_and_their_items_news() -> None:
    assert kinds(f"{BODY}\n• Power is out\n- Roads are closed")[1:] == [
        ("furniture", "•"),
        ("body", "Power is out"),
        ("furniture", "-"),
        ("body", "Roads are closed"),
    ]


def test_a_related_list_ends_at_the_next_prose() -> None:
    text = f"{BODY}\nRelated Articles\nFloods hit the south\nFire in the north\n{BODY[4:].capitalize()}"
    assert [kind for kind, _ in kinds(text)] == ["body", "furniture", "furniture", "furniture", "body"]


def test_a_headline_said_again_is_furniture_even_with_a_stop() -> None:
    text = f"Minister resigns over leak\nBy Jane Roe\nMINISTER RESIGNS over leak.\n{BODY}"
    assert [kind for kind, _ in kinds(text)] == ["headline", "byline", "furniture", "body"]


def test_a_known_title_is_the_headline_even_with_a_full_stop() -> None:
    assert kinds(f"The minister goes.\n{BODY}", "The minister goes.")[0] == ("headline", "The minister goes.")
    assert headline(BODY, segment(BODY)) is None


def test_a_single_line_is_body_not_headline() -> None:
    assert kinds("Putin said yes") == [("body", "Putin said yes")]


def test_hard_wrapped_paragraphs_are_one_block() -> None:
    text = (
        "The minister of trade resigned on Wednesday after a report\nsaid that he had leaked papers to a lobby, his\n"
        'office confirmed.\n\nHe denied it. "I have done nothing that I would not do\nagain," he said.\n\n'
        "- The vote may be\n  delayed.\n- The court sits."
    )
    assert [line.replace("\n", "/") for kind, line in kinds(text) if kind == "body"] == [
        "The minister of trade resigned on Wednesday after a report/said that he had leaked papers to a lobby, his/"
        "office confirmed.",
        'He denied it. "I have done nothing that I would not do/again," he said.',
        "The vote may be/  delayed.",
        "The court sits.",
    ]


LINES = st.sampled_from(
    [
        "Europe",
        "0 0",
        "Tags:",
        "• item",
        BODY,
        "Some background: It rained.",
        "By Jane Roe",
        "March 12, 2025",
        "-",
        "“",
        "Sources:",
        "",
        " ",
        "KYIV (AP) — Troops left the town on Sunday.",
        "A headline here",
        "他说：“我们会赢。”",
        "🎉",
        "Image: a",
        "é",
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(LINES | st.text(max_size=30), max_size=12).map("\n".join))
def test_every_visible_character_lies_in_exactly_one_block(text: str) -> None:
    blocks = segment(text)
    covered = [index for block in blocks for index in range(*block.range)]
    assert covered == sorted(set(covered))
    assert {index for index, char in enumerate(text) if not char.isspace()} <= set(covered)
    assert all(block.range == block.range.trimmed(text) and block.range.size for block in blocks)


@pytest.mark.parametrize("unit", ["a\n", "\n", "A b c\n", "What a: ", "share ", "( via ", "By A, ", "• a\n", "1 "])
def test_time_grows_with_length_only(unit: str) -> None:
    """A quadratic step would take minutes on these 300,000 characters."""
    text = unit * (300_000 // len(unit))
    started = time.process_time()
    segment(text)
    assert time.process_time() - started < 6
