"""An answer as text for a terminal, as plain lines, or as JSON: each a function from `Answer` to `str`."""
