"""Scans of papers that were signed by hand: what their QR code says, and whether anything stands on them at all."""
