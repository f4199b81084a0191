"""会商团队: who is asked into a matter for a post, whether both sides want them, and what they advise."""
