"""The heavy side as seen from here: which models there are, and a process to run them in. Imports no torch."""
