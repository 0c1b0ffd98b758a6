"""Widgets: look and messages; none of them knows the assistant."""
