"""The stage: where the picture of a film stands in its frame, and how it moves."""
