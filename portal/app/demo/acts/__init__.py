"""What people do in the stories, each through the service that their page calls."""
