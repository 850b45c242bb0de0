"""Progress updates: documents in the shape of the letter, drafted from the register, reviewed by a second lead, and frozen."""
