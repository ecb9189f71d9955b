"""What stands on screen."""
