"""Whether an organisation becomes a partner: facts are checked, one person proposes, another decides, a third hears the appeal.

Opinions of the police, and criticism of them, are no ground for anything here.
"""
