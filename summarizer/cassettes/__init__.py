"""Recorded HTTP interactions, matched by content and replayed without a network."""
