"""知情同意: what somebody agrees to before the first talk, point by point, in words that carry a version."""
