"""From what a model wrote to what the article supports: locating, checking, measuring, re-verifying."""
