"""Text to deal mentions: quantities, companies, frames, cues and their assembly. Knows no database and no network."""
