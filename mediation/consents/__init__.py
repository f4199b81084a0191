"""Free will: who was asked, who agreed, what follows from the answers (人民调解法 art.17, 23)."""
