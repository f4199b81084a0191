"""A case: somebody who comes to talk, known here and nowhere else."""
