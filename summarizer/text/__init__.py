"""Pure text: ranges, offset-keeping folding, sentences, tokens. Knows no files, no network, no model."""
