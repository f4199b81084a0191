"""咨询记录: what a counsellor writes down after a talk, locked when it is finished, amended only by adding."""
