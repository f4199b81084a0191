"""The ledger of notices shown and consents given or withdrawn (个人信息保护法 art.14-17, 29)."""
