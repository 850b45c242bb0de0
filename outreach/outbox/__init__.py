"""Every mail is a row here first, written in the transaction of the act that causes it. Delivers, hears from the provider, knows who
must not be written to. Knows no feature."""
