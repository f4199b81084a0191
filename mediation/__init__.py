"""People's mediation: from the mediator's statement of no interest to what was agreed (人民调解法)."""
