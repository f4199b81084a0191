"""履行: the terms in force become duties; when all are settled the mediation has done its work."""
