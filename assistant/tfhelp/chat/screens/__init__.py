"""Screens: what is where, and who is told."""
