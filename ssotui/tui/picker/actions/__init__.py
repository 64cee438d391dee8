"""What the picker does for its commands: switch, sign in, copy, open, save."""
