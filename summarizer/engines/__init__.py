"""Models: one client for hosted, self-hosted and embedded ones; where weights come from."""
