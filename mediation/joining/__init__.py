"""追加当事人: somebody more belongs to the dispute; until they agree like everybody, nothing goes on."""
