"""What the readers of whole cities share (OpenStreetMap, CityJSON, CityGML): sorting objects by kind, outlines."""
