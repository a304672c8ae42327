"""Articles: reading text, Markdown, HTML, URLs and corpora, and telling news from site furniture."""
