import asyncio
from typing import Any

from summarizer.collate.questions import collate_with_model, pairs_of
from summarizer.config import Settings
from summarizer.engines.calls import Answer, Call, current_call
from summarizer.engines.providers import Target, resolve
from summarizer.errors import InvalidAnswerError
from tests.collate.making import trucks


class Replies:
    """Answers every question the same way, and keeps them."""

    def __init__(self, same: str | None) -> None:
        self.same, self.calls = same, list[Call]()
        self.labels: list[Any] = []

    @property
    def target(self) -> Target:
        return resolve(Settings(model="openai/test", base_url="http://127.0.0.1:9/v1"))

    async def ask(self, call: Call) -> Answer:
        self.calls.append(call)
        self.labels.append(current_call.get())
        if self.same is None:
            raise InvalidAnswerError("no")
        data = {"first": "x", "second": "y", "same": self.same}
        return Answer(data, "{}", "stop", "test", 1, 1, 1, 0, 1, 0.0, None, 0, ())


def test_the_model_decides_what_rules_leave_open_and_the_request_is_labelled() -> None:
    asker = Replies("yes")
    found = asyncio.run(collate_with_model(trucks(), asker))
    assert found.undecided == []
    assert [one.same for one in found.decided] == [True]
    assert len(found.topics[0].cells) == 2
    assert asker.labels[0].pack == "collate"
    assert asker.calls[0].schema_name == "collate-same"
    assert "⟦" in asker.calls[0].messages[1]["content"]
    assert current_call.get() is None


def test_no_and_failure_leave_them_apart() -> None:
    apart = asyncio.run(collate_with_model(trucks(), Replies("no")))
    assert (apart.topics, apart.undecided) == ([], [])
    failed = asyncio.run(collate_with_model(trucks(), Replies(None)))
    assert len(failed.undecided) == 1
    assert failed.decided == []


def test_a_recording_names_its_pair_of_articles_as_the_check_of_recordings_expects_it() -> None:
    asker = Replies("yes")
    asyncio.run(collate_with_model(trucks(), asker))
    sums = {brief.source.id: brief.source.sha256 for brief in trucks()}
    label = asker.labels[0]
    assert pairs_of(sums)[label.article] == label.article_sha256
    assert label.article_sha256 not in sums.values()
