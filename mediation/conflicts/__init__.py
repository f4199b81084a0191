"""回避: nobody opens a file before saying that they have no interest in it."""
