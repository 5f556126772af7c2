"""The books of facts and assumptions: reading them strictly, listing and explaining them."""
