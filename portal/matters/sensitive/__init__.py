"""Sensitive things in what people hand in: asked apart, kept under that consent, gone when it is taken back."""
