"""What readers of several formats share: libraries kept on a short lead, text, columns and shapes of strangers."""
