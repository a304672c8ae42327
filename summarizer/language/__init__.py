"""Rules that propose candidates (quotations, attributions, names, hedges); a model judges them. English only."""
