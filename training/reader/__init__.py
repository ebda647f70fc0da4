"""Trains `models/reader`: one small encoder with heads for tags, parse, names and boundaries."""
