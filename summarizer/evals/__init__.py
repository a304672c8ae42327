"""Scoring briefs against gold, comparing prompts, reporting. Pure: knows no network and no model."""
