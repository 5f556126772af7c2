"""The desk, the command line and what is made to be shown."""
