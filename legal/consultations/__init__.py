"""法律咨询: an appointment with a lawyer, asked for, changed, kept, missed."""
