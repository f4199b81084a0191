"""The desk's deliveries: calls to make, letters to post, messages that did not arrive."""
