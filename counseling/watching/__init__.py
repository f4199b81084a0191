"""What leaves a talk: a grade without a name for the supervisor, a number of talks from five on for anybody else."""
