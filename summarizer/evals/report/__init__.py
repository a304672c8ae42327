"""Reports of stored runs: terminal, Markdown, JSON, JUnit, one HTML page, a log for inspect_ai.

Equal runs give equal bytes.
"""
