"""会议室与私谈: where the parties and the mediator talk, together or with one side alone."""
