"""Token counts by rule against what models said they used, from recordings.

python bench/tokens.py cassettes/seeds
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from summarizer.batch.rehearsal import count_tokens  # noqa: E402


def whole(value: Any, texts: Path) -> Any:
    """A recorded value with shared texts put back in."""
    if isinstance(value, dict):
        if set(value) == {"$shared"}:
            return (texts / value["$shared"]).read_text(encoding="utf-8")
        if set(value) == {"$parsed"}:
            return json.dumps(value["$parsed"], ensure_ascii=False, separators=(",", ":"))
        return {name: whole(part, texts) for name, part in value.items()}
    return [whole(part, texts) for part in value] if isinstance(value, list) else value


def main(folder: Path) -> None:
    seen: dict[tuple[str, str], list[tuple[int, int, int, int]]] = defaultdict(list)
    for path in folder.glob("*/*.json"):
        row = whole(json.loads(path.read_text(encoding="utf-8")), folder / "texts")
        body = row["response"]["body"].get("json") if isinstance(row["response"]["body"], dict) else None
        if row["response"]["status"] != 200 or not body:
            continue
        prompt = sum(4 + count_tokens(message["content"]) for message in row["request"]["body"]["messages"])
        output = count_tokens(str(body["choices"][0]["message"]["content"]))
        usage = body["usage"]
        counts = (prompt, usage["prompt_tokens"], output, usage["completion_tokens"])
        seen[row["model"], row["pack"]].append(counts)
    for (model, pack), rows in sorted(seen.items()):
        prompt, said_prompt, output, said_output = (sum(column) for column in zip(*rows, strict=True))
        print(
            f"{model} {pack}: {len(rows)} answers; prompt {prompt:,} by rule, {said_prompt:,} used "
            f"({prompt / said_prompt - 1:+.1%}); output {output:,} by rule, {said_output:,} used "
            f"({output / max(1, said_output) - 1:+.1%}), {said_output / len(rows):.1f} an answer"
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
