"""What people without accounts come in with: the PIN of a case, a code sent to a phone, a link of their own."""
