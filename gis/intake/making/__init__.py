"""A park made of what was surveyed."""
