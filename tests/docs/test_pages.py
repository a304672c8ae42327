"""The tutorial and the how-to pages, followed literally: every command is run, what is shown is what is printed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs.blocks import PAGES, ROOT, Block, Follower, agrees, blocks, steps


@pytest.mark.parametrize("name", ["tutorial", "pages", "packs"])
def test_a_page_is_followed_command_by_command(name: str, tmp_path: Path) -> None:
    troubles = list(Follower(tmp_path).follow(ROOT / "docs" / f"{name}.md"))

    assert not troubles, "\n\n".join(troubles)


def test_what_is_left_out_says_why() -> None:
    left_out = {block.place: block.reason for page in PAGES for block in blocks(page, "console") if block.reason}

    assert left_out
    assert all(reason.startswith(("needs", "asks", "serves")) for reason in left_out.values()), left_out


def test_a_page_that_says_something_else_is_found(tmp_path: Path) -> None:
    page = ROOT / "docs" / "tutorial.md"
    (block,) = [one for one in blocks(page, "console") if "prompts list" in one.body]
    wrong = Block(page, block.line, block.language, block.body.replace("sentences", "sentenced"))
    follower = Follower(tmp_path)

    (right, *_), (changed, *_) = steps(block), steps(wrong)
    printed = follower.run(right.command).stdout.splitlines()
    assert agrees(right.shown, printed)
    assert not agrees(changed.shown, printed)


@pytest.mark.parametrize(
    ("shown", "printed", "same"),
    [
        ([], [], True),
        ([], ["one"], False),
        (["one"], ["one  "], True),
        (["one"], ["two"], False),
        (["..."], [], True),
        (["...", "two"], ["one", "one", "two"], True),
        (["...", "two"], ["two", "three"], False),
        (["o...e, ..."], ["one, two"], True),
        (["a.c"], ["abc"], False),
    ],
)
def test_output_is_compared_with_ellipses(shown: list[str], printed: list[str], same: bool) -> None:
    assert agrees(shown, printed) is same
