"""What only English needs: pronouns and descriptions, inserted phrases, and deals told without a known turn of phrase."""
