"""Two scenarios under the same luck."""
