"""What leaves comes back."""
