"""Whether someone is in danger now: the words and questions that come before anything else."""
