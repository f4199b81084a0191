"""Who and what is taken when: one table of five-minute steps, so that nothing can be booked twice."""
