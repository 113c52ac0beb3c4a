"""How far a deal has come: what cues and tense say is weighed with the words around, as the passages teach."""
