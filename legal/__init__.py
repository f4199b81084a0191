"""Legal service: people ask a lawyer, by appointment and free of charge, and take the advice home in writing."""
