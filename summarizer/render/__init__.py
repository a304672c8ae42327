"""Briefs for people: terminal, Markdown, HTML."""
