"""The films: one short file a scene."""
