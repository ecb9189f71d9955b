"""Studies: for each film one frozen value, computed from the lesson, that holds all it shows."""
