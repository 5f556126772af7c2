"""What ParkTwin itself exported, read back as it was."""
