"""What layers, fields and values mean, and what is estimated where they say nothing."""
