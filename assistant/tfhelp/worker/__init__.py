"""The model process: the only package that imports torch; spoken to over pipes (`tfhelp.models.protocol`)."""
