"""The accounts of the support packages, the claims on them, and the instruments together."""
