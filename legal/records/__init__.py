"""法律咨询登记表: what was asked and advised, written by the lawyer, frozen, signed, given to the person."""
