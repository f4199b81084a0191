"""The one door: a resident, or a clerk for them, says what happened and leaves with a code."""
