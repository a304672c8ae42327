"""The command line. The only place that prints, reads flags and turns errors into exit codes."""
