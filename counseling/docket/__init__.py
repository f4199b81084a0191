"""来访安排: a counsellor's day and the cases they see to."""
