"""Opens what the user names: files, folders, archives, databases, and refuses by name what is foreign."""
