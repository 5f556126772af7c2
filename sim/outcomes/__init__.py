"""What enterprises, plant and buildings bring about, as pure functions of a history."""
