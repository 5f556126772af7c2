"""What a place is, and how files become one. Longitude and latitude stop here: the rest sees local metres."""
