"""The front door: reads arguments and settings, calls the steps, prints."""
