"""The list of matters that lie on a desk or with a person, found and counted without reading them all."""
