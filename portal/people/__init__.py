"""People and firms as parties know them: names, ways to reach them safely, guardians, consents."""
