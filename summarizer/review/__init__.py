"""Reviewing briefs by hand: a local page on which a person accepts, rejects and corrects items, and gold comes out."""
