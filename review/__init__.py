"""The web application in which people review what was extracted."""
