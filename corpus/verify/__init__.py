"""The executable corpus: reproductions of entries, run against a matrix of transformers releases. Not shipped."""
