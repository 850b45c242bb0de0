"""What was promised and recommended, to whom and by whom: the register, its evidence, and what became of each row."""
