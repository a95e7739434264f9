"""Builders of exifscrub's own corpus: every file is made, none is taken from a camera."""
