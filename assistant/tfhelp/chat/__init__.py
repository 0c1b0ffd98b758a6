"""The terminal chat: a Textual application over `tfhelp.conversation` and `Assistant.ask`."""
