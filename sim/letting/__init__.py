"""Enterprises and the floor they let: who comes, chooses, waits, grows, moves and leaves."""
