"""From what somebody pasted to a `Query`: bytes, characters, tracebacks, versions, words."""
