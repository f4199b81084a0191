"""卷宗: one matter, one file; closed by whoever keeps it, nothing thrown away (人民调解法 art.27)."""
