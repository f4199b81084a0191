"""口头协议: a dispute settled on the spot, recorded in one go: mediation, oral agreement, duties, one sealed sheet."""
