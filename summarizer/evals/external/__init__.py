"""Gold that others have labelled, read from a path the user gives and scored by the metric published with it."""
