"""What a conversation is: turns, follow-ups, what is kept of it. No drawing, no library of it."""
