"""Answers in a few lines: taken from the best entry, or written by a local model and held against it."""
