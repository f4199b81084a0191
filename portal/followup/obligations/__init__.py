"""The ledger of duties: who owes what to whom by when, and what both sides say about it (人民调解法 art.31)."""
