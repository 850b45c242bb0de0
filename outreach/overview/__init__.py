"""What is read across features: the index of mails, measures for operators. Writes nothing that is a feature's."""
