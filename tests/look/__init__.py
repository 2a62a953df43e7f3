"""Looking at every page in every state it can be in: see __main__.py."""
