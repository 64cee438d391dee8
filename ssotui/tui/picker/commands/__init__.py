"""The picker's commands: the table of them, in which context each applies, and its keys."""
