"""People without an account come in with a case code and its secret: a PIN, or a code sent to their phone."""
