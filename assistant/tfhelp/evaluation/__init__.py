"""Measuring the assistant on questions whose answers are known: `tfhelp eval`."""
