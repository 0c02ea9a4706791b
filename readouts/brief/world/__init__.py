"""The map's geometry, and where each country's symbol stands; README.md names the source."""
