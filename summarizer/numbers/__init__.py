"""Quantities in news English: found by a grammar, held as exact decimals, compared by dimension and precision."""
