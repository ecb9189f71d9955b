"""What the commands do; `scenes.cli` says how they are called."""
