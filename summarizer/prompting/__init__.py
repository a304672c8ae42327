"""Prompt packs: ways of asking. Each turns an article and a model into a draft of a brief."""
